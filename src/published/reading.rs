//! A feed of an earlier build, or of this one → its entries. Comes in: bytes from anywhere. Goes out: entries, or why there are none.
//! Both builds are read by this one reader, so that what differs is what was written. Must never: panic, whatever the bytes are.

use std::collections::BTreeSet;

use atom_syndication::Entry;
use quick_xml::events::Event;
use serde_json::Value;

/// Elements within elements. The parsers of feeds go down one call for each, and ours have five.
const DEEPEST: usize = 100;

/// What of an entry a reader sees, and so must stay. Categories are not among it: a renamed component changes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its title.
    Title,
    /// When it was published.
    Date,
    /// Where it leads.
    Link,
    /// Its first paragraph.
    Summary,
    /// The whole text.
    Text,
}

/// The format of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0.
    Atom,
    /// JSON Feed 1.
    Json,
}

/// An entry as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In which format.
    pub format: Format,
    /// Its identity.
    pub id: String,
    /// What is written in the fields, in the order of [`Field::ALL`].
    values: [String; 5],
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 5] = [Self::Title, Self::Date, Self::Link, Self::Summary, Self::Text];

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Date => "date",
            Self::Link => "link",
            Self::Summary => "summary",
            Self::Text => "text",
        }
    }
}

impl Said {
    /// The fields in which another rendering of the entry differs.
    pub fn differs(&self, other: &Self) -> BTreeSet<Field> {
        let pairs = Field::ALL.into_iter().zip(self.values.iter().zip(&other.values));
        pairs.filter(|(_, (one, other))| one != other).map(|(field, _)| field).collect()
    }
}

/// The entries of a feed in any of the formats; else the reason why it is none, a clause in lower case.
pub fn entries(bytes: &[u8]) -> Result<Vec<Said>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('{') {
        return json(text);
    }
    match (text.find("<rss"), text.find("<feed")) {
        (None, None) => Err("it is neither RSS nor Atom nor JSON Feed".to_owned()),
        _ if is_too_deep(text) => Err(format!("its elements are nested deeper than {DEEPEST}")),
        (Some(rss), atom) if atom.is_none_or(|atom| rss < atom) => self::rss(text),
        _ => atom(text),
    }
}

/// Whether a parser that calls itself for each element would run out of stack. What is wrong otherwise, the parser tells.
fn is_too_deep(text: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut depth = 0_usize;
    while depth <= DEEPEST {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
    true
}

fn rss(text: &str) -> Result<Vec<Said>, String> {
    let channel = ::rss::Channel::read_from(text.as_bytes()).map_err(|fault| format!("it is no RSS: {fault}"))?;
    let item = |item: ::rss::Item| {
        let id = item.guid.map(|guid| guid.value).ok_or("an entry of it has no guid")?;
        let values = [item.title, item.pub_date, item.link, item.description, item.content].map(Option::unwrap_or_default);
        Ok(Said { format: Format::Rss, id, values })
    };
    channel.items.into_iter().map(item).collect()
}

fn atom(text: &str) -> Result<Vec<Said>, String> {
    let feed = atom_syndication::Feed::read_from(text.as_bytes()).map_err(|fault| format!("it is no Atom: {fault}"))?;
    let entry = |entry: Entry| {
        let date = entry.published.unwrap_or(entry.updated).to_rfc3339();
        let link = entry.links.into_iter().find(|link| link.rel == "alternate").map(|link| link.href);
        let [summary, text] = [entry.summary.map(|summary| summary.value), entry.content.and_then(|content| content.value)];
        let values = [entry.title.value, date, link.unwrap_or_default(), summary.unwrap_or_default(), text.unwrap_or_default()];
        Said { format: Format::Atom, id: entry.id, values }
    };
    Ok(feed.entries.into_iter().map(entry).collect())
}

fn json(text: &str) -> Result<Vec<Said>, String> {
    let feed: Value = serde_json::from_str(text).map_err(|fault| format!("it is no JSON: {fault}"))?;
    let version = feed["version"].as_str().unwrap_or_default();
    let items =
        feed["items"].as_array().filter(|_| version.starts_with("https://jsonfeed.org/version/")).ok_or("it is JSON, but no JSON Feed")?;
    let item = |item: &Value| {
        let id = item["id"].as_str().ok_or("an entry of it has no id")?.to_owned();
        let fields = ["title", "date_published", "url", "summary", "content_html"];
        Ok(Said { format: Format::Json, id, values: fields.map(|name| item[name].as_str().unwrap_or_default().to_owned()) })
    };
    items.iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::feeds;
    use crate::public::sample;
    use crate::render::{Renderer, Theme};

    fn ours() -> Vec<(String, Vec<u8>)> {
        let theme = Theme::embedded();
        let renderer = Renderer::new(&theme, theme.locale("en").unwrap()).unwrap();
        let files = feeds::unabridged(&sample::history(), &renderer).unwrap();
        files.into_iter().map(|file| (file.path.to_string(), file.bytes)).collect()
    }

    #[test]
    fn every_feed_of_ours_reads_back_with_all_that_a_reader_sees() {
        for (path, bytes) in ours() {
            let read = entries(&bytes).unwrap_or_else(|fault| panic!("{path}: {fault}"));
            assert!(!read.is_empty(), "{path}");
            for said in &read {
                assert!(said.id.starts_with("tag:status.acme.example,2025:incident/"), "{path}: {}", said.id);
                assert!(said.values[..4].iter().all(|value| !value.is_empty()) || path.starts_with("history"), "{path}: {said:?}");
            }
        }
    }

    #[test]
    fn a_feed_cut_at_any_byte_is_refused_with_a_reason() {
        for (path, bytes) in ours() {
            for cut in (0..bytes.len().saturating_sub(20)).step_by(61) {
                let fault = entries(&bytes[..cut]).expect_err(&format!("{path} cut at {cut}"));
                assert!(fault.starts_with("it is") && !fault.is_empty(), "{path} cut at {cut}: {fault}");
            }
        }
    }

    #[test]
    fn elements_nested_without_end_are_refused_and_use_up_no_stack() {
        let (open, close) = ("<x:a>".repeat(200_000), "</x:a>".repeat(200_000));
        for (before, behind) in [
            ("<rss version=\"2.0\" xmlns:x=\"urn:x\"><channel>", "</channel></rss>"),
            ("<rss version=\"2.0\" xmlns:x=\"urn:x\"><channel><item><guid>a</guid>", "</item></channel></rss>"),
            ("<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:x=\"urn:x\"><id>a</id>", "</feed>"),
        ] {
            let fault = entries(format!("{before}{open}{close}{behind}").as_bytes()).unwrap_err();
            assert_eq!(fault, "its elements are nested deeper than 100", "{before}");
            let _ = entries(format!("{before}{open}").as_bytes()).unwrap_err();
        }
    }

    #[test]
    fn garbage_is_refused_and_never_a_panic() {
        let hostile: [&[u8]; 12] = [
            b"",
            b"\xff\xfe",
            b"<",
            b"<rss",
            b"<feed><entry>",
            b"{",
            b"{}",
            b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{}]}",
            b"<rss version=\"2.0\"><channel><item></item></channel></rss>",
            b"<!DOCTYPE x [<!ENTITY a \"b\">]><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>&a;</id><updated>never</updated></feed>",
            b"<html><p>404</p></html>",
            b"[1, 2]",
        ];
        for bytes in hostile {
            assert!(entries(bytes).is_err(), "{}", String::from_utf8_lossy(bytes));
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

        #[test]
        fn a_feed_with_any_bytes_in_it_is_read_or_refused(which in 0..5_usize, at in 0..6000_usize, with in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..9)) {
            let (_, mut bytes) = ours().swap_remove(which);
            let at = at.min(bytes.len());
            let end = (at + with.len()).min(bytes.len());
            bytes.splice(at..end, with);
            let _ = entries(&bytes);
        }
    }
}
