//! How long it lasted: years, a day with five incidents, overlaps, the borders of a second, and times that contradict each other.

use super::{Doc, api, ids, is_well_formed, said, site, states, troubled_days};
use crate::support::{Built, NOW};

/// An incident with one update as it begins.
fn begun(id: &str, started: &str) -> Doc {
    Doc::incident(id, &format!("Search is slow, {id}"), started).said(started, "Investigating", "Searches are slow.")
}

fn partial(id: &str, started: &str) -> Doc {
    begun(id, started).with("impact", "partial").with("components", "[search]")
}

fn component(built: &Built) -> String {
    said(built.text("components/search/index.html"))
}

/// The pages of the archive that a title stands on.
fn archived<'a>(built: &'a Built, title: &str) -> Vec<&'a str> {
    let pages = built.site().keys().filter(|path| path.starts_with("history/2"));
    pages.filter(|path| built.text(path).contains(title)).map(String::as_str).collect()
}

#[test]
fn an_incident_that_is_open_since_three_years_is_in_every_number() {
    let built = site([&partial("years", "2023-03-20T12:00:00Z")]).build();

    assert_eq!(built.status, 0, "{}", built.human);
    is_well_formed(&built);
    assert_eq!(states(&built), ("major".to_owned(), "partial_outage".to_owned()));
    assert_eq!(archived(&built, "slow, years"), ["history/2023-03/index.html", "history/2023/index.html"]);
    assert!(component(&built).contains("70.00"), "a partial disruption weighs 0.3 in each of all seconds: {}", component(&built));
    let front = said(built.text("index.html"));
    assert!(front.matches("slow, years").count() > 14, "a past day does not say that it went on: {front}");
}

#[test]
fn an_incident_of_three_years_is_counted_in_days() {
    let built = site([&partial("years", "2023-03-20T12:00:00Z").with("resolved", "2026-03-20T11:00:00Z")]).build();

    assert_eq!(states(&built), ("none".to_owned(), "operational".to_owned()));
    let page = said(built.text("incidents/years/index.html"));
    assert!(page.contains("1095 days"), "{page}");
    assert!(component(&built).contains("70.01"), "{}", component(&built));
}

#[test]
fn a_day_with_five_incidents_counts_each_second_once() {
    let of = |number: u32, from: &str, until: &str| partial(&format!("five-{number}"), from).with("resolved", until);
    let docs = [
        of(1, "2026-03-18T00:00:00Z", "2026-03-18T01:00:00Z"),
        of(2, "2026-03-18T10:00:00Z", "2026-03-18T12:00:00Z"),
        of(3, "2026-03-18T11:00:00Z", "2026-03-18T13:00:00Z"),
        begun("five-4", "2026-03-18T11:30:00Z")
            .with("resolved", "2026-03-18T11:45:00Z")
            .with("impact", "full")
            .with("components", "[search]"),
        of(5, "2026-03-18T23:00:00Z", "2026-03-19T00:00:00Z"),
    ];
    let built = site(&docs).build();

    assert_eq!(built.status, 0, "{}", built.human);
    is_well_formed(&built);
    // 5 hours of partial with a quarter of an hour of full in them: 17100 s * 0.3 + 900 s, of 89.5 days.
    let percent = 100.0 * (1.0 - (17_100.0 * 0.3 + 900.0) / (89.5 * 86_400.0));
    let printed = format!("{:.2}", (percent * 100.0_f64).floor() / 100.0);
    assert!(component(&built).contains(&printed), "not {printed}: {}", component(&built));
    let front = said(built.text("index.html"));
    let places: Vec<_> = (1..=5).rev().map(|number| front.find(&format!("slow, five-{number}"))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "newest first within the day: {places:?}");
    assert_eq!(front.matches("slow, five-5").count(), 1, "what ended at midnight is told on the next day too");
    assert_eq!(ids(&api(&built, "incidents")["incidents"]), ["five-5", "five-4", "five-3", "five-2", "five-1"]);
}

#[test]
fn the_second_of_the_end_belongs_to_the_time_after() {
    let open = site([&partial("a", "2026-03-20T11:00:00Z").with("resolved", "2026-03-20T12:00:01Z")]).build();
    let over = site([&partial("a", "2026-03-20T11:00:00Z").with("resolved", NOW)]).build();

    assert_eq!(states(&open), ("major".to_owned(), "partial_outage".to_owned()));
    assert_eq!(ids(&api(&open, "incidents/unresolved")["incidents"]), ["a"]);
    assert_eq!(states(&over), ("none".to_owned(), "operational".to_owned()));
    assert!(ids(&api(&over, "incidents/unresolved")["incidents"]).is_empty());
    assert_eq!(api(&over, "incidents")["incidents"][0]["resolved_at"], "2026-03-20T12:00:00.000Z");
}

#[test]
fn an_incident_that_begins_with_the_second_of_the_clock_is_open() {
    let built = site([&partial("a", NOW)]).build();

    assert_eq!(built.status, 0, "{}", built.human);
    assert_eq!(states(&built), ("major".to_owned(), "partial_outage".to_owned()));
    is_well_formed(&built);
}

#[test]
fn at_midnight_the_new_day_is_as_bad_as_the_banner() {
    let built = site([&partial("a", "2026-03-19T20:00:00Z")]).build_at("2026-03-20T00:00:00Z");

    assert_eq!(states(&built).1, "partial_outage");
    assert_eq!(troubled_days(&built), 2);
}

#[test]
fn an_incident_without_components_is_a_state_of_the_whole() {
    let doc = begun("odd", "2026-03-20T11:00:00Z").with("impact", "full");
    let built = site([&doc]).build();

    assert_eq!(built.status, 0, "{}", built.human);
    is_well_formed(&built);
    assert_eq!(states(&built), ("critical".to_owned(), "operational".to_owned()));
    let incident = &api(&built, "incidents")["incidents"][0];
    assert_eq!((&incident["components"], &incident["impact"]), (&serde_json::json!([]), &serde_json::json!("critical")));
    let entry = &super::feed(&built, "history.rss").entries[0];
    assert_eq!(entry.categories.iter().map(|category| category.term.as_str()).collect::<Vec<_>>(), ["Full outage"]);
    assert_eq!(archived(&built, "slow, odd"), ["history/2026-03/index.html", "history/2026/index.html"]);
    assert!(!built.text("components/search/index.html").contains("slow, odd"));
}

#[test]
fn updates_of_one_minute_keep_their_order_and_ids_of_their_own() {
    let doc = partial("twins", "2026-03-20T11:00:00Z")
        .said("2026-03-20T11:30:00Z", "Identified", "First words.")
        .said("2026-03-20 11:30 UTC", "Monitoring", "Second words.")
        .said("2026-03-20 12:30 +01:00", "Update", "Third words.");
    let built = site([&doc]).build();

    let updates = api(&built, "incidents")["incidents"][0]["incident_updates"].clone();
    let bodies: Vec<_> = updates.as_array().unwrap().iter().map(|update| update["body"].as_str().unwrap()).collect();
    assert_eq!(bodies, ["Third words.", "Second words.", "First words.", "Searches are slow."]);
    let ids: std::collections::BTreeSet<&str> = ids(&updates).into_iter().collect();
    assert_eq!(ids.len(), 4);
    is_well_formed(&built);
}

#[test]
fn an_update_of_the_future_waits() {
    let doc = partial("early", "2026-03-20T11:00:00Z").said("2026-03-20T12:00:01Z", "Resolved", "All is well again.");

    let (before, then) = (site([&doc]).build(), site([&doc]).build_at("2026-03-20T12:00:01Z"));

    assert!(before.found("public/future") && before.status == 0, "{}", before.human);
    assert!(!before.says("All is well again") && states(&before).0 == "major");
    assert!(then.says("All is well again") && states(&then).0 == "none");
}

#[test]
fn times_that_contradict_each_other_are_refused() {
    let ended = |doc: Doc| doc.said("2026-03-20T09:00:00Z", "Resolved", "All is well again.");
    for (what, doc) in [
        ("an end before the start", partial("a", "2026-03-20T11:00:00Z").with("resolved", "2026-03-20T10:59:59Z")),
        ("a last update before the start", ended(partial("a", "2026-03-20T11:00:00Z"))),
        ("told, but of the future", partial("a", "2026-03-20T13:00:00Z").said("2026-03-20T11:00:00Z", "Update", "Slow.")),
        ("a message before the start", partial("a", "2026-03-20T11:00:00Z").with("published", "2026-03-20T10:00:00Z")),
        (
            "a window that ends first",
            Doc::window("a", "Work", "2026-03-21T11:00:00Z", "2026-03-21T10:00:00Z").said(NOW, "Scheduled", "Soon."),
        ),
    ] {
        let built = site([&doc]).build();
        assert!(built.found("public/order") && built.status == 1, "{what}: {}", built.human);
        assert!(!site([&doc]).keep_going().has_page("a"), "{what}");
    }
}

#[test]
fn an_incident_of_the_future_of_which_nothing_is_told_is_held_back() {
    let built = site([&partial("a", "2026-03-20T13:00:00Z")]).build();

    assert!(built.found("public/future") && built.status == 0, "{}", built.human);
    assert!(!built.has_page("a"));
}

#[test]
fn the_first_and_the_last_year_are_built_and_warned_about() {
    for (id, year) in [("first", "0001"), ("last", "9999")] {
        let doc = partial(id, &format!("{year}-01-01T00:00:00Z")).with("resolved", &format!("{year}-12-31T23:59:59Z"));
        let built = site([&doc]).build_at("9999-12-31T23:59:59Z");
        assert_eq!(built.status, 0, "{}", built.human);
        assert!(built.found("public/implausible-time") || year == "9999", "{}", built.human);
        assert!(built.site().contains_key(&format!("history/{year}-01/index.html")), "{year}");
        assert_eq!(api(&built, "incidents")["incidents"][0]["started_at"], format!("{year}-01-01T00:00:00.000Z"));
        is_well_formed(&built);
    }
    assert!(site([&partial("a", "9999-12-31T23:30:00-01:00")]).build().found("document/time"));
}
