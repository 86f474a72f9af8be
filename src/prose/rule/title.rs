//! The case of one word in a title. Comes in: the whole text and where the word stands. Goes out: the word as a title has it.
//! Which words are small is told by lists; no grammar is known.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::message::capitalised;
use super::pattern::{GaveUp, constant};

/// Words that stay small inside a title.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "nor", "of", "on", "or", "per", "the", "to", "v", "v.", "via",
    "vs", "vs.",
];

/// Longer prepositions, which stay small in Chicago's titles only.
const PREPOSITIONS: &[&str] = &[
    "about",
    "above",
    "across",
    "after",
    "against",
    "along",
    "among",
    "around",
    "before",
    "between",
    "beyond",
    "concerning",
    "despite",
    "down",
    "during",
    "following",
    "from",
    "including",
    "into",
    "near",
    "over",
    "since",
    "through",
    "throughout",
    "towards",
    "under",
    "until",
    "upon",
    "with",
    "within",
    "without",
];

/// The parts of a compound each count: hyphens and slashes cut.
static PART: LazyLock<Regex> = LazyLock::new(|| constant(r"[\p{N}\p{L}]+[^\s\-/]*"));

/// The word at a place of a title that begins at `from`.
pub fn titled(
    text: &str,
    from: usize,
    word: &Range<usize>,
    chicago: bool,
    known: &dyn Fn(&str) -> Result<Option<String>, GaveUp>,
) -> Result<String, GaveUp> {
    let mut made = String::with_capacity(word.len());
    let mut at = word.start;
    for part in PART.find_iter(&text[word.clone()]) {
        let range = word.start + part.start()..word.start + part.end();
        made.push_str(&text[at..range.start]);
        made.push_str(&match known(part.as_str())? {
            Some(spelling) => spelling,
            None => cased(&text[from..], range.start - from..range.end - from, chicago),
        });
        at = range.end;
    }
    made.push_str(&text[at..word.end]);
    Ok(made)
}

fn cased(title: &str, part: Range<usize>, chicago: bool) -> String {
    let word = &title[part.clone()];
    let small = word.to_lowercase();
    let bounding = part.start == 0 || part.end == title.len();
    // AP wants a capital in an infinitive and none before a noun. Only a parser of English tells them apart, so both are fine.
    if small == "to" && !chicago && !bounding && may_be_small(title, &part) {
        return word.to_owned();
    }
    let listed = SMALL.contains(&small.as_str()) || chicago && PREPOSITIONS.contains(&small.as_str());
    if listed && !bounding && may_be_small(title, &part) { small } else { capitalised(word) }
}

/// Whether what stands around a word lets it be small: a blank, a hyphen or a slash before it, and no colon or dash before that. The
/// first part of a compound is not small.
fn may_be_small(title: &str, part: &Range<usize>) -> bool {
    let dash = |character: Option<char>| matches!(character, Some('-' | '–' | '—'));
    let mut before = title[..part.start].chars().rev();
    let (last, last_but_one) = (before.next(), before.next());
    let parted = dash(last) || matches!(last, Some(' ' | '/'));
    let begins_anew = dash(last_but_one) || last_but_one == Some(':');
    let begins_compound = dash(title[part.end..].chars().next()) && !dash(last);
    parted && !begins_anew && !begins_compound
}

#[cfg(test)]
mod tests {
    use super::super::case::{Form, expected};

    fn title(text: &str, chicago: bool) -> String {
        let words = expected(&Form::Title { chicago }, text, 0, &[], &|_| Ok(None)).unwrap();
        let mut made = text.to_owned();
        for word in words.iter().rev() {
            made.replace_range(word.range.clone(), &word.expected);
        }
        made
    }

    #[test]
    fn titles_in_the_style_of_ap() {
        let cases = [
            ("restore a backup step-by-step", "Restore a Backup Step-by-Step"),
            ("an in-depth look at the sub-range", "An In-Depth Look at the Sub-Range"),
            ("part one: a beginning", "Part One: A Beginning"),
            ("storage - the long story — a short one", "Storage - The Long Story — A Short One"),
            ("read and/or write with care", "Read and/or Write With Care"),
            ("plan a vs. plan b", "Plan a vs. Plan B"),
            ("words to live by", "Words to Live By"),
            ("what you need To know", "What You Need To Know"),
            ("rows of, and columns", "Rows Of, and Columns"),
            ("the \"of\" and (in) marks", "The \"Of\" and (In) Marks"),
            ("keep NASA and iPhone", "Keep NASA and IPhone"),
        ];
        for (text, wanted) in cases {
            assert_eq!(title(text, false), wanted);
        }
    }

    #[test]
    fn chicago_keeps_prepositions_small() {
        assert_eq!(title("between two houses with a view over the lake", true), "Between Two Houses with a View over the Lake");
        assert_eq!(title("between two houses with a view", false), "Between Two Houses With a View");
        assert_eq!(title("what you need To know", true), "What You Need to Know");
        assert_eq!(title("what it is about", true), "What It Is About");
    }
}
