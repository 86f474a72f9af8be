//! Title and sentence case, word by word. A word is what begins with a letter or a digit; an exception of several words is one word.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::message::capitalised;
use super::pattern::{GaveUp, constant};
use super::title::titled;

/// How the words of a block are written.
#[derive(Debug)]
pub enum Form {
    /// Every word but the small ones begins with a capital; the first and the last always do.
    Title {
        /// Whether long prepositions are small too.
        chicago: bool,
    },
    /// The first word begins with a capital, and so does one behind an indicator; the others are in lower case.
    Sentence {
        /// Endings of a word.
        indicators: Vec<String>,
    },
}

/// A word of a block.
#[derive(Debug)]
pub struct Word {
    /// Where it stands.
    pub range: Range<usize>,
    /// How it should be written.
    pub expected: String,
    /// Whether the block may not begin with it in another way.
    pub must_begin: bool,
    spared: bool,
    shouting_is_fine: bool,
}

impl Word {
    /// Whether it is written as it should be.
    pub fn conforms(&self, text: &str) -> bool {
        let word = &text[self.range.clone()];
        self.spared || word == self.expected || self.shouting_is_fine && word == word.to_uppercase()
    }

    /// Whether each run of its letters begins with a capital, and goes on in lower case.
    pub fn is_titled(&self, text: &str) -> bool {
        let mut inside = false;
        text[self.range.clone()].chars().all(|character| {
            let right = if inside { !character.is_uppercase() } else { !character.is_lowercase() };
            inside = character.is_alphanumeric() || character == '_';
            right
        })
    }
}

/// What is known of single words: how an exception is written.
type Known<'k> = &'k dyn Fn(&str) -> Result<Option<String>, GaveUp>;

static WORD: LazyLock<Regex> = LazyLock::new(|| constant(r"[\p{N}\p{L}*]+\S*"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| constant(r"\d+\."));

/// The words of a text from a byte on, and how each should be written. `spared` is sorted.
pub fn expected(form: &Form, text: &str, from: usize, spared: &[Range<usize>], known: Known<'_>) -> Result<Vec<Word>, GaveUp> {
    let mut before = "";
    let mut found: Vec<Word> = Vec::new();
    for range in words(text, from, spared) {
        let word = &text[range.clone()];
        let is_spared = spared.iter().any(|place| range.start <= place.start && place.end <= range.end);
        let (wanted, must_begin) = match form {
            _ if is_spared => (word.to_owned(), false),
            Form::Title { chicago } => (titled(text, from, &range, *chicago, known)?, false),
            Form::Sentence { indicators } => (sentenced(word, before, found.len(), indicators, known)?, true),
        };
        let shouting_is_fine = matches!(form, Form::Title { .. });
        found.push(Word { range, expected: wanted, must_begin, spared: is_spared, shouting_is_fine });
        before = word;
    }
    Ok(found)
}

/// A word of a sentence, which stands behind another.
fn sentenced(word: &str, before: &str, at: usize, indicators: &[String], known: Known<'_>) -> Result<String, GaveUp> {
    let behind = indicators.iter().any(|end| before.len() > end.len() && before.ends_with(end.as_str()));
    let numbered = at == 1 && NUMBER.is_match(before);
    let small = word.to_lowercase();
    Ok(known(word)?.unwrap_or_else(|| if at == 0 || behind || numbered { capitalised(&small) } else { small }))
}

/// The words and the exceptions of a text from left to right; an exception wins where both begin.
fn words(text: &str, from: usize, spared: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = from;
    loop {
        let word = WORD.find_at(text, at).map(|word| word.range());
        let exception = spared.iter().find(|place| place.start >= at && !place.is_empty()).cloned();
        let next = match (word, exception) {
            (Some(word), Some(exception)) if exception.start > word.start => word,
            (_, Some(exception)) => exception,
            (Some(word), None) => word,
            (None, None) => return found,
        };
        at = next.end;
        found.push(next);
    }
}
