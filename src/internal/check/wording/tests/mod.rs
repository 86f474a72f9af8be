//! The gate as a whole: samples, levels, context, positions.

mod document;
mod editors;
mod facts;
mod folder;
mod styles;

use proptest::prelude::*;

use self::document::Document;
use super::*;
use crate::config::{WordingConfig, raw};
use crate::diagnostic::Sample;
use crate::internal::read::draft::DraftKind;
use crate::public::{Impact, Phase};

/// Samples are shown with every rule switched on.
fn shown(text: &str) -> Document {
    Document::partial().message(text).wording(|wording| {
        wording.rules.insert("wording/single-root-cause".to_owned(), Some(Level::Suggestion));
    })
}

/// Every sample that is not found by exactly the wanted rules.
fn astray(samples: fn(&RuleDoc) -> (&[Sample], Vec<String>)) -> Vec<String> {
    let mut astray = Vec::new();
    for doc in Wording::docs().into_iter().filter(|doc| !document::WHOLE.contains(&doc.code.as_str())) {
        let (samples, wanted) = samples(&doc);
        for sample in samples {
            let Sample::Message(text) = sample else { continue };
            let found = shown(text).codes();
            if found != wanted {
                astray.push(format!("{}: {text:?} is found by {found:?}", doc.code));
            }
        }
    }
    astray
}

#[test]
fn a_bad_sample_is_found_by_its_rule_and_no_other() {
    assert_eq!(astray(|doc| (&doc.bad, vec![doc.code.clone()])), Vec::<String>::new());
}

#[test]
fn a_good_sample_is_fine_for_every_rule() {
    assert_eq!(astray(|doc| (&doc.good, Vec::new())), Vec::<String>::new());
}

#[test]
fn docs_are_in_code_order_and_codes_are_known() {
    let docs = Wording::docs();
    assert_eq!(docs.len(), 56, "46 rules about words and 10 about facts");
    assert!(docs.is_sorted_by(|a, b| a.code < b.code));
    for doc in &docs {
        assert!(Wording::known(&doc.code) && Wording::known(doc.code.trim_start_matches("wording/")), "{}", doc.code);
        assert!(!doc.summary.is_empty() && !doc.why.is_empty() && doc.good.len() >= 2 && doc.bad.len() >= 2, "{}", doc.code);
    }
    assert!(!Wording::known("wording/outage") && !Wording::known("leak/outage-unless-full"));
}

#[test]
fn an_outage_is_one_where_something_did_not_work_at_all() {
    let said = |document: Document| document.message("We are sorry for the outage.").finds("outage-unless-full");
    assert!(said(Document::partial()));
    assert!(said(Document::new(Impact::Degraded)));
    assert!(!said(Document::new(Impact::Full)));
    assert!(!said(Document::partial().component(Impact::Full)));
    assert!(!said(Document::partial().update(Phase::Identified, "Search fails.").affects(Impact::Full)));
    assert!(Document::partial().title("Search outages").finds("outage-unless-full"), "the title is read too");
}

#[test]
fn a_finding_says_what_to_write_and_how_to_go_on() {
    let findings = Document::partial().message("A partial outage of search.").findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].level, Level::Error);
    assert_eq!(
        findings[0].message,
        "'partial disruption' or 'service degradation' fits the declared impact, 'partial outage' says that nothing worked"
    );
    assert_eq!(findings[0].help, "name what did not work, or declare `impact: full` if nothing did");
}

#[test]
fn places_are_exact_bytes_of_the_source() {
    let document = Document::partial()
        .title("Größere Störung")
        .message("Für *Kürze*: the — `outage` — **out**age.\n\n> - ¡the \u{1F680}outage ends\\!");
    let findings = document.findings();
    let found: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.rule.ends_with("outage-unless-full"))
        .map(|finding| &document.text[finding.span.clone().unwrap()])
        .collect();
    assert_eq!(found, ["out**age", "outage"], "inline code is no prose; markup inside a word is");
}

#[test]
fn code_comments_and_addresses_are_not_read() {
    let text = "See <https://example.com/outage> and [the page](https://example.com/outage).\n\n<!-- outage -->\n\n    outage\n\nAt https://example.com/outage too.";
    assert_eq!(Document::partial().message(text).codes(), Vec::<String>::new());
}

#[test]
fn live_updates_may_say_today_and_guess() {
    let text = "We believe that search is currently slow. Next update by 10:35 UTC.";
    assert_eq!(Document::partial().update(Phase::Investigating, text).codes(), Vec::<String>::new());
    assert!(Document::partial().message("Search was slow yesterday.").finds("relative-time"));
    assert!(Document::partial().update(Phase::Resolved, "Search was slow yesterday.").finds("relative-time"));
}

#[test]
fn only_the_newest_update_of_an_open_incident_owes_the_next_one() {
    let open = || Document::partial().update(Phase::Investigating, "Search is slow.");
    assert!(open().finds("next-update"));
    assert!(!open().update(Phase::Identified, "The disk is full. Next update by 10:35 UTC.").finds("next-update"));
    assert!(open().update(Phase::Identified, "We will update this page soon-ish.").finds("next-update"));
    assert!(!open().update(Phase::Resolved, "Search is fast again.").finds("next-update"));
    assert!(!Document::partial().update(Phase::Scheduled, "A move of servers.").finds("next-update"));
    assert!(!open().update(Phase::Monitoring, "We will report again within one hour.").finds("next-update"));
}

#[test]
fn a_zone_may_be_said_once_for_a_list() {
    let list = "- 10:05 UTC it began\n- 10:40 it ended";
    assert!(!Document::partial().message(list).finds("time-without-zone"));
    assert!(Document::partial().message("- 10:05 it began\n- 10:40 it ended").finds("time-without-zone"));
    assert!(!Document::partial().message("From 10:05-10:40 UTC").finds("time-without-zone"));
    assert!(Document::partial().message("From 10:05-10:40").finds("time-without-zone"));
    assert!(!Document::partial().message("At 2026-03-14T10:05:00+01:00 on host:10:80").finds("time-without-zone"));
}

#[test]
fn levels_come_from_the_rule_then_the_profile_then_the_config() {
    let level = |change: &dyn Fn(&mut WordingConfig)| {
        let document = Document::partial().message("We should have tested it.").wording(|wording| change(wording));
        document.findings().first().map(|finding| finding.level)
    };
    let code = || "wording/should-have".to_owned();
    assert_eq!(level(&|_| {}), Some(Level::Warning));
    assert_eq!(level(&|wording| wording.profile = raw::Profile::Strict), Some(Level::Error));
    assert_eq!(
        level(&|wording| {
            wording.profile = raw::Profile::Strict;
            wording.rules.insert(code(), Some(Level::Hint));
        }),
        Some(Level::Hint)
    );
    assert_eq!(
        level(&|wording| {
            wording.rules.insert(code(), None);
        }),
        None
    );
    assert_eq!(level(&|wording| wording.level = Level::Error), None, "below the floor");
}

#[test]
fn engineers_may_read_jargon() {
    let document = |audience| Document::partial().message("The p99 rose in one pod.").wording(|wording| wording.audience = audience);
    assert_eq!(document(raw::Audience::General).codes(), ["wording/jargon-infra", "wording/jargon-metric"]);
    assert_eq!(document(raw::Audience::Technical).codes(), Vec::<String>::new());
}

#[test]
fn maintenance_may_be_down() {
    let text = "Reports are down from 10:05 to 10:40 UTC; you may experience errors.";
    assert!(Document::partial().message(text).finds("downtime-unless-full"));
    assert_eq!(Document::partial().kind(DraftKind::Maintenance).message(text).codes(), Vec::<String>::new());
}

#[test]
fn the_vocabulary_is_left_alone() {
    let document = Document::partial().message("Pod Tracker was slow. A pod was slow.").wording(|wording| {
        wording.vocabulary.push("Pod Tracker".to_owned());
    });
    assert_eq!(document.findings().len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn no_text_makes_the_gate_panic(text in "(?s).{0,120}", words in proptest::collection::vec("outage|was|down|10:05|\\*|`|ü|🌀|!|\\[|\\]\\(|>|- |\n|<|&amp;|\\\\", 0..30)) {
        for text in [text, words.join(""), words.join(" ")] {
            let document = Document::partial().title(&text).message(&text).update(Phase::Update, &text);
            for finding in document.findings() {
                let span = finding.span.unwrap();
                prop_assert!(document.text.get(span).is_some());
            }
        }
    }
}
