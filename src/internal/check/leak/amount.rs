//! Sums of money and sizes of teams. Comes in: the internal half and the public texts of one document.
//! Goes out: warnings about a public one that stands internally too. Times, dates, shares and counts of customers are none.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use regex::{Captures, Regex};

use super::labels::{self, Meaning};
use super::{docs, pattern};
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Part, Subject};
use crate::internal::read::prose::Passage;

const RULE: &str = "leak/internal-number";

/// A bare number as large as this is hardly the same by chance as a sum of money.
const LARGE: u64 = 10_000;

/// What is counted, with the number: hundredths for money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Amount {
    Money(u64),
    Heads(u64),
}

/// Public amounts of a document that its internal half holds.
pub fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let passages = || subject.pieces.iter().flat_map(|piece| &piece.passages).filter(|passage| passage.scope.is_prose());
    let public: Vec<(&Passage, Amount, Range<usize>)> =
        passages().flat_map(|passage| numbers(&passage.text).into_iter().map(move |(amount, range)| (passage, amount, range))).collect();
    // Most documents speak of no money: then the internal half need not be read.
    if public.is_empty() {
        return Vec::new();
    }
    let mut internal = internal(subject);
    let updates = || subject.pieces.iter().filter(|piece| matches!(piece.part, Part::Update(_)));
    // What an update said was said in public first.
    for passage in updates().flat_map(|piece| &piece.passages) {
        for (amount, _) in amounts(&passage.text) {
            internal.remove(&amount);
        }
    }
    let told = public.into_iter().filter(|(_, amount, _)| internal.contains(amount));
    let finding = |(passage, amount, range): (&Passage, Amount, Range<usize>)| {
        let what = if matches!(amount, Amount::Money(_)) { "a sum of money" } else { "the size of a team" };
        let fact = format!("public text may hold {what} from the internal half of this document");
        Finding::new(RULE, Level::Warning, subject.draft.source, passage.source(range), fact).help(docs::help(RULE))
    };
    told.map(finding).collect()
}

/// Amounts, then large numbers that are a part of none.
fn numbers(text: &str) -> Vec<(Amount, Range<usize>)> {
    // To count them is quicker than to find the first one.
    if text.bytes().filter(u8::is_ascii_digit).count() == 0 {
        return Vec::new();
    }
    let mut found: Vec<(Amount, Range<usize>)> = amounts(text).collect();
    let bare = plain_numbers(text).filter(|(_, bare)| found.iter().all(|(_, range)| !range.contains(&bare.start)));
    let bare: Vec<_> = bare.collect();
    found.extend(bare);
    found
}

fn internal(subject: &Subject<'_>) -> BTreeSet<Amount> {
    let text = subject.source.text();
    let ranges = subject.draft.internal_ranges.iter().filter_map(|range| text.get(range.clone()));
    let fields = subject.draft.fields.iter().map(|field| field.value.value.expose_internal());
    let title = subject.draft.title.iter().map(|title| title.value.expose_internal());
    let mut found: BTreeSet<Amount> = ranges.chain(fields).chain(title).flat_map(amounts).map(|(amount, _)| amount).collect();
    for field in subject.draft.fields.iter().filter(|field| labels::meaning(&field.key) == Some(Meaning::Amount)) {
        found.extend(number(field.value.value.expose_internal().trim(), "").map(Amount::Money));
    }
    found
}

/// Sums with their currency, and numbers of those who work there.
fn amounts(text: &str) -> impl Iterator<Item = (Amount, Range<usize>)> {
    static MONEY: LazyLock<Regex> = pattern!(
        r"(?x)(?:(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|JPY|AUD|CAD|SEK|NOK|DKK|INR))[\x20\u{a0}]?(?<before>[0-9][0-9.,'\u{a0}]*)(?:\x20?(?<much>k|K|m|M|bn|thousand|million|billion)\b)?
        |(?<after>\b[0-9][0-9.,'\u{a0}]*)[\x20\u{a0}]?(?:(?<many>k|K|m|M|bn|thousand|million|billion)\x20)?(?:[€£¥₹]|(?:USD|EUR|GBP|CHF|JPY|AUD|CAD|SEK|NOK|DKK|INR|dollars|euros|pounds|francs|kroner)\b))"
    );
    static HEADS: LazyLock<Regex> = pattern!(
        r"(?i)\b(?<count>[0-9][0-9.,']*)(?: [a-z-]+)? (?:engineers|developers|employees|staff|colleagues|responders|contractors|FTEs?)\b"
    );
    let group = |found: &Captures<'_>, names: [&str; 2]| {
        names.iter().find_map(|name| found.name(name)).map_or("", |group| group.as_str()).to_owned()
    };
    let counts = may_count(text);
    let money = Some(&MONEY).filter(|_| counts).into_iter().flat_map(|money| money.captures_iter(text)).filter_map(move |found| {
        let value = number(&group(&found, ["before", "after"]), &group(&found, ["much", "many"]))?;
        Some((Amount::Money(value), trimmed(text, found.get(0)?.range())))
    });
    let heads = Some(&HEADS).filter(|_| counts).into_iter().flat_map(|heads| heads.captures_iter(text)).filter_map(move |found| {
        // One or two of a kind say nothing of a team.
        let value = number(found.name("count")?.as_str(), "").filter(|value| *value > 200)?;
        Some((Amount::Heads(value), found.get(0)?.range()))
    });
    money.chain(heads)
}

/// Large numbers without a currency, as sums.
fn plain_numbers(text: &str) -> impl Iterator<Item = (Amount, Range<usize>)> {
    static NUMBER: LazyLock<Regex> = pattern!(r"\b[0-9][0-9.,'\u{a0}]*");
    Some(&NUMBER).filter(|_| is_long(text)).into_iter().flat_map(|number| number.find_iter(text)).filter_map(|found| {
        let value = number(found.as_str(), "").filter(|value| *value >= LARGE * 100)?;
        Some((Amount::Money(value), trimmed(text, found.range())))
    })
}

/// Whether a text can hold an amount: a digit, and a word or sign of money or of those who work there. What is not ASCII may be a sign.
fn may_count(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "$",
        "usd",
        "eur",
        "gbp",
        "chf",
        "jpy",
        "aud",
        "cad",
        "sek",
        "nok",
        "dkk",
        "inr",
        "dollars",
        "pounds",
        "francs",
        "kroner",
        "engineers",
        "developers",
        "employees",
        "staff",
        "colleagues",
        "responders",
        "contractors",
        "fte",
    ];
    static KNOWN: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasickBuilder::new().ascii_case_insensitive(true).build(WORDS).ok());
    let named = || !text.is_ascii() || KNOWN.as_ref().is_none_or(|known| known.is_match(text));
    text.bytes().any(|byte| byte.is_ascii_digit()) && named()
}

/// Whether a number of so many digits can stand there, with marks between them.
fn is_long(text: &str) -> bool {
    const DIGITS: usize = 5;
    if text.bytes().filter(u8::is_ascii_digit).count() < DIGITS {
        return false;
    }
    let mut digits = 0;
    text.bytes().any(|byte| {
        digits = match byte {
            b'0'..=b'9' => digits + 1,
            b'.' | b',' | b'\'' => digits,
            // A blank that does not break is a mark, too.
            _ if !byte.is_ascii() => digits,
            _ => 0,
        };
        digits >= DIGITS
    })
}

/// Without the full stop or comma of the sentence.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    range.start..range.start + text[range].trim_end_matches(['.', ',', '\'', ' ', '\u{a0}']).len()
}

/// Hundredths: `48,000`, `48.000`, `48000.00` and `48` thousand are the same.
fn number(text: &str, unit: &str) -> Option<u64> {
    let text = text.trim_end_matches(['.', ',', '\'', ' ', '\u{a0}']);
    let (whole, cents) = match text.rfind(['.', ',']) {
        Some(at) if (1..=2).contains(&(text.len() - at - 1)) => (&text[..at], &text[at + 1..]),
        _ => (text, ""),
    };
    let digits: String = whole.chars().filter(|c| !matches!(c, '.' | ',' | '\'' | ' ' | '_' | '\u{a0}')).collect();
    let whole: u64 = digits.parse().ok()?;
    let cents: u64 = if cents.is_empty() { 0 } else { format!("{cents:0<2}").parse().ok()? };
    let times = match unit {
        "k" | "K" | "thousand" => 1_000,
        "m" | "M" | "million" => 1_000_000,
        "bn" | "billion" => 1_000_000_000,
        _ => 1,
    };
    whole.checked_mul(100)?.checked_add(cents)?.checked_mul(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Amount> {
        amounts(text).map(|(amount, _)| amount).collect()
    }

    #[test]
    fn a_sum_is_the_same_however_it_is_written() {
        for text in ["$48,000", "USD 48000", "48.000 EUR", "€48k", "48 thousand dollars", "£ 48'000.00", "48000€."] {
            assert_eq!(read(text), [Amount::Money(4_800_000)], "{text}");
        }
        assert_eq!(read("It cost $1.5m."), [Amount::Money(150_000_000)]);
        assert_eq!(read("12 platform engineers"), [Amount::Heads(1_200)]);
    }

    #[test]
    fn a_large_number_counts_without_a_currency() {
        for text in ["48000", "48,000", "48'000.00", "48\u{a0}000", "1.2.3.4.5"] {
            assert!(is_long(text), "{text}");
        }
        assert!(
            ["1,200 of you", "on 2026-03-14 at 10:04:12", "9999"].iter().all(|text| !is_long(text) && plain_numbers(text).count() == 0)
        );
        assert_eq!(plain_numbers("It cost 48,000.").count(), 1);
    }

    #[test]
    fn times_shares_and_counts_of_customers_are_no_amounts() {
        for text in ["at 10:05 UTC", "5 % of requests", "1,240 customers", "on 14 March 2026", "2 engineers", "8 GB", "v1.2.3"] {
            assert_eq!(read(text), [], "{text}");
        }
        assert_eq!(number("99999999999999999999", "bn"), None, "too much is no number, and no panic");
    }
}
