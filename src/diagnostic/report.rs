//! All findings of a run with the sources they point into, ready to be shown.
//! What a leak finding found is masked here, once, for every format: in excerpts, and in the messages of other findings.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::entry::entries;
use super::{Finding, Level, RuleDoc, Source, SourceId, Sources, Span};
use super::{github, gitlab, human, json, junit, rdjson, sarif, vale_json, vale_line};

/// How a report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Like a compiler's messages.
    #[default]
    Human,
    /// An array of objects.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's XML.
    Junit,
    /// Reviewdog's diagnostics.
    Rdjson,
    /// Vale's JSON.
    ValeJson,
    /// Vale's lines.
    ValeLine,
}

/// All findings of a run, sorted by path and place.
#[derive(Debug, Default)]
pub struct Report {
    sources: Sources,
    findings: Vec<Finding>,
    folder: String,
    rules: Vec<RuleDoc>,
}

/// Paths of findings that are not about a file of the site's folder begin with one of these.
const NOT_ON_DISK: [&str; 2] = ["site/", "published/"];

impl Report {
    /// Sorts the findings by path, place, and rule, and drops repeats.
    pub fn new(sources: Sources, mut findings: Vec<Finding>) -> Self {
        findings.sort_by_cached_key(|finding| {
            let start = finding.span.as_ref().map_or(0, |span| span.start);
            (sources.get(finding.source).path().to_owned(), start, finding.rule.clone(), finding.message.clone())
        });
        findings.dedup();
        Self { sources, findings, folder: String::new(), rules: Vec::new() }
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

    /// The same report with what formats for other tools say beyond findings: the site's folder as seen from where the tool
    /// stands (empty if it stands there), and what the rules say of themselves.
    #[must_use]
    pub fn told_to_tools(mut self, folder: impl Into<String>, rules: Vec<RuleDoc>) -> Self {
        self.folder = folder.into();
        self.rules = rules;
        self
    }

    /// A path of a source as seen from where the tool stands.
    pub(super) fn seen(&self, path: &str) -> String {
        let stays = self.folder.is_empty() || NOT_ON_DISK.iter().any(|start| path.starts_with(start));
        if stays { path.to_owned() } else { format!("{}/{path}", self.folder) }
    }

    /// What a rule says of itself.
    pub(super) fn rule(&self, code: &str) -> Option<&RuleDoc> {
        self.rules.iter().find(|rule| rule.code == code)
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
        if format == Format::Human {
            return human::render(self, &masks, color);
        }
        let entries = entries(self, &masks);
        match format {
            Format::Human | Format::Json => json::render(&entries),
            Format::Github => github::render(&entries),
            Format::Gitlab => gitlab::render(&entries),
            Format::Sarif => sarif::render(self, &entries),
            Format::Junit => junit::render(self, &entries),
            Format::Rdjson => rdjson::render(&entries),
            Format::ValeJson => vale_json::render(&entries),
            Format::ValeLine => vale_line::render(&entries),
        }
    }
}

/// What must not be shown: per source the byte ranges of leak findings, and the words in them.
#[derive(Default)]
pub(super) struct Masks {
    /// Sorted, and apart from each other.
    ranges: BTreeMap<SourceId, Vec<Span>>,
    words: Option<AhoCorasick>,
}

/// Evidence shorter than this is masked in excerpts only: replacing it everywhere would garble messages and hide nothing.
const SHORTEST_WORD: usize = 3;

impl Masks {
    #[expect(clippy::expect_used, reason = "fails closed: without masks a report would show what it must hide")]
    pub(super) fn of(report: &Report) -> Self {
        let mut masks = Self::default();
        let mut words = BTreeSet::new();
        for finding in report.findings.iter().filter(|finding| finding.is_leak()) {
            let Some(span) = finding.span.clone() else { continue };
            let source = report.sources.get(finding.source);
            let span = source.floor(span.start)..source.floor(span.end);
            let address = address(source, &span);
            for word in [&span, &address].map(|range| source.text()[range.clone()].trim()) {
                if word.chars().count() >= SHORTEST_WORD {
                    words.insert(word);
                }
            }
            masks.ranges.entry(finding.source).or_default().push(address);
        }
        for ranges in masks.ranges.values_mut() {
            *ranges = merged(std::mem::take(ranges));
        }
        masks.words = (!words.is_empty()).then(|| {
            let words = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
            words.expect("fewer words than an automaton can hold: a report that cannot mask must not be shown")
        });
        masks
    }

    /// A message with every leaked word in it masked.
    pub(super) fn message(&self, text: &str) -> String {
        let Some(words) = &self.words else { return text.to_owned() };
        let mut masked = String::new();
        words.replace_all_with(text, &mut masked, |_, word, masked| {
            masked.push_str(&dots(word));
            true
        });
        masked
    }

    /// A piece of a source with everything masked that a leak finding points at, or that repeats what one found.
    pub(super) fn excerpt(&self, id: SourceId, source: &Source, range: Span) -> String {
        let mut shown = String::new();
        let ranges = self.ranges.get(&id).map_or(&[][..], Vec::as_slice);
        // Apart and in order, so that only those around the piece are asked.
        let hidden = &ranges[ranges.partition_point(|hidden| hidden.end <= range.start)..];
        let hidden = &hidden[..hidden.partition_point(|hidden| hidden.start < range.end)];
        for (at, character) in source.text()[range.clone()].char_indices() {
            let at = range.start + at;
            let mask = character != '\n' && hidden.iter().any(|hidden| hidden.contains(&at));
            shown.push(if mask { '•' } else { character });
        }
        self.message(&shown)
    }
}

/// No address is longer, as far as anyone reads one.
const LONGEST_ADDRESS: usize = 2000;

/// The whole of an address that a leak is a part of: behind the host stands a path that is no more public than the host is.
fn address(source: &Source, leak: &Span) -> Span {
    let text = source.text();
    let apart = |c: char| c.is_whitespace() || "<>()[]{}\"'`|".contains(c);
    let from = source.floor(leak.start.saturating_sub(LONGEST_ADDRESS));
    let to = source.floor(leak.end.saturating_add(LONGEST_ADDRESS));
    let start = text[from..leak.start].char_indices().rev().take_while(|(_, c)| !apart(*c)).last().map_or(leak.start, |(at, _)| from + at);
    let end = text[leak.end..to].find(apart).map_or(to, |at| leak.end + at);
    let whole = &text[start..end];
    if whole.contains("://") || whole.contains('@') { start..end } else { leak.clone() }
}

/// The same bytes as ranges that are in order and apart.
fn merged(mut ranges: Vec<Span>) -> Vec<Span> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Span> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

fn dots(word: &str) -> String {
    "•".repeat(word.chars().count())
}
