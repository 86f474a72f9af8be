//! Feed → RSS 2.0. Escaping, CDATA and namespaces are the crate's work.

use atom_syndication::Link;
use chrono::format::{DelayedFormat, StrftimeItems};
use rss::extension::atom::AtomExtension;
use rss::{Category, Channel, Guid, Item};

use super::feed::{Entry, Feed};
use super::html;
use crate::clock::Time;

/// The document; `path` is where it will lie.
pub fn write(feed: &Feed<'_>, path: &str) -> Result<Vec<u8>, rss::Error> {
    let site = feed.site;
    let itself = Link {
        href: format!("{}/{path}", site.url),
        rel: "self".to_owned(),
        mime_type: Some("application/rss+xml".to_owned()),
        ..Link::default()
    };
    let channel = Channel {
        title: feed.title.clone(),
        link: feed.home(),
        description: html::escape(site.description.as_ref().unwrap_or(&site.title).as_str()),
        language: Some(site.language.to_string()),
        pub_date: Some(date(feed.updated()).to_string()),
        last_build_date: Some(date(feed.updated()).to_string()),
        atom_ext: Some(AtomExtension { links: vec![itself] }),
        items: feed.entries.iter().map(item).collect(),
        ..Channel::default()
    };
    channel.write_to(Vec::new())
}

/// Chat programs show `description` and stumble over long ones: with a summary, the whole goes to `content:encoded`.
fn item(entry: &Entry) -> Item {
    let (description, content) = match &entry.summary {
        Some(summary) => (html::escape(summary), Some(entry.html.clone())),
        None => (entry.html.clone(), None),
    };
    Item {
        title: Some(entry.title.clone()),
        link: Some(entry.link.clone()),
        description: Some(description),
        categories: entry.categories.iter().map(|name| Category { name: name.clone(), domain: None }).collect(),
        guid: Some(Guid { value: entry.id.clone(), permalink: false }),
        pub_date: Some(date(entry.updated).to_string()),
        content,
        ..Item::default()
    }
}

/// RFC 822 with a four-digit year. Not chrono's own `to_rfc2822`, which ends with `+0000` and panics beyond the year 9999.
fn date(time: Time) -> DelayedFormat<StrftimeItems<'static>> {
    time.format("%a, %d %b %Y %H:%M:%S GMT")
}
