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
fn every_text_that_a_template_asks_for_exists_and_every_other_is_gone() {
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
    for key in locale.keys() {
        let plain = key.strip_suffix(".one").or(key.strip_suffix(".other")).unwrap_or(key);
        let asked = used.iter().any(|(used, family)| used == key || used == plain || *family && key.starts_with(used));
        assert!(asked, "no template asks for {key}");
    }
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
                ["of.html | safe", "postmortem.html | safe", "correction.html | safe", "head.linked | safe"]
                    .contains(&expression[1].trim()),
                "{name}"
            );
        }
        assert!(!text.contains("| str | safe") && !text.contains("autoescape"), "{name}");
    }
}

#[test]
fn every_colour_can_be_read_on_its_paper() {
    let theme = Theme::embedded();
    let sheet = theme.text("static/style.css").unwrap().unwrap();
    let value = Regex::new("--([a-z]+): (#[0-9a-f]{6});").unwrap();
    let blocks: Vec<&str> = sheet.split(":root {").skip(1).take(2).map(|block| block.split('}').next().unwrap()).collect();
    for (block, paper) in blocks.into_iter().zip(["#fbfaf6", "#13171b"]) {
        let colours: BTreeMap<_, _> =
            value.captures_iter(block).map(|pair| (pair[1].to_owned(), Colour::parse(&pair[2]).unwrap())).collect();
        assert_eq!(colours["paper"], Colour::parse(paper).unwrap(), "the paper that accents are made for");
        for paper in [colours["paper"], colours["raised"]] {
            for name in ["ink", "soft", "accent", "operational", "maintenance", "degraded", "partial", "full"] {
                assert!(colours[name].contrast(paper) >= 4.5, "{name} has {}", colours[name].contrast(paper));
            }
        }
        assert!(colours["absent"].contrast(colours["paper"]) >= 3.0);
    }
}

#[test]
fn a_site_replaces_single_files() {
    let site = site(&[("theme.toml", "contract = 1"), ("templates/front.html", "{{ state }}, quite different")]);
    let page = page(&Theme::load(site.path()).unwrap()).unwrap();
    assert_eq!(page, "degraded, quite different");
}

#[test]
fn a_site_may_add_a_language_without_a_contract() {
    let site = site(&[("locales/de.toml", "[nav]\nhistory = \"Verlauf\"")]);
    let theme = Theme::load(site.path()).unwrap();
    let locale = theme.locale("de-AT").unwrap();
    assert_eq!(locale.text("nav.history", None), Some("Verlauf"));
    assert_eq!(locale.text("nav.postmortems", None), Some("Post-mortems"), "English where there is no German");
    let error = theme.locale("fr").unwrap_err().to_string();
    assert!(error.contains("locales/fr.toml") && error.contains("language = \"en\""), "{error}");
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
