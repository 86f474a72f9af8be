//! The languages that come with the program: each has every word of the interface, and can fill it as English does.

use std::collections::BTreeSet;

use crate::render::Theme;
use crate::render::locale::Locale;
use crate::render::locale::known::blanks;
use crate::render::locale::language::{FORMS, OTHER, form};

/// Each language with the stem of its word for an outage, which stands in the state of a full one and nowhere else.
const OUTAGE: [(&str, &str); 11] = [
    ("ar", "انقطاع"),
    ("de", "ausf"),
    ("en", "outage"),
    ("es", "interrup"),
    ("fr", "panne"),
    ("it", "interru"),
    ("ja", "停止"),
    ("nl", "uitval"),
    ("pl", "awari"),
    ("pt", "interrup"),
    ("zh", "中断"),
];

/// Every language by itself, nothing behind it, with the text of its file.
fn all() -> Vec<(String, Locale, String)> {
    let theme = Theme::embedded();
    let tags: Vec<String> = theme.languages().map(str::to_owned).collect();
    let read = |tag: String| {
        let text = theme.locale_text(&tag).unwrap().unwrap().to_owned();
        let locale = Locale::parse(&format!("locales/{tag}.toml"), &tag, &text).unwrap();
        (tag, locale, text)
    };
    tags.into_iter().map(read).collect()
}

fn english() -> Locale {
    all().into_iter().find(|(tag, ..)| tag == "en").unwrap().1
}

/// A key without its plural form.
fn word<'k>(english: &Locale, key: &'k str) -> &'k str {
    match key.rsplit_once('.') {
        Some((plural, form)) if FORMS.contains(&form) && english.is_plural(plural) => plural,
        _ => key,
    }
}

#[test]
fn every_language_has_every_word_and_no_other() {
    let english = english();
    let wanted: BTreeSet<&str> = english.keys().map(|key| word(&english, key)).collect();
    for (tag, locale, _) in all() {
        let words: BTreeSet<&str> = locale.keys().map(|key| word(&english, key)).collect();
        let missing: Vec<_> = wanted.difference(&words).collect();
        let unknown: Vec<_> = words.difference(&wanted).collect();
        assert!(missing.is_empty() && unknown.is_empty(), "locales/{tag}.toml lacks {missing:?}, and nothing asks for {unknown:?}");
        locale.check(&format!("locales/{tag}.toml"), &english).unwrap();
    }
}

#[test]
fn every_plural_has_the_forms_of_its_language_and_no_other() {
    let english = english();
    let plurals: BTreeSet<&str> = english.keys().map(|key| word(&english, key)).filter(|key| english.is_plural(key)).collect();
    assert!(plurals.contains("front.documents"), "{plurals:?}");
    for (tag, locale, _) in all() {
        let mut forms: BTreeSet<&str> = (0..=1000).map(|count| form(&tag, count)).collect();
        forms.insert(OTHER);
        for plural in &plurals {
            let given: BTreeSet<&str> = FORMS.into_iter().filter(|form| locale.words.contains_key(&format!("{plural}.{form}"))).collect();
            assert_eq!(given, forms, "{plural} in locales/{tag}.toml");
        }
    }
}

#[test]
fn every_text_has_the_blanks_of_the_english_one() {
    let english = english();
    for (tag, locale, _) in all() {
        for (key, text) in &locale.words {
            let plural = word(&english, key);
            let mut wanted = english.blanks_of(plural);
            let given = blanks(text).unwrap();
            // Words for none, one and two may say the number themselves.
            if ["zero", "one", "two"].iter().any(|form| *key == format!("{plural}.{form}")) && !given.contains("count") {
                wanted.remove("count");
            }
            assert_eq!(given, wanted, "{key} in locales/{tag}.toml: {text}");
        }
    }
}

#[test]
fn no_text_is_empty_or_has_a_blank_edge() {
    for (tag, locale, _) in all() {
        for (key, text) in &locale.words {
            let edge = key != "list_and" && text.trim() != text;
            assert!(!text.trim().is_empty() && !edge, "{key} in locales/{tag}.toml: {text:?}");
        }
    }
}

#[test]
fn the_files_have_one_order() {
    let english = english();
    let order = |text: &str| {
        let mut table = String::new();
        let mut keys: Vec<String> = Vec::new();
        for line in text.lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                name.clone_into(&mut table);
            } else if let Some((key, _)) = line.split_once(" = ") {
                let key = if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") };
                keys.push(word(&english, &key).to_owned());
            }
        }
        keys.dedup();
        keys
    };
    let files = all();
    let wanted = order(&files.iter().find(|(tag, ..)| tag == "en").unwrap().2);
    for (tag, _, text) in &files {
        let given = order(text);
        let place = given.iter().zip(&wanted).find(|(given, wanted)| given != wanted);
        assert_eq!(place, None, "locales/{tag}.toml leaves the order of en.toml here");
    }
}

#[test]
fn an_outage_is_said_in_the_word_for_a_full_one_only() {
    let files = all();
    assert_eq!(files.iter().map(|(tag, ..)| tag.as_str()).collect::<Vec<_>>(), OUTAGE.map(|(tag, _)| tag));
    for ((tag, locale, _), (_, stem)) in files.iter().zip(OUTAGE) {
        let full = locale.text("state.full", None).unwrap();
        assert!(full.to_lowercase().contains(stem), "{tag}: {full}");
        for (key, text) in &locale.words {
            assert!(!text.replace(full, "").to_lowercase().contains(stem), "{key} in locales/{tag}.toml: {text}");
        }
    }
}

#[test]
fn the_weights_are_told_with_the_words_of_the_states() {
    for (tag, locale, _) in all() {
        let text = locale.text("component.weights", None).unwrap();
        for state in ["full", "partial", "degraded", "maintenance"] {
            let word = locale.text(&format!("state.{state}"), None).unwrap();
            assert!(text.contains(word), "component.weights in locales/{tag}.toml does not say {word:?}");
        }
    }
}

#[test]
fn nothing_long_was_left_in_english() {
    let english = english();
    for (tag, locale, _) in all().into_iter().filter(|(tag, ..)| tag != "en") {
        for (key, text) in &locale.words {
            let letters = text.split(' ').filter(|word| word.len() > 2 && word.chars().all(char::is_alphabetic)).count();
            assert!(letters < 2 || english.words.get(key) != Some(text), "{key} in locales/{tag}.toml: {text}");
        }
    }
}
