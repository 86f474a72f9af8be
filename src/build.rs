//! A site's folder → OUT. Comes in: what to build, and where to. Goes out: OUT, exchanged in one step if anything in it changes, and the report.
//! What nothing has changed since is not made again. Must never: touch OUT while anything is wrong with the whole site.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::cache::{Cache, Known, Record, Told};
use crate::diagnostic::{Report, Sources};
use crate::error::Result;
use crate::folder::seen::Seen;
use crate::internal;
use crate::pipeline::{self, Order, Outcome};
use crate::timings::{Part, Timings};
use crate::write::{Target, Written};

/// How long files must have stood before their times are trusted to tell of the next change: longer than a tick of the kernel's clock.
const TICK: Duration = Duration::from_millis(20);

/// What came of a build.
pub struct Built {
    /// Everything that was found.
    pub report: Report,
    /// Documents read.
    pub documents: usize,
    /// Documents published.
    pub published: usize,
    /// What was done to OUT; `None` if an error stopped the build, and OUT is as it was.
    pub written: Option<Written>,
    /// How long the stages took.
    pub timings: Timings,
}

/// Builds a site on disk into a folder. That folder is claimed first: one that is refused is told before anything is read.
///
/// # Errors
/// If OUT is refused or cannot be written, or the site's folder, its config or its theme is unusable.
pub fn build(order: &Order, out: &Path) -> Result<Built> {
    let mut target = Target::claim(out, order.site.root())?;
    let cache = Cache::of(order.site.root());
    let mut timings = Timings::default();
    if let Some((report, record)) = timings.measure("compare", Part::Rest, || unchanged(order, &target, &cache)) {
        let (documents, published) = (record.counted, record.published);
        let written = Written { unchanged: record.files.len(), ..Written::default() };
        return Ok(Built { report, documents, published, written: Some(written), timings });
    }
    let seen = Arc::new(Seen::default());
    let watched = Order { site: order.site.watched(&seen), ..order.clone() };
    let mut outcome = pipeline::run_into(&watched, &mut target)?;
    let place = target.path().to_path_buf();
    let written = match &outcome.site {
        Some(site) => Some(outcome.timings.measure("swap", Part::Rest, || target.swap(site))?),
        None => None,
    };
    if written.is_some() {
        remember(order, &outcome, &seen, &place, &cache);
    }
    let Outcome { report, documents, published, timings, .. } = outcome;
    Ok(Built { report, documents, published, written, timings })
}

/// What the last build told, if this one would read, find and write the same.
fn unchanged(order: &Order, target: &Target, cache: &Cache) -> Option<(Report, Record)> {
    let mut record = cache.load()?;
    let same_order = record.now == order.now && record.keep_going == order.keep_going && record.out == target.path();
    if !same_order || !target.holds(record.files.iter().map(|(path, known)| (path.as_str(), known.identity))) {
        return None;
    }
    let sources = internal::sources(&order.site)?;
    if documents(&sources) != record.documents || !Seen::still_holds(&record.answers, &order.site) {
        return None;
    }
    let report = std::mem::take(&mut record.told).report(&order.site, sources)?;
    Some((report, record))
}

/// Keeps what the next build may compare itself with.
fn remember<K>(order: &Order, outcome: &Outcome<K>, seen: &Seen, place: &Path, cache: &Cache) {
    let record = || {
        std::thread::sleep(TICK);
        let site = outcome.site.as_ref()?;
        let standing = crate::write::standing(place).ok()?;
        let files = site.files().map(|(path, _)| {
            let path = path.as_str();
            Some((path.to_owned(), Known { identity: *standing.get(path)? }))
        });
        Some(Record {
            now: order.now,
            keep_going: order.keep_going,
            answers: seen.answers()?,
            documents: documents(outcome.report.sources()),
            counted: outcome.documents,
            published: outcome.published,
            told: Told::of(&outcome.report)?,
            out: place.to_path_buf(),
            files: files.collect::<Option<BTreeMap<_, _>>>()?,
        })
    };
    match record() {
        Some(record) => cache.save(&record),
        None => cache.forget(),
    }
}

/// The documents among the sources, in their order, each with the digest of its text.
fn documents(sources: &Sources) -> Vec<(String, [u8; 16])> {
    let documents = sources.iter().map(|(_, source)| source).filter(|source| source.path().starts_with("postmortems/"));
    let digest = |text: &str| {
        let mut digest = [0; 16];
        digest.copy_from_slice(&Sha256::digest(text)[..16]);
        digest
    };
    documents.map(|source| (source.path().to_owned(), digest(source.text()))).collect()
}

#[cfg(test)]
mod tests;
