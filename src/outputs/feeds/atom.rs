//! Feed → Atom 1.0. Escaping is the crate's work.

use atom_syndication::{Category, Content, Entry as AtomEntry, Feed as AtomFeed, Link, Person, Text};

use super::feed::{Entry, Feed};

/// The document; `path` is where it will lie.
pub fn write(feed: &Feed<'_>, path: &str) -> Result<Vec<u8>, atom_syndication::Error> {
    let site = feed.site;
    let document = AtomFeed {
        id: feed.id(),
        title: Text::plain(feed.title.as_str()),
        subtitle: site.description.as_ref().map(|description| Text::plain(description.as_str())),
        updated: feed.updated().fixed_offset(),
        authors: vec![Person { name: site.title.to_string(), ..Person::default() }],
        links: vec![link("self", "application/atom+xml", format!("{}/{path}", site.url)), link("alternate", "text/html", feed.home())],
        lang: Some(site.language.to_string()),
        entries: feed.entries.iter().map(entry).collect(),
        ..AtomFeed::default()
    };
    document.write_to(Vec::new())
}

fn entry(entry: &Entry) -> AtomEntry {
    AtomEntry {
        id: entry.id.clone(),
        title: Text::plain(entry.title.as_str()),
        published: Some(entry.published.fixed_offset()),
        updated: entry.updated.fixed_offset(),
        categories: entry.categories.iter().map(|name| Category { term: name.clone(), scheme: None, label: None }).collect(),
        links: vec![link("alternate", "text/html", entry.link.clone())],
        summary: entry.summary.as_deref().map(Text::plain),
        content: Some(Content { value: Some(entry.html.clone()), content_type: Some("html".to_owned()), ..Content::default() }),
        ..AtomEntry::default()
    }
}

fn link(rel: &str, media: &str, href: String) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: Some(media.to_owned()), ..Link::default() }
}
