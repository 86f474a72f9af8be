//! Maintenance at its borders: announced, beginning, overrunning, called off; and the second in which an embargo ends.

use super::{Doc, api, feed, ids, is_well_formed, said, site, states, troubled_days, words};
use crate::support::{BASE, Built, Folder};

const FROM: &str = "2026-03-20T10:00:00Z";
const UNTIL: &str = "2026-03-20T11:00:00Z";

fn announced() -> Doc {
    Doc::window("work", "Database upgrade", FROM, UNTIL).with("components", "[search]").said(
        "2026-03-13T10:00:00Z",
        "Scheduled",
        "We move to a newer version.",
    )
}

/// The lists of the API that hold the window, and its status.
fn lists(built: &Built) -> (bool, bool, String) {
    let holds = |name: &str| ids(&api(built, name)["scheduled_maintenances"]) == ["work"];
    let status = api(built, "scheduled-maintenances")["scheduled_maintenances"][0]["status"].as_str().unwrap().to_owned();
    (holds("scheduled-maintenances/upcoming"), holds("scheduled-maintenances/active"), status)
}

fn quiet() -> (String, String) {
    ("none".to_owned(), "operational".to_owned())
}

fn at_work() -> (String, String) {
    ("maintenance".to_owned(), "under_maintenance".to_owned())
}

#[test]
fn a_window_changes_its_state_in_the_very_seconds_of_its_borders() {
    let site = site([&announced()]);
    for (now, state, lists_, phase) in [
        ("2026-03-20T09:59:59Z", quiet(), (true, false, "scheduled"), "scheduled"),
        (FROM, at_work(), (false, true, "in_progress"), "in_progress"),
        ("2026-03-20T10:59:59Z", at_work(), (false, true, "in_progress"), "in_progress"),
        (UNTIL, quiet(), (false, false, "completed"), "completed"),
        ("2026-06-20T10:59:59Z", quiet(), (false, false, "completed"), "completed"),
    ] {
        let built = site.build_at(now);
        assert_eq!(built.status, 0, "{}", built.human);
        assert_eq!(states(&built), state, "{now}");
        let (upcoming, active, status) = lists(&built);
        assert_eq!((upcoming, active, status.as_str()), lists_, "{now}");
        let page = said(built.text("maintenance/work/index.html"));
        assert!(page.contains(&words(&format!("phase.{phase}"))), "{now}: {page}");
        assert!(phase == "in_progress" || !page.contains(&words("phase.in_progress")), "{now}: {page}");
        is_well_formed(&built);
    }
}

#[test]
fn what_is_announced_is_in_no_number_before_it_begins() {
    let site = site([&announced()]);

    let before = site.build_at("2026-03-20T09:59:59Z");
    let during = site.build_at(FROM);

    assert_eq!((troubled_days(&before), troubled_days(&during)), (0, 1));
    assert!(!before.site().contains_key("history/2026-03/index.html"), "the archive tells what is still to come");
    assert!(during.site().contains_key("history/2026-03/index.html"));
    for built in [&before, &during] {
        assert!(said(built.text("components/search/index.html")).contains("100"), "maintenance weighs in the uptime");
        let dates = feed(built, "feed.xml").entries.into_iter().map(|entry| entry.published.unwrap().to_rfc3339());
        assert_eq!(dates.collect::<Vec<_>>(), ["2026-03-13T10:00:00+00:00"], "an entry has the date of the window");
    }
}

#[test]
fn work_that_overruns_goes_on_until_somebody_says_that_it_is_over() {
    let overrun = announced().said("2026-03-20T10:05:00Z", "In progress", "We have begun.");
    let done = overrun.clone().said("2026-03-22T09:00:00Z", "Completed", "All is done.");

    let days_later = "2026-03-22T08:00:00Z";
    let built = site([&overrun]).build_at(days_later);

    assert_eq!(states(&built), at_work());
    assert!(built.found("public/end-missing"), "nobody is reminded that it counts as under way: {}", built.human);
    assert_eq!(lists(&built), (false, true, "in_progress".to_owned()));
    assert_eq!(troubled_days(&built), 3, "the bars of the days behind the window are calm");

    let built = site([&done]).build_at("2026-03-22T09:00:00Z");
    assert_eq!((states(&built), lists(&built)), (quiet(), (false, false, "completed".to_owned())));
    assert!(!built.found("public/end-missing"), "{}", built.human);
    assert_eq!(troubled_days(&built), 3);
}

#[test]
fn work_that_begins_early_is_under_way() {
    let early = announced().said("2026-03-19T23:00:00Z", "In progress", "We begin early.");

    let built = site([&early]).build_at("2026-03-19T23:30:00Z");

    assert_eq!((states(&built), lists(&built)), (at_work(), (false, true, "in_progress".to_owned())));
    assert_eq!(troubled_days(&built), 1);
}

#[test]
fn work_that_is_called_off_never_happened() {
    let off = announced().said("2026-03-20T08:00:00Z", "Completed", "We called this work off.");

    for now in ["2026-03-20T09:00:00Z", "2026-03-20T10:30:00Z", "2026-03-20T12:00:00Z"] {
        let built = site([&off]).build_at(now);
        assert_eq!((states(&built), lists(&built)), (quiet(), (false, false, "completed".to_owned())), "{now}");
        assert_eq!(troubled_days(&built), 0, "{now}: a day is marked for work that was called off");
        is_well_formed(&built);
    }
}

#[test]
fn trouble_during_maintenance_is_trouble() {
    let trouble = Doc::incident("slow", "Search is slow", "2026-03-20T10:10:00Z")
        .with("impact", "degraded")
        .with("components", "[search]")
        .said("2026-03-20T10:15:00Z", "Investigating", "Searches are slow.");

    let built = site([&announced(), &trouble]).build_at("2026-03-20T10:30:00Z");

    assert_eq!(states(&built), ("minor".to_owned(), "degraded_performance".to_owned()));
    assert_eq!(lists(&built), (false, true, "in_progress".to_owned()));
}

#[test]
fn an_embargo_ends_with_its_second() {
    let site = Folder::with(BASE);

    let (before, then) = (site.build_at("2026-03-18T15:59:59Z"), site.build_at("2026-03-18T16:00:00Z"));

    assert!(!before.says("It now runs at night") && before.has_page("2026-03-14-slow-search"));
    assert!(then.says("It now runs at night"));
    assert_eq!(feed(&then, "feed.atom").entries.len(), feed(&before, "feed.atom").entries.len() + 1);
}
