//! All findings of a run with the sources they point into, ready to be shown.
//! What a leak finding found is masked here, once, for every format: in excerpts, and in the messages of other findings.

use std::collections::BTreeMap;

use super::{Finding, Level, Source, SourceId, Sources, Span, human, json};

/// How a report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Like a compiler's messages.
    #[default]
    Human,
    /// An array of objects.
    Json,
}

/// All findings of a run, sorted by path and place.
#[derive(Debug, Default)]
pub struct Report {
    sources: Sources,
    findings: Vec<Finding>,
}

impl Report {
    /// Sorts the findings by path, place, and rule, and drops repeats.
    pub fn new(sources: Sources, mut findings: Vec<Finding>) -> Self {
        findings.sort_by(|a, b| {
            let key = |f: &Finding| {
                (sources.get(f.source).path().to_owned(), f.span.as_ref().map_or(0, |s| s.start), f.rule.clone(), f.message.clone())
            };
            key(a).cmp(&key(b))
        });
        findings.dedup();
        Self { sources, findings }
    }

    /// The sources and findings, to add more.
    pub fn into_parts(self) -> (Sources, Vec<Finding>) {
        (self.sources, self.findings)
    }

    /// The findings, sorted.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The sources that the findings point into.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// How many findings have that level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// Whether a leak is among the findings that fail a run.
    pub fn leaks(&self, failing: Level) -> bool {
        self.findings.iter().any(|finding| finding.is_leak() && finding.level >= failing)
    }

    /// 0 clean, 1 findings at or above the failing level, 3 a leak among them.
    pub fn exit_status(&self, failing: Level) -> u8 {
        if self.leaks(failing) { 3 } else { u8::from(self.findings.iter().any(|finding| finding.level >= failing)) }
    }

    /// The report as text. `color` adds terminal colours; `reveal` shows what leak findings found (only ever for a person on a terminal).
    pub fn render(&self, format: Format, color: bool, reveal: bool) -> String {
        let masks = if reveal { Masks::default() } else { Masks::of(self) };
        match format {
            Format::Human => human::render(self, &masks, color),
            Format::Json => json::render(self, &masks),
        }
    }
}

/// What must not be shown: per source the byte ranges of leak findings, and the words in them.
#[derive(Default)]
pub(super) struct Masks {
    /// Sorted, and apart from each other.
    ranges: BTreeMap<SourceId, Vec<Span>>,
    words: Vec<String>,
}

/// Evidence shorter than this is masked in excerpts only: replacing it everywhere would garble messages and hide nothing.
const SHORTEST_WORD: usize = 3;

impl Masks {
    fn of(report: &Report) -> Self {
        let mut masks = Self::default();
        for finding in report.findings.iter().filter(|finding| finding.is_leak()) {
            let Some(span) = finding.span.clone() else { continue };
            let source = report.sources.get(finding.source);
            let span = source.floor(span.start)..source.floor(span.end);
            let word = source.text()[span.clone()].trim();
            if word.chars().count() >= SHORTEST_WORD {
                masks.words.push(word.to_owned());
            }
            masks.ranges.entry(finding.source).or_default().push(span);
        }
        // The longest first: a word may hold another.
        masks.words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        masks.words.dedup();
        for ranges in masks.ranges.values_mut() {
            ranges.sort_by_key(|range| range.start);
            ranges.dedup_by(|next, last| {
                let joined = next.start <= last.end;
                if joined {
                    last.end = last.end.max(next.end);
                }
                joined
            });
        }
        masks
    }

    /// A message with every leaked word in it masked.
    pub(super) fn message(&self, text: &str) -> String {
        self.words
            .iter()
            .fold(text.to_owned(), |text, word| if text.contains(word.as_str()) { text.replace(word.as_str(), &dots(word)) } else { text })
    }

    /// A piece of a source with everything masked that a leak finding points at, or that repeats what one found.
    pub(super) fn excerpt(&self, id: SourceId, source: &Source, range: Span) -> String {
        let mut shown = String::new();
        let hidden = self.ranges.get(&id);
        for (at, character) in source.text()[range.clone()].char_indices() {
            let at = range.start + at;
            let mask = character != '\n' && hidden.is_some_and(|ranges| within(ranges, at));
            shown.push(if mask { '•' } else { character });
        }
        self.message(&shown)
    }
}

fn within(ranges: &[Span], byte: usize) -> bool {
    ranges.partition_point(|range| range.start <= byte).checked_sub(1).is_some_and(|last| ranges[last].contains(&byte))
}

fn dots(word: &str) -> String {
    "•".repeat(word.chars().count())
}
