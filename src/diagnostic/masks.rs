//! What a report must not show: the places of leak findings, and the words in them wherever else they stand.
//! Masked here, once, for every format.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Report, Source, SourceId, Span};

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
        // What an exception lets pass is hidden too: the same words give the same report with it and without.
        for finding in report.all().filter(|finding| finding.is_leak()) {
            let Some(span) = finding.span.clone() else { continue };
            let source = report.sources().get(finding.source);
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
