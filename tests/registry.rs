//! The rules as `allclear explain` tells them: complete, in order, and each found by its own samples.

use std::collections::BTreeSet;

use allclear::diagnostic::{RuleDoc, Sample};

use crate::support::folder::CONFIG;
use crate::support::{BASE, Built, Folder, allclear};

/// Rules without a bad sample, each with the reason.
const WITHOUT_SAMPLE: &[(&str, &str)] = &[
    ("document/duplicate-id", "takes two documents: bad_input tests it"),
    ("document/link-outside", "is about a link on the disk: bad_input tests it"),
    ("document/not-a-file", "is about a socket or a device on the disk"),
    ("document/not-utf8", "is about bytes that are no text: bad_input tests it"),
    ("document/too-large", "is about a file of 16 MB: bad_input tests it"),
    ("baseline/missing", "is about the wording baseline: baseline tests it"),
    ("baseline/stale", "is about the wording baseline: baseline tests it"),
    ("exceptions/lapsed", "is about the file with exceptions: exceptions tests it"),
    ("exceptions/malformed", "is about the file with exceptions: exceptions tests it"),
    ("exceptions/unused", "is about the file with exceptions: exceptions tests it"),
    ("exceptions/wide", "is about the file with exceptions: exceptions tests it"),
    ("feed/entry-changed", "takes an earlier build: published tests it"),
    ("feed/entry-vanished", "takes an earlier build: published tests it"),
    ("lifecycle/closed-early", "is found by a command: after_review tests it"),
    ("lifecycle/page-vanishes", "takes an earlier build: published tests it"),
    ("site/accent-contrast", "is about the config: the program's own tests show it"),
    ("site/api-not-at-root", "is about the config: the program's own tests show it"),
    ("site/broken-link", "is about other hosts: verify/external tests it"),
    ("site/dead-link", "is about finished files: verify tests it"),
    ("site/picture", "is about finished files: inspect and the stories of pictures test it"),
    ("site/security-expires", "is about the config: the program's own tests show it"),
    ("site/unused-permission", "is about the config: permissions tests it"),
    ("site/unsafe-markup", "is about finished files: verify tests it"),
];

#[test]
fn codes_are_unique_sorted_and_well_formed() {
    let rules = allclear::rules();
    let codes: Vec<&str> = rules.iter().map(|rule| rule.code.as_str()).collect();

    assert!(codes.is_sorted(), "{codes:?}");
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len(), "a code stands twice");
    for code in codes {
        let (group, name) = code.split_once('/').unwrap_or_else(|| panic!("{code} has no group"));
        let kebab = |part: &str| {
            !part.is_empty()
                && part.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
        };
        assert!(kebab(group) && kebab(name), "{code} is not group/name");
    }
}

#[test]
fn both_gates_are_as_large_as_promised() {
    let count = |group: &str| allclear::rules().iter().filter(|rule| rule.group() == group).count();

    assert_eq!(count("wording"), 46 + 10, "rules about words and about facts");
    assert!(count("leak") >= 34 + 10, "detectors, and the cross-check: {}", count("leak"));
    for rule in allclear::rules().iter().filter(|rule| rule.group() == "wording") {
        assert!(rule.good.len() > 1 && rule.bad.len() > 1, "{}: two good samples and two bad ones at least", rule.code);
    }
}

#[test]
fn every_rule_says_what_it_finds_why_and_shows_it() {
    for rule in allclear::rules() {
        let RuleDoc { code, summary, why, bad, .. } = &rule;
        assert!(!summary.is_empty() && !summary.ends_with('.') && !summary.contains('\n'), "{code}: {summary}");
        assert!(summary.starts_with(|c: char| !c.is_uppercase() || summary.starts_with("an I") || c == 'P'), "{code}: {summary}");
        assert!(why.len() > 20 && !why.starts_with(char::is_lowercase), "{code}: {why}");
        let excused = WITHOUT_SAMPLE.iter().any(|(listed, _)| listed == code);
        assert_eq!(bad.is_empty(), excused, "{code} must have a bad sample or stand in the list of those that cannot, not both");
    }
    for (code, _) in WITHOUT_SAMPLE {
        assert!(allclear::rules().iter().any(|rule| rule.code == *code), "{code} is no rule any more");
    }
}

/// What the samples of the rules take for granted about their site.
const SETTINGS: &str = r#"
[wording.rules]
single-root-cause = "suggestion"

[leaks]
project_keys = ["WORK", "SRCH"]
internal_domains = ["corp.example.net"]
public_hosts = ["*.status.example.com"]
public_emails = ["support@example.com"]
public_names = ["Ada Public"]
public_terms = ["Grace Engine"]
"#;

/// A small site around a sample of a rule.
fn site(code: &str, sample: &Sample) -> Folder {
    // What a severity does not ask for by default, the config asks for.
    let asked = ["detection", "lessons", "resolution"].into_iter().find(|needed| code.ends_with(needed));
    let required = asked.map_or_else(String::new, |needed| format!("\n[lifecycle.require]\ndefault = [\"{needed}\"]\n"));
    let sealed = if code == "seal/missing" { "\n[lifecycle]\nrequire_seal = true\n" } else { "" };
    let config = format!("{CONFIG}{SETTINGS}{required}{sealed}");
    // People whose names stand in no sample: a name that is known from the internal half would be found in place of what the sample shows.
    let names = [
        ("Dana Whitfield", "Ulrike Brandvold"),
        ("Sam Okafor", "Njeri Kamau"),
        ("Lee Aoki", "Tomasz Zieba"),
        ("Priya Nair", "Ines Duarte"),
    ];
    let base = names.iter().fold(BASE.to_owned(), |text, (name, other)| text.replace(name, other));
    let at = base.find("Search results were slow").unwrap();
    let text = match sample {
        Sample::Document(text) => text.clone(),
        Sample::Message(text) => format!("{}{text}\n", &base[..at]),
        Sample::Beside { message, internal } => {
            let before = base[..at].replace("## Root cause", &format!("## Follow-ups\n{internal}\n\n## Root cause"));
            format!("{before}{message}\n")
        }
    };
    Folder::new().file("allclear.toml", config).document("2026-03-14-slow-search.md", text)
}

fn build(code: &str, sample: &Sample) -> Built {
    site(code, sample).keep_going()
}

#[test]
fn every_bad_sample_is_found_and_no_good_one_is() {
    let mut wrong = Vec::new();
    for rule in allclear::rules() {
        for sample in &rule.bad {
            let built = build(&rule.code, sample);
            if !built.found(&rule.code) {
                wrong.push(format!("{} does not find {sample:?}; found were {:?}", rule.code, built.rules()));
            }
        }
        for sample in rule.good.iter().filter(|_| !rule.bad.is_empty()) {
            let built = build(&rule.code, sample);
            if built.found(&rule.code) {
                wrong.push(format!("{} finds {sample:?}\n{}", rule.code, built.human));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn the_complete_document_has_no_finding() {
    let built = Folder::with(BASE).build();

    assert!(built.findings.is_empty(), "{}", built.human);
    assert!(built.has_page("2026-03-14-slow-search"));
}

#[test]
fn every_finding_of_the_samples_has_a_next_step_and_a_rule() {
    let codes: BTreeSet<String> = allclear::rules().into_iter().map(|rule| rule.code).collect();
    for rule in allclear::rules() {
        for sample in rule.bad.iter().take(1) {
            let built = build(&rule.code, sample);
            let report: Vec<serde_json::Value> = serde_json::from_str(&built.json).unwrap();
            for entry in &report {
                let text = |key: &str| entry[key].as_str().unwrap_or_else(|| panic!("no {key} in {entry}")).to_owned();
                assert!(codes.contains(&text("rule")), "{} is in no list of rules", text("rule"));
                assert!(!text("help").is_empty(), "no next step: {entry}");
                let message = text("message");
                assert!(!message.ends_with('.') && !message.is_empty(), "{message}");
                assert!(entry["line"].as_u64().unwrap() >= 1 && entry["column"].as_u64().unwrap() >= 1);
                assert_eq!(entry.as_object().unwrap().len(), 7);
            }
        }
    }
}

#[test]
fn every_rule_can_be_explained() {
    let list = allclear(["explain"]).ends_with(0).stdout;
    for rule in allclear::rules() {
        assert!(list.contains(&rule.code), "{} is not listed", rule.code);
    }
    let in_vale = ["wording.outage-unless-full", "Incident.outage-unless-full"];
    for code in ["wording/outage-unless-full", "outage-unless-full", "leak/private-ipv4", "document/id"].into_iter().chain(in_vale) {
        let page = allclear(["explain", code]).ends_with(0).stdout;
        assert!(allclear::rules().iter().any(|rule| rule.text() == page), "{page}");
        assert!(page.contains("Why:") && page.contains("Found:") && page.contains("\nTo allow it: "), "{page}");
    }
    for rule in allclear::rules() {
        assert!(rule.text().ends_with(&format!("\nTo allow it: {}\n", rule.allow())) && rule.allow().len() > 20, "{}", rule.code);
        assert!(rule.markdown().ends_with(&format!("\nTo allow it: {}\n", rule.allow())), "{}", rule.code);
    }
    let group = allclear(["explain", "leak"]).ends_with(0).stdout;
    assert!(
        group.starts_with("leak: ")
            && group.contains("See docs/leaks.md.")
            && group.contains("  leak/secret ")
            && !group.contains("wording/"),
        "{group}"
    );
    allclear(["explain", "house/tone"]).ends_with(2).complains("explained in its file");
    allclear(["explain", "leaks"]).ends_with(2).complains("did you mean leak?");
    allclear(["explain", "outage-unles-full"]).ends_with(2).complains("did you mean wording/outage-unless-full");
}
