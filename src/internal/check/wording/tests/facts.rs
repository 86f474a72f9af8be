//! What the rules know beside the words: facts of the incident, readers, signatures, the profile, and the message as a whole.

use super::super::*;
use super::document::Document;
use crate::config::raw;
use crate::diagnostic::Level;
use crate::internal::read::draft::DraftKind;
use crate::public::{Impact, Phase};

#[test]
fn a_signed_message_may_say_i() {
    let document = |text: &str| {
        let mut document = Document::partial().message(text);
        document.config.leaks.public_names.push("Ada Public".to_owned());
        document
    };
    assert!(document("I am sorry that one report in five was late.").finds("first-person-i"));
    assert!(!document("I am sorry that one report in five was late.\n\nAda Public, head of support").finds("first-person-i"));
    assert!(document("I am sorry, writes Ada Public.\n\nOne report in five was late.").finds("first-person-i"), "not under it");
    assert!(document("I am sorry.\n\nBen Hidden").finds("first-person-i"), "a name that may not be named signs nothing");
}

#[test]
fn a_sentence_is_read_by_itself_where_a_rule_asks_for_sentences() {
    let words = |count: usize| vec!["Word"; count].join("-x ");
    let long = |text: String| Document::partial().message(&text).finds("long-sentence");
    assert!(long(format!("{}.", words(31))));
    assert!(!long(format!("{}. {}.", words(30), words(30))));
    assert!(!long(format!("- {}.", words(31))), "no list, as in Vale");
    let document = Document::partial().message(&format!("It began. {}. It ended.", words(31)));
    assert!(document.findings()[0].span.as_ref().is_some_and(|span| document.text[span.start..].starts_with("Word")));
}

#[test]
fn a_lighter_word_weighs_less_than_its_rule() {
    let level = |text: &str| Document::partial().message(text).findings().into_iter().map(|finding| finding.level).next();
    assert_eq!(level("The address was on a blacklist."), Some(Level::Error));
    assert_eq!(level("The master answered."), Some(Level::Warning));
    assert_eq!(level("We guarantee it."), Some(Level::Warning));
    assert_eq!(level("The reserve was inadequate."), Some(Level::Suggestion));
    assert_eq!(level("We rolled back the change."), Some(Level::Suggestion));
    assert_eq!(level("We nuked the list."), Some(Level::Warning));
}

#[test]
fn an_abbreviation_is_told_once_and_never_once_it_is_spelled_out() {
    let found = |text: &str| {
        let findings = Document::partial().message(text).findings();
        findings.iter().filter(|finding| finding.rule == "wording/undefined-acronym").count()
    };
    assert_eq!(found("The LAR stopped.\n\nThe LAR began again, and the BGP session."), 2);
    assert_eq!(found("The Local Area Registry (LAR) stopped.\n\nThe LAR began again."), 0);
    assert_eq!(found("The LAR stopped.\n\nThe Local Area Registry (LAR) began again."), 1, "a later word does not help an earlier reader");
}

#[test]
fn strict_makes_errors_of_warnings_and_warnings_of_suggestions() {
    let levels = |profile| {
        let mut config = super::document::config();
        config.wording.profile = profile;
        let (wording, _) = Wording::load(&config, &crate::folder::Folder::disk("."));
        let texts = wording.rules.iter().map(|(rule, level)| (rule.text.code.clone(), *level));
        let natives = wording.natives.iter().map(|(native, level)| (native.rule.code.to_owned(), *level));
        texts.chain(natives).collect::<std::collections::BTreeMap<_, _>>()
    };
    let (default, strict) = (levels(raw::Profile::Default), levels(raw::Profile::Strict));
    for (code, level) in &default {
        let wanted = if *level == Level::Suggestion { Level::Warning } else { Level::Error };
        assert_eq!(strict.get(code), Some(&wanted), "{code}");
    }
    assert_eq!(strict.len(), default.len() + 1, "single-root-cause is on in strict alone");
    assert_eq!(levels(raw::Profile::Technical), default, "what differs there is the audience");
}

#[test]
fn a_context_names_the_facts_where_a_rule_speaks() {
    let read = |text: &str| Context::read(&format!("[r]\n{text}\n")).unwrap().remove("r").unwrap();
    let speaks = |text: &str, document: &Document, part: Part| {
        let facts = Facts::of(document.draft(), &document.config);
        read(text).applies(part, false, facts)
    };
    let (full, partial) = (Document::new(Impact::Full), Document::partial());
    let maintenance = Document::partial().kind(DraftKind::Maintenance);
    let live = Part::Update(Phase::Investigating);
    for (text, document, part, wanted) in [
        ("skip_if.full_outage = true", &full, Part::Message, false),
        ("skip_if.full_outage = true", &partial, Part::Message, true),
        ("only_if.full_outage = true", &partial, Part::Message, false),
        ("only_if.full_outage = true", &full, Part::Message, true),
        ("skip_if.impact = ['partial']", &partial, Part::Message, false),
        ("only_if.impact = ['full']", &partial, Part::Message, false),
        ("skip_if.kind = ['maintenance']", &maintenance, Part::Message, false),
        ("only_if.kind = ['maintenance']", &partial, Part::Message, false),
        ("only_if.kind = ['maintenance']", &maintenance, Part::Message, true),
        ("skip_if.phase = ['investigating']", &partial, live, false),
        ("only_if.phase = ['resolved']", &partial, live, false),
        ("only_if.part = ['title', 'summary']", &partial, Part::Title, true),
        ("only_if.part = ['title', 'summary']", &partial, Part::Message, false),
        ("only_if.audience = ['general']", &partial, Part::Message, true),
        ("skip_if.audience = ['general']", &partial, Part::Message, false),
    ] {
        assert_eq!(speaks(text, document, part), wanted, "{text}");
    }
    let facts = Facts::of(full.draft(), &super::document::config());
    assert!(!read("skip_if.signed = true").applies(Part::Message, true, facts));
}

/// What the checks of the whole message find, without what they say about words.
fn whole(document: &Document) -> Vec<String> {
    let findings = document.all_findings().into_iter();
    findings.map(|finding| finding.rule).filter(|rule| super::document::WHOLE.contains(&rule.as_str())).collect()
}

#[test]
fn a_short_honest_message_owes_no_sections() {
    let note = "One search in five was slow. We restarted two servers, and it is over. We are sorry that you waited.";
    assert_eq!(whole(&Document::partial().title("Slow search").message(note)), ["wording/impact-quantified"], "how long, without times");
    let strict = Document::partial().message(note).wording(|wording| wording.profile = raw::Profile::Strict);
    for rule in ["data-statement", "sections-present"] {
        assert!(strict.finds(rule) || whole(&strict).contains(&format!("wording/{rule}")), "{rule} speaks in strict");
    }
}

#[test]
fn maintenance_and_near_misses_owe_no_post_mortem() {
    let long = "The index was rebuilt, and reports were late. ".repeat(20);
    assert!(whole(&Document::partial().message(&long)).len() >= 3);
    assert_eq!(whole(&Document::partial().kind(DraftKind::Maintenance).message(&long)), Vec::<String>::new());
}

#[test]
fn what_harmed_nobody_needs_no_number_and_no_word_on_data() {
    let long = "We moved the index to another building, because the first one was full. It now stands there. We learned how. ".repeat(5);
    let found = whole(&Document::new(Impact::None).message(&long));
    assert!(!found.iter().any(|rule| rule.ends_with("impact-quantified") || rule.ends_with("data-statement")), "{found:?}");
}

#[test]
fn planned_work_owes_no_post_mortem_whatever_its_kind() {
    let long = "The service may be down while we work, and two other services may be affected. ".repeat(8);
    let found = |document: Document| document.all_findings().into_iter().map(|finding| finding.rule).collect::<Vec<_>>();
    let harm = found(Document::partial().title("Sign-in failed after the database upgrade").message(&long));
    for rule in ["hedged-harm", "downtime-unless-full", "impact-quantified", "data-statement", "sections-present"] {
        assert!(harm.contains(&format!("wording/{rule}")), "{rule}: {harm:?}");
    }
    assert_eq!(found(Document::partial().title("Database upgrade").message(&long)), Vec::<String>::new());
    let strict = Document::partial().title("Database upgrade").message(&long).wording(|wording| wording.profile = raw::Profile::Strict);
    assert!(found(strict).contains(&"wording/data-statement".to_owned()), "strict takes the declared kind at its word");
}

#[test]
fn a_part_is_told_by_a_sentence_as_by_a_heading() {
    let filler = "Search and reports are two services with one index between them. ".repeat(6);
    let missing = |said: &str| {
        let findings = Document::partial().title("Slow search").message(&format!("{filler}{said}")).all_findings();
        findings.into_iter().find(|finding| finding.rule == "wording/sections-present").map_or(String::new(), |finding| finding.message)
    };
    for (part, sentences) in [
        (
            "what happened",
            ["The index was not updated.", "The servers were overloaded.", "Requests ran into timeouts.", "Exports hung for one hour."],
        ),
        (
            "what went wrong",
            ["It was a bug.", "The quota of the supplier was exhausted.", "We had renewed one certificate of two.", "The disk was full."],
        ),
        (
            "what you do about it",
            ["An alarm does it since 16 March.", "It stops by itself.", "We've restarted it.", "The store has been cleaned up."],
        ),
        ("what you learned", ["We now know more.", "We learned to look twice.", "It taught us to ask.", "We had relied on a list."]),
    ] {
        assert!(missing("").contains(part), "{part}");
        for sentence in sentences {
            assert!(!missing(sentence).contains(part), "{sentence:?} tells {part}");
        }
    }
}
