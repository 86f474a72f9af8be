//! The status API of the example, read by a client that knows only its description: a field too many or too few is refused.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;

use crate::support::{BASE, Built, Folder, NOW, build_dir, content_example};

#[path = "../src/outputs/statuspage/tests/client.rs"]
#[allow(dead_code, reason = "a client says what it could read, not what a story asks about")]
mod client;

use client::{OfComponents, OfIncidents, OfMaintenances, OfStatus, Summary};

fn read<T: DeserializeOwned>(built: &Built, path: &str) -> T {
    serde_json::from_str(built.text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_eight_documents_of_the_example_are_understood() {
    let built = build_dir(&content_example(), NOW, false);

    let summary: Summary = read(&built, "api/v2/summary.json");
    let status: OfStatus = read(&built, "api/v2/status.json");
    let components: OfComponents = read(&built, "api/v2/components.json");
    let incidents: OfIncidents = read(&built, "api/v2/incidents.json");

    let unresolved: OfIncidents = read(&built, "api/v2/incidents/unresolved.json");
    let maintenances: OfMaintenances = read(&built, "api/v2/scheduled-maintenances.json");
    let active: OfMaintenances = read(&built, "api/v2/scheduled-maintenances/active.json");
    let upcoming: OfMaintenances = read(&built, "api/v2/scheduled-maintenances/upcoming.json");

    assert_eq!(summary.page, status.page);
    assert_eq!(summary.page, components.page);
    assert_eq!(summary.page, incidents.page);
    assert_eq!(summary.page, unresolved.page);
    assert!([&maintenances, &active, &upcoming].iter().all(|list| list.page == summary.page));
    assert_eq!(summary.page.url, "https://status.wrenlow.example");
    assert_eq!(summary.components, components.components);
    assert_eq!(summary.incidents.len(), 1, "one incident is running");
    assert_eq!(summary.scheduled_maintenances.len(), 1, "one maintenance is announced");
    assert_eq!((unresolved.incidents.len(), active.scheduled_maintenances.len(), upcoming.scheduled_maintenances.len()), (1, 0, 1));
    assert!(maintenances.scheduled_maintenances.len() > 1, "past windows stay in the list");
    assert_ne!(status.status.indicator, "none");
}

#[test]
fn values_are_those_that_clients_know() {
    let built = build_dir(&content_example(), NOW, false);
    let incidents: OfIncidents = read(&built, "api/v2/incidents.json");
    let components: OfComponents = read(&built, "api/v2/components.json");
    let states = ["operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"];

    let ids: BTreeSet<&str> = incidents.incidents.iter().map(|incident| incident.id.as_str()).collect();
    assert_eq!(ids.len(), incidents.incidents.len());
    for incident in &incidents.incidents {
        assert!(["none", "minor", "major", "critical"].contains(&incident.impact.as_str()), "{incident:?}");
        assert!(
            ["investigating", "identified", "monitoring", "resolved", "postmortem"].contains(&incident.status.as_str()),
            "{incident:?}"
        );
        assert_eq!(incident.resolved_at.is_some(), !["investigating", "identified", "monitoring"].contains(&incident.status.as_str()));
        for update in &incident.incident_updates {
            assert_eq!(update.incident_id, incident.id);
            assert!(!update.body.is_empty(), "{update:?}");
        }
    }
    for component in components.components.iter().filter(|component| !component.group) {
        assert!(states.contains(&component.status.as_str()), "{component:?}");
    }
}

#[test]
fn a_quiet_site_says_so() {
    let built = Folder::new().build();

    let summary: Summary = read(&built, "api/v2/summary.json");

    assert_eq!(summary.status.indicator, "none");
    assert!(summary.incidents.is_empty() && summary.scheduled_maintenances.is_empty());
}

#[test]
fn running_and_resolved_are_told_apart() {
    let running = BASE
        .replace("  resolved: 2026-03-14T11:42:00Z\n", "")
        .replace("11:42 UTC — Resolved", "11:42 UTC — Monitoring")
        .replace("status: reviewed", "status: draft");

    let summary: Summary = read(&Folder::with(&running).build(), "api/v2/summary.json");
    let quiet: Summary = read(&Folder::with(BASE).build(), "api/v2/summary.json");

    assert_eq!(summary.incidents.len(), 1);
    assert_eq!(summary.incidents[0].status, "monitoring");
    assert_eq!(summary.incidents[0].resolved_at, None);
    assert!(quiet.incidents.is_empty());
}
