//! The content of *Status updates* and *Corrections* → dated entries. Text outside an entry is a finding, never lost silently.

use std::ops::Range;

use super::draft::{DraftCorrection, DraftUpdate, Spanned};
use super::outline::{Heading, headings};
use super::{rules, times};
use crate::diagnostic::{Finding, SourceId};
use crate::public::{Impact, Phase};

/// What entries are read with.
pub struct Reader<'a> {
    /// The whole source.
    pub text: &'a str,
    /// The zone of times without one.
    pub zone: Option<chrono_tz::Tz>,
    /// The source in the report.
    pub source: SourceId,
}

impl Reader<'_> {
    /// The updates of a section.
    pub fn updates(&self, content: &Range<usize>, findings: &mut Vec<Finding>) -> Vec<DraftUpdate> {
        let mut updates = Vec::new();
        for (heading, content) in self.entries(content, "a `<time> — <phase>` heading", findings) {
            let Some((when, phase)) = self.title(&heading, findings) else { continue };
            let Some(at) = self.time(when, &heading.span, findings) else { continue };
            let (affects, content) = self.affects(content, findings);
            if self.text[content.clone()].trim().is_empty() {
                findings.push(rules::UPDATE_EMPTY.found(self.source, heading.span.clone(), "this update says nothing"));
            }
            updates.push(DraftUpdate { heading: heading.span, at, phase, affects, content });
        }
        updates
    }

    /// The corrections of a section.
    pub fn corrections(&self, content: &Range<usize>, findings: &mut Vec<Finding>) -> Vec<DraftCorrection> {
        let mut corrections = Vec::new();
        for (heading, content) in self.entries(content, "a heading that is a time", findings) {
            if let Some(at) = self.time(&heading.text, &heading.span, findings) {
                corrections.push(DraftCorrection { heading: heading.span, at, content });
            }
        }
        corrections
    }

    /// Sub-headings with the text below each; the level of the first one parts entries, deeper ones are text.
    fn entries(&self, content: &Range<usize>, wanted: &str, findings: &mut Vec<Finding>) -> Vec<(Heading, Range<usize>)> {
        let headings: Vec<Heading> =
            headings(&self.text[content.clone()], content.start).into_iter().filter(|heading| heading.top).collect();
        let first = headings.first().map_or(content.end, |heading| heading.span.start);
        if let Some(span) = self.words(content.start..first) {
            findings.push(rules::ENTRY_TEXT.found(self.source, span, format!("this text stands outside {wanted}")));
        }
        let level = headings.first().map_or(6, |heading| heading.level);
        let parting: Vec<Heading> = headings.into_iter().filter(|heading| heading.level <= level).collect();
        let ends = parting.iter().skip(1).map(|heading| heading.span.start).chain([content.end]).collect::<Vec<_>>();
        parting
            .into_iter()
            .zip(ends)
            .map(|(heading, end)| {
                let start = heading.span.end;
                (heading, start..end)
            })
            .collect()
    }

    /// The first line of visible text in a range; comments are none.
    fn words(&self, range: Range<usize>) -> Option<Range<usize>> {
        if self.text[range.clone()].trim().is_empty() {
            return None;
        }
        let passage = super::prose::passages(&self.text[range.clone()], range.start).into_iter().next()?;
        Some(passage.source(0..passage.text.len()))
    }

    /// `<time> — <phase>`, with an em dash, a hyphen, a colon or a middle dot between.
    fn title<'h>(&self, heading: &'h Heading, findings: &mut Vec<Finding>) -> Option<(&'h str, Phase)> {
        let text = heading.text.trim();
        for (name, phase) in PHASES {
            let at = text.len().wrapping_sub(name.len());
            let Some(tail) =
                text.get(at..).filter(|tail| tail.to_lowercase() == *name || tail.replace(['-', '_'], " ").to_lowercase() == *name)
            else {
                continue;
            };
            let rest = text[..text.len() - tail.len()].trim_end();
            if let Some(when) = rest.strip_suffix(['—', '–', '-', ':', '·']) {
                return Some((when.trim_end(), *phase));
            }
        }
        let message = "this heading is not `<time> — <phase>` with a known phase";
        findings.push(rules::UPDATE_HEADING.found(self.source, heading.span.clone(), message));
        None
    }

    fn time(&self, text: &str, span: &Range<usize>, findings: &mut Vec<Finding>) -> Option<crate::clock::Time> {
        match times::parse(text, self.zone) {
            Ok(time) => Some(time),
            Err(fault) => {
                let (fact, step) = fault.words();
                findings.push(rules::TIME.found(self.source, span.clone(), format!("the time of this entry {fact}")).help(step));
                None
            }
        }
    }

    /// A first line `Affects: Search (partial), API (degraded)`, and the rest.
    fn affects(&self, content: Range<usize>, findings: &mut Vec<Finding>) -> (Vec<(Spanned<String>, Impact)>, Range<usize>) {
        let blank = self.text[content.clone()].len() - self.text[content.clone()].trim_start().len();
        let start = content.start + blank;
        let end = self.text[start..content.end].find('\n').map_or(content.end, |at| start + at);
        let line = &self.text[start..end];
        let bare = line.trim_start_matches(['*', '_']);
        let Some(list) = bare.get(..8).filter(|head| head.eq_ignore_ascii_case("affects:")).map(|_| &bare[8..]) else {
            return (Vec::new(), content);
        };
        let list = list.trim_start_matches(['*', '_']);
        let mut at = start + (line.len() - list.len());
        let mut affects = Vec::new();
        for item in list.split_inclusive([')', ';']) {
            let words = item.trim_start_matches([',', ';', ' ', '.']).trim_end_matches([',', ';', ' ', '.', '\r']);
            let from = at + (item.len() - item.trim_start_matches([',', ';', ' ', '.']).len());
            at += item.len();
            if words.is_empty() {
                continue;
            }
            let parsed = words
                .strip_suffix(')')
                .and_then(|words| words.rsplit_once('('))
                .and_then(|(name, impact)| Some((name.trim(), super::public::impact(impact)?)));
            match parsed {
                Some((name, impact)) if !name.is_empty() => affects.push((Spanned::new(name.to_owned(), from..from + name.len()), impact)),
                _ => findings.push(rules::AFFECTS.found(
                    self.source,
                    from..from + words.len(),
                    "this is not a component with its impact in parentheses",
                )),
            }
        }
        (affects, end..content.end)
    }
}

/// The phase of that name; blank, hyphen and underscore are alike.
pub fn phase(name: &str) -> Option<Phase> {
    let name = name.trim().to_lowercase().replace(['-', '_'], " ");
    PHASES.iter().find(|(known, _)| *known == name).map(|(_, phase)| *phase)
}

/// The name of a phase, in lower case.
pub fn name(phase: Phase) -> &'static str {
    PHASES.iter().find(|(_, known)| *known == phase).map_or("update", |(name, _)| name)
}

/// The phases as headings write them.
const PHASES: &[(&str, Phase)] = &[
    ("investigating", Phase::Investigating),
    ("identified", Phase::Identified),
    ("monitoring", Phase::Monitoring),
    ("update", Phase::Update),
    ("resolved", Phase::Resolved),
    ("scheduled", Phase::Scheduled),
    ("in progress", Phase::InProgress),
    ("verifying", Phase::Verifying),
    ("completed", Phase::Completed),
];
