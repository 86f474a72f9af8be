//! What a preview keeps of the documents between two builds, in memory alone. Comes in: each document with what was read in it.
//! Goes out: the same for a text that is the same, and the leak gate if every internal half is. Must never: outlive a change of config.

use std::ops::Range;
use std::sync::Arc;

use foldhash::HashMap;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::check::leak::Leaks;
use super::read::Known;
use super::read::draft::Draft;
use crate::diagnostic::{Finding, Source, SourceId};
use crate::digest::{Digest, first_half};
use crate::public::SharedIncident;

/// The documents of the last build.
#[derive(Default)]
pub(crate) struct Desk {
    /// Their texts, as far as it can be told whether a file changed.
    pub(super) known: Known,
    documents: HashMap<SourceId, Parsed>,
    /// What of each of them the leak gate was made of.
    halves: HashMap<SourceId, Digest>,
    /// The leak gate with a digest of all that it was made of.
    leaks: Option<(Digest, Arc<Leaks>)>,
}

/// What was read in a document.
pub(super) struct Parsed {
    pub(super) source: SourceId,
    /// The same with its text; nothing as long as nobody keeps it.
    pub(super) text: Option<Arc<Source>>,
    pub(super) draft: Option<Box<Draft>>,
    pub(super) found: Vec<Finding>,
    /// Whether it is other than in the last build.
    pub(super) is_new: bool,
    /// What of it was public, if nothing was to be said about that.
    pub(super) incident: Option<SharedIncident>,
}

impl Desk {
    /// Takes what was read in a document of the same place and text.
    pub(super) fn take(&mut self, id: SourceId, source: &Arc<Source>) -> Option<Parsed> {
        let same = |text: &Arc<Source>| Arc::ptr_eq(text, source) || text.path() == source.path() && text.digest() == source.digest();
        let taken = self.documents.remove(&id).filter(|known| known.text.as_ref().is_some_and(same));
        taken.map(|parsed| Parsed { is_new: false, text: None, ..parsed })
    }

    /// Puts it back for the next build.
    pub(super) fn put(&mut self, parsed: Parsed) {
        self.documents.insert(parsed.source, parsed);
    }

    /// Nothing of earlier documents is kept.
    pub(super) fn clear(&mut self) {
        self.documents.clear();
    }

    /// The leak gate, if it would be made of the same. Places that it tells of must not have moved.
    pub(super) fn leaks(&self, halves: Digest, changed: &[SourceId]) -> Option<Arc<Leaks>> {
        let (known, leaks) = self.leaks.as_ref()?;
        (*known == halves && !changed.iter().any(|id| leaks.tells_places_in(*id))).then(|| Arc::clone(leaks))
    }

    /// Keeps the leak gate.
    pub(super) fn keep(&mut self, halves: Digest, leaks: Arc<Leaks>) {
        self.leaks = Some((halves, leaks));
    }

    /// A digest of all that a leak gate is made of: every document without the content of its public sections.
    pub(super) fn halves(&mut self, documents: &[(&Draft, &Source)], unread: &[(SourceId, &Source)], changed: &[SourceId]) -> Digest {
        changed.iter().for_each(|id| _ = self.halves.remove(id));
        let known = |id: SourceId| self.halves.get(&id).copied();
        let read = documents.par_iter().map(|(draft, source)| {
            let id = draft.source;
            (id, known(id).unwrap_or_else(|| half(draft, source.text())))
        });
        let unread = unread.par_iter().map(|(id, source)| (*id, source.digest()));
        let halves: Vec<(SourceId, Digest)> = read.chain(unread).collect();
        let mut all = Sha256::new();
        for (id, half) in &halves {
            all.update((id.0 as u64).to_le_bytes());
            all.update(half);
        }
        all.update((documents.len() as u64).to_le_bytes());
        self.halves = halves.into_iter().collect();
        first_half(all)
    }
}

/// That of one document.
fn half(draft: &Draft, text: &str) -> Digest {
    let updates = draft.updates.iter().map(|update| &update.content);
    let contents = draft.message.iter().map(|section| &section.content).chain(updates);
    let mut contents: Vec<&Range<usize>> = contents.chain(draft.corrections.iter().map(|entry| &entry.content)).collect();
    contents.sort_by_key(|range| range.start);
    let mut half = Sha256::new();
    let mut from = 0;
    for range in contents.into_iter().filter(|range| range.start <= range.end) {
        half.update(text.get(from..range.start.max(from)).unwrap_or_default());
        half.update([0]);
        from = range.end.max(from);
    }
    half.update(text.get(from..).unwrap_or_default());
    first_half(half)
}
