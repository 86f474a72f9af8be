//! A public title that is only a component, a ticket, a date, or "Incident on …".

use std::sync::LazyLock;

use regex::Regex;

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
pub fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let title = subject.pieces.iter().find(|piece| piece.part == Part::Title && subject.draft.kind == DraftKind::Incident);
    let Some((piece, passage)) = title.and_then(|piece| Some((piece, piece.passages.first()?))) else { return Vec::new() };
    let mut left = passage.text.to_lowercase();
    for component in &subject.config.components {
        left = without_word(&left, &component.name.to_lowercase());
        left = without_word(&left, &component.id.to_lowercase());
    }
    let left = WHEN.replace_all(&left, " ");
    let left = NOUN.replace_all(&left, " ");
    let left = SMALL.replace_all(&left, "");
    if !left.is_empty() || passage.text.trim().is_empty() {
        return Vec::new();
    }
    vec![RULE.finding(subject, piece.span.clone(), "the title does not say what people noticed")]
}

/// The text without a phrase, where it stands as whole words.
fn without_word(text: &str, phrase: &str) -> String {
    let phrase = phrase.trim();
    let word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let found = text
        .match_indices(phrase)
        .find(|(at, found)| !found.is_empty() && !word(text[..*at].chars().next_back()) && !word(text[at + found.len()..].chars().next()));
    found.map_or_else(|| text.to_owned(), |(at, found)| format!("{} {}", &text[..at], &text[at + found.len()..]))
}
