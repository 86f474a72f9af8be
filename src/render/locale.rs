//! The words of the interface. Comes in: `locales/LANGUAGE.toml`. Goes out: one word or sentence per key, with its blanks filled.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::error::{Error, Result};

/// The interface in one language.
#[derive(Debug, Clone)]
pub struct Locale {
    strings: BTreeMap<String, String>,
}

impl Locale {
    /// Reads a locale file: tables make dotted keys, the entries of a list are numbered from 1.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self> {
        let broken = |reason: String| Error::Theme {
            file: file.to_owned(),
            reason,
            help: "give each key a text, as in the locale that comes with the program".to_owned(),
        };
        let table: Table = toml::from_str(text).map_err(|error| broken(error.to_string()))?;
        let mut strings = BTreeMap::new();
        flatten("", &Value::Table(table), &mut strings).map_err(|key| broken(format!("{key} is no text")))?;
        Ok(Self { strings })
    }

    /// This locale, with the words of another where it has none.
    pub(super) fn or(mut self, other: Self) -> Self {
        for (key, text) in other.strings {
            self.strings.entry(key).or_insert(text);
        }
        self
    }

    /// The text of a key. With a count, that of `KEY.one` or `KEY.other` where the key itself has none.
    pub fn text(&self, key: &str, count: Option<i128>) -> Option<&str> {
        let plain = || self.strings.get(key);
        let counted = || {
            let form = if count? == 1 { "one" } else { "other" };
            self.strings.get(&format!("{key}.{form}")).or_else(|| self.strings.get(&format!("{key}.other")))
        };
        plain().or_else(counted).map(String::as_str)
    }

    /// The words of a key as plain text, each blank `{name}` filled with the value of that name. A key that no locale has is shown
    /// itself: English has every key, and a test sees to it that the others have them too.
    pub fn say(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        let mut pieces = self.text(key, None).unwrap_or(key).split('{');
        let mut words = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once('}').unwrap_or(("", piece));
            words.push_str(blanks.iter().find(|(blank, _)| *blank == name).map_or("", |(_, value)| value));
            words.push_str(rest);
        }
        words
    }

    /// Every key.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.strings.keys().map(String::as_str)
    }
}

/// Gathers the texts; the key of what is none.
fn flatten(key: &str, value: &Value, strings: &mut BTreeMap<String, String>) -> std::result::Result<(), String> {
    let below = |name: &str| if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") };
    match value {
        Value::String(text) => {
            strings.insert(key.to_owned(), text.clone());
            Ok(())
        }
        Value::Table(table) => table.iter().try_for_each(|(name, value)| flatten(&below(name), value, strings)),
        Value::Array(list) => {
            (1..).zip(list).try_for_each(|(number, value): (usize, _)| flatten(&below(&number.to_string()), value, strings))
        }
        _ => Err(key.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(text: &str) -> Locale {
        Locale::parse("locales/xx.toml", text).unwrap()
    }

    #[test]
    fn one_and_many_have_their_own_words() {
        let locale = locale("[days]\none = \"a day\"\nother = \"{count} days\"");
        assert_eq!(locale.text("days", Some(1)), Some("a day"));
        assert_eq!(locale.text("days", Some(0)), Some("{count} days"));
        assert_eq!(locale.text("days", None), None);
    }

    #[test]
    fn blanks_are_filled_and_never_read_again() {
        let locale = locale("gone = \"{title} of {site}\"");
        assert_eq!(locale.say("gone", &[("title", "{site}"), ("site", "Acme")]), "{site} of Acme");
        assert_eq!(locale.say("nowhere", &[]), "nowhere");
    }

    #[test]
    fn lists_are_numbered_from_one() {
        assert_eq!(locale("months = [\"Januar\", \"Februar\"]").text("months.2", None), Some("Februar"));
    }

    #[test]
    fn missing_words_come_from_the_other() {
        let both = locale("a = \"A\"").or(locale("a = \"x\"\nb = \"B\""));
        assert_eq!((both.text("a", None), both.text("b", None)), (Some("A"), Some("B")));
    }

    #[test]
    fn a_number_is_no_text() {
        let error = Locale::parse("locales/xx.toml", "[nav]\nhistory = 3").unwrap_err().to_string();
        assert!(error.contains("locales/xx.toml") && error.contains("nav.history"), "{error}");
    }
}
