//! Comes in: a finished file. Goes out: its links, its ids, and the markup in it that no site needs.
//! Must never: follow anything.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{css, json, markup, plain};
use crate::public::SitePath;

/// Who is told what stands in a file.
pub(super) trait Sink {
    /// Whether plain markup may be read in a plain way first. Where that gives up, what was told is told again.
    fn hurries(&self) -> bool;
    /// The format has places that a fragment can name.
    fn has_ids(&mut self);
    /// Such a place; only if the format has any.
    fn id(&mut self, id: &str);
    /// An address as it is written, entities decoded.
    fn link(&mut self, target: &str, how: How);
    /// A piece of markup that does not pass: the fact, and the next step.
    fn fault(&mut self, span: Option<Range<usize>>, message: String, help: &'static str);
}

/// How an address stands in its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct How {
    /// Where.
    pub(super) span: Option<Range<usize>>,
    /// Whether a browser fetches it by itself.
    pub(super) loads: bool,
    /// Whether a reader can follow it from a page.
    pub(super) follows: bool,
}

impl How {
    /// At a place, and no more is known.
    pub(super) fn at(span: impl Into<Option<Range<usize>>>) -> Self {
        Self { span: span.into(), ..Self::default() }
    }
}

/// Everything that a file says about where it leads, with the place of each.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Places that a fragment can name; `None` for formats without any.
    pub(super) ids: Option<BTreeSet<String>>,
    /// Addresses in it.
    pub(super) links: Vec<Link>,
    /// Markup that does not pass.
    pub(super) faults: Vec<Fault>,
}

/// An address as it is written, entities decoded.
#[derive(Debug)]
pub(super) struct Link {
    /// The address.
    pub(super) target: String,
    /// How it stands there.
    pub(super) how: How,
}

/// A piece of markup that does not pass.
#[derive(Debug)]
pub(super) struct Fault {
    /// Where it stands.
    pub(super) span: Option<Range<usize>>,
    /// The fact.
    pub(super) message: String,
    /// The next step.
    pub(super) help: &'static str,
}

impl Reading {
    /// Reads a file by the ending of its name; nothing is found in a format without links.
    pub(super) fn of(path: &SitePath, bytes: &[u8]) -> Self {
        let mut reading = Self::default();
        read(path, bytes, &mut reading);
        reading
    }
}

impl Sink for Reading {
    fn hurries(&self) -> bool {
        false
    }

    fn has_ids(&mut self) {
        self.ids.get_or_insert_default();
    }

    fn id(&mut self, id: &str) {
        if let Some(ids) = &mut self.ids {
            ids.insert(id.to_owned());
        }
    }

    fn link(&mut self, target: &str, how: How) {
        self.links.push(Link { target: target.to_owned(), how });
    }

    fn fault(&mut self, span: Option<Range<usize>>, message: String, help: &'static str) {
        self.faults.push(Fault { span, message, help });
    }
}

/// Reads a file by the ending of its name.
pub(super) fn read(path: &SitePath, bytes: &[u8], sink: &mut dyn Sink) {
    let Some((_, ending)) = path.as_str().rsplit_once('.') else { return };
    let read: fn(&str, &mut dyn Sink) = match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => markup::page,
        "svg" => markup::drawing,
        "xml" | "atom" | "rss" | "opml" | "xsl" | "xslt" => markup::feed,
        "json" | "webmanifest" => json::read,
        "css" => css::read,
        "txt" | "ics" => plain::read,
        _ => return,
    };
    read(&String::from_utf8_lossy(bytes), sink);
}
