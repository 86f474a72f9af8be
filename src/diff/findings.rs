//! The findings of the new state without those that the old one has too. A finding is known again by its rule, its file and the words
//! it is about, not by its line: what is written above it does not make it new.

use std::collections::{BTreeMap, BTreeSet};

use super::side::Side;
use crate::diagnostic::{Finding, Report};
use crate::pipeline::Outcome;

/// The new findings.
pub(super) fn new(base: Option<&Outcome>, head: Side) -> Report {
    let Some(Outcome { report, .. }) = head.into_outcome() else { return Report::default() };
    let Some(base) = base else { return report };
    let known = known(&base.report, &report);
    report.without(&known)
}

/// How alike two findings are, the closest first.
#[derive(Debug, Clone, Copy)]
enum Likeness {
    /// In the same file, on a line of the same words.
    Line,
    /// In the same file.
    File,
    /// In a document that has another path now.
    Renamed,
}

/// The places of findings that the other report has. Each of its findings explains one.
fn known(base: &Report, head: &Report) -> BTreeSet<usize> {
    let shared: BTreeSet<&str> = paths(base).intersection(&paths(head)).copied().collect();
    let mut open_base: Vec<&Finding> = base.findings().iter().collect();
    let mut known = BTreeSet::new();
    for likeness in [Likeness::Line, Likeness::File, Likeness::Renamed] {
        let mut old: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for (at, finding) in open_base.iter().enumerate().rev() {
            if let Some(key) = likeness.key(base, finding, &shared) {
                old.entry(key).or_default().push(at);
            }
        }
        let mut taken = BTreeSet::new();
        for (at, finding) in head.findings().iter().enumerate().filter(|(at, _)| !known.contains(at)).collect::<Vec<_>>() {
            if let Some(old) = likeness.key(head, finding, &shared).and_then(|key| old.get_mut(&key)?.pop()) {
                taken.insert(old);
                known.insert(at);
            }
        }
        let mut at = 0..;
        open_base.retain(|_| at.next().is_some_and(|at| !taken.contains(&at)));
    }
    known
}

fn paths(report: &Report) -> BTreeSet<&str> {
    report.sources().iter().map(|(_, source)| source.path()).collect()
}

impl Likeness {
    /// What two findings that are so alike have in common; `None` if they cannot be.
    fn key(self, report: &Report, finding: &Finding, shared: &BTreeSet<&str>) -> Option<Vec<String>> {
        let source = report.sources().get(finding.source);
        let quote = finding.span.as_ref().map(|span| source.text()[source.floor(span.start)..source.floor(span.end)].to_owned());
        let mut key = vec![finding.rule.clone(), finding.level.name().to_owned(), finding.message.clone(), quote.unwrap_or_default()];
        let line = || finding.span.as_ref().map(|span| source.text()[source.line(source.position(span.start).0)].to_owned());
        match self {
            Self::Line => key.extend([source.path().to_owned(), line().unwrap_or_default()]),
            Self::File => key.push(source.path().to_owned()),
            Self::Renamed if shared.contains(source.path()) || !source.path().starts_with("postmortems/") => return None,
            Self::Renamed => {}
        }
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Level, Source, Sources};

    fn report(path: &str, text: &str, words: &str) -> Report {
        let mut sources = Sources::default();
        let id = sources.add(Source::new(path, text));
        let found = text.match_indices(words).map(|(at, _)| Finding::new("wording/a", Level::Error, id, at..at + words.len(), "a fact"));
        let found = found.collect();
        Report::new(sources, found)
    }

    fn lines(report: &Report) -> Vec<usize> {
        report
            .findings()
            .iter()
            .map(|finding| report.sources().get(finding.source).position(finding.span.clone().unwrap().start).0)
            .collect()
    }

    #[test]
    fn a_line_above_makes_nothing_new() {
        let (base, head) = (report("postmortems/a.md", "x bad", "bad"), report("postmortems/a.md", "y\n\nx bad", "bad"));
        assert_eq!(known(&base, &head).len(), 1);
        let (base, head) = (report("postmortems/a.md", "x bad", "bad"), report("postmortems/a.md", "y\n\nanother bad word", "bad"));
        assert_eq!(known(&base, &head).len(), 1, "the line changed, the fault did not");
    }

    #[test]
    fn one_more_of_the_same_is_new_and_it_is_the_one_that_was_added() {
        let (base, head) = (report("postmortems/a.md", "x bad", "bad"), report("postmortems/a.md", "new bad\nx bad", "bad"));
        let known = known(&base, &head);
        assert_eq!(lines(&head.without(&known)), [1]);
    }

    #[test]
    fn a_renamed_file_keeps_its_faults_and_another_file_does_not_lend_them() {
        let (base, head) = (report("postmortems/a.md", "x bad", "bad"), report("postmortems/b.md", "x bad", "bad"));
        assert_eq!(known(&base, &head).len(), 1);
        let mut sources = Sources::default();
        sources.add(Source::new("postmortems/a.md", "x"));
        let id = sources.add(Source::new("postmortems/b.md", "x bad"));
        let head = Report::new(sources, vec![Finding::new("wording/a", Level::Error, id, 2..5, "a fact")]);
        assert!(known(&base, &head).is_empty(), "a.md is there still");
    }
}
