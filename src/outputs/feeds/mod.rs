//! The feeds. Comes in: the public history. Goes out: feeds with one entry per thing said in public, as RSS, Atom and JSON Feed, for the
//! site, for each component and for post-mortems; `history.rss` and `history.atom` with one entry per incident, for programs that
//! know Statuspage; and `feeds.opml`, the list of them all. No byte here depends on the clock.

mod atom;
mod channel;
mod feed;
pub(super) mod html;
mod incidents;
mod json;
mod opml;
mod rss;
mod style;
#[cfg(test)]
mod tests;
mod updates;
mod words;

use std::path::Path;
use std::sync::Arc;

use self::channel::{Choice, channels, full_title};
use self::feed::Feed;
use super::{Artifact, Job, Output, key};
use crate::error::{Error, Result};
use crate::public::view::Place;
use crate::public::{History, Incident, Index};
use crate::render::{Locale, Renderer};

/// `feed.xml`, `feed.atom` and `feed.json` of the site, of each component and of post-mortems.
pub struct UpdateFeeds;

/// `history.rss` and `history.atom`.
pub struct HistoryFeeds;

/// `feeds.opml`.
pub struct FeedList;

impl Output for UpdateFeeds {
    fn name(&self) -> &'static str {
        "update feeds"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let history = index.history;
        let told = updates::all(history);
        let style = Arc::new(style::address(history, renderer));
        let mut jobs = Vec::new();
        for channel in channels(history, renderer.locale()) {
            let chosen = Arc::new(updates::newest(told.iter().copied().filter(|told| channel.choice.takes(told))));
            let steps: Vec<String> = chosen.iter().map(|told| told.step.name('/')).collect();
            let key = key(index, &channel.stem(), chosen.iter().map(|told| told.incident), &steps)?;
            let channel = Arc::new(channel);
            for ending in ["xml", "atom", "json"] {
                let path = format!("{}.{ending}", channel.stem());
                let (chosen, channel, style) = (Arc::clone(&chosen), Arc::clone(&channel), Arc::clone(&style));
                jobs.push(Job::at(path.clone(), key, move || {
                    document(&channel.fill(history, &chosen, renderer.locale()), &path, style.as_deref())
                })?);
            }
        }
        Ok(jobs)
    }
}

impl Output for HistoryFeeds {
    fn name(&self) -> &'static str {
        "history feeds"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let history = index.history;
        let key = key(index, "history", incidents::newest(history), &())?;
        let job = |path: &'static str| {
            Job::at(path, key, move || {
                let feed = of_incidents(history, incidents::newest(history), renderer.locale());
                document(&feed, path, style::address(history, renderer).as_deref())
            })
        };
        ["history.rss", "history.atom"].into_iter().map(job).collect()
    }
}

impl Output for FeedList {
    fn name(&self) -> &'static str {
        "list of feeds"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let (history, locale) = (index.history, renderer.locale());
        let title = full_title(&history.site, &locale.say("feed.incidents", &[]), locale);
        let list = opml::write(history, &channels(history, locale), &title, locale).map_err(|fault| unwritten("feeds.opml", fault))?;
        Ok(vec![Job::made(Artifact::new("feeds.opml", legal(&String::from_utf8_lossy(&list)))?)])
    }
}

/// The site's feeds with every entry there ever was, not the newest alone: what a published entry is compared with.
pub fn unabridged(history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
    let locale = renderer.locale();
    let told = updates::all(history);
    let mut files = Vec::new();
    let file = |feed: &Feed<'_>, path: &str| Artifact::new(path, document(feed, path, None)?);
    for channel in channels(history, locale).iter().filter(|channel| channel.choice == Choice::All) {
        let feed = channel.fill(history, &told, locale);
        for path in ["feed.xml", "feed.atom", "feed.json"] {
            files.push(file(&feed, path)?);
        }
    }
    let feed = of_incidents(history, history.all(), locale);
    for path in ["history.rss", "history.atom"] {
        files.push(file(&feed, path)?);
    }
    Ok(files)
}

fn of_incidents<'a>(history: &'a History, incidents: impl Iterator<Item = &'a Incident>, locale: &Locale) -> Feed<'a> {
    let title = full_title(&history.site, &locale.say("feed.incidents", &[]), locale);
    let entries = incidents.map(|incident| incidents::entry(history, incident, locale)).collect();
    Feed { site: &history.site, name: "history".to_owned(), title, page: Place::front().to_string(), entries }
}

fn document(feed: &Feed<'_>, path: &str, style: Option<&str>) -> Result<Vec<u8>> {
    let xml = match path.rsplit('.').next() {
        Some("json") => return json::write(feed, path).map_err(|fault| unwritten(path, fault)),
        Some("atom") => atom::write(feed, path).map_err(|fault| unwritten(path, fault))?,
        _ => rss::write(feed, path).map_err(|fault| unwritten(path, fault))?,
    };
    let xml = String::from_utf8(xml).map_err(|fault| unwritten(path, fault))?;
    let xml = if xml.chars().all(is_legal) { xml } else { legal(&xml) };
    style::styled(xml, style).map(String::into_bytes).map_err(|fault| unwritten(path, fault))
}

/// Leaves out the characters that XML 1.0 cannot hold in any spelling: one of them makes readers drop the whole feed. JSON could, but
/// an entry is the same text everywhere.
fn legal(text: &str) -> String {
    text.chars().filter(|character| is_legal(*character)).collect()
}

fn is_legal(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

fn unwritten(path: &str, fault: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::io("write the feed", Path::new(path))(std::io::Error::other(fault))
}
