//! The feeds. Comes in: the public history. Goes out: `feed.xml` and `feed.atom` with one entry per thing said in public, for
//! readers and chat; `history.rss` and `history.atom` with one entry per incident, for programs that know Statuspage.
//! No byte here depends on the clock.

mod atom;
mod feed;
pub(super) mod html;
mod incidents;
mod rss;
#[cfg(test)]
mod tests;
mod updates;
mod words;

use std::path::Path;

use self::feed::Feed;
use super::{Artifact, Output};
use crate::error::{Error, Result};
use crate::public::History;
use crate::render::Renderer;

/// `feed.xml` and `feed.atom`.
pub struct UpdateFeeds;

/// `history.rss` and `history.atom`.
pub struct HistoryFeeds;

impl Output for UpdateFeeds {
    fn name(&self) -> &'static str {
        "update feeds"
    }

    fn produce(&self, history: &History, _: &Renderer) -> Result<Vec<Artifact>> {
        both(&of_updates(history), "feed.xml", "feed.atom")
    }
}

impl Output for HistoryFeeds {
    fn name(&self) -> &'static str {
        "history feeds"
    }

    fn produce(&self, history: &History, _: &Renderer) -> Result<Vec<Artifact>> {
        both(&of_incidents(history), "history.rss", "history.atom")
    }
}

fn of_updates(history: &History) -> Feed<'_> {
    Feed { site: &history.site, name: "updates", title: "Updates", entries: updates::entries(history) }
}

fn of_incidents(history: &History) -> Feed<'_> {
    Feed { site: &history.site, name: "history", title: "Incident History", entries: incidents::entries(history) }
}

fn both(feed: &Feed<'_>, rss_path: &str, atom_path: &str) -> Result<Vec<Artifact>> {
    let rss = rss::write(feed, rss_path).map_err(|fault| unwritten(rss_path, fault))?;
    let atom = atom::write(feed, atom_path).map_err(|fault| unwritten(atom_path, fault))?;
    Ok(vec![Artifact::new(rss_path, legal(&rss))?, Artifact::new(atom_path, legal(&atom))?])
}

/// Leaves out the characters that XML 1.0 cannot hold in any spelling: one of them makes readers drop the whole feed.
fn legal(document: &[u8]) -> String {
    String::from_utf8_lossy(document)
        .chars()
        .filter(|character| matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..))
        .collect()
}

fn unwritten(path: &str, fault: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::io("write the feed", Path::new(path))(std::io::Error::other(fault))
}
