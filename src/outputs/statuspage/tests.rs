//! The documents as a strict client reads them: into structs of its own that refuse any field too many.

mod client;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta};
use serde::de::DeserializeOwned;

use self::client::{ClientAffected, ClientIncident, ClientPage, OfComponents, OfIncidents, OfMaintenances, OfStatus, Summary};
use super::*;
use crate::clock::Time;
use crate::outputs::tests::{made, renderer};
use crate::public::sample::{component, history, id, site, text, time};
use crate::public::{self, Affected, Impact, ImpactSpan, Phase};

fn read<T: DeserializeOwned>(history: &History, name: &str) -> T {
    let documents: BTreeMap<_, _> =
        made(&Statuspage, history, &renderer()).expect("documents").into_iter().map(|file| (file.path.to_string(), file.bytes)).collect();
    serde_json::from_slice(&documents[&format!("api/v2/{name}")]).expect(name)
}

fn empty() -> History {
    History::new(site(), vec![], vec![], time("2026-03-20T12:00:00Z"))
}

fn incident<'a>(of: &'a OfIncidents, id: &str) -> &'a ClientIncident {
    of.incidents.iter().find(|incident| incident.id == id).expect("the incident")
}

fn stamp(text: &str) -> Time {
    assert!(text.len() == "2026-03-04T09:12:44.120Z".len() && text.ends_with('Z') && text.contains('.'), "{text}");
    DateTime::parse_from_rfc3339(text).expect("a time").to_utc()
}

/// An open incident on some components.
fn open(components: &[&str], impact: Impact) -> public::SharedIncident {
    let mut incident =
        history().incidents.into_iter().find(|incident| incident.resolved.is_none() && incident.kind == Kind::Incident).expect("one");
    let span = ImpactSpan { impact, from: incident.started, until: None };
    incident.impact = impact;
    incident.affected = components.iter().map(|name| Affected { component: id(name), spans: vec![span.clone()] }).collect();
    incident
}

fn indicated(components: &[&str], impact: Impact) -> (String, String) {
    let history = History { incidents: vec![open(components, impact)], ..history() };
    let OfStatus { status, .. } = read(&history, "status.json");
    (status.indicator, status.description)
}

#[test]
fn all_eight_documents_exist_and_agree_on_the_page_also_when_there_is_nothing_to_tell() {
    for (history, changed) in [(history(), "2026-03-20T10:50:00.000Z"), (empty(), "1970-01-01T00:00:00.000Z")] {
        let page = ClientPage {
            id: "status-acme-example-2025".to_owned(),
            name: "Acme & Co status".to_owned(),
            url: "https://status.acme.example".to_owned(),
            time_zone: "UTC".to_owned(),
            updated_at: changed.to_owned(),
        };
        assert_eq!(read::<Summary>(&history, "summary.json").page, page);
        assert_eq!(read::<OfStatus>(&history, "status.json").page, page);
        assert_eq!(read::<OfComponents>(&history, "components.json").page, page);
        for name in ["incidents.json", "incidents/unresolved.json"] {
            assert_eq!(read::<OfIncidents>(&history, name).page, page);
        }
        for name in ["scheduled-maintenances.json", "scheduled-maintenances/active.json", "scheduled-maintenances/upcoming.json"] {
            assert_eq!(read::<OfMaintenances>(&history, name).page, page);
        }
        assert_eq!(made(&Statuspage, &history, &renderer()).expect("documents").len(), 8);
    }
    let calm: Summary = read(&empty(), "summary.json");
    assert_eq!((calm.status.indicator.as_str(), calm.status.description.as_str()), ("none", "All Systems Operational"));
    assert!(calm.components.is_empty() && calm.incidents.is_empty() && calm.scheduled_maintenances.is_empty());
}

#[test]
fn fields_stand_in_the_order_of_the_real_api() {
    let documents = made(&Statuspage, &history(), &renderer()).expect("documents");
    let summary = documents.iter().find(|file| file.path.as_str().ends_with("summary.json")).expect("the summary");
    let json: serde_json::Value = serde_json::from_slice(&summary.bytes).expect("JSON");
    let keys = |value: &serde_json::Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&json), "page components incidents scheduled_maintenances status");
    assert_eq!(
        keys(&json["scheduled_maintenances"][0]),
        "id name status created_at updated_at monitoring_at resolved_at impact shortlink started_at page_id incident_updates components \
         scheduled_for scheduled_until"
    );
}

#[test]
fn a_group_stands_in_front_of_its_components_and_names_them() {
    let OfComponents { components, .. } = read(&history(), "components.json");
    let seen: Vec<_> = components
        .iter()
        .map(|one| (one.id.as_str(), one.name.as_str(), one.status.as_str(), one.position, one.group, one.group_id.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            ("group-product", "Product", "operational", 1, true, None),
            ("search", "Search", "operational", 1, false, Some("group-product")),
            ("api", "API", "operational", 2, false, Some("group-product")),
            ("billing", "Billing", "degraded_performance", 2, false, None),
        ]
    );
    assert_eq!(components[0].components.as_deref(), Some(["search".to_owned(), "api".to_owned()].as_slice()));
    assert!(components[1..].iter().all(|one| one.components.is_none()));
    let search = &components[1];
    assert_eq!((search.created_at.as_str(), search.start_date.as_deref()), ("2025-01-01T00:00:00.000Z", Some("2025-01-01")));
    assert_eq!(search.updated_at, "2026-03-19T09:00:00.000Z");
    assert_eq!((search.description.as_deref(), search.showcase, search.only_show_if_degraded), (None, true, false));
    assert!(components.iter().all(|one| one.page_id == "status-acme-example-2025"));
}

#[test]
fn groups_keep_ids_of_their_own_whatever_their_names_and_order_are() {
    let mut forth = vec![
        component("a", Some("Data & Search")),
        component("b", Some("data-search")),
        component("c", Some("検索")),
        component("group-core", None),
        component("d", Some("Core")),
        component("e", Some("Plain")),
    ];
    let ids = |components: &[public::Component]| {
        let history = History { components: components.to_vec(), ..empty() };
        let OfComponents { components, .. } = read(&history, "components.json");
        let mut ids: Vec<_> = components.into_iter().map(|one| (one.name, one.id)).collect();
        ids.sort();
        ids
    };
    let found = ids(&forth);
    forth.reverse();
    assert_eq!(found, ids(&forth), "the order of the config moves no id");
    let mut unique: Vec<_> = found.iter().map(|(_, id)| id).collect();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), found.len(), "{found:?}");
    assert!(found.contains(&("Plain".to_owned(), "group-plain".to_owned())));
    assert!(unique.iter().all(|id| public::Id::is_valid(id)), "{unique:?}");
}

#[test]
fn a_retired_component_is_in_no_document_but_keeps_its_name_in_old_updates() {
    let mut history = history();
    history.components[0].retired = Some(time("2026-03-19T00:00:00Z").date_naive());
    let OfComponents { components, .. } = read(&history, "components.json");
    assert!(components.iter().all(|one| one.id != "search"));
    assert_eq!(components[0].components.as_deref(), Some(["api".to_owned()].as_slice()));
    let incidents: OfIncidents = read(&history, "incidents.json");
    let slow = incident(&incidents, "2026-03-14-slow-search");
    assert_eq!(slow.components.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["api"]);
    assert_eq!(slow.incident_updates[3].affected_components.as_ref().expect("a change")[0].name, "Product - Search");
}

#[test]
fn a_published_message_makes_a_resolved_incident_a_postmortem() {
    let incidents: OfIncidents = read(&history(), "incidents.json");
    let slow = incident(&incidents, "2026-03-14-slow-search");
    assert_eq!((slow.status.as_str(), slow.impact.as_str(), slow.name.as_str()), ("postmortem", "major", "Slow search results <1 in 5>"));
    assert_eq!(slow.resolved_at.as_deref(), Some("2026-03-14T11:42:00.000Z"));
    assert_eq!(slow.started_at, "2026-03-14T09:58:00.000Z");
    assert_eq!((slow.created_at.as_str(), slow.updated_at.as_str()), ("2026-03-14T10:05:00.000Z", "2026-03-19T09:00:00.000Z"));
    assert_eq!(slow.monitoring_at, None);
    assert_eq!(slow.shortlink, "https://status.acme.example/incidents/2026-03-14-slow-search/");
    assert_eq!(slow.page_id, "status-acme-example-2025");
    let updates: Vec<_> = slow.incident_updates.iter().map(|update| (update.status.as_str(), update.body.as_str())).collect();
    assert_eq!(
        updates,
        [
            ("postmortem", "Correction: We first wrote 90 minutes; it was 104."),
            ("postmortem", "One search request in five was slow for 104 minutes. We changed how we rebuild the index."),
            ("resolved", "Searches answer at their usual speed."),
            ("identified", "One in ten searches fails."),
            ("investigating", "Search results are slow. Next update by 10:35 UTC."),
        ]
    );
    let identified = &slow.incident_updates[3];
    assert_eq!(
        identified.affected_components.as_deref(),
        Some(
            [ClientAffected {
                code: "search".to_owned(),
                name: "Product - Search".to_owned(),
                old_status: "degraded_performance".to_owned(),
                new_status: "partial_outage".to_owned(),
            }]
            .as_slice()
        )
    );
    assert_eq!((identified.incident_id.as_str(), identified.deliver_notifications), ("2026-03-14-slow-search", true));
    assert!(identified.custom_tweet.is_none() && identified.tweet_id.is_none());
    assert!(slow.incident_updates.windows(2).all(|pair| stamp(&pair[0].display_at) >= stamp(&pair[1].display_at)));
    assert!(slow.incident_updates.iter().all(|update| update.created_at == update.display_at && update.updated_at == update.display_at));
}

#[test]
fn an_open_incident_has_no_end_and_is_in_the_summary() {
    let summary: Summary = read(&history(), "summary.json");
    assert_eq!(summary.incidents.len(), 1);
    let late = &summary.incidents[0];
    assert_eq!((late.id.as_str(), late.status.as_str(), late.resolved_at.as_deref()), ("2026-03-20-invoices-late", "investigating", None));
    assert_eq!(late.incident_updates[0].affected_components, None);
    let billing = summary.components.iter().find(|one| one.id == "billing").expect("a component");
    assert_eq!(late.components, std::slice::from_ref(billing), "the same object everywhere");
    assert_eq!(read::<OfIncidents>(&history(), "incidents/unresolved.json").incidents.len(), 1);
}

#[test]
fn an_end_ahead_is_no_end_yet() {
    let mut history = history();
    let late = history.incidents.iter_mut().find(|incident| incident.id.as_str() == "2026-03-20-invoices-late").expect("it");
    late.resolved = Some(time("2026-03-20T12:00:01Z"));
    late.updates[0].phase = Phase::Monitoring;
    let open: OfIncidents = read(&history, "incidents/unresolved.json");
    assert_eq!((open.incidents[0].status.as_str(), open.incidents[0].resolved_at.as_deref()), ("monitoring", None));
    assert_eq!(open.incidents[0].monitoring_at.as_deref(), Some("2026-03-20T10:50:00.000Z"));
    history.now = time("2026-03-20T12:00:01Z");
    let over: OfIncidents = read(&history, "incidents.json");
    assert_eq!(incident(&over, "2026-03-20-invoices-late").status, "resolved");
    assert!(read::<OfIncidents>(&history, "incidents/unresolved.json").incidents.is_empty());
}

#[test]
fn an_incident_known_only_by_its_message_has_one_update() {
    let mut history = history();
    let slow = history.incidents.iter_mut().find(|incident| incident.postmortem.is_some()).expect("it");
    slow.updates.clear();
    slow.corrections.clear();
    let incidents: OfIncidents = read(&history, "incidents.json");
    let updates = &incident(&incidents, "2026-03-14-slow-search").incident_updates;
    assert_eq!(updates.iter().map(|update| update.status.as_str()).collect::<Vec<_>>(), ["postmortem"]);
}

#[test]
fn news_without_a_phase_keeps_the_phase_that_holds() {
    let mut history = history();
    let slow = history.incidents.iter_mut().find(|incident| incident.postmortem.is_some()).expect("it");
    slow.updates[0].phase = Phase::Update;
    slow.updates[2].phase = Phase::Update;
    let incidents: OfIncidents = read(&history, "incidents.json");
    let updates = &incident(&incidents, "2026-03-14-slow-search").incident_updates;
    assert_eq!(updates[2..].iter().map(|update| update.status.as_str()).collect::<Vec<_>>(), ["identified", "identified", "investigating"]);
}

#[test]
fn maintenance_goes_from_scheduled_over_in_progress_to_completed() {
    let mut history = history();
    let names = |history: &History, name: &str| {
        let OfMaintenances { scheduled_maintenances, .. } = read(history, name);
        scheduled_maintenances.into_iter().map(|one| (one.id, one.status, one.resolved_at)).collect::<Vec<_>>()
    };
    let coming = "2026-03-25-database-upgrade".to_owned();
    assert_eq!(names(&history, "scheduled-maintenances/upcoming.json"), [(coming.clone(), "scheduled".to_owned(), None)]);
    assert!(names(&history, "scheduled-maintenances/active.json").is_empty());
    let all: OfMaintenances = read(&history, "scheduled-maintenances.json");
    let past = &all.scheduled_maintenances[1];
    assert_eq!((past.id.as_str(), past.name.as_str(), past.status.as_str()), ("2026-03-01-network-work", "Database upgrade", "completed"));
    assert_eq!((past.impact.as_str(), past.resolved_at.as_deref()), ("maintenance", Some("2026-03-02T00:00:00.000Z")));
    assert_eq!((past.scheduled_for.as_str(), past.scheduled_until.as_str()), ("2026-03-01T22:00:00.000Z", "2026-03-02T00:00:00.000Z"));
    assert_eq!(past.started_at, past.scheduled_for);
    assert!(past.shortlink.ends_with("/maintenance/2026-03-01-network-work/"));
    assert!(stamp(&past.created_at) < stamp(&past.updated_at) && past.monitoring_at.is_none() && past.page_id.starts_with("status"));
    assert_eq!((past.incident_updates.len(), past.components[0].id.as_str()), (3, "search"));

    history.now = time("2026-03-25T23:00:00Z");
    assert_eq!(names(&history, "scheduled-maintenances/active.json"), [(coming.clone(), "in_progress".to_owned(), None)]);
    assert!(names(&history, "scheduled-maintenances/upcoming.json").is_empty());
    assert_eq!(read::<Summary>(&history, "summary.json").scheduled_maintenances.len(), 1);

    // Nobody said that it is over, yet its time is: no client is to show it as running for ever.
    history.now = time("2026-03-26T00:00:00Z");
    let over = names(&history, "scheduled-maintenances.json").remove(0);
    assert_eq!(over, (coming, "completed".to_owned(), Some("2026-03-26T00:00:00.000Z".to_owned())));
}

#[test]
fn the_indicator_says_how_bad_it_is_and_outage_only_where_something_is_down() {
    let pair = |indicator: &str, description: &str| (indicator.to_owned(), description.to_owned());
    let all = ["search", "api", "billing"];
    assert_eq!(indicated(&all, Impact::None), pair("none", "All Systems Operational"));
    assert_eq!(indicated(&all, Impact::Degraded), pair("minor", "Partially Degraded Service"));
    assert_eq!(indicated(&all, Impact::Partial), pair("major", "Partial Service Disruption"));
    assert_eq!(indicated(&["search"], Impact::Full), pair("major", "Partial Service Disruption"), "the whole is not down");
    assert_eq!(indicated(&all, Impact::Full), pair("critical", "Major System Outage"));
    assert_eq!(indicated(&[], Impact::Full), pair("critical", "Major System Outage"), "no component named: the whole");
    let mut history = history();
    history.incidents.retain(|incident| incident.kind == Kind::Maintenance);
    history.now = time("2026-03-25T23:00:00Z");
    let Summary { status, components, .. } = read(&history, "summary.json");
    assert_eq!((status.indicator, status.description), pair("maintenance", "Service Under Maintenance"));
    assert_eq!(components.iter().filter(|one| one.status == "under_maintenance").count(), 2, "the component and its group");
}

#[test]
fn lists_end_after_fifty_but_never_lose_what_is_open() {
    let mut history = history();
    let one = open(&["api"], Impact::Degraded);
    history.incidents = (0..300)
        .map(|hour| {
            let started = history.now - TimeDelta::hours(hour);
            let mut incident = one.clone();
            incident.id = id(&format!("hour-{hour}"));
            incident.started = started;
            incident.resolved = (hour < 200).then_some(started);
            incident
        })
        .collect();
    let newest: OfIncidents = read(&history, "incidents.json");
    assert_eq!((newest.incidents.len(), newest.incidents[49].id.as_str()), (50, "hour-49"));
    assert_eq!(read::<OfIncidents>(&history, "incidents/unresolved.json").incidents.len(), 100);
}

#[test]
fn update_ids_are_unique_in_the_whole_api() {
    let OfIncidents { incidents, .. } = read(&history(), "incidents.json");
    let OfMaintenances { scheduled_maintenances, .. } = read(&history(), "scheduled-maintenances.json");
    let updates = incidents
        .into_iter()
        .flat_map(|one| one.incident_updates)
        .chain(scheduled_maintenances.into_iter().flat_map(|one| one.incident_updates));
    let mut ids: Vec<_> = updates.map(|update| update.id).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn a_component_without_a_first_day_begins_with_its_first_incident_or_at_the_epoch() {
    let mut history = history();
    for component in &mut history.components {
        component.since = None;
    }
    history.components.push(public::Component { since: None, ..component("Quiet", None) });
    let OfComponents { components, .. } = read(&history, "components.json");
    let created = |id: &str| components.iter().find(|one| one.id == id).map(|one| (one.created_at.as_str(), one.start_date.as_deref()));
    assert_eq!(created("billing"), Some(("2026-03-20T10:40:00.000Z", None)));
    assert_eq!(created("search"), Some(("2026-02-22T22:00:00.000Z", None)), "the announcement of the first window");
    assert_eq!(created("quiet"), Some(("1970-01-01T00:00:00.000Z", None)));
}

#[test]
fn a_site_below_a_path_links_below_it() {
    let mut history = history();
    history.site.url = text("https://example.com/status");
    history.site.base = text("/status");
    let OfIncidents { incidents, .. } = read(&history, "incidents.json");
    assert!(incidents.iter().all(|one| one.shortlink.starts_with("https://example.com/status/incidents/")));
}
