//! The ways through the pages: from a day to its incidents, from the archive to one component, from a page to its feeds.

use super::{INCIDENT, busy, html, site, text};
use crate::internal::Clearance;
use crate::public::{PublicHtml, sample};

#[test]
fn every_run_of_days_stands_in_a_table_of_words_without_a_link() {
    let front = &site(&sample::history())["index.html"];
    let table = front.split("<caption>Search, day by day</caption>").nth(1).unwrap().split("</table>").next().unwrap();
    assert!(!table.contains("<a "), "{table}");
    for (days, state) in
        [("21 December 2025 to 28 February 2026", "Operational"), ("14 March 2026", "Partial disruption"), ("1 March 2026", "Maintenance")]
    {
        assert!(table.contains(&format!("<th scope=\"row\">{days}</th><td>{state}</td>")), "{days}: {table}");
    }
}

#[test]
fn a_mark_says_its_day_and_leads_to_what_happened() {
    let front = &site(&sample::history())["index.html"];
    let mark = "<a href=\"/incidents/2026-03-14-slow-search/\"><title>14 March 2026: Partial disruption. Slow search results &lt;1 in 5&gt;</title>";
    assert!(front.contains(mark), "{front}");
}

#[test]
fn the_front_page_says_the_uptime_of_each_component() {
    let front = &site(&sample::history())["index.html"];
    assert!(front.contains("<span>99.98 % uptime over 90 days</span>"), "{front}");
    assert_eq!(front.matches("uptime over 90 days").count(), 3);
}

#[test]
fn uptime_claims_no_day_from_before_the_component_existed() {
    let mut history = sample::history();
    for (since, front, page) in [
        ("2026-03-20", "uptime over 1 day<", "over the last day"),
        ("2026-03-11", "uptime over 10 days<", "over the last 10 days"),
        ("2025-01-01", "uptime over 90 days<", "over the last 90 days"),
    ] {
        history.components[0].since = Some(since.parse().unwrap());
        let site = site(&history);
        assert!(site["index.html"].contains(front), "{front}");
        assert!(text(&site["components/search/index.html"]).contains(page), "{page}");
    }
}

#[test]
fn a_day_with_five_incidents_leads_to_a_row_with_all_five() {
    let mut history = sample::history();
    let told = history.all().find(|incident| incident.postmortem.is_some()).unwrap().clone();
    for number in 2..=5 {
        let mut another = told.clone();
        another.id = sample::id(&format!("another-{number}"));
        history.incidents.push(another.into());
    }

    let site = site(&history);

    assert!(
        site["index.html"].contains("<a href=\"/components/search/#d-2026-03-14\"><title>14 March 2026: Partial disruption, 5 entries")
    );
    let page = &site["components/search/index.html"];
    let row = page.split("<tr id=\"d-2026-03-14\">").nth(1).unwrap().split("</tr>").next().unwrap();
    assert_eq!(row.matches("<a href=\"/incidents/").count(), 5, "{row}");
    assert!(text(&site["index.html"]).contains("14 March 2026 Slow search"), "the day has them too");
}

#[test]
fn the_archive_can_be_narrowed_to_a_component() {
    let site = site(&busy());
    for (page, link) in [
        ("history/index.html", "/components/search/2026/"),
        ("history/2025/index.html", "/components/search/2025/"),
        ("history/2026-03/index.html", "/components/search/2026/#m-2026-03"),
        ("components/search/index.html", "/components/search/2025/"),
        ("components/search/2026/index.html", "/components/search/2025/"),
        ("components/search/2026/index.html", "/components/api/2026/"),
    ] {
        assert!(site[page].contains(&format!("href=\"{link}\"")), "{page} does not lead to {link}");
    }
    let narrowed = text(&site["components/search/2026/index.html"]);
    assert!(narrowed.contains("Search in 2026") && narrowed.contains("March 2026"), "{narrowed}");
    assert!(!narrowed.contains("Invoices arrive late"), "an incident of another component: {narrowed}");
}

#[test]
fn a_way_into_the_archive_says_how_many_stand_at_its_end() {
    let site = site(&busy());
    for page in ["history/index.html", "history/2025/index.html", "history/2026/index.html"] {
        let chips = site[page].split("<nav class=\"chips\"").nth(1).unwrap().split("</nav>").next().unwrap();
        let chips: Vec<(&str, &str)> = chips
            .split("<a href=\"/")
            .skip(1)
            .map(|chip| (chip.split('"').next().unwrap(), chip.split("class=\"count\">").nth(1).unwrap().split('<').next().unwrap()))
            .collect();
        assert!(chips.len() > 2, "{page}");
        for (target, count) in chips {
            let entries = site[&format!("{target}index.html")].matches("<li class=\"item\">").count();
            assert_eq!(count, entries.to_string(), "from {page} to {target}");
        }
    }
}

#[test]
fn a_year_in_which_a_component_has_nothing_has_no_page() {
    let site = site(&sample::history());
    assert!(site.contains_key("components/billing/2026/index.html"));
    assert!(!site.contains_key("components/billing/2025/index.html"));
}

#[test]
fn what_is_announced_is_no_part_of_a_year() {
    let mut history = sample::history();
    history.incidents.retain(|incident| incident.is_upcoming(history.now));
    assert_eq!(history.incidents.len(), 1);
    assert!(!site(&history).keys().any(|path| path.starts_with("components/search/2026/")));
}

#[test]
fn the_parts_of_a_post_mortem_can_be_found() {
    let mut history = sample::history();
    let told = history.incidents.iter_mut().find(|incident| incident.postmortem.is_some()).unwrap();
    let html = "<h3>What happened</h3><p>a</p><h3>What we changed</h3><p>b</p>";
    told.postmortem.as_mut().unwrap().body.html = PublicHtml::clear(&Clearance::for_tests(), html.to_owned());

    let page = &site(&history)[INCIDENT];

    assert!(page.contains("<a href=\"#postmortem-what-we-changed\"><bdi>What we changed</bdi></a>"), "{page}");
    assert!(page.contains("<h3 id=\"postmortem-what-we-changed\">"));
    assert!(!site(&sample::history())[INCIDENT].contains("class=\"contents\""), "a list of nothing");
}

#[test]
fn every_address_can_be_copied_without_a_script() {
    let site = site(&sample::history());
    let page = text(&site["subscribe/index.html"]);
    for path in [
        "feed.xml",
        "feed.atom",
        "feed.json",
        "history.rss",
        "history.atom",
        "feeds.opml",
        "postmortems/feed.xml",
        "components/search/feed.xml",
        "calendar.ics",
        "badge.svg",
        "badge.json",
        "components/search/badge.svg",
        "api/v2/summary.json",
        "api/v2/status.json",
        "api/v2/components.json",
        "api/v2/incidents.json",
        "api/v2/incidents/unresolved.json",
        "api/v2/scheduled-maintenances.json",
        "api/v2/scheduled-maintenances/active.json",
        "api/v2/scheduled-maintenances/upcoming.json",
        "api/schema/incident.json",
        "api/schema/history.json",
        "api/history/2026.json",
    ] {
        assert!(page.contains(&format!("https://status.acme.example/{path}")), "{path}");
        assert!(site["subscribe/index.html"].contains(&format!("href=\"/{path}\"")), "{path} cannot be opened");
    }
    assert!(page.contains("webcal://status.acme.example/calendar.ics"), "{page}");
    assert!(page.contains("/feed subscribe https://status.acme.example/feed.xml"), "{page}");
    for (path, page) in html(&site) {
        assert!(page.contains("<a href=\"/subscribe/\""), "{path} does not lead to it");
    }
}

#[test]
fn announced_maintenance_can_be_put_into_a_calendar() {
    let site = site(&sample::history());
    for page in ["index.html", "maintenance/2026-03-25-database-upgrade/index.html"] {
        assert!(site[page].contains("<a href=\"/maintenance/2026-03-25-database-upgrade.ics\">Add to calendar</a>"), "{page}");
    }
    assert!(!site["maintenance/2026-03-01-network-work/index.html"].contains(".ics\">Add"), "it is over");
}

#[test]
fn a_window_within_a_day_says_its_day_once() {
    let mut history = sample::history();
    let page = "maintenance/2026-03-25-database-upgrade/index.html";
    let across = text(&site(&history)[page]);
    assert!(across.contains("25 March 2026, 22:00 UTC to 26 March 2026, 00:00 UTC"), "{across}");

    let window = history.incidents.iter_mut().find_map(|incident| incident.window.as_mut().filter(|it| it.scheduled_for > history.now));
    window.unwrap().scheduled_until = sample::time("2026-03-25T23:30:00Z");
    let within = site(&history);
    for page in ["index.html", page] {
        assert!(text(&within[page]).contains("25 March 2026, 22:00 UTC to 23:30 UTC"), "{page}");
    }
}

#[test]
fn the_same_month_of_two_years_has_two_anchors() {
    let mut history = sample::history();
    let mut older = history.all().find(|incident| incident.postmortem.is_some()).unwrap().clone();
    older.id = sample::id("a-year-ago");
    older.started -= chrono::TimeDelta::days(365);
    history.incidents.push(older.into());
    let archive = &site(&history)["history/index.html"];
    for anchor in ["m-2026-03", "m-2025-03"] {
        assert_eq!(archive.matches(&format!("id=\"{anchor}\"")).count(), 1, "{anchor}");
    }
}
