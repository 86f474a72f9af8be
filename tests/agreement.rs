//! One site says one thing: pages, both APIs, badges, icon, calendar, feeds and sitemap of one build are read side by side.
//! The clocks are moments of the example: before anything, in an incident, in a window, after one that nobody called over.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, Mutex};

use regex::Regex;
use serde_json::Value;

use crate::support::{Built, build_dir, content_example};

const CLOCKS: [&str; 7] = [
    "2024-03-01T00:00:00Z",
    "2024-09-18T07:00:00Z",
    "2026-02-07T23:00:00Z",
    "2026-03-20T11:00:00Z",
    "2026-03-20T12:00:00Z",
    "2026-04-11T21:30:00Z",
    "2026-04-12T08:00:00Z",
];

/// The class of a state, its word, and what the v2 API calls it.
const STATES: [(&str, &str, &str); 5] = [
    ("operational", "Operational", "operational"),
    ("maintenance", "Maintenance", "under_maintenance"),
    ("degraded", "Degraded performance", "degraded_performance"),
    ("partial", "Partial disruption", "partial_outage"),
    ("full", "Full outage", "major_outage"),
];

/// The example at each of the clocks, built once.
fn sites() -> impl Iterator<Item = (&'static str, &'static Built)> {
    static SITES: LazyLock<Vec<Built>> =
        LazyLock::new(|| CLOCKS.into_iter().map(|now| build_dir(&content_example(), now, false)).collect());
    CLOCKS.into_iter().zip(SITES.iter())
}

fn json(built: &Built, path: &str) -> Value {
    serde_json::from_str(built.text(path)).unwrap()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().unwrap_or_else(|| panic!("no list {name} in {value}"))
}

/// What an expression catches, one text for each group.
#[track_caller]
fn caught(expression: &str, text: &str) -> Vec<Vec<String>> {
    static COMPILED: LazyLock<Mutex<BTreeMap<String, Regex>>> = LazyLock::new(Mutex::default);
    let expression = COMPILED.lock().unwrap().entry(expression.to_owned()).or_insert_with(|| Regex::new(expression).unwrap()).clone();
    let group = |group: Option<regex::Match<'_>>| group.map_or(String::new(), |group| group.as_str().to_owned());
    expression.captures_iter(text).map(|found| found.iter().skip(1).map(group).collect()).collect()
}

#[track_caller]
fn one(expression: &str, text: &str) -> String {
    let found = caught(expression, text);
    assert_eq!(found.len(), 1, "{expression}: {found:?}");
    found[0][0].clone()
}

fn word(class: &str) -> &'static str {
    STATES.iter().find(|(known, ..)| *known == class).unwrap_or_else(|| panic!("{class} is no state")).1
}

#[test]
fn a_component_is_in_one_state_everywhere() {
    for (now, built) in sites() {
        let front: BTreeMap<String, String> =
            caught(r#"(?s)href="/components/([^/"]+)/"><bdi>[^<]*</bdi></a>\s*<span class="state ([a-z]+)">"#, built.text("index.html"))
                .into_iter()
                .map(|found| (found[0].clone(), found[1].clone()))
                .collect();
        let v2 = json(built, "api/v2/components.json");
        let shown: Vec<&Value> = list(&v2, "components").iter().filter(|component| component["group"] == false).collect();
        assert_eq!(shown.len(), front.len(), "{now}");
        for component in shown {
            let id = component["id"].as_str().unwrap();
            let class = &front[id];
            let (_, word, status) = STATES.iter().find(|(known, ..)| known == class).unwrap();
            assert_eq!(component["status"], *status, "{now}: {id} in the v2 API");
            assert_eq!(json(built, &format!("components/{id}/badge.json"))["message"], *word, "{now}: {id} on its badge");
            assert!(built.text(&format!("components/{id}/badge.svg")).contains(&format!(">{word}</text>")), "{now}: {id} on its badge");
            let page = built.text(&format!("components/{id}/index.html"));
            let said = caught(r#"<p class="facts"><span class="state ([a-z]+)">"#, page);
            assert_eq!(&said[0][0], class, "{now}: {id} on its page");
            let figure = caught(r#"<p class="figure"><strong>([^<]+)</strong>"#, page);
            assert_eq!(figure.first(), caught(r"<span>([0-9.]+ %) uptime over", page).first(), "{now}: {id}, its uptime twice");
            let beside = built.text("index.html").split_once(&format!("href=\"/components/{id}/\"")).unwrap().1;
            let beside = beside.split("class=\"component row\"").next().unwrap();
            assert_eq!(figure, caught(r"<span>([0-9.]+ %) uptime over", beside), "{now}: {id}, its uptime on the front page");
        }
    }
}

#[test]
fn the_whole_is_in_one_state_everywhere_and_it_is_the_worst_of_its_parts() {
    for (now, built) in sites() {
        let class = one(r#"<section class="banner ([a-z]+)">"#, built.text("index.html"));
        assert_eq!(json(built, "badge.json")["message"], word(&class), "{now}");
        let icon = std::fs::read(crate::support::root().join(format!("theme/static/favicon/{class}.svg"))).unwrap();
        assert_eq!(built.site()["favicon.svg"], icon, "{now}: the icon");
        let parts = caught(r#"</bdi></a>\s*<span class="state ([a-z]+)">"#, built.text("index.html"));
        let rank = |class: &str| STATES.iter().position(|(known, ..)| *known == class).unwrap();
        let worst = parts.iter().map(|part| rank(&part[0])).max().unwrap();
        // "Full outage" is said of the whole when nothing works; of parts it is said at the parts.
        let everywhere = parts.iter().all(|part| rank(&part[0]) == worst);
        let expected = if STATES[worst].0 == "full" && !everywhere { rank("partial") } else { worst };
        assert_eq!(rank(&class), expected, "{now}: banner and components");
        let [status, summary] = ["api/v2/status.json", "api/v2/summary.json"].map(|path| json(built, path));
        assert_eq!(status["status"], summary["status"], "{now}");
        let indicator = status["status"]["indicator"].as_str().unwrap();
        let known: &[&str] = match class.as_str() {
            "operational" => &["none"],
            "maintenance" => &["maintenance", "none"],
            "degraded" => &["minor"],
            "partial" => &["minor", "major"],
            _ => &["major", "critical"],
        };
        assert!(known.contains(&indicator), "{now}: {class} is {indicator}");
    }
}

#[test]
fn every_list_holds_the_same_incidents() {
    for (now, built) in sites() {
        let stem = |path: &str, folder: &str, ending: &str| Some(path.strip_prefix(folder)?.strip_suffix(ending)?.to_owned());
        let named = |folder: &str, ending: &str| -> BTreeSet<String> {
            // A former path is a page that leads on, not an incident.
            let kept = built.site().iter().filter(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("http-equiv=\"refresh\""));
            let found = kept.filter_map(|(path, _)| stem(path, folder, ending));
            found.filter(|id| !id.contains('/')).collect()
        };
        let own = named("api/incidents/", ".json");
        let windows = named("maintenance/", "/index.html");
        let pages: BTreeSet<String> = named("incidents/", "/index.html").union(&windows).cloned().collect();
        assert_eq!(own, pages, "{now}: documents and pages");
        assert_eq!(windows, named("maintenance/", ".ics"), "{now}: windows and calendars");

        let mut years = BTreeSet::new();
        for year in list(&json(built, "api/history/index.json"), "years") {
            let document = json(built, &format!("api/history/{}.json", year["year"]));
            assert!(document["next"].is_null(), "{now}: a short year is one document");
            assert_eq!(list(&document, "incidents").len() as u64, year["incidents"].as_u64().unwrap(), "{now}");
            for incident in list(&document, "incidents") {
                let id = incident["id"].as_str().unwrap();
                let single = json(built, &format!("api/incidents/{id}.json"));
                for (field, value) in incident.as_object().unwrap() {
                    assert_eq!(single[field], *value, "{now}: {field} of {id} in its year and alone");
                }
                years.insert(id.to_owned());
            }
        }
        assert_eq!(own, years, "{now}: documents and years");

        let v2 = |path: &str, name: &str| -> BTreeSet<String> {
            list(&json(built, path), name).iter().map(|incident| incident["id"].as_str().unwrap().to_owned()).collect()
        };
        let (incidents, planned) =
            (v2("api/v2/incidents.json", "incidents"), v2("api/v2/scheduled-maintenances.json", "scheduled_maintenances"));
        assert_eq!(incidents.union(&planned).cloned().collect::<BTreeSet<_>>(), own, "{now}: both APIs");
        assert_eq!(planned, windows, "{now}: windows of both");
        let events: BTreeSet<String> =
            caught(r"UID:[^\r]*/maintenance/([^\r]+)", built.text("calendar.ics")).into_iter().map(|found| found[0].clone()).collect();
        assert_eq!(events, windows, "{now}: windows and events");

        let told = caught(r"from ([0-9]+) published document", built.text("index.html"));
        assert_eq!(told.first().map_or(0, |found| found[0].parse::<usize>().unwrap()), own.len(), "{now}: what the page counts");
        let sitemap = built.text("sitemap.xml");
        let mapped = caught("/(?:incidents|maintenance)/([^/<]+)/</loc>", sitemap).into_iter().map(|found| found[0].clone()).collect();
        assert_eq!(own, mapped, "{now}: documents and the sitemap");
    }
}

#[test]
fn a_list_counts_what_its_pages_show() {
    for (now, built) in sites() {
        for year in
            caught(r#"class="year" href="/history/([0-9]+)/">[0-9]+</a> <span class="count">([0-9]+) "#, built.text("history/index.html"))
        {
            let months = caught(
                &format!(r#"href="/history/({}-[0-9]+)/">[^<]+</a> <span class="count">([0-9]+)</span>"#, year[0]),
                built.text("history/index.html"),
            );
            let sum: usize = months.iter().map(|month| month[1].parse::<usize>().unwrap()).sum();
            assert_eq!(sum.to_string(), year[1], "{now}: {}", year[0]);
            for month in months {
                let page = built.text(&format!("history/{}/index.html", month[0]));
                assert_eq!(caught(r#"<a class="title" href="(/[im][^"]+)"#, page).len().to_string(), month[1], "{now}: {}", month[0]);
            }
        }
    }
}

#[test]
fn a_page_says_how_long_it_took_as_the_api_counts_it() {
    for (now, built) in sites() {
        for (path, bytes) in built.site().iter().filter(|(path, _)| path.starts_with("api/incidents/")) {
            let incident: Value = serde_json::from_slice(bytes).unwrap();
            let folder = if incident["kind"] == "maintenance" { "maintenance" } else { "incidents" };
            let page = built.text(&format!("{folder}/{}/index.html", incident["id"].as_str().unwrap()));
            let said = caught(r"<dt>Duration</dt><dd>([^<]+)</dd>", page);
            let time = |value: &Value| value.as_str().map(|text| chrono::DateTime::parse_from_rfc3339(text).unwrap());
            let minutes = time(&incident["resolved"]).map(|end| (end - time(&incident["started"]).unwrap()).num_minutes());
            let spelled = said.first().map(|said| caught("([0-9]+) (day|hour|minute)", &said[0]));
            let spelled = spelled.map(|parts| {
                let unit = |name: &str| {
                    if name == "day" {
                        1440
                    } else if name == "hour" {
                        60
                    } else {
                        1
                    }
                };
                parts.iter().map(|part| part[0].parse::<i64>().unwrap() * unit(&part[1])).sum::<i64>()
            });
            // Days are told with whole hours.
            let minutes = minutes.map(|minutes| if minutes >= 1440 { minutes / 60 * 60 } else { minutes });
            assert_eq!(spelled, minutes, "{now}: {path}");
        }
    }
}

#[test]
fn a_bar_is_what_the_api_tells_of_its_day() {
    for (now, built) in sites() {
        let today = &now[..10];
        for (path, bytes) in built.site().iter().filter(|(path, _)| path.starts_with("api/incidents/")) {
            let incident: Value = serde_json::from_slice(bytes).unwrap();
            if incident["kind"] != "incident" {
                continue;
            }
            for share in list(&incident, "components") {
                let spans = list(share, "spans");
                let today_worst = spans
                    .iter()
                    .filter(|span| span["until"].as_str().is_none_or(|until| until > now) && span["from"].as_str().unwrap() <= now);
                for span in today_worst.filter(|span| span["impact"] != "none") {
                    let page = built.text(&format!("components/{}/index.html", share["id"].as_str().unwrap()));
                    let row = caught(&format!(r#"(?s)<tr id="d-{today}">.*?<span class="state ([a-z]+)">"#), page);
                    let rank = |class: &str| STATES.iter().position(|(known, ..)| *known == class).unwrap();
                    let told = row.first().unwrap_or_else(|| panic!("{now}: {path}: {} says nothing of today", share["id"]));
                    assert!(rank(&told[0]) >= rank(span["impact"].as_str().unwrap()), "{now}: {path}: {told:?} {span}");
                }
            }
        }
    }
}
