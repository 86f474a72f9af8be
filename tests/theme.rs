//! A site's own theme: single files in place of the built-in ones, and nothing half-usable is taken.

use crate::support::{BASE, Folder, allclear, root};

const CONTRACT: &str = include_str!("../theme/theme.toml");

#[test]
fn one_template_and_one_word_can_be_replaced() {
    let page = std::fs::read_to_string(root().join("theme/templates/404.html")).unwrap();
    let own = page.replacen("<h1", "<p>Our own words.</p><h1", 1);
    assert_ne!(own, page, "the template has no heading any more");
    let locale = std::fs::read_to_string(root().join("theme/locales/en.toml")).unwrap();
    let (key, word) = phase(&locale);
    let site = Folder::with(BASE)
        .file("theme/theme.toml", CONTRACT)
        .file("theme/templates/404.html", own)
        .file("theme/locales/en.toml", format!("{key} = \"Looking into it\"\n"));
    let plain = Folder::with(BASE).build();

    let built = site.build();

    assert!(built.text("404.html").contains("Our own words."));
    let incident = "incidents/2026-03-14-slow-search/index.html";
    assert!(plain.text(incident).contains(&word) && !plain.text(incident).contains("Looking into it"));
    assert!(built.text(incident).contains("Looking into it"), "{}", built.text(incident));
    assert_eq!(plain.site().keys().collect::<Vec<_>>(), built.site().keys().collect::<Vec<_>>());
}

/// The dotted key of the word for the phase Investigating, and the word.
fn phase(locale: &str) -> (String, String) {
    let table: toml::Table = locale.parse().unwrap();
    for (group, inner) in &table {
        for (key, value) in inner.as_table().into_iter().flatten() {
            if key == "investigating" {
                return (format!("{group}.{key}"), value.as_str().unwrap().to_owned());
            }
        }
    }
    panic!("the locale has no word for Investigating");
}

/// A name, the theme's files, and words of the refusal.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

#[test]
fn what_is_unusable_is_refused_by_name() {
    let cases: &[Case] = &[
        ("another contract", &[("theme/theme.toml", "contract = 999\n")], &["theme.toml", "999"]),
        ("no theme.toml", &[("theme/templates/404.html", "hello")], &["theme.toml"]),
        ("a broken theme.toml", &[("theme/theme.toml", "contract = \n")], &["theme.toml"]),
        ("a broken template", &[("theme/theme.toml", CONTRACT), ("theme/templates/404.html", "{% if %}")], &["404.html"]),
        (
            "a value that does not exist",
            &[("theme/theme.toml", CONTRACT), ("theme/templates/404.html", "{{ view.nothing.here }}")],
            &["404.html"],
        ),
        ("a broken locale", &[("theme/theme.toml", CONTRACT), ("theme/locales/en.toml", "a = \n")], &["locales/en.toml"]),
    ];
    for (name, files, words) in cases {
        let site = files.iter().fold(Folder::with(BASE), |site, (path, text)| site.file(path, text));
        let out = site.at("public");

        let run = allclear(["build".as_ref(), site.path().as_os_str()]).ends_with(2);

        for word in *words {
            assert!(run.stderr.contains(word), "{name}: no {word:?} in {}", run.stderr);
        }
        assert!(run.stderr.contains("help:"), "{name}: no next step in {}", run.stderr);
        assert!(!out.exists(), "{name}: something was written");
    }
}

#[test]
fn a_template_can_reach_neither_files_nor_the_environment_nor_internal_values() {
    for expression in ["get_env(name=\"PATH\")", "load_data(path=\"allclear.toml\")", "now()", "view.owner", "view.severity"] {
        let site = Folder::with(BASE)
            .file("theme/theme.toml", CONTRACT)
            .file("theme/templates/incident.html", format!("<p>{{{{ {expression} }}}}</p>"));

        let message = site.refusal();

        assert!(message.contains("incident.html"), "{expression}: {message}");
    }
}
