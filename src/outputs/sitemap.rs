//! `sitemap.xml`. Comes in: the public history. Goes out: every page that holds news, with the time of its newest public word, or of
//! the begin or end of maintenance that came later. A page without one has no date: a date made up for it would be the build's.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::Datelike;
use sitemap_rs::jiff::{Timestamp, tz::TimeZone};
use sitemap_rs::url::Url;
use sitemap_rs::url_set::UrlSet;

use super::{Job, Key, Output};
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::public::view::Place;
use crate::public::{Component, History, Incident, Index, Site};
use crate::render::Renderer;

/// What the format allows in one file.
const LIMIT: usize = 50_000;

/// `sitemap.xml`.
pub struct Sitemap;

impl Output for Sitemap {
    fn name(&self) -> &'static str {
        "sitemap"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, _: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let pages = pages(index);
        let key = key(&index.history.site, &pages);
        Ok(vec![Job::at("sitemap.xml", key, move || document(&index.history.site, &pages))?])
    }
}

/// Of all that it says. No path has a line end in it.
fn key(site: &Site, pages: &[Page]) -> Key {
    let mut said = Vec::with_capacity(pages.len() * 48);
    for (path, change) in pages {
        said.extend_from_slice(path.as_bytes());
        said.push(b'\n');
        said.extend(change.map_or(i64::MIN, |change| change.timestamp()).to_le_bytes());
    }
    Key::of([b"sitemap", site.url.as_str().as_bytes(), &said])
}

/// A page's path from the site's root and its newest word.
type Page = (String, Option<Time>);

/// All pages: lists first and old incidents last, which are the ones beyond the format's limit.
fn pages(index: &Index<'_>) -> Vec<Page> {
    let history = index.history;
    let mut pages = vec![
        ("/".to_owned(), newest(history, history.all())),
        ("/history/".to_owned(), newest(history, history.all())),
        ("/postmortems/".to_owned(), newest(history, history.all().filter(|incident| incident.postmortem.is_some()))),
    ];
    pages.push(("/subscribe/".to_owned(), None));
    pages.extend(postmortem_years(history));
    pages.extend(
        history
            .components
            .iter()
            .map(|Component { id, .. }| (format!("/components/{id}/"), newest(history, index.of_component(id).iter().copied()))),
    );
    pages.extend(history.components.iter().flat_map(|component| component_years(index, component)));
    pages.extend(periods(index));
    pages.extend(history.all().map(|incident| (incident.page(), Some(changed(history, incident)))));
    pages.truncate(LIMIT);
    pages
}

/// The years in which something began that concerns a component, newest first. A retired one keeps its years.
fn component_years(index: &Index<'_>, component: &Component) -> impl Iterator<Item = Page> {
    let mut years: BTreeMap<String, Time> = BTreeMap::new();
    for ((year, _), incidents) in index.months_of(&component.id) {
        let place = Place::component_year(&component.id, *year).to_string();
        newest(index.history, incidents.iter().copied()).into_iter().for_each(|change| add(&mut years, place.clone(), change));
    }
    years.into_iter().rev().map(|(path, change)| (path, Some(change)))
}

/// The years in which a post-mortem was published, newest first.
fn postmortem_years(history: &History) -> impl Iterator<Item = Page> {
    let mut years: BTreeMap<i32, Time> = BTreeMap::new();
    for incident in history.all() {
        let Some(message) = &incident.postmortem else { continue };
        let change = changed(history, incident);
        years.entry(message.published.year()).and_modify(|newest| *newest = change.max(*newest)).or_insert(change);
    }
    years.into_iter().rev().map(|(year, change)| (Place::postmortems_year(year).to_string(), Some(change)))
}

/// The years and months in which something began, newest first.
fn periods(index: &Index<'_>) -> impl Iterator<Item = Page> {
    let mut periods: BTreeMap<String, Time> = BTreeMap::new();
    for ((year, month), incidents) in index.months() {
        let Some(change) = newest(index.history, incidents.iter().copied()) else { continue };
        for period in [format!("/history/{year:04}/"), format!("/history/{year:04}-{month:02}/")] {
            add(&mut periods, period, change);
        }
    }
    periods.into_iter().rev().map(|(path, change)| (path, Some(change)))
}

fn add(pages: &mut BTreeMap<String, Time>, path: String, change: Time) {
    pages.entry(path).and_modify(|newest| *newest = change.max(*newest)).or_insert(change);
}

fn newest<'a>(history: &History, incidents: impl Iterator<Item = &'a Incident>) -> Option<Time> {
    incidents.map(|incident| changed(history, incident)).max()
}

/// When its pages last said something new. Maintenance begins and ends as planned also if nobody writes a word about it.
fn changed(history: &History, incident: &Incident) -> Time {
    let work = incident.work(history.now).into_iter().flat_map(|(from, until)| [from, until]);
    work.filter(|border| *border <= history.now).fold(incident.last_change(), Time::max)
}

fn document(site: &Site, pages: &[Page]) -> Result<Vec<u8>> {
    let fault = |fault: std::io::Error| Error::io("write the sitemap", Path::new("sitemap.xml"))(fault);
    let urls = pages
        .iter()
        .map(|(path, change)| {
            let mut url = Url::builder(format!("{}{path}", site.url));
            if let Some(change) = change.and_then(|change| Timestamp::from_second(change.timestamp()).ok()) {
                url.last_modified(change.to_zoned(TimeZone::UTC));
            }
            url.build().map_err(|reason| fault(std::io::Error::other(reason.to_string())))
        })
        .collect::<Result<Vec<_>>>()?;
    let mut document = Vec::new();
    UrlSet::new(urls).map_err(|reason| fault(std::io::Error::other(reason.to_string())))?.write(&mut document).map_err(fault)?;
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::tests::{made, renderer};
    use crate::public::{Site, sample};

    fn listed(history: &History) -> Vec<(String, Option<String>)> {
        let file = made(&Sitemap, history, &renderer()).expect("a sitemap").remove(0);
        let document = String::from_utf8(file.bytes).expect("UTF-8");
        let inner = |text: &str, name: &str| Some(text.split_once(&format!("<{name}>"))?.1.split_once(&format!("</{name}>"))?.0.to_owned());
        document.split("<url>").skip(1).map(|url| (inner(url, "loc").expect("an address"), inner(url, "lastmod"))).collect()
    }

    #[test]
    fn every_page_is_listed_with_the_time_of_its_newest_word() {
        let pages = listed(&sample::history());
        let at = |path: &str| {
            let address = format!("https://status.acme.example{path}");
            pages.iter().find(|(page, _)| *page == address).map(|(_, change)| change.clone().unwrap_or_default())
        };
        assert_eq!(at("/").as_deref(), Some("2026-03-20T10:50:00+00:00"));
        assert_eq!(at("/postmortems/").as_deref(), Some("2026-03-19T09:00:00+00:00"));
        assert_eq!(at("/incidents/2026-03-14-slow-search/").as_deref(), Some("2026-03-19T09:00:00+00:00"));
        assert_eq!(at("/maintenance/2026-03-01-network-work/").as_deref(), Some("2026-03-02T00:00:00+00:00"));
        assert_eq!(at("/components/billing/").as_deref(), Some("2026-03-20T10:50:00+00:00"));
        assert_eq!(at("/history/2026/").as_deref(), Some("2026-03-20T10:50:00+00:00"));
        assert_eq!(at("/history/2026-03/").as_deref(), Some("2026-03-20T10:50:00+00:00"));
        assert_eq!(at("/components/search/2026/").as_deref(), Some("2026-03-19T09:00:00+00:00"));
        assert_eq!(at("/postmortems/2026/").as_deref(), Some("2026-03-19T09:00:00+00:00"));
        assert_eq!(at("/subscribe/").as_deref(), Some(""));
        assert_eq!(pages.len(), 4 + 1 + 3 + 3 + 2 + 4);
    }

    #[test]
    fn maintenance_that_begins_and_ends_without_a_word_is_news() {
        let mut history = sample::history();
        let date = |history: &History, path: &str| {
            let address = format!("https://status.acme.example{path}");
            listed(history).into_iter().find(|(page, _)| *page == address).and_then(|(_, change)| change)
        };
        let ahead = history.all().find(|incident| incident.is_upcoming(history.now)).expect("announced maintenance").clone();
        let window = ahead.window.expect("a window");
        let (page, word) = (ahead.page(), ahead.last_change());
        for (now, change) in [
            (history.now, word),
            (window.scheduled_for, window.scheduled_for),
            (window.scheduled_until - chrono::TimeDelta::seconds(1), window.scheduled_for),
            (window.scheduled_until, window.scheduled_until),
            (window.scheduled_until + chrono::TimeDelta::days(9), window.scheduled_until),
        ] {
            history.now = now;
            let change = change.to_rfc3339();
            assert_eq!(date(&history, &page).as_ref(), Some(&change), "{page} at {now}");
            assert!(date(&history, "/") >= Some(change.clone()), "the front page at {now}");
        }
    }

    #[test]
    fn a_retired_component_keeps_its_place() {
        let mut history = sample::history();
        history.components[0].retired = Some(history.now.date_naive());
        let address = format!("https://status.acme.example/components/{}/", history.components[0].id);
        assert!(listed(&history).iter().any(|(page, _)| *page == address));
    }

    #[test]
    fn a_site_below_a_path_lists_addresses_below_it() {
        let mut history = sample::history();
        history.site = Site { url: sample::text("https://example.com/status"), base: sample::text("/status"), ..history.site };
        assert!(listed(&history).iter().all(|(page, _)| page.starts_with("https://example.com/status/")));
    }

    #[test]
    fn an_empty_history_has_its_pages_and_no_dates() {
        let history = History::new(sample::site(), vec![], vec![], sample::time("2026-03-20T12:00:00Z"));
        let pages = listed(&history);
        assert_eq!(pages.len(), 4);
        assert!(pages.iter().all(|(_, change)| change.is_none()));
    }

    #[test]
    fn the_clock_leaves_no_trace() {
        let before = sample::history();
        let after = History { now: sample::time("2026-03-21T12:00:00Z"), ..before.clone() };
        let bytes = |history: &History| made(&Sitemap, history, &renderer()).expect("a sitemap").remove(0).bytes;
        assert_eq!(bytes(&before), bytes(&after));
    }
}
