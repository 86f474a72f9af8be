//! Words by key, count and language.

mod languages;

use super::*;

fn locale(text: &str) -> Locale {
    spoken("en", text)
}

fn spoken(language: &str, text: &str) -> Locale {
    Locale::parse(&format!("locales/{language}.toml"), language, text).unwrap()
}

#[test]
fn one_and_many_have_their_own_words() {
    let locale = locale("[days]\none = \"a day\"\nother = \"{count} days\"");
    assert_eq!(locale.text("days", Some(1)), Some("a day"));
    assert_eq!(locale.text("days", Some(0)), Some("{count} days"));
    assert_eq!(locale.text("days", None), None);
    assert_eq!((locale.say_count("days", 1, &[]), locale.say_count("days", 12, &[])), ("a day".to_owned(), "12 days".to_owned()));
}

#[test]
fn words_of_another_language_keep_its_plural() {
    let czech = spoken("cs", "[days]\none = \"{count} den\"\nfew = \"{count} dny\"\nother = \"{count} dní\"");
    let both = czech.or(locale("[hours]\none = \"{count} hour\"\nother = \"{count} hours\""));
    assert_eq!([1, 2, 5].map(|count| both.say_count("days", count, &[])), ["1 den", "2 dny", "5 dní"]);
    assert_eq!([1, 2].map(|count| both.say_count("hours", count, &[])), ["1 hour", "2 hours"], "English where there is no Czech");
}

#[test]
fn a_form_that_is_not_there_is_other() {
    let czech = spoken("cs", "[days]\none = \"{count} den\"\nother = \"dní: {count}\"");
    assert_eq!(czech.say_count("days", 2, &[]), "dní: 2");
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
    assert_eq!(both.keys().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn a_number_is_no_text() {
    let error = Locale::parse("locales/xx.toml", "xx", "[nav]\nhistory = 3").unwrap_err().to_string();
    assert!(error.contains("locales/xx.toml") && error.contains("nav.history"), "{error}");
}

/// What a file says, and what the refusal of it has to name.
#[test]
fn what_the_interface_cannot_show_is_refused() {
    let english = locale(
        "direction = \"ltr\"\n[nav]\nhistory = \"History\"\n[front]\naffected = \"Affected: {names}.\"\nother = \"Others\"\n\
         [front.past]\none = \"Past day\"\nother = \"Past {count} days\"",
    );
    let cases = [
        ("[nav]\nhistroy = \"x\"", vec!["nav.histroy", "nearest key is nav.history", "[own]"]),
        ("[front]\naffected = \"{name}\"", vec!["front.affected", "{name}", "{names}"]),
        ("[nav]\nhistory = \"{x}\"", vec!["nav.history", "no blanks"]),
        ("[front]\naffected = \"{names\"", vec!["front.affected", "brace"]),
        ("[front]\naffected = \"names}\"", vec!["front.affected", "brace"]),
        ("[front.past]\none = \"x\"", vec!["front.past.one", "front.past.other"]),
        ("[front.past]\nsome = \"x\"\nother = \"x\"", vec!["front.past.some"]),
        ("[front]\nfew = \"x\"", vec!["front.few"]),
        ("direction = \"left\"", vec!["direction", "rtl"]),
        ("[nav]\nhistory = \"a\\u0000b\"", vec!["nav.history", "cannot be seen"]),
        ("[nav]\nhistory = \"a\\uFFFEb\"", vec!["nav.history", "cannot be seen"]),
    ];
    for (text, names) in cases {
        let error = spoken("xx", text).check("locales/xx.toml", &english).unwrap_err().to_string();
        for name in names.into_iter().chain(["locales/xx.toml", "help:"]) {
            assert!(error.contains(name), "{text}: no {name:?} in {error}");
        }
    }
}

#[test]
fn what_it_can_show_is_taken() {
    let english =
        locale("direction = \"ltr\"\n[front]\nother = \"Others\"\n[front.past]\none = \"Past day\"\nother = \"Past {count} days\"");
    for text in [
        "",
        "direction = \"rtl\"",
        "[front]\nother = \"Inne\"",
        "[front.past]\nfew = \"{count} dni\"\nother = \"dni: {count}\"",
        "[front]\npast = \"Days: {count}\"",
        "[own]\ngreeting = \"Hello {you}\"",
    ] {
        spoken("pl", text).check("locales/pl.toml", &english).unwrap();
    }
}
