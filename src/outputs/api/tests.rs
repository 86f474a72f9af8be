//! Our own API against its own schemas, with a real validator, and as a program reads it.

use jsonschema::Validator;
use serde_json::{Value, json};

use super::*;
use crate::outputs::tests::{made, renderer};
use crate::public::sample::{history, id, site, text, time};
use crate::public::{Kind, Phase, PublicHtml, Site};

/// A way to break a document.
type Break<'a> = (&'a str, &'a dyn Fn(&mut Value));

fn all(history: &History) -> BTreeMap<String, Value> {
    let files = made(&Api, history, &renderer()).expect("documents");
    files.into_iter().map(|file| (file.path.to_string(), serde_json::from_slice(&file.bytes).expect("JSON"))).collect()
}

fn schema(documents: &BTreeMap<String, Value>, name: &str) -> Validator {
    let schema = &documents[&format!("api/schema/{name}.json")];
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).expect("a schema")
}

/// The schema that is for a document; none for the schemas themselves.
fn kind(path: &str) -> Option<&'static str> {
    match path {
        "api/history/index.json" => Some("years"),
        _ if path.starts_with("api/history/") => Some("history"),
        _ if path.starts_with("api/incidents/") => Some("incident"),
        _ => None,
    }
}

#[test]
fn every_document_is_as_its_schema_says() {
    let empty = History::new(site(), vec![], vec![], time("2026-03-20T12:00:00Z"));
    for history in [history(), empty] {
        let documents = all(&history);
        for (path, document) in &documents {
            if let Some(name) = kind(path) {
                let faults: Vec<_> =
                    schema(&documents, name).iter_errors(document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
                assert!(faults.is_empty(), "{path}: {faults:?}");
            }
        }
    }
}

#[test]
fn a_broken_document_is_refused() {
    let documents = all(&history());
    let incident = &documents["api/incidents/2026-03-14-slow-search.json"];
    let breaks: [Break<'_>; 9] = [
        ("another version", &|one| one["version"] = json!(2)),
        ("no title", &|one| drop(one.as_object_mut().expect("an object").remove("title"))),
        ("no summary, not even null", &|one| drop(one.as_object_mut().expect("an object").remove("summary"))),
        ("an impact of its own", &|one| one["impact"] = json!("outage")),
        ("a phase of its own", &|one| one["updates"][0]["phase"] = json!("fixed")),
        ("a time with a zone", &|one| one["started"] = json!("2026-03-14T10:58:00+01:00")),
        ("a day for a time", &|one| one["resolved"] = json!("2026-03-14")),
        ("an id that is none", &|one| one["id"] = json!("Slow search")),
        ("an address that is none", &|one| one["url"] = json!("no address")),
    ];
    let incident_schema = schema(&documents, "incident");
    assert!(incident_schema.is_valid(incident));
    for (name, change) in breaks {
        let mut broken = incident.clone();
        change(&mut broken);
        assert!(!incident_schema.is_valid(&broken), "{name}");
    }
    let mut year = documents["api/history/2026.json"].clone();
    year["incidents"][0]["title"] = json!(null);
    assert!(!schema(&documents, "history").is_valid(&year));
}

#[test]
fn a_schema_is_found_under_its_own_name() {
    let mut history = history();
    history.site = Site { url: text("https://example.com/status"), base: text("/status"), ..history.site };
    let documents = all(&history);
    for (name, path) in
        [("incident", "api/schema/incident.json"), ("history", "api/schema/history.json"), ("years", "api/schema/years.json")]
    {
        assert_eq!(documents[path]["$id"], format!("https://example.com/status/api/schema/{name}.json"));
        assert_eq!(documents[path]["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
}

#[test]
fn everything_public_about_an_incident_is_in_its_document() {
    let documents = all(&history());
    assert_eq!(
        documents["api/incidents/2026-03-14-slow-search.json"],
        json!({
            "version": 1,
            "id": "2026-03-14-slow-search",
            "kind": "incident",
            "title": "Slow search results <1 in 5>",
            "summary": "One search request in five was slow for 104 minutes.",
            "impact": "partial",
            "phase": "resolved",
            "started": "2026-03-14T09:58:00Z",
            "resolved": "2026-03-14T11:42:00Z",
            "window": null,
            "components": [
                {
                    "id": "search", "name": "Search", "group": "Product", "url": "https://status.acme.example/components/search/",
                    "spans": [
                        {"impact": "degraded", "from": "2026-03-14T09:58:00Z", "until": "2026-03-14T10:30:00Z"},
                        {"impact": "partial", "from": "2026-03-14T10:30:00Z", "until": "2026-03-14T11:42:00Z"},
                    ],
                },
                {
                    "id": "api", "name": "API", "group": "Product", "url": "https://status.acme.example/components/api/",
                    "spans": [{"impact": "degraded", "from": "2026-03-14T09:58:00Z", "until": "2026-03-14T11:42:00Z"}],
                },
            ],
            "updates": [
                {
                    "id": "20260314t1005z", "at": "2026-03-14T10:05:00Z", "phase": "investigating", "changes": [],
                    "content_html": "<p>Search results are slow. Next update by 10:35 UTC.</p>\n",
                    "content_text": "Search results are slow. Next update by 10:35 UTC.",
                    "url": "https://status.acme.example/incidents/2026-03-14-slow-search/#update-20260314t1005z",
                },
                {
                    "id": "20260314t1030z", "at": "2026-03-14T10:30:00Z", "phase": "identified",
                    "changes": [{"component": "search", "before": "degraded", "after": "partial"}],
                    "content_html": "<p>One in ten searches fails.</p>\n",
                    "content_text": "One in ten searches fails.",
                    "url": "https://status.acme.example/incidents/2026-03-14-slow-search/#update-20260314t1030z",
                },
                {
                    "id": "20260314t1142z", "at": "2026-03-14T11:42:00Z", "phase": "resolved", "changes": [],
                    "content_html": "<p>Searches answer at their usual speed.</p>\n",
                    "content_text": "Searches answer at their usual speed.",
                    "url": "https://status.acme.example/incidents/2026-03-14-slow-search/#update-20260314t1142z",
                },
            ],
            "postmortem": {
                "published": "2026-03-18T16:00:00Z",
                "content_html": "<p>One search request in five was slow for 104 minutes. We changed how we rebuild the index.</p>\n",
                "content_text": "One search request in five was slow for 104 minutes. We changed how we rebuild the index.",
                "url": "https://status.acme.example/incidents/2026-03-14-slow-search/#postmortem",
            },
            "corrections": [
                {
                    "id": "20260319t0900z", "at": "2026-03-19T09:00:00Z",
                    "content_html": "<p>We first wrote 90 minutes; it was 104.</p>\n",
                    "content_text": "We first wrote 90 minutes; it was 104.",
                    "url": "https://status.acme.example/incidents/2026-03-14-slow-search/#correction-20260319t0900z",
                },
            ],
            "published": "2026-03-14T10:05:00Z",
            "changed": "2026-03-19T09:00:00Z",
            "url": "https://status.acme.example/incidents/2026-03-14-slow-search/",
            "json_url": "https://status.acme.example/api/incidents/2026-03-14-slow-search.json",
            "calendar_url": null,
        })
    );
}

#[test]
fn a_window_has_its_plan_and_its_calendar() {
    let documents = all(&history());
    let window = &documents["api/incidents/2026-03-25-database-upgrade.json"];
    assert_eq!((&window["kind"], &window["phase"], &window["resolved"]), (&json!("maintenance"), &json!("scheduled"), &Value::Null));
    assert_eq!(window["window"], json!({"scheduled_for": "2026-03-25T22:00:00Z", "scheduled_until": "2026-03-26T00:00:00Z"}));
    assert_eq!(window["url"], "https://status.acme.example/maintenance/2026-03-25-database-upgrade/");
    assert_eq!(window["calendar_url"], "https://status.acme.example/maintenance/2026-03-25-database-upgrade.ics");
}

#[test]
fn the_end_is_null_exactly_while_it_lasts() {
    let mut history = history();
    let late = history.incidents.iter_mut().find(|incident| incident.id.as_str() == "2026-03-20-invoices-late").expect("it");
    let end = time("2026-03-20T12:00:01Z");
    late.resolved = Some(end);
    late.affected[0].spans[0].until = Some(end);
    late.updates[0].phase = Phase::Monitoring;
    let at = |history: &History| {
        let late = all(history).remove("api/incidents/2026-03-20-invoices-late.json").expect("it");
        (late["phase"].clone(), late["resolved"].clone(), late["components"][0]["spans"][0]["until"].clone())
    };
    assert_eq!(at(&history), (json!("monitoring"), Value::Null, Value::Null));
    history.now = end;
    assert_eq!(at(&history), (json!("resolved"), json!("2026-03-20T12:00:01Z"), json!("2026-03-20T12:00:01Z")));
    // A window that nobody called over is over when its time is.
    history.now = time("2026-03-26T00:00:00Z");
    let window = all(&history).remove("api/incidents/2026-03-25-database-upgrade.json").expect("the window");
    assert_eq!((&window["phase"], &window["resolved"]), (&json!("completed"), &json!("2026-03-26T00:00:00Z")));
}

#[test]
fn a_component_that_was_hit_harder_than_declared_is_not_hidden() {
    let mut history = history();
    let slow = history.incidents.iter_mut().find(|incident| incident.postmortem.is_some()).expect("it");
    slow.impact = crate::public::Impact::Degraded;
    assert_eq!(all(&history)["api/incidents/2026-03-14-slow-search.json"]["impact"], "partial");
}

#[test]
fn a_year_has_what_began_in_it_by_utc_and_is_never_cut() {
    let mut history = history();
    let one = history.all().find(|incident| incident.kind == Kind::Incident).expect("one").clone();
    let begun = |name: &str, start: &str| crate::public::Incident { id: id(name), started: time(start), ..one.clone() };
    history.incidents = (0..LISTED + 20).map(|number| begun(&format!("busy-{number:03}"), "2025-06-01T00:00:00Z").into()).collect();
    history.incidents.push(begun("last-second", "2025-12-31T23:59:59Z").into());
    history.incidents.push(begun("first-second", "2026-01-01T00:00:00Z").into());
    let documents = all(&history);
    let ids = |year: &Value| year["incidents"].as_array().expect("a list").iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&documents["api/history/2026.json"]), [json!("first-second")]);
    let (first, rest) = (&documents["api/history/2025.json"], &documents["api/history/2025-2.json"]);
    assert_eq!((ids(first).len(), ids(rest).len()), (LISTED, 21));
    assert_eq!((&first["next"], &rest["next"]), (&json!("https://status.acme.example/api/history/2025-2.json"), &json!(null)));
    let told: std::collections::BTreeSet<_> = ids(first).into_iter().chain(ids(rest)).map(|id| id.to_string()).collect();
    assert_eq!(told.len(), LISTED + 21, "none is told twice");
    assert_eq!(
        documents["api/history/index.json"],
        json!({"version": 1, "years": [
            {"year": 2026, "incidents": 1, "url": "https://status.acme.example/api/history/2026.json"},
            {"year": 2025, "incidents": LISTED + 21, "url": "https://status.acme.example/api/history/2025.json"},
        ]})
    );
}

#[test]
fn a_year_says_the_same_as_the_documents_of_its_incidents() {
    let documents = all(&history());
    for one in documents["api/history/2026.json"]["incidents"].as_array().expect("a list") {
        let single = &documents[&format!("api/incidents/{}.json", one["id"].as_str().expect("an id"))];
        for (field, value) in one.as_object().expect("an object") {
            assert_eq!(*value, single[field], "{field}");
        }
    }
}

#[test]
fn a_picture_can_be_loaded_from_anywhere() {
    let mut history = history();
    history.site = Site { url: text("https://example.com/status"), base: text("/status"), ..history.site };
    let slow = history.incidents.iter_mut().find(|incident| incident.postmortem.is_some()).expect("one with a message");
    let html = r#"<p><img src="/status/incidents/a/b.png" alt="A graph" /></p>"#;
    let clearance = crate::internal::Clearance::for_tests();
    slow.updates[0].body.html = PublicHtml::clear(&clearance, html.to_owned());
    let document = &all(&history)["api/incidents/2026-03-14-slow-search.json"];
    assert_eq!(
        document["updates"][0]["content_html"],
        r#"<p><img src="https://example.com/status/incidents/a/b.png" alt="A graph" /></p>"#
    );
}

#[test]
fn the_clock_alone_moves_no_byte() {
    let bytes = |now: &str| {
        let history = History { now: time(now), ..history() };
        made(&Api, &history, &renderer()).expect("documents").into_iter().map(|file| (file.path, file.bytes)).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(bytes("2026-03-20T12:00:00Z"), bytes("2026-03-25T21:59:59Z"));
}
