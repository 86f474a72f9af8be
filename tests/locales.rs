//! The interface in the language of the site: dates, plurals and direction as that language has them, no word of another, and a
//! language of the site's own.

use std::collections::BTreeSet;

use regex::Regex;

use crate::support::folder::CONFIG;
use crate::support::{BASE, Built, Folder, content_example, root, tree};

/// The languages that come with the program, but English.
const LANGUAGES: [&str; 10] = ["ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "zh"];
/// The page of the incident that [`BASE`] tells.
const INCIDENT: &str = "incidents/2026-03-14-slow-search/index.html";

/// A site in a language, with one document.
fn site(language: &str) -> Folder {
    Folder::with(BASE).file("allclear.toml", CONFIG.replace("[site]\n", &format!("[site]\nlanguage = \"{language}\"\n")))
}

/// The example that comes with the program, in another language.
fn example(language: &str) -> Folder {
    let files = tree::read(&content_example());
    let site = files.iter().fold(Folder::new(), |site, (path, bytes)| site.file(path, bytes));
    let config = String::from_utf8(files["allclear.toml"].clone()).unwrap();
    let spoken = config.replace("language = \"en\"", &format!("language = \"{language}\""));
    assert_ne!(spoken, config, "the example states no language any more");
    site.file("allclear.toml", spoken)
}

/// The texts of a locale file by key.
fn words(language: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(root().join(format!("theme/locales/{language}.toml"))).unwrap();
    let mut words = Vec::new();
    flatten("", &toml::Value::Table(text.parse().unwrap()), &mut words);
    words
}

fn flatten(key: &str, value: &toml::Value, words: &mut Vec<(String, String)>) {
    match value {
        toml::Value::Table(table) => table.iter().for_each(|(name, value)| flatten(&format!("{key}.{name}"), value, words)),
        toml::Value::Array(list) => list.iter().zip(1..).for_each(|(value, number)| flatten(&format!("{key}.{number}"), value, words)),
        other => words.push((key.to_owned(), other.as_str().unwrap().to_owned())),
    }
}

/// What a person sees or hears of a page: its texts, and the attributes that are read out.
fn visible(page: &str) -> Vec<String> {
    let text = Regex::new(r#"(?s)>([^<]+)<|\s(?:aria-label|title|alt)="([^"]*)""#).unwrap();
    let found = text.captures_iter(page).filter_map(|found| found.get(1).or(found.get(2)));
    let plain = |text: &str| {
        let text = ["&quot;\"", "&#39;'", "&#x27;'", "&lt;<", "&gt;>"].iter().fold(text.to_owned(), |text, pair| {
            let (entity, sign) = pair.split_at(pair.len() - 1);
            text.replace(entity, sign)
        });
        text.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    found.map(|found| plain(found.as_str())).filter(|text| !text.is_empty()).collect()
}

#[test]
fn an_arabic_page_runs_from_right_to_left() {
    let built = site("ar").build();

    assert!(built.text("index.html").contains(r#"<html lang="ar" dir="rtl">"#));
    assert!(built.text(INCIDENT).contains("14 مارس 2026، 09:58 UTC"), "{}", built.text(INCIDENT));
    assert!(site("en").build().text("index.html").contains(r#"<html lang="en" dir="ltr">"#));
}

#[test]
fn a_polish_page_counts_as_polish_does() {
    let on = |month: u32, day: u32| {
        BASE.replace("2026-03-14-slow-search", &format!("2026-{month:02}-{day:02}-slow-search"))
            .replace("2026-03-14", &format!("2026-{month:02}-{day:02}"))
    };
    let days = [(1, 5), (1, 6), (2, 1), (2, 2), (2, 3), (2, 4), (2, 5)];
    let site = days
        .iter()
        .fold(site("pl"), |site, (month, day)| site.document(&format!("2026-{month:02}-{day:02}-slow-search.md"), on(*month, *day)));

    let built = site.build();

    let counts = [("2026-01", "2 wpisy"), ("2026-02", "5 wpisów"), ("2026-03", "1 wpis"), ("2026", "8 wpisów")];
    for (page, count) in counts {
        let path = format!("history/{page}/index.html");
        let visible = visible(built.text(&path));
        assert!(visible.contains(&count.to_owned()), "{path}: {visible:?}");
    }
    assert!(visible(built.text("history/2026-01/index.html")).contains(&"Styczeń 2026".to_owned()), "nominative as a heading");
    assert!(built.text(INCIDENT).contains("14 marca 2026, 09:58 UTC"), "genitive in a date");
}

#[test]
fn dates_are_written_as_the_language_writes_them() {
    let dates = [
        ("de", "14. März 2026, 09:58 UTC"),
        ("es", "14 de marzo de 2026, 09:58 UTC"),
        ("fr", "14 mars 2026 à 09:58 UTC"),
        ("ja", "2026年3月14日 09:58 UTC"),
        ("zh", "2026年3月14日 09:58 UTC"),
    ];
    for (language, date) in dates {
        let built = site(language).build();
        assert!(visible(built.text(INCIDENT)).contains(&date.to_owned()), "{language}: no {date:?}");
    }
}

#[test]
fn numbers_have_the_sign_of_the_language() {
    let component = "components/search/index.html";
    let (german, japanese) = (site("de").build(), site("ja").build());

    let (german, japanese) = (german.text(component), japanese.text(component));

    assert!(german.contains("„Teilweise Störung“ 0,3") && japanese.contains("「一部障害」が 0.3"), "{german}\n{japanese}");
    let percent = Regex::new("<strong>[0-9]+(,[0-9]+)?\u{a0}%</strong>").unwrap();
    assert!(percent.is_match(german), "{german}");
}

#[test]
fn a_regional_tag_finds_its_language_and_stays_on_the_page() {
    for (tag, language) in [("de-AT", "de"), ("pt-BR", "pt"), ("zh-CN", "zh"), ("zh-Hans", "zh"), ("es-MX", "es")] {
        let (regional, plain) = (site(tag).build(), site(language).build());

        let page = regional.text("404.html");

        assert!(page.contains(&format!("<html lang=\"{tag}\"")), "{page}");
        assert_eq!(visible(page), visible(plain.text("404.html")), "{tag}");
    }
}

#[test]
fn a_site_brings_a_language_of_its_own() {
    let czech = "[nav]\nhistory = \"Historie\"\n\n[history.count]\none = \"{count} záznam\"\nfew = \"{count} záznamy\"\nother = \"{count} záznamů\"\n";
    let second = BASE.replace("2026-03-14", "2026-03-12");
    let site = site("cs").file("theme/locales/cs.toml", czech).document("2026-03-12-slow-search.md", second);

    let built = site.build();

    let month = visible(built.text("history/2026-03/index.html"));
    assert!(month.contains(&"2 záznamy".to_owned()), "the Czech form for two: {month:?}");
    assert!(
        month.contains(&"Historie".to_owned()) && month.contains(&"March 2026".to_owned()),
        "English where there is no Czech: {month:?}"
    );
}

#[test]
fn a_key_that_the_interface_has_not_is_refused_with_the_nearest() {
    let refusal = site("cs").file("theme/locales/cs.toml", "[nav]\nhistori = \"Historie\"\n").refusal();

    for word in ["locales/cs.toml", "nav.histori", "nearest key is nav.history", "help:"] {
        assert!(refusal.contains(word), "no {word:?} in {refusal}");
    }
}

#[test]
fn a_template_of_the_site_has_words_of_its_own() {
    let page = std::fs::read_to_string(root().join("theme/templates/404.html")).unwrap();
    let own = page.replacen("<h1", "<p>{{ t(key=\"own.greeting\", who=\"Ana\") }}</p><h1", 1);
    let site = site("pt")
        .file("theme/theme.toml", include_str!("../theme/theme.toml"))
        .file("theme/templates/404.html", own)
        .file("theme/locales/pt.toml", "[own]\ngreeting = \"Olá, {who}.\"\n");

    let built = site.build();

    let visible = visible(built.text("404.html"));
    assert!(visible.contains(&"Olá, Ana.".to_owned()) && visible.contains(&"Esta página não existe".to_owned()), "{visible:?}");
}

#[test]
fn a_language_without_words_is_answered_with_those_that_have_them() {
    let refusal = site("tlh").refusal();

    for word in LANGUAGES.iter().copied().chain(["tlh", "locales/tlh.toml", "help:"]) {
        assert!(refusal.contains(word), "no {word:?} in {refusal}");
    }
}

/// English that a page in another language may not show: whole texts of one word, and any part of two words or more.
fn leftovers(built: &Built, language: &str) -> Vec<String> {
    let theirs: Vec<String> = words(language).into_iter().map(|(_, text)| text).collect();
    let visible = visible(built.text("index.html"));
    let blank = Regex::new(r"\{\w+\}").unwrap();
    let mut found = Vec::new();
    for (key, text) in words("en") {
        for piece in blank.split(&text).map(str::trim).filter(|piece| piece.len() > 3) {
            let shared = theirs.iter().any(|text| text.contains(piece));
            let shown = |text: &String| if piece.contains(' ') { text.contains(piece) } else { text == piece };
            if !shared && visible.iter().any(shown) {
                found.push(format!("{key}: {piece}"));
            }
        }
    }
    found
}

#[test]
fn the_example_is_built_in_every_language_without_a_word_of_english() {
    assert!(leftovers(&example("en-GB").build(), "de").len() > 20, "the check would see nothing");
    for language in LANGUAGES {
        let built = example(language).build();

        assert_eq!(built.status, 0, "{language}: {}", built.human);
        assert_eq!(leftovers(&built, language), Vec::<String>::new(), "{language}");
    }
}

/// Names of formats, programs and files, and a command of Slack. They are the same in every language.
const NAMES: [&str; 18] = [
    "RSS",
    "Atom",
    "JSON",
    "Feed",
    "OPML",
    "SVG",
    "Shields",
    "Slack",
    "Microsoft",
    "Teams",
    "subscribe",
    "Markdown",
    "HTML",
    "Statuspage",
    "summary",
    "status",
    "components",
    "incidents",
];

#[test]
fn no_template_holds_words_of_its_own() {
    let english = std::fs::read_to_string(root().join("theme/locales/en.toml")).unwrap();
    let marked = Regex::new(r#"(?m)("[^"\n]*")(,?)$"#)
        .unwrap()
        .replace_all(&english, |text: &regex::Captures| format!("\"⟦{}⟧\"{}", text[1].trim_matches('"'), &text[2]));
    let marked = marked.replace("direction = \"⟦ltr⟧\"", "direction = \"ltr\"");
    let site = example("en-XA").file("theme/locales/en-XA.toml", marked);
    let sources: Vec<String> = tree::read(&content_example()).into_values().filter_map(|bytes| String::from_utf8(bytes).ok()).collect();
    let authored: BTreeSet<&str> = sources.iter().flat_map(|text| text.split(|sign: char| !sign.is_alphabetic())).collect();

    let built = site.build();

    for (path, bytes) in built.site().iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).unwrap();
        let mut depth = 0;
        for text in visible(page) {
            let mut outside = String::new();
            for sign in text.chars() {
                outside.push(if depth == 0 && !['⟦', '⟧'].contains(&sign) { sign } else { ' ' });
                match sign {
                    '⟦' => depth += 1,
                    '⟧' => depth -= 1,
                    _ => {}
                }
            }
            // Addresses and code have no words of the interface; what is left is an author's.
            let words = outside.split_whitespace().map(|word| word.trim_matches(['.', ',', ':', ';', '(', ')']));
            let words = words.filter(|word| word.chars().all(char::is_alphabetic));
            let strange: Vec<&str> = words.filter(|word| !authored.contains(word) && !NAMES.contains(word)).collect();
            assert!(strange.is_empty(), "{path}: {strange:?} in {text:?} come from no locale and no source");
        }
    }
}
