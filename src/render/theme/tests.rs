//! The theme's contract: what the program promises to templates, and what it asks of them.

use std::path::Path;

use regex::Regex;

use super::*;
use crate::public::view::{FrontPage, TEMPLATES, View};
use crate::public::{ComponentState, Phase, sample};
use crate::render::Renderer;
use crate::render::accent::Colour;

#[test]
fn every_template_that_a_view_names_exists() {
    let theme = Theme::embedded();
    let names: Vec<_> = theme.templates().unwrap().into_iter().map(|(name, _)| name).collect();
    for template in TEMPLATES {
        assert!(names.contains(template), "{template} is not in the theme");
    }
}

#[test]
fn every_text_that_is_asked_for_exists_and_every_other_is_gone() {
    let theme = Theme::embedded();
    let locale = theme.locale("en").unwrap();
    let asked = Regex::new(r#"t\(key="([a-z_.]+)"( ~)?"#).unwrap();
    let mut used: Vec<(String, bool)> = Vec::new();
    for (name, text) in theme.templates().unwrap() {
        for key in asked.captures_iter(text) {
            let family = key.get(2).is_some();
            let known = locale
                .keys()
                .any(|known| if family { known.starts_with(&key[1]) } else { known == &key[1] || known == format!("{}.other", &key[1]) });
            assert!(known, "{name} asks for {}", &key[1]);
            used.push((key[1].to_owned(), family));
        }
    }
    let program = program();
    for key in locale.keys() {
        let plain = key.strip_suffix(".one").or(key.strip_suffix(".other")).unwrap_or(key);
        let asked = used.iter().any(|(used, family)| used == key || used == plain || *family && key.starts_with(used));
        assert!(asked || program.contains(&format!("\"{plain}\"")), "neither a template nor an output asks for {key}");
    }
}

/// The source of what asks for words without a template: the outputs, the door for the stylesheet of feeds, and moments.
fn program() -> String {
    fn gather(path: &Path, text: &mut String) {
        if path.is_dir() {
            std::fs::read_dir(path).unwrap().for_each(|entry| gather(&entry.unwrap().path(), text));
        } else {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
    let mut text = String::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["src/outputs", "src/render/door.rs", "src/render/spoken.rs"].iter().for_each(|path| gather(&root.join(path), &mut text));
    text
}

#[test]
fn every_state_phase_and_month_has_its_word() {
    let locale = Theme::embedded().locale("en").unwrap();
    let word = |key: String| locale.text(&key, None).unwrap_or_else(|| panic!("no {key}")).to_owned();
    let states = [ComponentState::Operational, ComponentState::Degraded, ComponentState::Partial, ComponentState::Full];
    let words = states.map(|state| word(format!("state.{}", state.key())));
    assert_eq!(words, ["Operational", "Degraded performance", "Partial disruption", "Full outage"]);
    assert_eq!(word(format!("state.{}", ComponentState::Maintenance.key())), "Maintenance");
    let phases = [
        Phase::Investigating,
        Phase::Identified,
        Phase::Monitoring,
        Phase::Update,
        Phase::Resolved,
        Phase::Scheduled,
        Phase::InProgress,
        Phase::Verifying,
        Phase::Completed,
    ];
    for phase in phases {
        word(format!("phase.{}", phase.key()));
    }
    assert_eq!((word("time.months.1".to_owned()), word("time.months.12".to_owned())), ("January".to_owned(), "December".to_owned()));
}

#[test]
fn outage_is_said_in_full_outage_only() {
    let locale = Theme::embedded().locale("en").unwrap();
    for key in locale.keys() {
        let text = locale.text(key, None).unwrap_or_default().replace("Full outage", "");
        assert!(!text.to_lowercase().contains("outage"), "{key}: {text}");
    }
}

#[test]
fn only_rendered_prose_is_marked_safe() {
    let marked = Regex::new(r"\{\{([^}]*\bsafe\b[^}]*)\}\}").unwrap();
    for (name, text) in Theme::embedded().templates().unwrap() {
        for expression in marked.captures_iter(text) {
            assert!(
                ["of.html | safe", "postmortem.html | safe", "correction.html | safe", "heading.words | safe", "head.linked | safe"]
                    .contains(&expression[1].trim()),
                "{name}"
            );
        }
        assert!(!text.contains("| str | safe") && !text.contains("autoescape"), "{name}");
    }
}

/// What text is written in. The rest are surfaces and lines.
const INKS: [&str; 8] = ["ink", "soft", "accent", "operational", "maintenance", "degraded", "partial", "full"];

/// The colours of the stylesheet: light, dark, and on paper.
fn schemes() -> Vec<BTreeMap<String, String>> {
    let theme = Theme::embedded();
    let sheet = theme.text("static/style.css").unwrap().unwrap();
    let value = Regex::new("--([a-z]+): #([0-9a-f]{6}|[0-9a-f]{3});").unwrap();
    let long = |short: &str| if short.len() == 3 { short.chars().flat_map(|digit| [digit, digit]).collect() } else { short.to_owned() };
    let blocks = sheet.split(":root {").skip(1).map(|block| block.split('}').next().unwrap());
    blocks.map(|block| value.captures_iter(block).map(|pair| (pair[1].to_owned(), format!("#{}", long(&pair[2])))).collect()).collect()
}

fn contrast(a: &str, b: &str) -> f64 {
    Colour::parse(a).unwrap().contrast(Colour::parse(b).unwrap())
}

/// The banner's paper: some parts of a hundred of a state on paper.
fn tinted(state: &str, paper: &str, parts: u32) -> String {
    let channel = |text: &str, at: usize| u32::from_str_radix(&text[at..at + 2], 16).unwrap();
    let mixed = [1, 3, 5].map(|at| format!("{:02x}", (channel(state, at) * parts + channel(paper, at) * (100 - parts)) / 100));
    format!("#{}", mixed.concat())
}

#[test]
fn every_colour_can_be_read_on_its_paper() {
    let schemes = schemes();
    assert_eq!(schemes.len(), 3);
    assert_eq!([&schemes[0]["paper"], &schemes[1]["paper"]], ["#fbfaf6", "#13171b"], "the papers that accents are made for");
    for colours in schemes {
        for name in INKS {
            for paper in ["paper", "raised"] {
                let contrast = contrast(&colours[name], &colours[paper]);
                assert!(contrast >= 4.5, "{name} on {paper} {} has {contrast}", colours[paper]);
            }
        }
        for mark in ["absent", "operational", "maintenance", "degraded", "partial", "full"] {
            let contrast = contrast(&colours[mark], &colours["paper"]);
            assert!(contrast >= 3.0, "the mark {mark} has {contrast}");
        }
    }
}

#[test]
fn the_banner_can_be_read_on_its_tint() {
    let theme = Theme::embedded();
    let mix = Regex::new(r"color-mix\(in srgb, var\(--state\) (\d+)%, var\(--paper\)\)").unwrap();
    let parts: u32 = mix.captures(theme.text("static/style.css").unwrap().unwrap()).unwrap()[1].parse().unwrap();
    for colours in schemes() {
        for state in ["operational", "maintenance", "degraded", "partial", "full"] {
            let paper = tinted(&colours[state], &colours["paper"], parts);
            for ink in [state, "ink"] {
                let contrast = contrast(&colours[ink], &paper);
                assert!(contrast >= 4.5, "{ink} on the banner of {state} has {contrast}");
            }
        }
    }
}

#[test]
fn icons_are_seen_on_light_and_dark_tabs() {
    let theme = Theme::embedded();
    let fill = Regex::new("fill=\"(#[0-9a-f]{6})\"").unwrap();
    let icons: Vec<_> = theme.statics().filter(|(name, _)| name.starts_with("favicon/")).collect();
    assert_eq!(icons.len(), 5);
    for (name, bytes) in icons {
        let icon = std::str::from_utf8(bytes).unwrap();
        let colour = &fill.captures(icon).unwrap()[1];
        for tab in ["#ffffff", "#202124"] {
            let contrast = contrast(colour, tab);
            assert!(contrast >= 3.0, "{name} on {tab} has {contrast}");
        }
    }
}

#[test]
fn the_stylesheet_knows_no_left_and_right() {
    let theme = Theme::embedded();
    let sheet = theme.text("static/style.css").unwrap().unwrap();
    let sided =
        Regex::new(r"(?m)((margin|padding|border|inset)-(left|right)|[ {;](left|right|float):|text-align: (left|right))[^;]*;").unwrap();
    // Code runs from left to right in every language.
    let found: Vec<_> = sheet.lines().filter(|line| sided.is_match(line) && !line.contains("direction: ltr")).collect();
    assert_eq!(found, Vec::<&str>::new());
}

#[test]
fn the_stylesheet_heeds_what_readers_ask_of_their_browser() {
    let theme = Theme::embedded();
    let sheet = theme.text("static/style.css").unwrap().unwrap();
    for query in ["prefers-color-scheme: dark", "prefers-reduced-motion: no-preference", "forced-colors: active", "@media print"] {
        assert!(sheet.contains(query), "{query}");
    }
    let (before, asked) = sheet.split_once("@media (prefers-reduced-motion").unwrap();
    assert!(!before.contains("transition") && asked.contains("transition"), "something moves unasked");
}

#[test]
fn a_site_replaces_single_files() {
    let site = site(&[("theme.toml", "contract = 1"), ("templates/front.html", "{{ state }}, quite different")]);
    let page = page(&Theme::load(site.path()).unwrap()).unwrap();
    assert_eq!(page, "degraded, quite different");
}

#[test]
fn a_site_may_add_a_language_without_a_contract() {
    let site = site(&[("locales/cs.toml", "[nav]\nhistory = \"Historie\"")]);
    let theme = Theme::load(site.path()).unwrap();
    let locale = theme.locale("cs-CZ").unwrap();
    assert_eq!(locale.text("nav.history", None), Some("Historie"));
    assert_eq!(locale.text("nav.subscribe", None), Some("Subscribe"), "English where there is no Czech");
}

#[test]
fn a_site_changes_single_words_of_a_language_that_is_there() {
    let site = site(&[
        ("locales/de-AT.toml", "[time]\nmonths_alone = [\"Jänner\"]"),
        ("locales/de.toml", "[nav]\nhistory = \"Chronik\""),
        ("locales/en.toml", "[nav]\nhistory = \"Past\""),
    ]);
    let theme = Theme::load(site.path()).unwrap();
    let says = |language: &str, key: &str| theme.locale(language).unwrap().text(key, None).unwrap().to_owned();
    assert_eq!([says("de-AT", "time.months_alone.1"), says("de", "time.months_alone.1")], ["Jänner", "Januar"]);
    assert_eq!([says("de-AT", "nav.history"), says("en-GB", "nav.history"), says("fr", "nav.history")], ["Chronik", "Past", "Historique"]);
    assert_eq!(says("de-AT", "time.months_alone.2"), "Februar", "the program's German behind the site's");
}

#[test]
fn a_language_that_is_not_there_is_answered_with_those_that_are() {
    for language in ["tlh", "zh-TW"] {
        let error = Theme::embedded().locale(language).unwrap_err().to_string();
        for word in
            [language, "ar, de, en, es, fr, it, ja, nl, pl, pt, zh", &format!("locales/{language}.toml"), "of allclear.toml", "theme/"]
        {
            assert!(error.contains(word), "no {word:?} in {error}");
        }
    }
}

#[test]
fn a_template_without_a_contract_is_refused() {
    let site = site(&[("templates/front.html", "mine")]);
    assert_refused(&site, "templates/front.html", "contract = 1");
}

#[test]
fn another_contract_is_refused() {
    let site = site(&[("theme.toml", "contract = 7"), ("templates/front.html", "mine")]);
    assert_refused(&site, "theme.toml", "contract 7");
}

#[test]
fn a_file_in_the_wrong_place_is_named() {
    let site = site(&[("theme.toml", "contract = 1"), ("front.html", "mine")]);
    assert_refused(&site, "front.html", "templates/NAME.html");
}

#[test]
fn a_broken_template_is_named_with_its_place() {
    let site = site(&[("theme.toml", "contract = 1"), ("templates/front.html", "one\n{{ state")]);
    let error = page(&Theme::load(site.path()).unwrap()).unwrap_err().to_string();
    assert!(error.contains("templates/front.html") && error.contains("front.html:2"), "{error}");
}

#[test]
fn a_template_that_asks_for_what_no_view_has_is_named() {
    let site = site(&[("theme.toml", "contract = 1"), ("templates/front.html", "{{ severity }}")]);
    let error = page(&Theme::load(site.path()).unwrap()).unwrap_err().to_string();
    assert!(error.contains("templates/front.html") && error.contains("severity"), "{error}");
}

#[test]
fn a_template_cannot_read_files_or_the_environment() {
    for attempt in ["{{ get_env(name=\"HOME\") }}", "{{ load_data(path=\"/etc/hostname\") }}", "{% include \"/etc/hostname\" %}"] {
        let site = site(&[("theme.toml", "contract = 1"), ("templates/front.html", attempt)]);
        assert!(page(&Theme::load(site.path()).unwrap()).is_err(), "{attempt}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    let site = site(&[("theme.toml", "contract = 1"), ("static/own.txt", "own")]);
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink(secret.path(), site.path().join("theme/static/leak.txt")).unwrap();
    assert_refused(&site, "static/leak.txt", "outside");

    let elsewhere = tempfile::tempdir().unwrap();
    let linked = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), linked.path().join("theme")).unwrap();
    assert_refused(&linked, "theme", "link");
}

#[test]
fn no_folder_is_no_problem() {
    let site = tempfile::tempdir().unwrap();
    assert!(page(&Theme::load(site.path()).unwrap()).unwrap().contains("Acme &amp; Co"));
}

#[test]
fn blanks_in_public_text_are_not_filled() {
    let site = site(&[("theme.toml", "contract = 1"), ("templates/front.html", "{{ t(key=\"front.went_on\", title=\"{title} <b>\") }}")]);
    assert_eq!(page(&Theme::load(site.path()).unwrap()).unwrap(), "{title} &lt;b&gt; went on.");
}

fn page(theme: &Theme) -> Result<String> {
    let history = sample::history();
    let view = FrontPage::new(&history);
    assert_eq!(view.place().file(), "index.html");
    let bytes = Renderer::new(theme, theme.locale("en")?)?.page(&view)?;
    Ok(String::from_utf8(bytes).unwrap())
}

#[expect(clippy::disallowed_methods, reason = "a test's own folder")]
fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = site.path().join("theme").join(Path::new(name));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    site
}

fn assert_refused(site: &tempfile::TempDir, file: &str, says: &str) {
    let error = Theme::load(site.path()).unwrap_err().to_string();
    assert!(error.contains(&format!("theme file {file}:")) && error.contains(says), "{error}");
}
