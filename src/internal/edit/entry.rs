//! A document's text and a status update → where the update is inserted, and the bytes, in the style of what stands there.
//! Inserts in one place and changes no byte. Whoever calls reads the result again: only a parser knows what the bytes came to mean.

use std::ops::Range;

use super::heading::Style;
use super::{Unsafe, read};
use crate::clock::Time;
use crate::diagnostic::SourceId;
use crate::internal::read::draft::DraftUpdate;
use crate::internal::read::outline::{Heading, Outline, headings, outline};

/// A status update that is to be written.
pub struct Entry<'a> {
    /// When.
    pub at: Time,
    /// Its phase, in lower case.
    pub phase: &'a str,
    /// What stands behind `Affects:`, if anything does.
    pub affects: Option<&'a str>,
    /// Its text, with `\n` for line ends and none around it.
    pub text: &'a str,
    /// The zone of times that are written without one.
    pub zone: Option<chrono_tz::Tz>,
}

/// Bytes, and where they are inserted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insertion {
    /// The byte in front of which they go.
    pub at: usize,
    /// What is inserted.
    pub text: String,
}

/// Where an update goes in a document with these updates. Newest last, unless the document has it the other way round.
pub fn add(text: &str, updates: &[DraftUpdate], entry: &Entry<'_>) -> Result<Insertion, Unsafe> {
    let front = read(text)?;
    let line = text[front.inner.end..].find('\n').map_or(text.len(), |at| front.inner.end + at + 1);
    let outline = outline(text, line..text.len(), SourceId(0), &mut Vec::new());
    let page = Page { text, body: line, end: if text[..line].ends_with("\r\n") { "\r\n" } else { "\n" } };
    match (&outline.updates, newest(updates)) {
        (Some(section), Some(newest)) => {
            let level = level_of(&page.headings(&section.content), &newest.heading)?;
            let style = Style::of(&text[newest.heading.clone()], level);
            let entry = page.written(entry, &style, page.is_blank_behind(newest));
            Ok(if is_newest_first(updates) {
                let at = page.line_start(newest.heading.start);
                Insertion { at, text: format!("{entry}{0}{0}", page.end) }
            } else {
                page.behind(section.content.end, &entry)
            })
        }
        (Some(section), None) => {
            let level = outline.levels.iter().find(|(content, _)| *content == section.content).map_or(2, |(_, level)| *level);
            let style = Style::new(deeper(level)?);
            Ok(page.behind(section.content.end, &page.written(entry, &style, false)))
        }
        (None, _) => page.section(&outline, entry),
    }
}

/// The newest update: the first one where the newest stand first, else the last one.
pub fn newest(updates: &[DraftUpdate]) -> Option<&DraftUpdate> {
    if is_newest_first(updates) { updates.first() } else { updates.last() }
}

/// Whether a document has its newest update first.
pub fn is_newest_first(updates: &[DraftUpdate]) -> bool {
    updates.first().zip(updates.last()).is_some_and(|(first, last)| first.at > last.at)
}

fn level_of(headings: &[Heading], at: &Range<usize>) -> Result<u8, Unsafe> {
    headings.iter().find(|heading| heading.span == *at).map(|heading| heading.level).ok_or(UNUSUAL)
}

fn deeper(level: u8) -> Result<u8, Unsafe> {
    if level < 6 { Ok(level + 1) } else { Err(Unsafe("no heading can stand below that of its status updates")) }
}

const UNUSUAL: Unsafe = Unsafe("its status updates are written in an unusual way");

struct Page<'a> {
    text: &'a str,
    /// Where the body begins.
    body: usize,
    /// How lines end.
    end: &'static str,
}

impl Page<'_> {
    fn headings(&self, range: &Range<usize>) -> Vec<Heading> {
        headings(&self.text[range.clone()], range.start).into_iter().filter(|heading| heading.top).collect()
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Whether a blank line parts the heading of an update from its text.
    fn is_blank_behind(&self, update: &DraftUpdate) -> bool {
        let rest = &self.text[update.heading.end..];
        rest[..rest.len() - rest.trim_start().len()].matches('\n').count() > 1
    }

    /// Behind the last word of what ends there; what stood behind that word stays behind the update.
    fn behind(&self, end: usize, entry: &str) -> Insertion {
        Insertion { at: self.text[..end].trim_end().len(), text: format!("{0}{0}{entry}", self.end) }
    }

    /// The update without a line end behind it.
    fn written(&self, entry: &Entry<'_>, style: &Style, blank: bool) -> String {
        let Entry { at, phase, affects, text, zone } = entry;
        let mut written = style.heading(*at, phase, *zone);
        written.push_str(if blank { "\n\n" } else { "\n" });
        if let Some(affects) = affects {
            written.push_str(&format!("Affects: {affects}\n\n"));
        }
        written.push_str(text);
        written.replace('\n', self.end)
    }

    /// The section with its first update: in front of the message, else at the end.
    fn section(&self, outline: &Outline, entry: &Entry<'_>) -> Result<Insertion, Unsafe> {
        let public = [&outline.message, &outline.corrections].into_iter().flatten().min_by_key(|section| section.heading.start);
        let headings = self.headings(&(self.body..self.text.len()));
        let level = match public {
            Some(section) => level_of(&headings, &section.heading)?,
            // A first heading that is alone on its level is the document's title.
            None => headings.iter().skip(usize::from(is_title(&headings))).map(|heading| heading.level).min().unwrap_or(2),
        };
        let style = Style::new(deeper(level)?);
        let head = format!("{} Status updates{1}{1}", "#".repeat(level.into()), self.end);
        let entry = format!("{head}{}", self.written(entry, &style, false));
        Ok(match public {
            Some(section) => Insertion { at: self.line_start(section.heading.start), text: format!("{entry}{0}{0}", self.end) },
            None => self.behind(self.text.len(), &entry),
        })
    }
}

fn is_title(headings: &[Heading]) -> bool {
    headings.split_first().is_some_and(|(first, rest)| rest.iter().all(|heading| heading.level > first.level) && first.level == 1)
}
