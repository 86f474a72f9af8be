//! Whole documents through the private half: what comes out on the public side, and what does not.

use super::{Intake, intake};
use crate::clock::Time;
use crate::diagnostic::Level;
use crate::internal::check::registry::BASE;
use crate::public::sample::time;
use crate::public::{Impact, Incident, Phase, SharedIncident};
use crate::timings::Timings;

const CONFIG: &str = "[site]\ntitle = \"Acme\"\nurl = \"https://status.example.com/\"\n[[components]]\nid = \"search\"\nname = \"Search\"\n[[components]]\nid = \"api\"\nname = \"API\"\n[leaks]\nproject_keys = [\"WORK\"]\n";
const LATER: &str = "2026-03-20T12:00:00Z";

fn took(document: &str, now: &str) -> Intake {
    took_with(CONFIG, document, now)
}

fn took_with(config: &str, document: &str, now: &str) -> Intake {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        std::io::Write::write_all(&mut std::fs::File::create(path).expect("created"), text.as_bytes()).expect("written");
    };
    write("allclear.toml", config);
    write("postmortems/2026-03-14-slow-search.md", document);
    let config = crate::config::load(folder.path()).expect("a config");
    let now: Time = time(now);
    intake(&folder.path().into(), &config, now, None, None, None, &mut Timings::default()).expect("an intake")
}

fn published(document: &str, now: &str) -> Option<SharedIncident> {
    let Intake { history, findings, .. } = took(document, now);
    let errors: Vec<_> = findings.iter().filter(|finding| finding.level == Level::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    history.incidents.into_iter().next()
}

fn spans(incident: &Incident, component: &str) -> Vec<(Impact, String, Option<String>)> {
    let clock = |time: Time| time.format("%H:%M").to_string();
    let of = incident.affected.iter().filter(|affected| affected.component.as_str() == component);
    of.flat_map(|affected| &affected.spans).map(|span| (span.impact, clock(span.from), span.until.map(clock))).collect()
}

#[test]
fn the_base_of_all_samples_has_no_finding_and_is_published_whole() {
    let Intake { history, findings, .. } = took(BASE, LATER);
    assert!(findings.is_empty(), "{findings:#?}");
    let incident = &history.incidents[0];
    assert_eq!(incident.title.as_str(), "Slow search results");
    assert_eq!(incident.updates.iter().map(|update| update.id.as_str()).collect::<Vec<_>>(), ["20260314t1005z", "20260314t1142z"]);
    assert!(incident.postmortem.is_some() && incident.summary.is_some());
    assert_eq!(incident.phase(), Phase::Resolved);
}

#[test]
fn a_message_waits_for_its_time_and_updates_do_not() {
    let before = published(BASE, "2026-03-18T15:59:59Z").expect("the updates");
    assert!(before.postmortem.is_none() && before.summary.is_none() && before.updates.len() == 2);
    assert!(published(BASE, "2026-03-18T16:00:00Z").expect("all").postmortem.is_some());
}

#[test]
fn an_unreviewed_message_stays_inside_whatever_its_time() {
    for status in ["draft", "in review", "In-Review", "IN_REVIEW"] {
        let incident = published(&BASE.replace("status: reviewed", &format!("status: {status}")), LATER).expect("the updates");
        assert!(incident.postmortem.is_none() && incident.summary.is_none(), "{status}");
    }
}

#[test]
fn what_is_private_is_not_even_counted() {
    for (from, to) in [
        ("severity: P1", "severity: P1\nkind: near miss"),
        ("severity: P1", "severity: P1\npublish: false"),
        ("status: reviewed", "status: reviewed\nkind: near_miss"),
    ] {
        assert!(published(&BASE.replacen(from, to, 1), LATER).is_none(), "{to}");
    }
}

#[test]
fn an_unknown_gate_value_publishes_nothing() {
    for (from, to) in [("severity: P1", "publish: yes"), ("severity: P1", "kind: incidental"), ("severity: P1", "publish: \"true\"")] {
        let Intake { history, findings, .. } = took(&BASE.replacen(from, to, 1), LATER);
        assert!(history.incidents.is_empty() && findings.iter().any(|finding| finding.rule == "document/gate-value"), "{to}");
    }
}

#[test]
fn affects_lines_change_components_from_that_moment_on() {
    let text = BASE.replace("Search results are slow for", "Affects: Search (degraded), API (partial)\n\nSearch results are slow for");
    let incident = published(&text, LATER).expect("an incident");
    let until = |text: &str| Some(text.to_owned());
    assert_eq!(
        spans(&incident, "search"),
        [(Impact::Partial, "09:58".to_owned(), until("10:05")), (Impact::Degraded, "10:05".to_owned(), until("11:42"))]
    );
    assert_eq!(spans(&incident, "api"), [(Impact::Partial, "10:05".to_owned(), until("11:42"))]);
    let changes: Vec<_> =
        incident.updates[0].changes.iter().map(|change| (change.component.as_str(), change.before, change.after)).collect();
    assert_eq!(changes, [("search", Impact::Partial, Impact::Degraded), ("api", Impact::None, Impact::Partial)]);
    assert!(!incident.updates[0].body.text.as_str().contains("Affects"));
}

#[test]
fn the_clock_decides_what_has_happened() {
    let incident = published(BASE, "2026-03-14T11:00:00Z").expect("an incident");
    assert_eq!((incident.resolved, incident.updates.len(), incident.phase()), (None, 1, Phase::Investigating));
    assert_eq!(spans(&incident, "search"), [(Impact::Partial, "09:58".to_owned(), None)]);
    assert!(incident.is_open(time("2026-03-14T11:00:00Z")));
}

#[test]
fn a_final_update_ends_an_incident_that_declares_no_end() {
    let text = BASE.replace("  resolved: 2026-03-14T11:42:00Z\n", "");
    assert_eq!(published(&text, LATER).expect("an incident").resolved, Some(time("2026-03-14T11:42:00Z")));
}

#[test]
fn two_updates_of_one_minute_have_two_ids() {
    let text = BASE.replace(
        "### 2026-03-14 11:42 UTC — Resolved",
        "### 2026-03-14 10:05 UTC — Identified\nA rebuild slows it. Next update by 11:00 UTC.\n### 2026-03-14 11:42 UTC — Resolved",
    );
    let incident = published(&text, LATER).expect("an incident");
    assert_eq!(incident.updates[1].id.as_str(), "20260314t1005z-2");
}

#[test]
fn a_leak_withholds_the_document() {
    for words in ["Dana Whitfield", "WORK-812", "10.0.3.7"] {
        let Intake { history, findings, .. } = took(&BASE.replace("We are sorry", &format!("{words}. We are sorry")), LATER);
        assert!(history.incidents.is_empty() && findings.iter().any(crate::diagnostic::Finding::is_leak), "{words}");
    }
}

#[test]
fn a_public_term_silences_what_only_looks_internal() {
    let text = BASE.replace("We are sorry", "Pages follow the FERN-12 layout. We are sorry");
    let rules = |config: &str| took_with(config, &text, LATER).findings.into_iter().map(|finding| finding.rule).collect::<Vec<_>>();
    assert_eq!(rules(CONFIG), ["leak/ticket-key-shape"]);
    assert_eq!(rules(&format!("{CONFIG}public_terms = [\"FERN-12\"]\n")), [""; 0]);
    let known = format!("{}public_terms = [\"FERN-12\"]\n", CONFIG.replace("\"WORK\"", "\"WORK\", \"FERN\""));
    assert_eq!(rules(&known), ["leak/ticket-key-known"]);
}
