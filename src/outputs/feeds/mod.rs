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

use rayon::prelude::*;

use self::channel::{Channel, Choice, channels, full_title};
use self::feed::{Entry, Feed};
use super::{Artifact, Output};
use crate::error::{Error, Result};
use crate::public::History;
use crate::public::view::Place;
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

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        let told = updates::all(history, renderer.locale());
        let style = style::address(history, renderer);
        let channels: Vec<Channel<'_>> = channels(history, renderer.locale());
        let files = channels.par_iter().map(|channel| {
            let paths = ["xml", "atom", "json"].map(|ending| format!("{}.{ending}", channel.stem()));
            artifacts(&channel.fill(&history.site, &told), &paths, style.as_deref())
        });
        Ok(files.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
    }
}

impl Output for HistoryFeeds {
    fn name(&self) -> &'static str {
        "history feeds"
    }

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        let all = incidents::all(history, renderer.locale());
        let feed = of_incidents(history, incidents::newest(&all), renderer.locale());
        artifacts(&feed, &["history.rss", "history.atom"], style::address(history, renderer).as_deref())
    }
}

impl Output for FeedList {
    fn name(&self) -> &'static str {
        "list of feeds"
    }

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        let locale = renderer.locale();
        let title = full_title(&history.site, &locale.say("feed.incidents", &[]), locale);
        let list = opml::write(history, &channels(history, locale), &title, locale).map_err(|fault| unwritten("feeds.opml", fault))?;
        Ok(vec![Artifact::new("feeds.opml", legal(&String::from_utf8_lossy(&list)))?])
    }
}

/// The site's feeds with every entry there ever was, not the newest alone: what a published entry is compared with.
pub fn unabridged(history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
    let locale = renderer.locale();
    let (told, incidents) = (updates::all(history, locale), incidents::all(history, locale));
    let mut files = Vec::new();
    for channel in channels(history, locale).iter().filter(|channel| channel.choice == Choice::All) {
        let feed = Feed { entries: told.iter().map(|told| &told.entry).collect(), ..channel.fill(&history.site, &told) };
        files.extend(artifacts(&feed, &["feed.xml", "feed.atom", "feed.json"], None)?);
    }
    files.extend(artifacts(&of_incidents(history, incidents.iter().collect(), locale), &["history.rss", "history.atom"], None)?);
    Ok(files)
}

fn of_incidents<'a>(history: &'a History, entries: Vec<&'a Entry>, locale: &Locale) -> Feed<'a> {
    let title = full_title(&history.site, &locale.say("feed.incidents", &[]), locale);
    Feed { site: &history.site, name: "history".to_owned(), title, page: Place::front().to_string(), entries }
}

/// One feed in several formats, each told by the ending of its path.
fn artifacts(feed: &Feed<'_>, paths: &[impl AsRef<str>], style: Option<&str>) -> Result<Vec<Artifact>> {
    paths.iter().map(AsRef::as_ref).map(|path| Artifact::new(path, document(feed, path, style)?)).collect()
}

fn document(feed: &Feed<'_>, path: &str, style: Option<&str>) -> Result<Vec<u8>> {
    let xml = match path.rsplit('.').next() {
        Some("json") => return json::write(feed, path).map_err(|fault| unwritten(path, fault)),
        Some("atom") => atom::write(feed, path).map_err(|fault| unwritten(path, fault))?,
        _ => rss::write(feed, path).map_err(|fault| unwritten(path, fault))?,
    };
    let xml = legal(&String::from_utf8_lossy(&xml));
    style::styled(xml, style).map(String::into_bytes).map_err(|fault| unwritten(path, fault))
}

/// Leaves out the characters that XML 1.0 cannot hold in any spelling: one of them makes readers drop the whole feed. JSON could, but
/// an entry is the same text everywhere.
fn legal(text: &str) -> String {
    text.chars().filter(|character| matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)).collect()
}

fn unwritten(path: &str, fault: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::io("write the feed", Path::new(path))(std::io::Error::other(fault))
}
