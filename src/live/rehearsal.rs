//! A document as it would stand → what all gates say of the words that are new in it.
//! Errors that stood there before do not count: a bad post-mortem must not hold up the update of a running incident.

use std::collections::BTreeMap;
use std::path::Path;

use crate::clock::Time;
use crate::diagnostic::{Finding, Level, Report};
use crate::error::Result;
use crate::internal::{Amended, Prepared};
use crate::pipeline::{self, Order};

/// What the gates say.
pub struct Heard {
    /// What they find in the new words, and every error that is new.
    pub report: Report,
    /// Whether an error is new.
    pub refused: bool,
    /// How many errors stood in the document before.
    pub withheld: usize,
}

/// What a finding is about, wherever it stands: rule, path and words.
type Key = (String, String, String);

/// The document alone first, with all that the others hide. All documents only if that finds something new, as a link to a page of
/// another document does, or if words of its internal half could be those that others say in public.
pub fn rehearse(site: &Path, now: Time, prepared: &Prepared) -> Result<Heard> {
    let order = Order { site: site.into(), now, keep_going: true };
    if !prepared.is_telling {
        let heard = compared(&order, prepared, true)?;
        if !heard.refused {
            return Ok(heard);
        }
    }
    compared(&order, prepared, false)
}

/// The pipeline with the document as it would stand and, if something is wrong then, as it stands.
fn compared(order: &Order, prepared: &Prepared, alone: bool) -> Result<Heard> {
    let path = &prepared.amended.path;
    let run = |text: Option<&str>| {
        let amended = text.map(|text| Amended { path: path.clone(), text: text.to_owned(), alone });
        Ok(pipeline::rehearse(order, amended.as_ref())?.report.only(|_, at| !alone || at == path || at.starts_with("site/")))
    };
    let report: Report = run(Some(&prepared.amended.text))?;
    let mut known = match &prepared.before {
        _ if report.count(Level::Error) == 0 => BTreeMap::new(),
        Some(before) => errors(&run(Some(before))?),
        None if alone => BTreeMap::new(),
        None => errors(&run(None)?),
    };
    let in_new_words = |finding: &Finding, at: &str| {
        let span = finding.span.clone().filter(|_| at == path);
        span.is_some_and(|span| span.start < prepared.inserted.end && prepared.inserted.start < span.end.max(span.start + 1))
    };
    let mut new: Vec<Finding> = Vec::new();
    let mut withheld = 0;
    for finding in report.findings().iter().filter(|finding| finding.level == Level::Error) {
        let at = report.sources().get(finding.source).path();
        if in_new_words(finding, at) || !was_there(&mut known, &key(&report, finding)) {
            new.push(finding.clone());
        } else if at == path {
            withheld += 1;
        }
    }
    let report = report.only(|finding, at| match finding.level {
        Level::Error => new.contains(finding),
        Level::Warning | Level::Suggestion => in_new_words(finding, at),
        Level::Hint => false,
    });
    Ok(Heard { report, refused: !new.is_empty(), withheld })
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
fn was_there(known: &mut BTreeMap<Key, usize>, key: &Key) -> bool {
    known.get_mut(key).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
}
