//! The sample history as pages, read as a visitor would.

mod busy;
mod edges;
mod ways;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use busy::busy;
use regex::Regex;

use crate::outputs::tests::made;
use crate::outputs::{Output, pages};
use crate::public::{History, SitePath, sample};
use crate::render::{Renderer, Theme};

const PAGES: &[&dyn Output] = &[
    &pages::Front,
    &pages::Incidents,
    &pages::Archive,
    &pages::Components,
    &pages::Postmortems,
    &pages::Subscribe,
    &pages::NotFound,
    &pages::Assets,
];
const INCIDENT: &str = "incidents/2026-03-14-slow-search/index.html";
/// What other outputs make.
const ELSEWHERE: &str = r"^((postmortems/|components/[^/]+/)?feed\.(xml|atom|json)|history\.(rss|atom)|feeds\.opml|calendar\.ics|maintenance/[^/]+\.ics|(components/[^/]+/)?badge\.(svg|json)|api/v2/.+\.json|api/(schema|incidents|history)/[^/]+\.json|site\.webmanifest|apple-touch-icon\.png)$";

#[test]
fn the_banner_agrees_with_the_components() {
    let front = &site(&sample::history())["index.html"];
    assert!(front.contains("<title>Degraded performance · Acme &amp; Co status</title>"));
    assert!(front.contains("class=\"banner degraded\""));
    assert!(text(front).contains("Affected: Billing."));

    let mut calm = sample::history();
    calm.incidents.retain(|incident| incident.resolved.is_some());
    let front = &site(&calm)["index.html"];
    assert!(front.contains("class=\"banner operational\""));
    assert!(!front.contains("Degraded performance</span>\n<svg"), "no component is degraded");
}

#[test]
fn work_that_goes_as_planned_is_not_said_to_be_in_trouble() {
    let mut history = busy();
    let said = text(&site(&history)["index.html"]);
    let banner = said.split("Happening now").next().unwrap();
    assert!(banner.contains("Affected: Billing."), "Mail is only being worked on: {banner}");

    history.incidents.retain(|incident| incident.window.is_some() || incident.resolved.is_some());
    assert!(text(&site(&history)["index.html"]).contains("Maintenance Affected: Mail."));
}

#[test]
fn an_icon_of_the_state_keeps_its_path() {
    let mut calm = sample::history();
    calm.incidents.clear();
    assert_ne!(site(&calm)["favicon.svg"], site(&sample::history())["favicon.svg"]);
}

#[test]
fn quiet_days_are_said() {
    let front = &site(&sample::history())["index.html"];
    assert_eq!(front.matches("<li class=\"day").count(), 14);
    assert_eq!(front.matches("No incidents.").count(), 12, "all but the 14th and today");
}

#[test]
fn a_day_is_not_quiet_while_an_older_incident_runs() {
    let mut history = sample::history();
    let running = history.incidents.iter_mut().find(|incident| incident.resolved.is_none() && incident.window.is_none()).unwrap();
    running.started = sample::time("2026-03-19T23:00:00Z");
    let front = text(&site(&history)["index.html"]);
    assert!(front.contains("20 March 2026 Invoices arrive late went on."), "{front}");
}

#[test]
fn titles_are_text_and_nothing_else() {
    for (path, page) in html(&site(&sample::history())) {
        assert!(!page.contains("<1 in 5>"), "{path}");
    }
    assert!(site(&sample::history())[INCIDENT].contains("<h1><bdi>Slow search results &lt;1 in 5&gt;</bdi></h1>"));
}

#[test]
fn every_word_that_a_feed_links_to_has_its_anchor() {
    let page = &site(&sample::history())[INCIDENT];
    for anchor in ["update-20260314t1005z", "update-20260314t1030z", "update-20260314t1142z", "postmortem", "correction-20260319t0900z"] {
        assert_eq!(page.matches(&format!("id=\"{anchor}\"")).count(), 1, "{anchor}");
    }
}

#[test]
fn the_order_of_updates_is_said_and_kept() {
    let site = site(&sample::history());
    let told = text(&site[INCIDENT]);
    assert!(told.contains("Oldest first Investigating 14 March 2026, 10:05 UTC"), "{told}");
    assert!(told.find("We changed how").unwrap() < told.find("Oldest first").unwrap(), "the post-mortem comes first");
    assert!(text(&site["incidents/2026-03-20-invoices-late/index.html"]).contains("Newest first"));
}

#[test]
fn impact_over_time_is_a_table() {
    let told = text(&site(&sample::history())[INCIDENT]);
    assert!(told.contains("Search Degraded performance 14 March 2026, 09:58 UTC 10:30 UTC"), "{told}");
    assert!(told.contains("Search: from Degraded performance to Partial disruption."), "{told}");
    assert!(told.contains("1 hour 44 minutes"), "{told}");
}

#[test]
fn uptime_is_printed_with_its_formula_and_weights() {
    let told = text(&site(&sample::history())["components/search/index.html"]);
    assert!(told.contains("99.98 %"), "{told}");
    assert!(told.contains("Full outage weighs 1, Partial disruption 0.3, Degraded performance 0"), "{told}");
}

#[test]
fn a_component_long_retired_keeps_its_history_and_claims_no_uptime() {
    let mut history = sample::history();
    history.components[0].retired = chrono::NaiveDate::from_ymd_opt(2025, 6, 1);
    let site = site(&history);
    let told = text(&site["components/search/index.html"]);
    assert!(told.contains("Retired on 1 June 2025") && told.contains("Slow search results"), "{told}");
    assert!(!told.contains("100 %") && !told.contains("Operational"), "{told}");
    assert!(!site["index.html"].contains("href=\"/components/search/\""));
}

#[test]
fn a_running_incident_is_listed_with_what_it_is_now() {
    let mut history = sample::history();
    history.now = sample::time("2026-03-14T10:10:00Z");
    history.incidents.retain(|incident| incident.postmortem.is_some());
    let front = text(&site(&history)["index.html"]);
    assert!(front.contains("Degraded performance 09:58 UTC Running"), "{front}");
    assert!(!front.contains("Partial disruption Investigating"), "{front}");
}

#[test]
fn no_page_has_an_inline_script_an_inline_style_or_a_third_party() {
    let script = Regex::new("<script(?: src=\"[^\"]+\" defer| type=\"application/ld\\+json\")>").unwrap();
    let elsewhere = Regex::new(r#"(?:href|src|url)="?(https?:)?//([^/"]+)"#).unwrap();
    let handler = Regex::new(" on[a-z]+=").unwrap();
    for (path, page) in html(&site(&busy())) {
        assert!(!handler.is_match(&tags(page)), "{path} has a handler");
        for forbidden in ["style=", "<style", "javascript:", "data:"] {
            assert!(!tags(page).contains(forbidden), "{path} has {forbidden}");
        }
        assert_eq!(tags(page).matches("<script").count(), script.find_iter(page).count(), "{path} has a script of its own");
        for host in elsewhere.captures_iter(page) {
            assert!(["status.acme.example", "support.acme.example"].contains(&&host[2]), "{path} leads to {}", &host[2]);
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let links = Regex::new(r#"(?:href|url)="?(/[^"]*|#[^"]*)""#).unwrap();
    let elsewhere = Regex::new(ELSEWHERE).unwrap();
    for base in ["", "/status"] {
        let mut history = busy();
        history.site.base = sample::text(base);
        history.site.url = sample::text(&format!("https://status.acme.example{base}"));
        let site = site(&history);
        for (path, page) in html(&site) {
            for link in links.captures_iter(page) {
                let (place, anchor) = link[1].split_once('#').unwrap_or((&link[1], ""));
                let file = if place.is_empty() { path.clone() } else { file(place.strip_prefix(base).expect(place)) };
                let target = site.get(&file).map(String::as_str);
                assert!(target.is_some() || elsewhere.is_match(&file), "{path} leads to {place}, which is not there");
                let found = anchor.is_empty() || target.is_some_and(|page| page.contains(&format!("id=\"{anchor}\"")));
                assert!(found, "{path} leads to {place}#{anchor}, which is not there");
            }
        }
    }
}

#[test]
fn every_page_has_one_title_one_heading_and_anchors_of_its_own() {
    let anchors = Regex::new(r#" id="([^"]*)""#).unwrap();
    for (path, page) in html(&site(&busy())) {
        let head = page.split_once("</head>").map_or("", |(head, _)| head);
        assert_eq!((head.matches("<title>").count(), page.matches("<h1").count()), (1, 1), "{path}");
        let ids: Vec<_> = anchors.captures_iter(page).map(|id| id[1].to_owned()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path} has an anchor twice: {ids:?}");
        assert!(page.contains("<html lang=\"en\" dir=\"ltr\">"), "{path}");
    }
}

#[test]
fn only_the_front_page_says_when_it_was_built() {
    let (now, mut later) = (sample::history(), sample::history());
    later.now += chrono::TimeDelta::minutes(7);
    let (now, later) = (site(&now), site(&later));
    assert!(text(&now["index.html"]).contains("Built at 20 March 2026, 12:00 UTC from 4 published documents."));
    let changed: Vec<_> = now.iter().filter(|(path, text)| later[*path] != **text).map(|(path, _)| path).collect();
    assert_eq!(changed, ["index.html"]);
    assert_eq!(now.len(), later.len());
}

#[test]
fn a_former_path_leads_to_the_page() {
    let mut history = sample::history();
    let told = history.incidents.iter_mut().find(|incident| incident.postmortem.is_some()).unwrap();
    told.aliases = ["2026/slow", "old.html"].map(|alias| SitePath::new(alias).unwrap()).to_vec();
    let site = site(&history);
    for file in ["2026/slow/index.html", "old.html"] {
        assert!(site[file].contains("content=\"0; url=/incidents/2026-03-14-slow-search/\""));
        assert!(site[file].contains("<link rel=\"canonical\" href=\"https://status.acme.example/incidents/2026-03-14-slow-search/\">"));
        assert!(site[file].contains("noindex"));
    }
}

#[test]
fn the_archive_has_pages_for_years_and_months_that_have_something() {
    let files: BTreeSet<String> = site(&sample::history()).into_keys().filter(|path| path.starts_with("history/")).collect();
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["history/2026-03/index.html", "history/2026/index.html", "history/index.html"]);

    let mut short = busy();
    short.site.page_size = 3;
    let site = site(&short);
    assert_eq!(site["history/index.html"].matches("<li class=\"item\">").count(), 3);
    assert!(site["history/index.html"].contains("href=\"/history/2025/\""));
}

#[test]
fn the_brand_colours_the_stylesheet_and_nothing_else() {
    let mut plain = sample::history();
    plain.site.accent = None;
    let (plain, branded) = (site(&plain), site(&sample::history()));
    let sheet = |site: &BTreeMap<String, String>| site.iter().find(|(path, _)| path.starts_with("assets/style-")).unwrap().0.clone();
    assert_ne!(sheet(&plain), sheet(&branded), "other bytes, another name");
    assert!(branded[&sheet(&branded)].contains(":root{--accent:#2a5bd7}"));
    assert!(branded["index.html"].contains(&sheet(&branded)));
    assert!(!branded["index.html"].contains("#2a5bd7"));
}

#[test]
fn the_front_page_with_its_style_fits_into_fourteen_kilobytes() {
    let files = site(&busy());
    let sheet = files.iter().find(|(path, _)| path.starts_with("assets/style-")).unwrap().1;
    let zipped = |text: &str| {
        let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        zip.write_all(text.as_bytes()).unwrap();
        zip.finish().unwrap().len()
    };
    let bytes = zipped(&files["index.html"]) + zipped(sheet);
    assert!(bytes <= 14 * 1024, "{bytes} bytes");
}

fn renderer() -> Renderer {
    let theme = Theme::embedded();
    Renderer::new(&theme, theme.locale("en").unwrap()).unwrap()
}

fn site(history: &History) -> BTreeMap<String, String> {
    let renderer = renderer();
    let artifacts = PAGES.iter().flat_map(|output| made(*output, history, &renderer).unwrap());
    artifacts.map(|artifact| (artifact.path.to_string(), String::from_utf8(artifact.bytes).unwrap())).collect()
}

fn html(site: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    site.iter().filter(|(path, _)| path.rsplit_once('.').is_some_and(|(_, extension)| extension == "html"))
}

/// The words between the tags, white space folded.
fn text(page: &str) -> String {
    let hidden = Regex::new(r"(?s)<title>.*?</title>|<p class=.ends.*?</p>").unwrap();
    let page = hidden.replace_all(page, "").replace("<bdi>", "").replace("</bdi>", "");
    let words = Regex::new("<[^>]*>").unwrap().replace_all(&page, " ").into_owned();
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    folded.replace(" .", ".").replace(" ,", ",")
}

/// The tags without the words between them.
fn tags(page: &str) -> String {
    Regex::new("<[^>]*>").unwrap().find_iter(page).map(|tag| tag.as_str()).collect()
}

fn file(place: &str) -> String {
    let path = place.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

mod head;
