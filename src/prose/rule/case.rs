//! Title and sentence case, word by word. A word is what begins with a letter or a digit; an exception of several words is one word.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::message::capitalised;
use super::pattern::constant;

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

    /// Whether its first letter is a capital.
    pub fn begins_with_capital(&self, text: &str) -> bool {
        let word = &text[self.range.clone()];
        capitalised(word) == word
    }
}

static WORD: LazyLock<Regex> = LazyLock::new(|| constant(r"[\p{N}\p{L}*]+\S*"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| constant(r"^\d+\.$"));

/// Words that stay small inside a title.
const SMALL: &[&str] =
    &["a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "nor", "of", "on", "or", "per", "the", "to", "v", "via", "vs"];

/// Prepositions that stay small in Chicago's titles only.
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
    "behind",
    "below",
    "beneath",
    "beside",
    "between",
    "beyond",
    "concerning",
    "despite",
    "down",
    "during",
    "except",
    "following",
    "from",
    "including",
    "into",
    "like",
    "near",
    "off",
    "onto",
    "out",
    "over",
    "past",
    "plus",
    "since",
    "than",
    "through",
    "throughout",
    "towards",
    "under",
    "until",
    "up",
    "upon",
    "with",
    "within",
    "without",
];

/// The words of a text from a byte on, and how each should be written. `spared` is sorted.
pub fn expected(form: &Form, text: &str, from: usize, spared: &[Range<usize>]) -> Vec<Word> {
    let ranges = words(text, from, spared);
    let last = ranges.len().saturating_sub(1);
    let mut before = "";
    let mut found = Vec::with_capacity(ranges.len());
    for (at, (range, is_spared)) in ranges.into_iter().enumerate() {
        let word = &text[range.clone()];
        let wanted = match form {
            _ if is_spared => word.to_owned(),
            Form::Title { chicago } => titled(word, at == 0 || at == last || before.ends_with(':'), *chicago),
            Form::Sentence { indicators } => {
                let behind = indicators.iter().any(|end| before.ends_with(end.as_str())) || at == 1 && NUMBER.is_match(before);
                let small = word.to_lowercase();
                if at == 0 || behind { capitalised(&small) } else { small }
            }
        };
        let sentence = matches!(form, Form::Sentence { .. });
        found.push(Word { range, expected: wanted, must_begin: sentence, spared: is_spared, shouting_is_fine: !sentence });
        before = word;
    }
    found
}

/// The words and the exceptions of a text from left to right; an exception wins where both begin.
fn words(text: &str, from: usize, spared: &[Range<usize>]) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    let mut at = from;
    loop {
        let word = WORD.find_at(text, at).map(|word| word.range());
        let exception = spared.iter().find(|place| place.start >= at && !place.is_empty()).cloned();
        let next = match (word, exception) {
            (Some(word), Some(exception)) if exception.start > word.start => (word, false),
            (_, Some(exception)) => (exception, true),
            (Some(word), None) => (word, false),
            (None, None) => return found,
        };
        at = next.0.end;
        found.push(next);
    }
}

/// A word of a title; the parts of a compound each count.
fn titled(word: &str, always: bool, chicago: bool) -> String {
    let mut made = String::with_capacity(word.len());
    for (at, part) in word.split_inclusive(['-', '/']).enumerate() {
        let bare: String = part.to_lowercase().chars().filter(|character| character.is_alphanumeric()).collect();
        let small = SMALL.contains(&bare.as_str()) || chicago && PREPOSITIONS.contains(&bare.as_str());
        if small && (!always || at > 0) {
            made.push_str(&part.to_lowercase());
        } else {
            made.push_str(&capitalised(part));
        }
    }
    made
}
