//! A document as it would stand → what all gates say of the words that are new in it.
//! Errors that stood there before do not count: a bad post-mortem must not hold up the update of a running incident.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use crate::clock::Time;
use crate::diagnostic::{Finding, Level, Report};
use crate::error::Result;
use crate::internal::Prepared;
use crate::pipeline::{self, Order, Outcome};

/// What the gates say.
pub struct Heard {
    /// What they find in the new words; if errors are new, those of all places.
    pub report: Report,
    /// Whether an error is new.
    pub refused: bool,
    /// How many errors stood in the document before.
    pub withheld: usize,
    /// How many errors stand elsewhere.
    pub elsewhere: usize,
}

/// What a finding is about, wherever it stands: rule, path and words.
type Key = (String, String, String);

/// The whole pipeline with the document as it would stand.
pub fn rehearse(site: &Path, now: Time, prepared: &Prepared) -> Result<Heard> {
    let order = Order { site: site.to_path_buf(), now, keep_going: true };
    let Outcome { report, .. } = pipeline::run_with(&order, Some(&prepared.amended))?;
    // What was wrong before is asked for only if something is wrong.
    let known = if report.count(Level::Error) > 0 { errors(&pipeline::run(&order)?.report) } else { BTreeMap::new() };
    let path = &prepared.amended.path;
    let errors = |here: bool| {
        report
            .findings()
            .iter()
            .filter(|one| one.level == Level::Error && (report.sources().get(one.source).path() == path) == here)
            .count()
    };
    let (here, elsewhere) = (errors(true), errors(false));
    let touches = |finding: &Finding, at: &str| {
        at == path
            && finding
                .span
                .as_ref()
                .is_some_and(|span| span.start < prepared.inserted.end && prepared.inserted.start < span.end.max(span.start + 1))
    };
    let left = RefCell::new(known);
    let keys: Vec<(Finding, bool)> = report
        .findings()
        .iter()
        .map(|finding| {
            (finding.clone(), touches(finding, report.sources().get(finding.source).path()) || !was_there(&left, key(&report, finding)))
        })
        .collect();
    let is_new = |finding: &Finding| keys.iter().any(|(known, new)| *new && known == finding);
    let report = report.only(|finding, at| match finding.level {
        Level::Error => is_new(finding),
        Level::Warning | Level::Suggestion => touches(finding, at),
        Level::Hint => false,
    });
    let new = report.count(Level::Error);
    Ok(Heard { refused: new > 0, report, withheld: here, elsewhere })
}

/// Each error of a report, and how often it is there.
fn errors(report: &Report) -> BTreeMap<Key, usize> {
    let mut errors = BTreeMap::new();
    for finding in report.findings().iter().filter(|finding| finding.level == Level::Error) {
        *errors.entry(key(report, finding)).or_default() += 1;
    }
    errors
}

fn key(report: &Report, finding: &Finding) -> Key {
    let source = report.sources().get(finding.source);
    let words = finding.span.as_ref().and_then(|span| source.text().get(span.clone())).unwrap_or_default();
    (finding.rule.clone(), source.path().to_owned(), words.to_owned())
}

/// Takes one off the errors that were there; whether there was one.
fn was_there(left: &RefCell<BTreeMap<Key, usize>>, key: Key) -> bool {
    left.borrow_mut().get_mut(&key).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
}
