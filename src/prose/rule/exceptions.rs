//! What a rule leaves alone: its own exceptions, and the words of a vocabulary.

use std::ops::Range;
use std::sync::OnceLock;

use super::pattern::{GaveUp, Pattern, WORDS, framed};

/// Patterns that are searched inside the matched text, as whole words with their own case; phrases also around it, in any case.
#[derive(Debug, Default)]
pub struct Exceptions {
    inside: Option<Pattern>,
    around: Option<Pattern>,
    /// Each entry as it is written, and as a pattern that may begin and end inside a word, once a word is compared with it.
    entries: Vec<(String, OnceLock<Option<Pattern>>)>,
}

impl Exceptions {
    /// Compiles the entries, the longest first, so that a phrase wins over its first word.
    pub fn new(entries: &[String]) -> Result<Self, String> {
        if entries.is_empty() {
            return Ok(Self::default());
        }
        let mut entries: Vec<&String> = entries.iter().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.len()));
        let flagged: Vec<String> =
            entries.iter().map(|entry| if entry.starts_with("(?i)") { (*entry).clone() } else { format!("(?-i:{entry})") }).collect();
        let phrases: Vec<&str> =
            entries.iter().map(|entry| entry.as_str()).filter(|entry| entry.contains([' ', '\t']) || entry.contains(r"\s")).collect();
        let around = if phrases.is_empty() { None } else { Some(Pattern::new(&format!(r"(?i)\b(?:{})\b", phrases.join("|")))?) };
        let inside = Some(Pattern::new(&framed(&flagged.join("|"), WORDS, false))?);
        let entries = entries.into_iter().map(|entry| (entry.clone(), OnceLock::new())).collect();
        Ok(Self { inside, around, entries })
    }

    /// Whether an exception stands inside the matched part of a text, or a phrase around it.
    pub fn cover(&self, text: &str, part: &Range<usize>) -> Result<bool, GaveUp> {
        if let Some(pattern) = &self.inside
            && pattern.is_match(text[part.clone()].trim())?
        {
            return Ok(true);
        }
        let Some(pattern) = &self.around else { return Ok(false) };
        Ok(pattern.matches(text)?.iter().any(|phrase| phrase.range.start <= part.start && part.end <= phrase.range.end))
    }

    /// How a word is written that is an entry, whatever its case, or that holds one anywhere; nothing for other words.
    pub fn spelling(&self, word: &str) -> Result<Option<String>, GaveUp> {
        for (entry, pattern) in &self.entries {
            if entry.to_lowercase() == word.to_lowercase() {
                return Ok(Some(entry.clone()));
            }
            let pattern = pattern.get_or_init(|| Pattern::new(entry).ok());
            if let Some(pattern) = pattern
                && pattern.is_match(word)?
            {
                return Ok(Some(word.to_owned()));
            }
        }
        Ok(None)
    }

    /// Where exceptions stand in a text.
    pub fn places(&self, text: &str) -> Result<Vec<Range<usize>>, GaveUp> {
        let Some(pattern) = &self.inside else { return Ok(Vec::new()) };
        Ok(pattern.matches(text)?.into_iter().map(|found| found.range).collect())
    }
}

/// Words that are right as they are, for every rule that does not opt out.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Letter by letter.
    words: Vec<String>,
    /// Patterns, as in the `accept.txt` of a Vale vocabulary.
    accepted: Exceptions,
}

impl Vocabulary {
    /// Words that count letter by letter. Blank ones are dropped.
    pub fn new(entries: &[String]) -> Self {
        let words = entries.iter().map(|entry| entry.trim().to_owned()).filter(|entry| !entry.is_empty()).collect();
        Self { words, accepted: Exceptions::default() }
    }

    /// Words that are patterns; the error is one line.
    pub fn accepting(patterns: &[String]) -> Result<Self, String> {
        Ok(Self { words: Vec::new(), accepted: Exceptions::new(patterns)? })
    }

    /// Whether an entry stands inside the match, or the match inside an entry (one word of a product's name).
    pub fn covers(&self, text: &str, matched: &Range<usize>) -> Result<bool, GaveUp> {
        if self.covers_by_letter(text, matched) { Ok(true) } else { self.accepted.cover(text, matched) }
    }

    /// How a word is written that the vocabulary knows.
    pub fn spelling(&self, word: &str) -> Result<Option<String>, GaveUp> {
        self.accepted.spelling(word)
    }

    fn covers_by_letter(&self, text: &str, matched: &Range<usize>) -> bool {
        self.words.iter().any(|entry| {
            occurrences(text, entry).any(|found| {
                let inside = matched.start <= found.start && found.end <= matched.end;
                let around = found.start <= matched.start && matched.end <= found.end;
                inside || around
            })
        })
    }

    /// Where entries stand in a text, in no order.
    pub fn places(&self, text: &str) -> Result<Vec<Range<usize>>, GaveUp> {
        let mut places = self.accepted.places(text)?;
        places.extend(self.words.iter().flat_map(|entry| occurrences(text, entry)));
        Ok(places)
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

    fn cover(exceptions: &Exceptions, text: &str) -> bool {
        exceptions.cover(text, &(0..text.len())).unwrap()
    }

    #[test]
    fn an_exception_is_searched_inside_the_match_and_keeps_its_case() {
        let exceptions = Exceptions::new(&["Outage Map".to_owned(), "(?i)power".to_owned()]).unwrap();
        assert!(cover(&exceptions, "the Outage Map page"));
        assert!(!cover(&exceptions, "the outage map"));
        assert!(cover(&exceptions, "a POWER outage"));
        assert!(!cover(&exceptions, "a powerful outage"), "whole words only");
    }

    #[test]
    fn a_phrase_covers_its_words() {
        let exceptions = Exceptions::new(&["mea culpa".to_owned()]).unwrap();
        assert_eq!(exceptions.cover("a Mea culpa here", &(2..5)), Ok(true));
        assert_eq!(exceptions.cover("a mea here", &(2..5)), Ok(false));
    }

    #[test]
    fn a_vocabulary_entry_covers_what_it_holds_and_what_holds_it() {
        let vocabulary = Vocabulary::new(&["Pod Tracker".to_owned(), "C++".to_owned(), " ".to_owned()]);
        let text = "Pod Tracker and a Pod";
        assert_eq!(vocabulary.covers(text, &(0..3)), Ok(true));
        assert_eq!(vocabulary.covers(text, &(18..21)), Ok(false));
        assert_eq!(vocabulary.covers("the C++ part", &(0..12)), Ok(true));
        assert_eq!(Vocabulary::new(&["pod".to_owned()]).covers("pods", &(0..4)), Ok(false));
        let accepted = Vocabulary::accepting(&["[Pp]ods?".to_owned()]).unwrap();
        assert_eq!(accepted.covers("two pods", &(4..8)), Ok(true));
        assert_eq!(accepted.places("pod, Pods"), Ok(vec![0..3, 5..9]));
    }
}
