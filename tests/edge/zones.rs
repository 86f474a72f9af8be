//! Two zones around a change of their clocks: what an author writes in local time is one moment in UTC, or a finding.

use super::{Doc, api, is_well_formed, said, site};
use crate::support::{Built, Folder};

fn zoned(doc: &Doc, zone: &str) -> Folder {
    let folder = site([doc]);
    let config = std::fs::read_to_string(folder.at("allclear.toml")).unwrap();
    folder.file("allclear.toml", config.replace("[site]", &format!("[site]\ntime_zone = \"{zone}\"")))
}

fn begins(started: &str, ended: &str) -> Doc {
    Doc::incident("clocks", "Search is slow", started)
        .with("resolved", ended)
        .with("impact", "partial")
        .with("components", "[search]")
        .said(started, "Investigating", "Searches are slow.")
        .said(ended, "Resolved", "All is well again.")
}

fn times(built: &Built) -> (String, String) {
    let incident = &api(built, "incidents")["incidents"][0];
    (incident["started_at"].as_str().unwrap().to_owned(), incident["resolved_at"].as_str().unwrap().to_owned())
}

#[test]
fn the_length_is_that_of_real_time_whatever_the_clocks_showed() {
    for (started, ended, utc, length) in [
        // Berlin skips from 2 to 3, and repeats 2 to 3.
        ("2025-03-30 01:30 Europe/Berlin", "2025-03-30 03:30 Europe/Berlin", ("2025-03-30T00:30", "2025-03-30T01:30"), "1 hour"),
        ("2025-10-26 01:30 Europe/Berlin", "2025-10-26 03:30 Europe/Berlin", ("2025-10-25T23:30", "2025-10-26T02:30"), "3 hours"),
        ("2025-10-26 02:30 +02:00", "2025-10-26 02:30 +01:00", ("2025-10-26T00:30", "2025-10-26T01:30"), "1 hour"),
        // New York does so in other weeks: the two are five hours apart between them.
        ("2026-03-08 01:30 America/New_York", "2026-03-08 03:30 America/New_York", ("2026-03-08T06:30", "2026-03-08T07:30"), "1 hour"),
        ("2025-11-02 00:30 America/New_York", "2025-11-02 02:30 America/New_York", ("2025-11-02T04:30", "2025-11-02T07:30"), "3 hours"),
        ("2026-03-15 08:00 America/New_York", "2026-03-15 14:00 Europe/Berlin", ("2026-03-15T12:00", "2026-03-15T13:00"), "1 hour"),
    ] {
        let built = site([&begins(started, ended)]).build();
        assert_eq!(built.status, 0, "{started}: {}", built.human);
        assert_eq!(times(&built), (format!("{}:00.000Z", utc.0), format!("{}:00.000Z", utc.1)), "{started}");
        let page = said(built.text("incidents/clocks/index.html"));
        assert!(page.contains(length), "{started}: no {length} in {page}");
        is_well_formed(&built);
    }
}

#[test]
fn a_time_without_a_zone_is_one_of_the_sites_zone() {
    let doc = begins("2026-03-09 09:30", "2026-03-09 10:30");
    assert_eq!(times(&zoned(&doc, "America/New_York").build()).0, "2026-03-09T13:30:00.000Z");
    assert_eq!(times(&zoned(&doc, "Europe/Berlin").build()).0, "2026-03-09T08:30:00.000Z");
    assert!(site([&doc]).build().found("document/time"));
}

#[test]
fn an_hour_that_was_skipped_or_came_twice_is_never_guessed() {
    for (started, zone, words) in [
        ("2025-03-30 02:30", "Europe/Berlin", "never happened"),
        ("2025-10-26 02:30", "Europe/Berlin", "happened twice"),
        ("2026-03-08 02:00", "America/New_York", "never happened"),
        ("2025-11-02 01:59", "America/New_York", "happened twice"),
    ] {
        let built = zoned(&begins(started, "2026-03-10 12:00"), zone).build();
        let found: Vec<_> = built.errors().into_iter().filter(|(rule, ..)| rule == "document/time").collect();
        // Once for the start, once for the update.
        assert_eq!(found.len(), 2, "{started}: {}", built.human);
        assert!(found.iter().all(|(_, _, message)| message.contains(words)), "{started}: {}", built.human);
        assert!(built.human.contains("+01:00") || words == "never happened", "no way out: {}", built.human);
    }
}

#[test]
fn a_day_is_a_day_in_utc_whatever_the_sites_zone() {
    let doc = begins("2026-03-18 20:30", "2026-03-18 21:30");
    let built = zoned(&doc, "America/New_York").build();

    assert!(built.text("incidents/clocks/index.html").contains("2026-03-19T00:30:00Z"));
    assert!(built.text("components/search/index.html").contains("2026-03-19"));
}
