//! Nothing to tell: a site without documents, and one whose documents publish nothing yet.

use super::{api, feed, is_well_formed, said, words};
use crate::support::{BASE, Folder};

/// Each document of the API with its list.
const DOCUMENTS: [(&str, &[&str]); 8] = [
    ("summary", &["incidents", "scheduled_maintenances"]),
    ("status", &[]),
    ("components", &[]),
    ("incidents", &["incidents"]),
    ("incidents/unresolved", &["incidents"]),
    ("scheduled-maintenances", &["scheduled_maintenances"]),
    ("scheduled-maintenances/active", &["scheduled_maintenances"]),
    ("scheduled-maintenances/upcoming", &["scheduled_maintenances"]),
];

#[test]
fn a_site_without_an_incident_says_so_in_every_shape() {
    let built = Folder::new().build();

    assert_eq!(built.status, 0, "{}", built.human);
    is_well_formed(&built);
    for (name, lists) in DOCUMENTS {
        let document = api(&built, name);
        assert_eq!(document["page"]["url"], "https://status.example.com", "{name}");
        for list in lists {
            assert_eq!(document[list], serde_json::json!([]), "{name}");
        }
    }
    assert_eq!(api(&built, "status")["status"]["indicator"], "none");
    assert_eq!(api(&built, "components")["components"].as_array().unwrap().len(), 2);
    for path in ["feed.xml", "feed.atom", "history.rss", "history.atom"] {
        assert!(feed(&built, path).entries.is_empty(), "{path}");
    }
    assert!(said(built.text("index.html")).contains(&words("state.operational")));
    assert!(said(built.text("history/index.html")).contains(&words("history.empty")));
    assert!(said(built.text("postmortems/index.html")).contains(&words("postmortems.empty")));
    assert!(!built.site().keys().any(|path| path.starts_with("incidents/") || path.starts_with("maintenance/")));
}

#[test]
fn a_withheld_document_leaves_no_trace_in_a_quiet_site() {
    let draft = BASE.replace("status: reviewed", "status: draft").replace("## Status updates", "## Notes for us");

    let built = Folder::with(&draft).keep_going();

    assert_eq!(built.site(), Folder::new().build().site());
}
