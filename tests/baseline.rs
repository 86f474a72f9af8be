//! The wording baseline of an old archive: what it holds back, what it never does, and how it is written.

use allclear::diagnostic::Level;

use crate::support::folder::CONFIG;
use crate::support::{BASE, Built, Folder, NOW, allclear};

const FILE: &str = "wording-baseline.toml";

/// A site whose message ends with these words, and whose config names a baseline.
fn site(words: &str) -> Folder {
    Folder::with(&document(words)).file("allclear.toml", format!("{CONFIG}\n[wording]\nbaseline = \"{FILE}\"\n"))
}

fn document(words: &str) -> String {
    format!("{BASE}\n{words}\n")
}

/// The same site once its baseline was written.
fn adopted(words: &str) -> Folder {
    let site = site(words);
    write(&site).ends_with(0);
    site
}

fn write(site: &Folder) -> crate::support::binary::Run {
    allclear(["check", site.path().to_str().unwrap(), "--now", NOW, "--write-baseline"])
}

fn say(site: &Folder, words: &str) -> Built {
    site.write("postmortems/2026-03-14-slow-search.md", document(words));
    site.build()
}

fn text(site: &Folder) -> String {
    std::fs::read_to_string(site.at(FILE)).unwrap()
}

#[test]
fn what_an_archive_holds_already_fails_no_longer_and_what_is_new_does() {
    let site = site("The outage was long.");
    assert_eq!(site.build().rules(), ["baseline/missing", "wording/outage-unless-full"]);

    let run = write(&site).ends_with(0);

    assert_eq!(run.stderr, "wording-baseline.toml: holds back 1 finding of 1 document\n");
    assert_eq!(run.stdout, "1 document, 1 published: no findings; the baseline holds back 1\n");
    assert_eq!(site.build().findings, []);
    assert!(site.build().says("The outage was long."), "it is published as it is");
    let more = say(&site, "The outage was long. Another outage followed.");
    assert_eq!((more.rules(), more.status), (vec!["wording/outage-unless-full"], 1));
    let moved = say(&site, "It ended.\n\nThe outage\nwas  long.");
    assert_eq!(moved.findings, [], "lines may move and wrap: {}", moved.human);
}

#[test]
fn a_sentence_that_comes_twice_is_known_as_often_as_it_stood_there() {
    let site = adopted("The outage was long.\n\nThe outage was long.");

    let thrice = say(&site, "The outage was long.\n\nThe outage was long.\n\nThe outage was long.");

    // The message is long enough by now to owe the four parts of a post-mortem as well.
    let rules: Vec<&str> =
        thrice.errors().iter().map(|(rule, ..)| rule.as_str()).filter(|rule| *rule != "wording/sections-present").collect();
    assert_eq!(rules, ["wording/outage-unless-full"], "{}", thrice.human);
}

#[test]
fn the_same_sentence_in_another_document_is_new() {
    let site = adopted("The outage was long.");

    let built =
        site.document("2026-03-15-again.md", document("The outage was long.").replace("2026-03-14-slow", "2026-03-15-slow")).build();

    assert_eq!(built.errors().len(), 1, "{}", built.human);
}

#[test]
fn leaks_facts_lifecycle_and_completeness_never_enter_it() {
    let words = "The machine 10.20.30.40 had an outage at 10:00 and es-prod-db-03 too.";
    let bare = document(words).replace("scribe: Lee Aoki\n", "").replace("held: ", "left: ");
    let site = site("").document("2026-03-14-slow-search.md", bare);
    let before = site.build();

    write(&site).ends_with(3);

    let after = site.build();
    let held: Vec<&str> = before.rules().into_iter().filter(|rule| !after.rules().contains(rule)).collect();
    assert_eq!(held, ["baseline/missing", "wording/outage-unless-full"], "{}", before.human);
    assert!(after.rules().contains(&"leak/private-ipv4") && after.rules().contains(&"wording/time-without-zone"), "{}", after.human);
    assert!(after.rules().iter().any(|rule| rule.starts_with("completeness/")), "{}", after.human);
    let rules: Vec<String> = text(&site).lines().filter(|line| line.ends_with("= [")).map(str::to_owned).collect();
    assert!(rules.iter().all(|rule| rule.starts_with("\"wording/")), "{rules:?}");
}

#[test]
fn nothing_of_a_document_stands_in_it() {
    let with = |name: &str| {
        let site = site(&format!("The outage hit us, said {name}."));
        write(&site).ends_with(3);
        text(&site)
    };
    let (one, other) = (with("Whitfield"), with("Okafor"));
    assert_eq!(one, other, "no hash is made of what leaked");
    for line in one.lines().filter(|line| line.starts_with("  ")) {
        assert!(line.trim_matches([' ', '"', ',']).bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
    }
    assert!(!one.contains("hit us") && !one.contains("Dana"), "{one}");
}

#[test]
fn entries_that_match_nothing_are_told_and_dropped_when_it_is_written_again() {
    let site = adopted("The outage was long. A hiccup followed.");
    let before = text(&site);

    let built = say(&site, "A hiccup followed.");

    let told: Vec<_> = built.findings.iter().map(|(rule, level, message)| (rule.as_str(), *level, message.as_str())).collect();
    assert_eq!(told, [("baseline/stale", Level::Warning, "1 entry matches nothing in this document any more")], "{}", built.human);
    assert!(built.human.contains("wording-baseline.toml:5"), "{}", built.human);
    write(&site).ends_with(0);
    assert_eq!(site.build().findings, []);
    assert!(text(&site).len() < before.len());
    std::fs::remove_file(site.at("postmortems/2026-03-14-slow-search.md")).unwrap();
    assert_eq!(site.build().rules(), ["baseline/stale"], "a document that is gone");
}

#[test]
fn a_document_that_cannot_be_read_keeps_its_entries() {
    let site = adopted("The outage was long.");
    let before = text(&site);
    site.write("postmortems/2026-03-14-slow-search.md", "---\nid: [\n---\n");

    assert_eq!(site.build().rules(), ["document/front-matter"]);
    write(&site).ends_with(1);

    assert_eq!(text(&site), before);
}

#[test]
fn it_is_the_same_whatever_the_order_of_the_files() {
    let more = |id: &str| document("The outage was long.").replace("2026-03-14-slow-search", id);
    let one = site("").document("z.md", more("a-first")).document("a.md", more("z-last"));
    let other = site("").document("a.md", more("a-first")).document("z.md", more("z-last"));
    write(&one).ends_with(0);
    write(&other).ends_with(0);
    assert_eq!(text(&one), text(&other));
    assert!(text(&one).find("a-first") < text(&one).find("z-last"));
}

#[test]
fn a_file_that_is_no_baseline_is_never_overwritten() {
    for foreign in ["title = \"mine\"\n", "version = 7\n", "", "[[exception]]\n"] {
        let site = site("The outage was long.").file(FILE, foreign);
        write(&site).ends_with(2).complains("wording-baseline.toml");
        assert_eq!(text(&site), foreign);
        assert!(site.refusal().contains("baseline"), "a build fails closed too");
    }
}

#[test]
fn it_needs_a_name_inside_the_site() {
    let bare = Folder::with(BASE);
    write(&bare).ends_with(2).complains("add `baseline =");
    for path in ["../up.toml", "/tmp/up.toml", "allclear.toml", "postmortems/a.md", ""] {
        let site = Folder::with(BASE).file("allclear.toml", format!("{CONFIG}\n[wording]\nbaseline = \"{path}\"\n"));
        assert!(site.refusal().contains("`wording.baseline` is no name of a file"), "{path}");
    }
}

#[test]
fn a_text_that_no_rule_could_read_is_never_held_back() {
    let rule = "extends: existence\nmessage: m\nnonword: true\ntokens: ['(?:x+x+)+(?=y)z']\nlevel: suggestion\n";
    let site = site(&format!("{}z.", "x".repeat(200))).file("styles/house/slow.yml", rule);
    site.write("allclear.toml", format!("{CONFIG}\n[wording]\nbaseline = \"{FILE}\"\nstyles = [\"styles/house\"]\n"));

    write(&site).ends_with(1);

    let built = site.build();
    assert!(built.found("house/slow") && built.human.contains("gave up"), "{}", built.human);
}

#[test]
fn a_merge_that_left_both_versions_says_what_to_do() {
    let site = adopted("The outage was long.");
    let whole = text(&site);
    site.write(FILE, format!("{whole}<<<<<<< HEAD\n[documents.\"a\"]\n=======\n[documents.\"b\"]\n>>>>>>> other\n"));

    let refusal = site.refusal();
    assert!(refusal.contains("two versions") && refusal.contains("take either version"), "{refusal}");
    assert!(refusal.contains(&format!("{FILE}:{}", whole.lines().count() + 1)), "{refusal}");

    site.write(FILE, format!("{whole}\n[documents.\"b\"]\n\"wording/slang-verb\" = [\n  \"00\",\n  \"00\",\n]\n"));
    assert_eq!(site.build().rules(), ["baseline/stale"], "entries of another branch are told, and hold nothing back");
    write(&site).ends_with(0);
    assert_eq!(text(&site), whole);
}

#[test]
fn entries_by_hand_hold_back_no_leak_and_no_fact() {
    let site = adopted("The outage was long.");
    let known = text(&site);
    let hash = known.lines().find(|line| line.starts_with("  ")).unwrap();
    let forged: String = ["leak/private-ipv4", "wording/time-without-zone", "completeness/missing-scribe"]
        .map(|rule| format!("\"{rule}\" = [\n{}]\n", format!("{hash}\n").repeat(40)))
        .concat();
    site.write(FILE, format!("{known}{forged}"));

    let built = say(&site, "The outage was long: 10.20.30.40 was down at 10:00.");

    for rule in ["leak/private-ipv4", "wording/time-without-zone", "wording/outage-unless-full", "baseline/stale"] {
        assert!(built.found(rule), "{rule}: {}", built.human);
    }
}

#[cfg(unix)]
#[test]
fn no_link_leads_the_baseline_out_of_the_site() {
    let site = site("The outage was long.");
    let other = Folder::with(BASE);
    for (name, foreign) in [(FILE, other.at("version.toml")), (&format!(".{FILE}.allclear-edit"), other.at("notes.txt"))] {
        std::fs::write(&foreign, "version = 1\n").unwrap();
        std::os::unix::fs::symlink(&foreign, site.at(name)).unwrap();

        write(&site).ends_with(2);

        assert_eq!(std::fs::read_to_string(&foreign).unwrap(), "version = 1\n");
        std::fs::remove_file(site.at(name)).unwrap();
    }
    write(&site).ends_with(0);
}
