//! What leak findings of either side found → the same words masked wherever a report of a diff would show them.
//! A whole word is masked if it equals or holds a piece of what was found. Must never: keep a value in a form that can be printed.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use pulldown_cmark::Event;

use super::layout::visible;
use crate::diagnostic::Report;

/// Evidence shorter than this hides a word that equals it, and none that merely holds it.
const SHORTEST_PART: usize = 3;
/// Knows the words that no report may show.
#[derive(Default)]
pub(super) struct Hidden {
    parts: Option<AhoCorasick>,
    words: BTreeSet<String>,
}

impl Hidden {
    /// What leak findings of these reports found, and what exceptions let pass of it.
    #[expect(clippy::expect_used, reason = "fails closed: a report that cannot mask must not be shown")]
    pub(super) fn of<'r>(reports: impl Iterator<Item = &'r Report>) -> Self {
        let mut all = BTreeSet::new();
        for evidence in reports.flat_map(|report| report.evidence()) {
            all.extend([evidence, &rendered(evidence)].into_iter().map(folded).filter(|text| !text.is_empty()));
        }
        let (parts, words): (BTreeSet<String>, BTreeSet<String>) = all.into_iter().partition(|text| text.chars().count() >= SHORTEST_PART);
        let parts = (!parts.is_empty()).then(|| {
            let built = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(parts);
            built.expect("fewer words than an automaton can hold")
        });
        Self { parts, words }
    }

    /// Words in order, as they may be shown. What was found may be several of them.
    pub(super) fn words(&self, words: &[String]) -> Vec<String> {
        let shown = |(word, hidden): (&String, bool)| if hidden { dots(word) } else { word.chars().map(visible).collect() };
        words.iter().zip(self.which(words)).map(shown).collect()
    }

    /// Whether a word of them may not be shown.
    pub(super) fn any(&self, words: &[String]) -> bool {
        self.which(words).contains(&true)
    }

    fn which(&self, words: &[String]) -> Vec<bool> {
        let mut hidden = vec![false; words.len()];
        let (mut text, mut starts) = (String::new(), Vec::new());
        for (at, word) in words.iter().enumerate() {
            let word = folded(word);
            hidden[at] = self.words.contains(&word) || self.words.contains(word.trim_matches(|c: char| !c.is_alphanumeric()));
            if at > 0 {
                text.push(' ');
            }
            starts.push(text.len());
            text.push_str(&word);
        }
        for found in self.parts.iter().flat_map(|parts| parts.find_overlapping_iter(&text)) {
            let first = starts.partition_point(|start| *start <= found.start()).saturating_sub(1);
            let behind = starts.partition_point(|start| *start < found.end());
            hidden.iter_mut().take(behind).skip(first).for_each(|hidden| *hidden = true);
        }
        hidden
    }

    /// A text as it may be shown, its spaces one space each.
    pub(super) fn text(&self, text: &str) -> String {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        self.words(&words).join(" ")
    }
}

/// How texts are compared: case and spaces do not matter.
fn folded(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// A piece of Markdown as it reads on a page: without its marks, its character references as what they stand for.
fn rendered(markdown: &str) -> String {
    let texts = pulldown_cmark::Parser::new(markdown).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.into_string()),
        Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
        _ => None,
    });
    texts.collect()
}

fn dots(word: &str) -> String {
    "•".repeat(word.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Finding, Level, Source, Sources};

    fn hidden(document: &str, evidence: &[&str]) -> Hidden {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("postmortems/a.md", document));
        let found = |evidence: &&str| {
            let start = document.find(evidence).unwrap();
            Finding::new("leak/a", Level::Warning, id, start..start + evidence.len(), "a fact")
        };
        let report = Report::new(sources, evidence.iter().map(found).collect());
        Hidden::of([&report].into_iter())
    }

    #[test]
    fn a_word_that_holds_what_was_found_is_masked_whole() {
        let hidden = hidden("Ask Dana Quill on db-7, or QA", &["Dana Quill", "db-7", "QA"]);
        assert_eq!(hidden.text("We asked DANA\n Quill, (db-7.corp) and QA. Not QAX"), "We asked •••• •••••• ••••••••••• and ••• Not QAX");
        assert_eq!(hidden.text("Dana and Quill"), "Dana and Quill");
    }

    #[test]
    fn what_markdown_wrote_in_another_way_is_masked_as_it_is_shown() {
        let hidden = hidden("by d**an**a\\_q at x&#64;corp&period;example", &["d**an**a\\_q", "x&#64;corp&period;example"]);
        assert_eq!(hidden.text("by dana_q at x@corp.example"), "by •••••• at ••••••••••••••");
    }

    #[test]
    fn without_a_leak_nothing_is_masked() {
        assert_eq!(Hidden::default().text("a  b"), "a b");
    }
}
