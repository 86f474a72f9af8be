//! What a rule leaves alone: its own exceptions, and the vocabulary of the config.

use std::ops::Range;

use super::pattern::{GaveUp, Pattern, framed};

/// A rule's `exceptions`: searched inside the matched text, whole words, with their own case.
#[derive(Debug, Default)]
pub struct Exceptions(Option<Pattern>);

impl Exceptions {
    /// Compiles the entries, the longest first, so that a phrase wins over its first word.
    pub fn new(entries: &[String]) -> Result<Self, String> {
        if entries.is_empty() {
            return Ok(Self(None));
        }
        let mut entries: Vec<&String> = entries.iter().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.len()));
        let flagged: Vec<String> =
            entries.iter().map(|entry| if entry.starts_with("(?i)") { (*entry).clone() } else { format!("(?-i){entry}") }).collect();
        Pattern::new(&framed(&flagged.join("|"), true, false, "", true)).map(|pattern| Self(Some(pattern)))
    }

    /// Whether an exception stands inside the matched text.
    pub fn cover(&self, matched: &str) -> Result<bool, GaveUp> {
        self.0.as_ref().map_or(Ok(false), |pattern| pattern.is_match(matched))
    }
}

/// `[wording] vocabulary`: words that are right as they are, letter by letter.
#[derive(Debug, Default)]
pub struct Vocabulary(Vec<String>);

impl Vocabulary {
    /// The entries that are not blank.
    pub fn new(entries: &[String]) -> Self {
        Self(entries.iter().map(|entry| entry.trim().to_owned()).filter(|entry| !entry.is_empty()).collect())
    }

    /// Whether an entry stands inside the match, or the match inside an entry (one word of a product's name).
    pub fn covers(&self, text: &str, matched: &Range<usize>) -> bool {
        self.0.iter().any(|entry| {
            occurrences(text, entry).any(|found| {
                let inside = matched.start <= found.start && found.end <= matched.end;
                let around = found.start <= matched.start && matched.end <= found.end;
                inside || around
            })
        })
    }
}

/// Where an entry stands as whole words.
fn occurrences<'t>(text: &'t str, entry: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let word = |character: Option<char>| character.is_some_and(|character| character.is_alphanumeric() || character == '_');
    text.match_indices(entry).map(|(start, found)| start..start + found.len()).filter(move |range| {
        let cut_before = word(entry.chars().next()) && word(text[..range.start].chars().next_back());
        let cut_after = word(entry.chars().next_back()) && word(text[range.end..].chars().next());
        !cut_before && !cut_after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_is_searched_inside_the_match_and_keeps_its_case() {
        let exceptions = Exceptions::new(&["Outage Map".to_owned(), "(?i)power".to_owned()]).unwrap();
        assert_eq!(exceptions.cover("the Outage Map page"), Ok(true));
        assert_eq!(exceptions.cover("the outage map"), Ok(false));
        assert_eq!(exceptions.cover("a POWER outage"), Ok(true));
        assert_eq!(exceptions.cover("a powerful outage"), Ok(false), "whole words only");
    }

    #[test]
    fn a_vocabulary_entry_covers_what_it_holds_and_what_holds_it() {
        let vocabulary = Vocabulary::new(&["Pod Tracker".to_owned(), "C++".to_owned(), " ".to_owned()]);
        let text = "Pod Tracker and a Pod";
        assert!(vocabulary.covers(text, &(0..3)));
        assert!(!vocabulary.covers(text, &(18..21)));
        assert!(vocabulary.covers("the C++ part", &(0..12)));
        assert!(!Vocabulary::new(&["pod".to_owned()]).covers("pods", &(0..4)));
    }
}
