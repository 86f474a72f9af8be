//! Comes in: a finished file. Goes out: its links, its ids, and the markup in it that no site needs.
//! Must never: follow anything.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{css, json, markup, plain};
use crate::public::SitePath;

/// What a file says about where it leads.
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
    /// Where it stands.
    pub(super) span: Option<Range<usize>>,
    /// Whether a browser fetches it by itself.
    pub(super) loads: bool,
    /// Whether a reader can follow it from a page.
    pub(super) follows: bool,
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
    /// Reads a file by the ending of its name; `None` for a format without links.
    pub(super) fn of(path: &SitePath, bytes: &[u8]) -> Option<Self> {
        let (_, ending) = path.as_str().rsplit_once('.')?;
        let text = String::from_utf8_lossy(bytes);
        let mut reading = Self::default();
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" => markup::page(&text, &mut reading),
            "svg" => markup::drawing(&text, &mut reading),
            "xml" | "atom" | "rss" | "opml" | "xsl" | "xslt" => markup::feed(&text, &mut reading),
            "json" | "webmanifest" => json::read(&text, &mut reading),
            "css" => css::read(&text, &mut reading),
            "txt" | "ics" => plain::read(&text, &mut reading),
            _ => return None,
        }
        Some(reading)
    }

    /// Notes an address.
    pub(super) fn link(&mut self, target: impl Into<String>, span: impl Into<Option<Range<usize>>>, loads: bool) {
        self.links.push(Link { target: target.into(), span: span.into(), loads, follows: false });
    }

    /// Notes a fault.
    pub(super) fn fault(&mut self, span: impl Into<Option<Range<usize>>>, message: impl Into<String>, help: &'static str) {
        self.faults.push(Fault { span: span.into(), message: message.into(), help });
    }
}
