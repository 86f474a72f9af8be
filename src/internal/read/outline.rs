//! A body → its sections: three public ones by exact name, everything else internal.
//! Only headings at the top level of the document open or end a section. Where it is unclear what was meant to be public, it is a finding.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::draft::{InternalSection, PublicSection};
use super::prose::dialect;
use super::rules;
use super::skim::skim;
use super::vocabulary::{self, PublicName};
use crate::diagnostic::{Finding, SourceId};

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words without emphasis.
    pub text: String,
    /// Its bytes with its marks.
    pub span: Range<usize>,
    /// Whether it stands at the top level, outside quotes, lists and notes.
    pub top: bool,
}

/// The sections of a body.
#[derive(Debug, Default)]
pub struct Outline {
    /// *External message*.
    pub message: Option<PublicSection>,
    /// *Status updates*.
    pub updates: Option<PublicSection>,
    /// *Corrections*.
    pub corrections: Option<PublicSection>,
    /// The level of each public section's heading, for the checks of its content.
    pub levels: Vec<(Range<usize>, u8)>,
    /// The rest, in document order.
    pub internal: Vec<InternalSection>,
    /// The bytes of the body outside public sections.
    pub internal_ranges: Vec<Range<usize>>,
}

/// All headings of a piece of Markdown that begins at byte `base`.
pub fn headings(markdown: &str, base: usize) -> Vec<Heading> {
    skim(markdown, base).map_or_else(|| parsed(markdown, base), |seen| seen.headings)
}

/// All headings, as the parser sees them.
pub fn parsed(markdown: &str, base: usize) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut depth = 0usize;
    let mut open = false;
    for (event, range) in Parser::new_ext(markdown, dialect()).into_offset_iter() {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition) => depth = depth.saturating_sub(1),
            Event::Start(Tag::Heading { level, .. }) => {
                open = true;
                let span = base + range.start..base + range.start + markdown[range.clone()].trim_end().len();
                found.push(Heading { level: level as u8, text: String::new(), span, top: depth == 0 });
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(text) | Event::Code(text) if open => found.last_mut().into_iter().for_each(|heading| heading.text.push_str(&text)),
            Event::SoftBreak | Event::HardBreak if open => found.last_mut().into_iter().for_each(|heading| heading.text.push(' ')),
            _ => {}
        }
    }
    found
}

/// The sections of a body.
pub fn outline(text: &str, body: Range<usize>, source: SourceId, findings: &mut Vec<Finding>) -> Outline {
    let headings = headings(&text[body.clone()], body.start);
    let top: Vec<&Heading> = headings.iter().filter(|heading| heading.top).collect();
    let mut outline = Outline::default();
    let mut public: Vec<Range<usize>> = Vec::new();
    for (at, heading) in top.iter().enumerate() {
        let end = top[at + 1..].iter().find(|next| next.level <= heading.level).map_or(body.end, |next| next.span.start);
        let Some(name) = vocabulary::public(&heading.text) else {
            if let Some(near) = vocabulary::nearly_public(&heading.text) {
                findings.push(rules::NEARLY_PUBLIC.found(
                    source,
                    heading.span.clone(),
                    format!("this heading resembles *{}*, and opens an internal section", near.shown()),
                ));
            }
            continue;
        };
        if public.iter().any(|range| range.contains(&heading.span.start)) {
            findings.push(rules::SECTION_NESTED.found(
                source,
                heading.span.clone(),
                format!("*{}* stands inside another public section", name.shown()),
            ));
            continue;
        }
        let slot = match name {
            PublicName::Message => &mut outline.message,
            PublicName::Updates => &mut outline.updates,
            PublicName::Corrections => &mut outline.corrections,
        };
        let whole = heading.span.start..end;
        if slot.is_some() {
            findings.push(rules::SECTION_TWICE.found(
                source,
                heading.span.clone(),
                format!("a second section is named *{}*", name.shown()),
            ));
        } else {
            *slot = Some(PublicSection::of(text, heading.span.clone(), heading.span.end..end));
            outline.levels.push((heading.span.end..end, heading.level));
        }
        public.push(whole);
    }
    outline.internal_ranges = gaps(&body, &public);
    outline.internal = internal_sections(&body, &top, &public);
    hidden(text, &headings, &outline.internal_ranges, source, findings);
    outline
}

fn gaps(body: &Range<usize>, public: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut at = body.start;
    let mut gaps = Vec::new();
    for range in public {
        gaps.push(at..range.start);
        at = range.end.max(at);
    }
    gaps.push(at..body.end);
    gaps.retain(|gap| !gap.is_empty());
    gaps
}

fn internal_sections(body: &Range<usize>, top: &[&Heading], public: &[Range<usize>]) -> Vec<InternalSection> {
    let first = top.first().map_or(body.end, |heading| heading.span.start);
    let opening = InternalSection { canonical: None, heading: body.start..body.start, whole: body.start..first };
    let mut sections = vec![opening];
    for (at, heading) in top.iter().enumerate() {
        if public.iter().any(|range| range.contains(&heading.span.start)) {
            continue;
        }
        let end = top[at + 1..].iter().find(|next| next.level <= heading.level).map_or(body.end, |next| next.span.start);
        let end =
            public.iter().map(|range| range.start).filter(|start| *start > heading.span.start).min().map_or(end, |start| end.min(start));
        sections.push(InternalSection {
            canonical: vocabulary::internal(&heading.text),
            heading: heading.span.clone(),

            whole: heading.span.end..end,
        });
    }
    sections
}

/// Lines that look like the heading of a public section, and are none because of where they stand.
fn hidden(text: &str, headings: &[Heading], internal: &[Range<usize>], source: SourceId, findings: &mut Vec<Finding>) {
    for range in internal {
        let mut at = range.start;
        for line in text[range.clone()].split_inclusive('\n') {
            let words = line.trim().trim_start_matches(['>', ' ', '-', '*']);
            let name = words.trim_start_matches('#').trim().trim_end_matches('#').trim_end().trim_matches(['*', '_']);
            let known = || headings.iter().any(|heading| heading.top && heading.span.start <= at + line.len() && at < heading.span.end);
            if words.starts_with('#') && vocabulary::public(name).is_some() && !known() {
                let start = at + (line.len() - line.trim_start().len());
                findings.push(rules::HEADING_HIDDEN.found(
                    source,
                    start..at + line.trim_end().len(),
                    "this looks like the heading of a public section, and opens none where it stands",
                ));
            }
            at += line.len();
        }
    }
}
