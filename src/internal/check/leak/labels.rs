//! Internal prose and front matter → values with what is said of them: `Scribe: Dana`, the column *Customer*, `approved.by`.
//! Comes in: a key, or a text with its lines. Goes out: kinds, and keys with their values. Running text says nothing here.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{pattern, words};
use crate::internal::read::fields::PEOPLE;

/// What the values of a key are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Names, handles or addresses of people.
    Person,
    /// Names of services, repositories, flags, machines.
    CodeName,
    /// Names of customers, accounts and contracts.
    Customer,
    /// Sums of money, in figures.
    Amount,
}

/// What the values of a key are, if it is a known one. Of a path the end counts: `team.owner`, `approved.by`, `customers[0].name`.
pub fn meaning(key: &str) -> Option<Meaning> {
    static KNOWN: LazyLock<HashMap<&str, Meaning>> = LazyLock::new(|| {
        let listed = words::KEYS.iter().filter_map(|line| {
            let (key, kind) = line.split_once(' ')?;
            let meaning = match kind {
                "codename" => Meaning::CodeName,
                "customer" => Meaning::Customer,
                "amount" => Meaning::Amount,
                _ => Meaning::Person,
            };
            Some((key, meaning))
        });
        PEOPLE.iter().map(|key| (*key, Meaning::Person)).chain(listed).collect()
    });
    let found = |key: &str| KNOWN.get(key).copied();
    let mut parts = key.rsplit('.').map(plain);
    let last = parts.next()?;
    let Some(of) = parts.next() else { return found(&last) };
    match &*last {
        "name" | "names" | "id" => found(&of),
        _ => found(&last).or_else(|| found(&format!("{of}_{last}"))),
    }
}

/// The labelled values of a text, folded: `**Customers:** A, B`, the second cell of a row, and each cell below a known head.
pub fn labelled(text: &str, fold: impl Fn(&str) -> Cow<'_, str>) -> Vec<(Meaning, String)> {
    static RULE: LazyLock<Regex> = pattern!(r"^[\s|:-]*-[\s|:-]*$");
    let mut found = Vec::new();
    let mut columns: Vec<Option<Meaning>> = Vec::new();
    let mut lines = text.lines().map(|line| if may_tell(line) { fold(line) } else { Cow::Borrowed("") }).peekable();
    while let Some(line) = lines.next() {
        let row = line.contains('|');
        if row && lines.peek().is_some_and(|next| next.contains('|') && RULE.is_match(next)) {
            columns = cells(&line).map(meaning).collect();
            lines.next();
        } else if row {
            found.extend(columns.iter().zip(cells(&line)).filter_map(|(meaning, cell)| Some(((*meaning)?, cell.to_owned()))));
            found.extend(in_row(&line).map(|(meaning, rest)| (meaning, rest.to_owned())));
        } else {
            columns.clear();
            if line.is_empty() {
                continue;
            }
            found.extend(behind_label(&line).map(|(meaning, value)| (meaning, value.to_owned())));
        }
    }
    found
}

/// Whether a line may be a row or begin with a label: what stands before its first colon are letters and marks. Most lines are prose, or
/// begin with a time.
fn may_tell(line: &str) -> bool {
    let marks = |byte: u8| {
        byte.is_ascii_alphabetic() || byte.is_ascii_whitespace() || matches!(byte, b'\x0b' | b'>' | b'*' | b'_' | b'+' | b'-' | b'\'')
    };
    line.bytes().find(|byte| !marks(*byte)) == Some(b':') || !line.is_ascii() || line.contains('|')
}

/// `| Scribe | Dana Whitfield |`. In a longer row the first cell may be anything, unless the rest names people.
fn in_row(line: &str) -> Option<(Meaning, &str)> {
    let (label, rest) = line.trim().trim_start_matches('|').split_once('|')?;
    let meaning = meaning(label.trim())?;
    let pair = rest.trim_end_matches('|').matches('|').count() == 0;
    (pair || meaning == Meaning::Person).then_some((meaning, rest))
}

fn behind_label(line: &str) -> Option<(Meaning, &str)> {
    static LINE: LazyLock<Regex> = pattern!(r"^[\t >*_+-]*([A-Za-z][A-Za-z' -]{1,30}?)[\t *_]*:(.+)$");
    let captures = LINE.captures(line)?;
    Some((meaning(captures.get(1)?.as_str())?, captures.get(2)?.as_str()))
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.trim().trim_start_matches('|').trim_end_matches('|').split('|').map(str::trim)
}

/// A key as the lists have it: `Customer's name[0]` is `customers_name`.
fn plain(key: &str) -> Cow<'_, str> {
    let bare = key.split('[').next().unwrap_or_default().trim_matches(['*', '_', ' ', '`']);
    if bare.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        return Cow::Borrowed(bare);
    }
    Cow::Owned(bare.to_lowercase().replace([' ', '-'], "_").replace(['\'', '’'], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_known_by_the_end_of_its_path() {
        assert_eq!(meaning("team.owner"), Some(Meaning::Person));
        assert_eq!((meaning("customers[0].plan"), meaning("people[0].role")), (None, None));
        assert_eq!(meaning("customers[0].name"), Some(Meaning::Customer));
        assert_eq!(meaning("approved.by"), Some(Meaning::Person));
        assert_eq!(meaning("Feature flags"), Some(Meaning::CodeName));
        assert_eq!(meaning("meeting.held"), None);
    }

    #[test]
    fn labels_and_columns_say_what_their_values_are() {
        let table = "| What | Owner | Customer |\n|---|:--|---|\n| Call | Dana | Pellworth Ltd |\n\n| Dana | x |";
        let read = |text| labelled(text, |line| Cow::Borrowed(line));
        let said = |meaning, value: &str| (meaning, value.to_owned());
        assert_eq!(read(table), [said(Meaning::Person, "Dana"), said(Meaning::Customer, "Pellworth Ltd")]);
        assert_eq!(read("- **Scribe:** Lee Aoki"), [said(Meaning::Person, "** Lee Aoki")]);
        assert_eq!(read("| Services | plover-core |"), [said(Meaning::CodeName, " plover-core |")]);
        assert_eq!(read("Impact: nobody noticed\n- 10:04 Scribe: Dana"), []);
    }
}
