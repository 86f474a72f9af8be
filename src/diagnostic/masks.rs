//! What a report must not show: the places of leak findings, the words in them wherever else they stand, and what is internal.
//! Masked here, once, for every format.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::source_map::{apart, within};
use super::{Report, Source, SourceId, Span};

/// What must not be shown: per source the byte ranges of leak findings, and the words in them.
#[derive(Default)]
pub(super) struct Masks {
    /// Sorted, and apart from each other.
    ranges: BTreeMap<SourceId, Vec<Span>>,
    words: Option<AhoCorasick>,
    /// Whether the internal half of a document may be shown: to a person who has it before them.
    shows_internal: bool,
}

/// Evidence shorter than this is masked in excerpts only: replacing it everywhere would garble messages and hide nothing.
const SHORTEST_WORD: usize = 3;

impl Masks {
    /// Nothing is masked.
    pub(super) fn none() -> Self {
        Self { shows_internal: true, ..Self::default() }
    }

    /// What leak findings found is masked, and nothing else.
    pub(super) fn of_leaks(report: &Report) -> Self {
        Self { shows_internal: true, ..Self::of(report) }
    }

    /// What leak findings found and what is internal is masked.
    #[expect(clippy::expect_used, reason = "fails closed: without masks a report would show what it must hide")]
    pub(super) fn of(report: &Report) -> Self {
        let mut masks = Self::default();
        let mut words = BTreeSet::new();
        for (id, span, address) in leaks(report) {
            let source = report.sources().get(id);
            for word in [span, address.clone()].map(|range| source.part(range).trim()) {
                if word.chars().count() >= SHORTEST_WORD {
                    words.insert(word);
                }
            }
            masks.ranges.entry(id).or_default().push(address);
        }
        for ranges in masks.ranges.values_mut() {
            *ranges = apart(std::mem::take(ranges));
        }
        masks.words = (!words.is_empty()).then(|| {
            // A word may be as long as a document, and the table of a fast automaton would then take the square of it to build.
            let small = AhoCorasickKind::ContiguousNFA;
            let words = AhoCorasick::builder().kind(Some(small)).match_kind(MatchKind::LeftmostLongest).build(words);
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

    /// A piece of a source with everything masked that a leak finding points at, that repeats what one found, or that is internal.
    pub(super) fn excerpt(&self, id: SourceId, source: &Source, range: Span) -> String {
        let mut shown = String::new();
        let leaked = within(self.ranges.get(&id).map_or(&[], Vec::as_slice), &range);
        let internal = if self.shows_internal { Vec::new() } else { source.internal_within(&range) };
        let holds = |ranges: &[Span], at: usize| ranges.iter().any(|range| range.contains(&at));
        for (at, character) in source.part(range.clone()).char_indices() {
            let at = range.start + at;
            // Of what is internal the shape may stay: a table is easier to find than a row of dots.
            let mask = character != '\n' && holds(leaked, at) || character.is_alphanumeric() && holds(&internal, at);
            shown.push(if mask { '•' } else { character });
        }
        self.message(&shown)
    }
}

/// What leak findings found, as their sources write it: for masks of other texts than these.
pub(super) fn evidence(report: &Report) -> BTreeSet<&str> {
    let pieces = leaks(report).flat_map(|(id, span, address)| {
        let source = report.sources().get(id);
        [span, address].map(|range| source.part(range).trim())
    });
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// The source and the place of each leak finding, and the whole of the address that it is a part of. What an exception lets pass is
/// among them: the same words give the same report with it and without.
fn leaks(report: &Report) -> impl Iterator<Item = (SourceId, Span, Span)> {
    report.all().filter(|finding| finding.is_leak()).filter_map(|finding| {
        let span = finding.span.clone()?;
        let source = report.sources().get(finding.source);
        let span = source.floor(span.start)..source.floor(span.end);
        let address = address(source, &span);
        Some((finding.source, span, address))
    })
}

/// No address is longer, as far as anyone reads one.
const LONGEST_ADDRESS: usize = 2000;

/// The whole of an address that a leak is a part of: behind the host stands a path that is no more public than the host is.
fn address(source: &Source, leak: &Span) -> Span {
    let apart = |c: char| c.is_whitespace() || "<>()[]{}\"'`|".contains(c);
    let from = source.floor(leak.start.saturating_sub(LONGEST_ADDRESS));
    let to = source.floor(leak.end.saturating_add(LONGEST_ADDRESS));
    let start =
        source.part(from..leak.start).char_indices().rev().take_while(|(_, c)| !apart(*c)).last().map_or(leak.start, |(at, _)| from + at);
    let end = source.part(leak.end..to).find(apart).map_or(to, |at| leak.end + at);
    let whole = source.part(start..end);
    if whole.contains("://") || whole.contains('@') { start..end } else { leak.clone() }
}

fn dots(word: &str) -> String {
    "•".repeat(word.chars().count())
}
