//! A finding as any format may show it: masked, with its place in the units that formats count in, and with a fingerprint.
//! Formats for programs see entries alone, never a source: what a leak finding found ends here.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::masks::Masks;
use super::report::order;
use super::{Finding, Level, Report, Source, Span, Suppressed};

/// How much of a line is remembered on either side of a place.
const CONTEXT: usize = 80;

/// A finding, ready to be shown.
pub(super) struct Entry<'a> {
    /// Relative to the site's folder.
    pub(super) path: &'a str,
    /// The same file as seen from where the command runs.
    pub(super) file: String,
    pub(super) rule: &'a str,
    pub(super) level: Level,
    pub(super) leak: bool,
    pub(super) message: String,
    pub(super) help: String,
    /// `None` speaks about the file as a whole.
    pub(super) place: Option<Place>,
    /// What the place holds of its first line.
    pub(super) quote: String,
    /// The same as long as rule, path and surrounding words are; two entries never share one.
    pub(super) fingerprint: String,
    /// What may stand in the place; nothing where that would show what must be hidden.
    pub(super) suggestions: Vec<&'a str>,
    /// Why it is let pass, if it is.
    pub(super) justification: Option<String>,
}

/// From the first character to behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: Position,
    pub(super) end: Position,
}

/// A line and a column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    /// In code points.
    pub(super) column: usize,
    /// In bytes of UTF-8.
    pub(super) byte: usize,
}

impl Entry<'_> {
    /// Where the file is opened: its beginning if it is meant as a whole.
    pub(super) fn start(&self) -> Position {
        self.place.map_or(Position { line: 1, column: 1, byte: 1 }, |place| place.start)
    }

    /// Fact and next step in one line.
    pub(super) fn told(&self) -> String {
        let told = if self.help.is_empty() { self.message.clone() } else { format!("{}; {}", self.message, self.help) };
        one_line(&told)
    }
}

/// A text without line breaks.
pub(super) fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// All findings of a report, in its order; and those that something lets pass.
pub(super) fn entries<'r>(report: &'r Report, masks: &Masks) -> (Vec<Entry<'r>>, Vec<Entry<'r>>) {
    // A fingerprint travels: it is made of masked text even where the report itself is not masked.
    let hidden = Masks::of(report);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let passed = report.suppressed().iter().map(|one| (&one.finding, Some(one)));
    let mut all: Vec<(&Finding, Option<&Suppressed>)> = report.findings().iter().map(|finding| (finding, None)).chain(passed).collect();
    if !report.suppressed().is_empty() {
        // Equal findings are told apart by their order, which must not change when one of them is let pass.
        all.sort_by_cached_key(|(finding, _)| order(report.sources(), finding));
    }
    let entries = all.into_iter().map(|(finding, suppressed)| one(report, finding, suppressed, masks, &hidden, &mut seen));
    entries.partition(|entry| entry.justification.is_none())
}

fn one<'r>(
    report: &'r Report,
    finding: &'r Finding,
    suppressed: Option<&Suppressed>,
    masks: &Masks,
    hidden: &Masks,
    seen: &mut BTreeMap<String, usize>,
) -> Entry<'r> {
    let source = report.sources().get(finding.source);
    let marked = finding.span.as_ref().map(|span| on_one_line(source, span));
    let words = match &marked {
        Some(marked) => {
            [marked, &around(source, marked)].map(|range| squeezed(&hidden.excerpt(finding.source, source, range.clone()))).join("\0")
        }
        None => squeezed(&hidden.message(&finding.message)),
    };
    let key = format!("{}\0{}\0{words}", finding.rule, source.path());
    let ordinal = seen.entry(key.clone()).and_modify(|count| *count += 1).or_insert(0);
    let digest = Sha256::digest(format!("{key}\0{ordinal}"));
    Entry {
        path: source.path(),
        file: report.seen(source.path()),
        rule: &finding.rule,
        level: finding.level,
        leak: finding.is_leak(),
        message: masks.message(&finding.message),
        help: masks.message(&finding.help),
        place: finding.span.as_ref().map(|span| place(source, span)),
        quote: marked.map_or_else(String::new, |marked| masks.excerpt(finding.source, source, marked)),
        fingerprint: digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect(),
        suggestions: finding.suggestions.iter().map(String::as_str).filter(|text| masks.message(text) == *text).collect(),
        justification: suppressed.map(|one| masks.message(&one.justification)),
    }
}

/// A text whose spaces are one space each.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The part of a span that stands on its first line, no longer than anyone wants to read.
fn on_one_line(source: &Source, span: &Span) -> Span {
    let start = source.floor(span.start);
    let line = source.line(source.position(start).0);
    let start = start.clamp(line.start, line.end);
    let end = source.floor(span.end).clamp(start, line.end);
    start..source.floor(end.min(start + 2 * CONTEXT))
}

/// The words around a place, of its own line only.
fn around(source: &Source, marked: &Span) -> Span {
    let line = source.line(source.position(marked.start).0);
    let start = source.floor(marked.start.saturating_sub(CONTEXT).max(line.start));
    start..source.floor((marked.end + CONTEXT).min(line.end)).max(start)
}

fn place(source: &Source, span: &Span) -> Place {
    let start = source.floor(span.start);
    let end = source.floor(span.end).max(start);
    let end = start + source.part(start..end).trim_end_matches(['\n', '\r']).len();
    Place { start: position(source, start), end: position(source, end) }
}

fn position(source: &Source, byte: usize) -> Position {
    let (line, column) = source.position(byte);
    Position { line, column, byte: byte - source.line(line).start + 1 }
}
