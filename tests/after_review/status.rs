//! What the site says now and next, in its own words.

use serde_json::json;

use super::{NO_END, OPEN, ask, edited, object, other};
use crate::support::binary::build;
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder};

/// An incident that runs, work that is under way, work to come, an embargo, and a document with an error.
fn busy() -> Folder {
    let window = |id: &str, title: &str, from: &str, until: &str| {
        format!(
            "---\nid: {id}\ntitle: {id}\nowner: Dana Whitfield\nkind: maintenance\nstatus: reviewed\npublic:\n  title: {title}\n  components: [api]\n  \
             scheduled_for: {from}\n  scheduled_until: {until}\n---\n## Status updates\n### 2026-03-19 09:00 UTC — Scheduled\nThe API will be slower for a while.\n"
        )
    };
    Folder::new()
        .document(
            "a.md",
            other("slow", &[("status: reviewed", "status: draft"), OPEN, NO_END])
                .replace("2026-03-14T09:58", "2026-03-20T09:58")
                .replace("2026-03-14 10:05", "2026-03-20 10:05"),
        )
        .document("b.md", window("now", "Larger disks", "2026-03-20T11:00:00Z", "2026-03-20T13:00:00Z"))
        .document("c.md", window("later", "New cables", "2026-03-25T11:00:00Z", "2026-03-25T13:00:00Z"))
        .document("d.md", other("embargoed", &[("published: 2026-03-18", "published: 2026-04-18")]))
        .document("e.md", other("broken", &[("  impact: partial", "  impact: huge")]))
}

#[test]
fn status_says_what_the_site_says_and_what_changes_next() {
    let site = busy();

    let human = ask(&site, "status", &[]).ends_with(0).stdout;

    assert_eq!(
        human,
        "Example status at 2026-03-20 12:00 UTC: Partial disruption\n\n\
         Happening now\n  Slow search results\n    Investigating since 2026-03-20 10:05 UTC, began 2026-03-20 09:58 UTC\n    https://status.example.com/incidents/slow/\n\n\
         Components\n  Search: Partial disruption\n  API: Maintenance\n\n\
         Maintenance under way\n  Larger disks\n    In progress, 2026-03-20 11:00 UTC to 2026-03-20 13:00 UTC\n    https://status.example.com/maintenance/now/\n\n\
         Announced maintenance\n  New cables\n    Scheduled, 2026-03-25 11:00 UTC to 2026-03-25 13:00 UTC\n    https://status.example.com/maintenance/later/\n\n\
         Next change: 2026-03-20 13:00 UTC\n  API: from Maintenance to Operational.\n  Larger disks: from In progress to Completed.\n\n\
         Left out, because they have errors; `allclear check` says which:\n  postmortems/e.md\n"
    );
    let status = object(&site, "status");
    assert_eq!(status["state"], "partial");
    assert_eq!(
        status["components"],
        json!([{ "id": "search", "name": "Search", "state": "partial" }, { "id": "api", "name": "API", "state": "maintenance" }])
    );
    assert_eq!(status["incidents"][0]["phase"], "investigating");
    assert_eq!(status["maintenance"].as_array().unwrap().len(), 2);
    assert_eq!(status["left_out"], json!(["postmortems/e.md"]));
    assert_eq!(
        status["next"],
        json!({ "at": "2026-03-20T13:00:00Z", "changes": [
            { "of": "component", "id": "api", "name": "API", "before": "maintenance", "after": "operational" },
            { "of": "incident", "id": "now", "page": "/maintenance/now/", "change": "phase", "before": "in_progress", "after": "completed" },
        ] })
    );
    assert_eq!(ask(&site, "next-change", &[]).ends_with(0).stdout, "2026-03-20T13:00:00Z\n");
}

#[test]
fn status_speaks_the_language_of_the_site_and_agrees_with_its_pages() {
    let site = busy();
    site.write("allclear.toml", CONFIG.replace("[site]\n", "[site]\nlanguage = \"de\"\n"));
    let front = String::from_utf8(site.keep_going().site()["index.html"].clone()).unwrap();

    let human = ask(&site, "status", &[]).ends_with(0).stdout;

    for words in ["Teilweise gestört", "Wartung", "Untersuchung"] {
        let said = human.contains(words);
        assert_eq!(said, front.contains(words), "{words}:\n{human}");
    }
    assert!(!human.contains("Partial disruption") && !human.contains("Investigating"), "{human}");
}

#[test]
fn a_quiet_site_says_so_and_a_page_to_come_is_told_without_its_title() {
    let site = Folder::with(&edited("published: 2026-03-18", "published: 2026-04-18").replace("## Status updates", "## Notes"));
    let human = ask(&site, "status", &[]).ends_with(0).stdout;
    assert!(
        human.starts_with("Example status at 2026-03-20 12:00 UTC: Operational\n\nNo incident is reported for any component.\n"),
        "{human}"
    );
    assert!(human.ends_with("Next change: 2026-04-18 16:00 UTC\n  /incidents/2026-03-14-slow-search/: its page appears.\n"), "{human}");
    assert!(!human.contains("Slow search results"), "{human}");

    let done = ask(&Folder::with(BASE), "status", &[]).ends_with(0).stdout;
    assert!(done.ends_with("Nothing changes by the clock alone.\n"), "{done}");
}

#[test]
fn a_site_whose_config_stops_every_build_is_told_to_fail() {
    let site = Folder::with(BASE).file("exceptions.toml", "[[exception]]\nrule = \"leak/phone\"\n");
    site.write("allclear.toml", format!("{CONFIG}\n[leaks]\nexceptions = \"exceptions.toml\"\n"));
    build(site.path(), &site.at("public")).ends_with(1);
    let human = ask(&site, "status", &[]).ends_with(0).stdout;
    assert!(human.ends_with("\nA build would fail; `allclear check` says why.\n"), "{human}");
    assert_eq!(object(&site, "status")["builds"], false);
}
