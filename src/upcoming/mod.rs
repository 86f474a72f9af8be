//! What the site says at a moment, and what the clock alone will change next: a static page does not know the time, so somebody has to
//! build it then. Comes in: a site's folder and the clock. Goes out: words and data that are public, ids, and paths of documents.
//! Must never: guess. The next change is the first moment at which a build in memory says something else than one for now.

mod change;
mod human;
mod json;

use std::ops::Bound;
use std::path::Path;

pub use self::change::{Change, Turn};
use crate::clock::Time;
use crate::diagnostic::Level;
use crate::error::Result;
use crate::pipeline::{self, Order, Outcome};

/// What the site says at a moment.
pub struct Status {
    outcome: Outcome,
    /// What changes next, if anything will.
    next: Option<NextChange>,
}

/// A moment from which on the site says something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextChange {
    /// The moment.
    pub at: Time,
    /// What is different then; never empty.
    pub changes: Vec<Change>,
}

/// What a site says, with documents that have errors left out, and what changes next.
///
/// # Errors
/// If the config or the theme is unusable, or the folder cannot be read.
pub fn status(site: &Path, now: Time) -> Result<Status> {
    let outcome = built(site, now)?;
    let next = next_after(site, &outcome)?;
    Ok(Status { outcome, next })
}

/// When the site will say something else than now, and what. The days of the front page move on each midnight, with the uptime, and
/// that is no change of what is said; nor is the time of the build.
///
/// # Errors
/// If the config or the theme is unusable, or the folder cannot be read.
pub fn next_change(site: &Path, now: Time) -> Result<Option<NextChange>> {
    next_after(site, &built(site, now)?)
}

impl Status {
    /// What changes next, if anything will.
    pub fn next(&self) -> Option<&NextChange> {
        self.next.as_ref()
    }

    /// Documents that a build leaves out or fails on, because they have errors: their paths, sorted.
    pub fn left_out(&self) -> Vec<&str> {
        let report = &self.outcome.report;
        let errors = report.findings().iter().filter(|finding| finding.level == Level::Error);
        let mut paths: Vec<&str> = errors.map(|finding| report.sources().get(finding.source).path()).collect();
        paths.retain(|path| path.starts_with("postmortems/"));
        paths.dedup();
        paths
    }

    /// Whether a build would publish this: without an error anywhere.
    pub fn builds(&self) -> bool {
        self.outcome.report.count(Level::Error) == 0
    }

    /// For a person on a terminal. States and phases have the names that the site gives them.
    pub fn human(&self) -> String {
        human::render(self)
    }

    /// For a program; one object.
    pub fn json(&self) -> serde_json::Value {
        json::render(self)
    }
}

fn built(site: &Path, now: Time) -> Result<Outcome> {
    pipeline::run(&Order { site: site.into(), now, keep_going: true })
}

fn next_after(site: &Path, outcome: &Outcome) -> Result<Option<NextChange>> {
    for at in outcome.moments.range((Bound::Excluded(outcome.history.now), Bound::Unbounded)) {
        let changes = change::between(&outcome.history, &built(site, *at)?.history);
        if !changes.is_empty() {
            return Ok(Some(NextChange { at: *at, changes }));
        }
    }
    Ok(None)
}
