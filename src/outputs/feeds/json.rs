//! Feed → JSON Feed 1.1. A title without a place in the standard stays out: no extension, no icon that might not exist.

use chrono::SecondsFormat;
use serde::Serialize;

use super::feed::{Entry, Feed};
use super::legal;
use crate::clock::Time;

/// The version that every such feed names.
const VERSION: &str = "https://jsonfeed.org/version/1.1";

#[derive(Serialize)]
struct Document {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    language: String,
    authors: [Author; 1],
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Author {
    name: String,
    url: String,
}

#[derive(Serialize)]
struct Item {
    id: String,
    url: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    content_html: String,
    date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
}

/// The document; `path` is where it will lie.
pub fn write(feed: &Feed<'_>, path: &str) -> Result<Vec<u8>, serde_json::Error> {
    let site = feed.site;
    let document = Document {
        version: VERSION,
        title: legal(&feed.title),
        home_page_url: feed.home(),
        feed_url: format!("{}/{path}", site.url),
        description: site.description.as_ref().map(|description| legal(description.as_str())),
        language: site.language.to_string(),
        authors: [Author { name: legal(site.title.as_str()), url: format!("{}/", site.url) }],
        items: feed.entries.iter().map(item).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn item(entry: &Entry) -> Item {
    Item {
        id: entry.id.clone(),
        url: entry.link.clone(),
        title: legal(&entry.title),
        summary: entry.summary.as_deref().map(legal),
        content_html: legal(&entry.html),
        date_published: date(entry.published),
        date_modified: (entry.updated != entry.published).then(|| date(entry.updated)),
        tags: entry.categories.iter().map(|category| legal(category)).collect(),
    }
}

fn date(time: Time) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
