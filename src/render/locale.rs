//! The words of the interface. Comes in: `locales/LANGUAGE.toml`. Goes out: one word or sentence per key, in the plural form of a
//! count, with its blanks filled. What one language lacks, the next says.

mod known;
mod language;

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

pub(super) use self::language::chain;
use self::language::{FORMS, OTHER};
use crate::error::{Error, Result};

/// The interface in one language.
#[derive(Debug, Clone)]
pub struct Locale {
    words: BTreeMap<String, String>,
    /// The tag of the language, whose plural rules hold for these words.
    language: String,
    next: Option<Box<Locale>>,
}

impl Locale {
    /// The words of a key as plain text, each blank `{name}` filled with the value of that name. A key that no locale has is shown
    /// itself: English has every key, and a test sees to it that the others have them too.
    pub fn say(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        fill(self.text(key, None).unwrap_or(key), blanks)
    }

    /// The words of a key in the form of a count, which fills the blank `{count}`.
    pub fn say_count(&self, key: &str, count: usize, blanks: &[(&str, &str)]) -> String {
        let number = count.to_string();
        let blanks: Vec<_> = blanks.iter().copied().chain([("count", number.as_str())]).collect();
        fill(self.text(key, i128::try_from(count).ok()).unwrap_or(key), &blanks)
    }

    /// The text of a key. With a count, that of the plural form which the language has for it: `KEY.one`, `KEY.few`; else `KEY.other`.
    pub fn text(&self, key: &str, count: Option<i128>) -> Option<&str> {
        let form = |form: &str| self.words.get(&format!("{key}.{form}"));
        let counted = || form(language::form(&self.language, count?)).or_else(|| form(OTHER));
        let own = self.words.get(key).or_else(counted).map(String::as_str);
        own.or_else(|| self.next.as_deref()?.text(key, count))
    }

    /// Every key of this language and of those behind it, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let layers = std::iter::successors(Some(self), |locale| locale.next.as_deref());
        layers.flat_map(|locale| locale.words.keys().map(String::as_str)).collect::<BTreeSet<_>>().into_iter()
    }

    /// Reads a locale file: tables make dotted keys, the entries of a list are numbered from 1.
    pub(super) fn parse(file: &str, language: &str, text: &str) -> Result<Self> {
        let broken = |reason: String| Error::Theme {
            file: file.to_owned(),
            reason,
            help: "give each key a text, as in the locale that comes with the program".to_owned(),
        };
        let table: Table = toml::from_str(text).map_err(|error| broken(error.to_string()))?;
        let mut words = BTreeMap::new();
        flatten("", &Value::Table(table), &mut words).map_err(|key| broken(format!("{key} is no text")))?;
        Ok(Self { words, language: language.to_owned(), next: None })
    }

    /// This locale, with another behind it for what it lacks.
    pub(super) fn or(self, other: Self) -> Self {
        Self { next: Some(Box::new(other)), ..self }
    }
}

/// A text with its blanks filled. What is filled in is not read for blanks itself.
fn fill(text: &str, blanks: &[(&str, &str)]) -> String {
    let mut pieces = text.split('{');
    let mut words = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or(("", piece));
        words.push_str(blanks.iter().find(|(blank, _)| *blank == name).map_or("", |(_, value)| value));
        words.push_str(rest);
    }
    words
}

/// Gathers the texts; the key of what is none.
fn flatten(key: &str, value: &Value, words: &mut BTreeMap<String, String>) -> std::result::Result<(), String> {
    let below = |name: &str| if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") };
    match value {
        Value::String(text) => {
            words.insert(key.to_owned(), text.clone());
            Ok(())
        }
        Value::Table(table) => table.iter().try_for_each(|(name, value)| flatten(&below(name), value, words)),
        Value::Array(list) => {
            (1..).zip(list).try_for_each(|(number, value): (usize, _)| flatten(&below(&number.to_string()), value, words))
        }
        _ => Err(key.to_owned()),
    }
}

#[cfg(test)]
mod tests;
