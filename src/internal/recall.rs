//! What an earlier build found in each document. Comes in: that, and the gates of this build. Goes out: the findings of a document in which
//! the same would be found again. Must never: spare a document that anything new could concern.
//!
//! The caller knows that config, program and everything else that the gates read are the same. A document is spared if its text is the same,
//! the gates found no leak and no error in it, no moment that it speaks of lies between the two clocks, and no value that is new in the
//! internal half of any document could stand in what it shows.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::Datelike as _;
use foldhash::HashMap;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::check::Gates;
use super::check::leak::since::{Added, Fingerprint, Salt};
use super::moments;
use super::read::draft::Draft;
use crate::clock::Time;
use crate::diagnostic::{Finding, Level, Source, SourceId};
use crate::digest::Digest;

/// What is kept of a build for the next one.
pub(crate) struct Recall {
    /// Its clock.
    pub(crate) now: Time,
    /// The moments that its documents speak of.
    pub(crate) moments: BTreeSet<Time>,
    /// The values of all internal halves.
    pub(crate) fingerprint: Fingerprint,
    /// By path, the findings of the gates in documents that could be spared.
    pub(crate) documents: HashMap<Arc<str>, (Digest, Arc<[Finding]>)>,
}

/// Those of one document, with its path.
pub(super) type Recalled = (Arc<str>, (Digest, Arc<[Finding]>));

impl Recall {
    /// What is to be kept of a build, but for its documents; nothing, if what is found in one depends on the others.
    pub(super) fn begin(gates: &Gates<'_>, salts: &Salts<'_>, now: Time, last: Option<&Self>) -> Option<Self> {
        (!gates.keep_count()).then(|| Self {
            now,
            moments: moments::set(salts.pairs.par_iter().flat_map_iter(|(draft, _)| moments::of_one(draft)).collect()),
            fingerprint: match last.filter(|_| gates.has_same_leaks()) {
                Some(last) => last.fingerprint.clone(),
                None => gates.fingerprint(salts.all()),
            },
            documents: HashMap::default(),
        })
    }

    /// What to know of one document, by its path; nothing, if it is to be judged again in any case.
    pub(super) fn entry(draft: &Draft, source: &Source, found: &[Finding]) -> Option<Recalled> {
        let found: Arc<[Finding]> = found.iter().filter(|finding| !Gates::tells_anew(finding)).cloned().collect();
        let clean = found.iter().all(|finding| !finding.is_leak() && finding.level != Level::Error && finding.source == draft.source);
        clean.then(|| (source.path().into(), (source.digest(), found)))
    }

    /// What of it holds for the documents of this build; `None` if nothing does.
    pub(super) fn against<'r>(&'r self, gates: &Gates<'_>, salts: &Salts<'_>, now: Time) -> Option<Spared<'r>> {
        // A clock that stands at a moment stands on one of its sides: then only the very same clock is safe.
        let (from, until) = (self.now.min(now), self.now.max(now));
        let moved = self.now != now && (self.now.year() != now.year() || self.moments.range(from..=until).next().is_some());
        (!moved && !gates.keep_count()).then(|| {
            let same = gates.has_same_leaks();
            let added = if same { Added::none() } else { gates.added_since(&self.fingerprint, salts.all()) };
            Spared { recall: self, added }
        })
    }
}

/// What holds of an earlier build.
pub(super) struct Spared<'r> {
    recall: &'r Recall,
    added: Added,
}

impl Spared<'_> {
    /// The findings of the gates in a document, if they are those of the earlier build.
    pub(super) fn findings(&self, draft: &Draft, source: &Source, gates: &Gates<'_>) -> Option<Vec<Finding>> {
        let (known, findings) = self.recall.documents.get(source.path())?;
        if *known != source.digest() || !self.added.is_empty() && gates.may_concern(draft, source, &self.added) {
            return None;
        }
        let told = findings.iter().map(|finding| Finding { source: draft.source, ..finding.clone() });
        Some(told.chain(gates.told_anew(draft)).collect())
    }

    /// What is known of a document of that text.
    pub(super) fn entry(&self, source: &Source) -> Option<Recalled> {
        let (path, known) = self.recall.documents.get_key_value(source.path())?;
        Some((Arc::clone(path), known.clone()))
    }

    /// Whether there is a value that the earlier build did not know.
    pub(super) fn is_wiser(&self) -> bool {
        !self.added.is_empty()
    }
}

/// Of each document a digest of its internal half: who has not that half cannot tell whether a guess at one of its values is right.
/// Made when somebody asks: where nothing internal changed, nobody does.
pub(super) struct Salts<'a> {
    pairs: &'a [(&'a Draft, &'a Source)],
    made: OnceCell<BTreeMap<SourceId, Salt>>,
}

impl<'a> Salts<'a> {
    /// Those of these documents.
    pub(super) fn of(pairs: &'a [(&'a Draft, &'a Source)]) -> Self {
        Self { pairs, made: OnceCell::new() }
    }

    fn all(&self) -> &BTreeMap<SourceId, Salt> {
        self.made.get_or_init(|| {
            let salts: Vec<Salt> = self.pairs.par_iter().map(|(_, source)| salt(source)).collect();
            self.pairs.iter().map(|(draft, _)| draft.source).zip(salts).collect()
        })
    }
}

fn salt(source: &Source) -> Salt {
    let mut digest = Sha256::new();
    source.internal().filter_map(|range| source.text().get(range)).for_each(|text| {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    });
    digest.finalize().into()
}
