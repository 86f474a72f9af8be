//! A clock time whose paragraph says no zone. A list or table may say it once, anywhere in the same text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::message::Message;
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Piece, Rule, Shown, Subject};
use crate::internal::read::prose::{Passage, Scope};
use crate::prose::rule::constant;

/// What the rule says of itself.
pub const RULE: Rule = Rule {
    code: "wording/time-without-zone",
    level: Level::Error,
    summary: "a clock time without a zone",
    why: "Readers are in many zones, and a bare 10:05 is a different moment for each of them. One zone per paragraph is enough; \
          in lists and tables one for all of them. A sentence such as \"All times are in UTC\" covers the whole text.",
    help: "",
    good: &[
        Shown::Message("We are sorry. Search was slow from 09:58 to 11:42 UTC on 14 March 2026."),
        Shown::Message("All times are in UTC.\n\n- 09:58 The first requests failed.\n- 11:42 Search worked again."),
        Shown::Message("Version 10.05 shipped the change at 2 pm Pacific time; the ratio of reads to writes is 3:1."),
    ],
    bad: &[
        Shown::Message("We are sorry. Search was slow from 09:58 to 11:42 on 14 March 2026."),
        Shown::Message("Search worked again at 11.42am."),
    ],
};

static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b)?",
        r"|\b(?:0?\d|1[0-2])(?:\.[0-5]\d)?\s?(?:am|pm)\b",
        r"|\b(?:0?\d|1[0-2])(?:\.[0-5]\d)?\s?[ap]\.m\.",
    ))
});

/// Letters of zones are read with their case: `est` and `ist` are words of other languages.
static ZONE: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"\d\s?Z\b|(?:\b|\d)(?:UTC|GMT|[CEMPAH][SDE]?T|AK[SD]T|WES?T|CES?T|EES?T|BST|IST|JST|KST|SGT|HKT|AE[SD]T|AC[SD]T|AW[SD]T|NZ[SD]T|MSK|SAST|BRT)\b",
        r"|\d\s?[+\u{2212}]\d{2}:?\d{2}\b|\d\s-\d{4}\b|T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?-\d{2}:?\d{2}\b|\b(?:Europe|America|Asia|Africa|Australia|Pacific|Atlantic|Indian)/[A-Z]\w+",
        r"|(?i:\b(?:pacific|eastern|central|mountain|european|british|indian|japan|singapore|local|utc|zulu)(?: (?:standard|daylight|summer))? time\b)|\d (?:[ap]m )?[A-Z][a-z]+ time\b",
    ))
});

static ALL_TIMES: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)\b(?:all|the|these) times\b"));

/// One finding per paragraph: one zone mends all its times.
pub fn check(subject: &Subject<'_>, _: Option<&Message<'_>>) -> Vec<Finding> {
    subject.pieces.iter().flat_map(|piece| piece.passages.iter().filter_map(|passage| find(subject, piece, passage))).collect()
}

fn find(subject: &Subject<'_>, piece: &Piece, passage: &Passage) -> Option<Finding> {
    // What is cheap to see comes first: most passages have no digit, and fewer a time. Digits beyond ASCII are digits, too.
    let has_digit = passage.masked.bytes().any(|byte| byte.is_ascii_digit() || !byte.is_ascii());
    if !passage.scope.is_prose() || !has_digit || !may_tell_time(passage.masked.as_bytes()) {
        return None;
    }
    let clock = CLOCK.find_iter(&passage.masked).map(|found| found.range()).find(|range| is_clock(&passage.masked, range))?;
    if ZONE.is_match(&passage.text) || is_said_once(piece, passage) {
        return None;
    }
    let time = passage.masked[clock.clone()].to_owned();
    let help = "write the zone behind the time, for example 10:05 UTC";
    Some(RULE.finding(subject, passage.source(clock), format!("\"{time}\" does not say in which zone")).help(help))
}

/// Whether a colon stands between two numbers, or the `m` of a half of the day behind a number or a blank. What is not ASCII may be either.
fn may_tell_time(text: &[u8]) -> bool {
    let is = |at: Option<usize>, kind: fn(&u8) -> bool| at.and_then(|at| text.get(at)).is_some_and(|byte| kind(byte) || !byte.is_ascii());
    let half = |byte: &u8| matches!(byte, b'a' | b'A' | b'p' | b'P');
    let begins = |byte: &u8| matches!(byte, b'0'..=b'9' | b' ' | b'\t'..=b'\r');
    let mut marks = memchr::memchr3_iter(b':', b'm', b'M', text);
    marks.any(|at| {
        let before = at.checked_sub(1);
        if text[at] == b':' {
            return is(before, u8::is_ascii_digit) && is(Some(at + 1), u8::is_ascii_digit);
        }
        let letter = if before.is_some_and(|at| text[at] == b'.') { at.checked_sub(2) } else { before };
        is(letter, half) && is(letter.and_then(|at| at.checked_sub(1)), begins)
    })
}

/// Not a part of an address, a version, a ratio or a longer number.
fn is_clock(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let (next, second) = (after.next(), after.next());
    let joined = |mark: Option<char>| mark.is_some_and(|mark| matches!(mark, ':' | '/' | '@' | '_'));
    let runs_on = next.is_some_and(|next| matches!(next, '.' | ',' | '-')) && second.is_some_and(|second| second.is_ascii_digit());
    let date_before = before == Some('T');
    let range_goes_on = next == Some('-');
    !joined(before) && before != Some('.') && !joined(next) && !date_before && (!runs_on || range_goes_on)
}

fn is_said_once(piece: &Piece, passage: &Passage) -> bool {
    let shared = matches!(passage.scope, Scope::List | Scope::Table);
    piece.passages.iter().any(|other| ZONE.is_match(&other.text) && (shared || ALL_TIMES.is_match(&other.text)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_time_is_passed_over(text in "[0-9:apmAM. \t\u{a0}٣x-]{0,12}") {
            prop_assert!(may_tell_time(text.as_bytes()) || !CLOCK.is_match(&text), "{text:?}");
        }
    }
}
