//! The allow-lists of the config: an entry that nothing public needs any more is told at its place, and no byte of the file.

use allclear::diagnostic::Level;

use crate::support::folder::CONFIG;
use crate::support::{BASE, Built, Folder};

const UNUSED: &str = "site/unused-permission";

/// A site whose message ends with a sentence, and its allow-lists.
fn site(sentence: &str, lists: &str) -> Folder {
    Folder::with(&format!("{BASE}\n{sentence}\n")).file("allclear.toml", format!("{CONFIG}\n[leaks]\n{lists}\n"))
}

/// How many entries are told to be unused.
fn unused(built: &Built) -> usize {
    built.findings.iter().filter(|(rule, level, _)| rule == UNUSED && *level == Level::Warning).count()
}

#[test]
fn an_entry_that_a_public_text_holds_is_needed() {
    for (list, sentence) in [
        ("public_hosts = [\"docs.fernwood.dev\"]", "See https://Docs.fernwood.dev/x today."),
        ("public_hosts = [\"*.fernwood.dev\"]", "See cdn.fernwood.dev today."),
        ("public_emails = [\"Help@fernwood.dev\"]", "Write to help@fernwood.dev today."),
        ("public_names = [\"Dana Whitfield\"]", "Dana, for all of us."),
        ("public_terms = [\"Atlas 7\"]", "Our atlas 7 was slow."),
    ] {
        assert_eq!(unused(&site(sentence, list).build()), 0, "{list}");
        assert_eq!(unused(&site("All is well.", list).build()), 1, "{list}");
    }
}

#[test]
fn a_part_of_a_word_or_of_a_host_needs_no_entry() {
    for (list, sentence) in [
        ("public_terms = [\"Atlas\"]", "Our atlases were slow."),
        ("public_hosts = [\"fernwood.dev\"]", "See docs.fernwood.dev today."),
        ("public_hosts = [\"docs.fernwood\"]", "See docs.fernwood.dev today."),
        ("public_hosts = [\"*.fernwood.dev\"]", "See fernwood.dev today."),
    ] {
        assert_eq!(unused(&site(sentence, list).build()), 1, "{list}");
    }
}

#[test]
fn the_internal_half_needs_no_permission() {
    let document = BASE.replace("A reindex ran", "On docs.fernwood.dev, a reindex ran");
    let site = site("All is well.", "public_hosts = [\"docs.fernwood.dev\"]");
    site.write("postmortems/2026-03-14-slow-search.md", document);

    assert_eq!(unused(&site.build()), 1);
}

#[test]
fn what_the_config_itself_or_the_theme_shows_is_needed() {
    let own = "public_hosts = [\"status.example.com\", \"sec.example.com\"]\npublic_emails = [\"sec@example.com\"]\n\
               [security]\nexpires = 2026-12-31\ncontact = [\"mailto:sec@example.com\", \"https://sec.example.com/\"]";
    let site = site("All is well.", own);
    assert_eq!(unused(&site.build()), 0, "{}", site.build().human);

    site.write("allclear.toml", format!("{CONFIG}\n[leaks]\npublic_hosts = [\"cdn.fernwood.dev\"]\n"));
    assert_eq!(unused(&site.build()), 1);
    site.write("theme/static/extra.css", "@import url(https://cdn.fernwood.dev/a.css);");
    assert_eq!(unused(&site.build()), 0);
}

#[test]
fn the_report_shows_the_place_and_no_word() {
    let lists = "public_terms = [ # hushed comment\n  \"Slow\",\n  \"Atlas 7\", # another\n]\npublic_names = [\"Dana Whitfield\"]";
    let built = site("All is slow.", lists).build();

    assert_eq!(unused(&built), 2, "{}", built.human);
    let line = CONFIG.lines().count() + 5;
    assert!(built.human.contains(&format!("allclear.toml:{line}:3")) && built.human.contains("*********"), "{}", built.human);
    for word in ["hushed", "another", "Slow\"", "Atlas", "Whitfield\""] {
        assert!(!built.human.contains(word), "{word} in {}", built.human);
    }
    assert!(built.has_page("2026-03-14-slow-search"), "a warning stops nothing");
}

#[test]
fn a_site_without_documents_is_not_told() {
    let built = Folder::new().file("allclear.toml", format!("{CONFIG}\n[leaks]\npublic_terms = [\"Atlas 7\"]\n")).build();

    assert_eq!(unused(&built), 0, "{}", built.human);
}
