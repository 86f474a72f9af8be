//! A public title that is only a component, a ticket, a date, or "Incident on …".

use std::sync::LazyLock;

use regex::Regex;

use super::message::Message;
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Part, Rule, Shown, Subject};
use crate::internal::read::draft::DraftKind;
use crate::prose::rule::constant;

/// What the rule says of itself.
pub const RULE: Rule = Rule {
    code: "wording/title-states-effect",
    level: Level::Warning,
    summary: "a title that does not say what people noticed",
    why: "The title is what stands in a feed reader, a chat and the history. \"Incident on 14 March\" or the name of a component makes \
          everybody open it; \"Slow search results\" tells most of them that they need not. Silent about maintenance.",
    help: "write what people noticed, in a few words: Slow search results",
    good: &[
        Shown::Edit("", ""),
        Shown::Edit("title: Slow search results", "title: Invoices were sent twice"),
        Shown::Edit("title: Slow search results", "title: Incident reports could not be opened"),
    ],
    bad: &[
        Shown::Edit("title: Slow search results", "title: Incident on 14 March 2026"),
        Shown::Edit("title: Slow search results", "title: Search"),
        Shown::Edit("title: Slow search results", "title: Search issues"),
        Shown::Edit("title: Slow search results", "title: Post-mortem 2026-03-14"),
    ],
};

static NOUN: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)\b(?:service|production|major|minor|system|platform|site|technical|known|ongoing|investigating)?\s*",
        r"\b(?:incident|issue|problem|event|trouble|difficult(?:y|ies)|post-?mortem|report|summary|notice|update)(?:e?s)?\b"
    ))
});
static WHEN: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)\b[A-Z]{2,10}-\d+\b|\d{4}-\d{2}-\d{2}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        r"|\b(?:utc|gmt)\b|\b\d+(?:st|nd|rd|th)?\b"
    ))
});
static SMALL: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)\b(?:on|of|at|in|with|for|from|the|an?|our|some|and|affecting|regarding|about|no)\b|[^\p{L}\p{N}]+"));

/// Takes away what is no effect, and sees whether anything is left.
pub fn check(subject: &Subject<'_>, _: Option<&Message<'_>>) -> Vec<Finding> {
    let title = subject.pieces.iter().find(|piece| piece.part == Part::Title && subject.draft.kind == DraftKind::Incident);
    let Some((piece, passage)) = title.and_then(|piece| Some((piece, piece.passages.first()?))) else { return Vec::new() };
    let names: Vec<&str> =
        subject.config.components.iter().flat_map(|component| [component.name.as_str(), component.id.as_str()]).collect();
    if says_more(&passage.text, &names) || says_something(&passage.text, &names) || passage.text.trim().is_empty() {
        return Vec::new();
    }
    vec![RULE.finding(subject, piece.span.clone(), "the title does not say what people noticed")]
}

/// Whether anything is left of a title without the names of components and all that says nothing.
fn says_something(title: &str, names: &[&str]) -> bool {
    let left = names.iter().fold(title.to_lowercase(), |left, name| without_word(&left, &name.to_lowercase()));
    let left = WHEN.replace_all(&left, " ");
    let left = NOUN.replace_all(&left, " ");
    !SMALL.replace_all(&left, "").is_empty()
}

/// Whether a word of a title surely stays: it is none of a component's, and of none of the others that are taken away. Only ASCII is sure,
/// and words that a hyphen joins may go together.
fn says_more(title: &str, names: &[&str]) -> bool {
    let own = |word: &str| {
        let holds =
            |name: &&str| !name.is_ascii() || name.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word));
        names.iter().any(holds)
    };
    let taken = |word: &str| {
        let word = word.to_ascii_lowercase();
        let stem = word.strip_suffix("es").or_else(|| word.strip_suffix('s')).unwrap_or(&word);
        TAKEN.iter().any(|taken| *taken == word || *taken == stem || word.strip_suffix('s') == Some(*taken))
            || MONTHS.iter().any(|month| word.starts_with(month))
            || word.ends_with("day")
    };
    let stays = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphabetic()) && !word.is_empty() && !taken(word) && !own(word);
    title.is_ascii() && title.split(|c: char| !matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_')).any(|word| stays(&word))
}

/// The words of [`NOUN`] and [`SMALL`], and the zones of [`WHEN`].
const TAKEN: &[&str] = &[
    "service",
    "production",
    "major",
    "minor",
    "system",
    "platform",
    "site",
    "technical",
    "known",
    "ongoing",
    "investigating",
    "incident",
    "issue",
    "problem",
    "event",
    "trouble",
    "difficulty",
    "difficulties",
    "postmortem",
    "report",
    "summary",
    "notice",
    "update",
    "on",
    "of",
    "at",
    "in",
    "with",
    "for",
    "from",
    "the",
    "a",
    "an",
    "our",
    "some",
    "and",
    "affecting",
    "regarding",
    "about",
    "no",
    "utc",
    "gmt",
];
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The text without a phrase, where it stands as whole words.
fn without_word(text: &str, phrase: &str) -> String {
    let phrase = phrase.trim();
    let word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let found = text
        .match_indices(phrase)
        .find(|(at, found)| !found.is_empty() && !word(text[..*at].chars().next_back()) && !word(text[at + found.len()..].chars().next()));
    found.map_or_else(|| text.to_owned(), |(at, found)| format!("{} {}", &text[..at], &text[at + found.len()..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_word_that_stays_is_left(title in proptest::collection::vec(
            "(search|data|api|late|incidents?|updates|services|on|march|marching|monday|sunday|utc|postmortem|post-mortem|INC-7|x-ray|1st|é|reports|the|sorry|in_on|bus)[ ,'./_-]?", 0..5,
        )) {
            let title = title.concat();
            let names = ["Search", "search-ui", "Data API", "C++ late"];
            prop_assert!(!says_more(&title, &names) || says_something(&title, &names), "{title}");
        }
    }

    #[test]
    fn most_titles_need_no_pattern() {
        for title in ["Slow search results", "Late mail", "Invoices were sent twice"] {
            assert!(says_more(title, &["Search", "mail"]), "{title}");
        }
        assert!(!says_more("Search issues on Monday", &["Search"]));
    }
}
