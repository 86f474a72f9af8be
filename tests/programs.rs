//! What programs, calendars and READMEs take from the example: each file is what its description says, and all of them agree.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::Value;

use crate::support::{Built, Folder, NOW, build_dir, content_example};

fn json(built: &Built, path: &str) -> Value {
    serde_json::from_str(built.text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A validator made from a schema of the built site.
fn schema(built: &Built, name: &str) -> Validator {
    let schema = json(built, &format!("api/schema/{name}.json"));
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

fn paths<'a>(built: &'a Built, folder: &'a str) -> impl Iterator<Item = &'a str> {
    built.site().keys().map(String::as_str).filter(move |path| path.starts_with(folder))
}

#[track_caller]
fn assert_valid(validator: &Validator, path: &str, document: &Value) {
    let faults: Vec<_> = validator.iter_errors(document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{path}: {faults:?}");
}

#[test]
fn every_document_of_the_example_is_as_its_published_schema_says() {
    let built = build_dir(&content_example(), NOW, false);
    let (incident, history, years) = (schema(&built, "incident"), schema(&built, "history"), schema(&built, "years"));

    let mut seen = 0;
    for path in paths(&built, "api/incidents/") {
        assert_valid(&incident, path, &json(&built, path));
        seen += 1;
    }
    for path in paths(&built, "api/history/") {
        let validator = if path.ends_with("/index.json") { &years } else { &history };
        assert_valid(validator, path, &json(&built, path));
    }

    assert!(seen > 10, "{seen} incidents");
    assert!(!incident.is_valid(&json(&built, "api/history/2026.json")), "a schema tells documents apart");
}

#[test]
fn the_years_hold_every_page_once() {
    let built = build_dir(&content_example(), NOW, false);
    let base = "https://status.wrenlow.example/";

    let mut told = BTreeSet::new();
    for year in json(&built, "api/history/index.json")["years"].as_array().unwrap() {
        let path = year["url"].as_str().unwrap().strip_prefix(base).unwrap();
        let document = json(&built, path);
        assert_eq!(document["year"], year["year"]);
        let incidents = document["incidents"].as_array().unwrap();
        assert_eq!(year["incidents"], incidents.len());
        for incident in incidents {
            let page = incident["url"].as_str().unwrap().strip_prefix(base).unwrap();
            assert!(told.insert(format!("{page}index.html")), "{page} is told twice");
        }
    }

    let pages = paths(&built, "incidents/").chain(paths(&built, "maintenance/"));
    // A former path is a page that only sends its reader on.
    let pages = pages.filter(|path| path.ends_with("/index.html") && !built.text(path).contains("http-equiv=\"refresh\""));
    assert_eq!(told, pages.map(str::to_owned).collect());
}

#[test]
fn both_apis_agree_on_what_is_over() {
    let built = build_dir(&content_example(), NOW, false);
    let lists = [("api/v2/incidents.json", "incidents"), ("api/v2/scheduled-maintenances.json", "scheduled_maintenances")];

    for (path, key) in lists {
        for theirs in json(&built, path)[key].as_array().unwrap() {
            let ours = json(&built, &format!("api/incidents/{}.json", theirs["id"].as_str().unwrap()));
            assert_eq!(ours["resolved"].is_null(), theirs["resolved_at"].is_null(), "{ours}");
            let phase = if theirs["status"] == "postmortem" { "resolved" } else { theirs["status"].as_str().unwrap() };
            assert_eq!(ours["phase"], phase, "{}", ours["id"]);
        }
    }
}

#[test]
fn every_window_has_a_calendar_file_and_is_in_the_calendar() {
    let built = build_dir(&content_example(), NOW, false);
    let calendar = built.text("calendar.ics");

    let pages: Vec<_> = paths(&built, "maintenance/").filter_map(|path| path.strip_suffix("/index.html")).collect();
    assert!(pages.len() >= 2, "{pages:?}");
    for page in pages {
        let own = built.text(&format!("{page}.ics"));
        let id = page.rsplit('/').next().unwrap();
        let uid = format!("/maintenance/{id}\r\n");
        assert!(own.contains(&uid) && calendar.contains(&uid), "{id}");
    }
}

#[test]
fn a_badge_says_what_the_status_api_says() {
    let built = build_dir(&content_example(), NOW, false);
    let words = [
        ("operational", "Operational"),
        ("under_maintenance", "Maintenance"),
        ("degraded_performance", "Degraded performance"),
        ("partial_outage", "Partial disruption"),
        ("major_outage", "Full outage"),
    ];

    let components = json(&built, "api/v2/components.json");
    for component in components["components"].as_array().unwrap().iter().filter(|component| component["group"] == false) {
        let folder = format!("components/{}", component["id"].as_str().unwrap());
        let (_, word) = words.iter().find(|(status, _)| component["status"] == *status).unwrap();
        assert_eq!(json(&built, &format!("{folder}/badge.json"))["message"], *word);
        assert!(built.text(&format!("{folder}/badge.svg")).contains(&format!(">{word}</text>")), "{folder}");
    }
    assert_ne!(json(&built, "badge.json")["message"], "Operational", "something is going on");
}

#[test]
fn a_site_without_documents_has_every_file_that_a_program_asks_for() {
    let built = Folder::new().build();

    assert_eq!(json(&built, "api/history/index.json")["years"].as_array().unwrap().len(), 0);
    assert_eq!(json(&built, "badge.json")["message"], "Operational");
    assert!(built.text("calendar.ics").starts_with("BEGIN:VCALENDAR\r\n"));
    for name in ["incident", "history", "years"] {
        schema(&built, name);
    }
}
