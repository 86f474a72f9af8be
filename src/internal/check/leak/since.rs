//! What is new in an index, so that a document that was clean need not be searched for all values again.
//! Comes in: an index and what was kept of an earlier one. Goes out: whether a text could hold one of the values that were added.
//! Must never: keep a value, or what a guess at one could be held against by whoever has not the document that it stands in.
//!
//! A document without a leak finding still has none if neither it nor the config changed and no added value stands in what the gate reads
//! of it. Detectors and rules of secrets see its own text and the config alone, and copied prose only itself. A value finds something where
//! one of its forms stands, by its kind, how it is written, whether it is sure, and whether it stands in the document as well; the first
//! three are in its digest, and the last is the document's own. A known key of tickets counts as a value. What went can only have been
//! found before: of values about the same bytes the worst is told, and of none there is none.

use std::collections::BTreeMap;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::cross::Index;
use super::fold;
use super::grams::Grams;
use super::readings;
use super::value::Value;
use super::view::{Text as _, View};
use crate::diagnostic::SourceId;

/// A digest of a document's whole source. It is the salt of its values and must not be kept itself: a digest of it may be.
pub type Salt = [u8; 32];

/// What is kept of an index: sorted digests. Of each value it goes through the salt of the document that it first stands in, so that only
/// whoever has that document can tell whether a guess is right. How many there are is no secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fingerprint(Vec<u64>);

/// The values of an index that an earlier one had not, or knew to be less.
pub struct Added {
    words: Grams,
    count: usize,
}

impl Fingerprint {
    /// As it is written to disk.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|digest| digest.to_le_bytes()).collect()
    }

    /// What was written; `None` if it is damaged. Whoever reads it must know that it was made with the same config and the same program.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (digests, []) = bytes.as_chunks::<8>() else { return None };
        let digests: Vec<u64> = digests.iter().map(|digest| u64::from_le_bytes(*digest)).collect();
        digests.is_sorted().then_some(Self(digests))
    }

    fn has(&self, digest: u64) -> bool {
        self.0.binary_search(&digest).is_ok()
    }
}

impl Added {
    /// None, for an index that is the same.
    pub fn none() -> Self {
        Self { words: Grams::new(std::iter::empty()), count: 0 }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether one of them could stand in a text, encoded or not. One text of those that the gate reads, as it reads it: two of them joined
    /// may hide in each other's markup what they show apart.
    pub fn may_concern(&self, text: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let readings = readings::of_target(text);
        readings.endless || readings.views.iter().any(|view| self.stands_in(view))
    }

    /// Values are searched in folded text, keys of tickets in that as it stands.
    fn stands_in(&self, view: &View) -> bool {
        let holds = |text: &str| {
            let mut found = false;
            self.words.each(text, |_, _| found = true);
            found
        };
        holds(view.text()) || fold::folded(view).is_some_and(|folded| holds(folded.text()))
    }
}

impl Index {
    /// What may be kept of it, with the ticket keys that documents declare.
    pub fn fingerprint(&self, keys: &BTreeMap<String, SourceId>, salt: impl Fn(SourceId) -> Salt + Sync) -> Fingerprint {
        let values = self.values().par_iter().map(|value| digest(value, &salt));
        let mut digests: Vec<u64> = values.collect();
        digests.extend(keys.iter().map(|(key, first)| digest_of_key(key, salt(*first))));
        digests.par_sort_unstable();
        digests.dedup();
        Fingerprint(digests)
    }

    /// What is new in it since another one was, of which that was kept.
    pub fn added_since(&self, old: &Fingerprint, keys: &BTreeMap<String, SourceId>, salt: impl Fn(SourceId) -> Salt + Sync) -> Added {
        let new = self.values().par_iter().filter(|value| !old.has(digest(value, &salt)));
        let mut words: Vec<String> = new.flat_map_iter(|value| value.kind.forms(&value.text)).collect();
        words.extend(keys.iter().filter(|(key, first)| !old.has(digest_of_key(key, salt(**first)))).map(|(key, _)| format!("{key}-")));
        Added { words: Grams::new(words.iter().map(String::as_str)), count: words.len() }
    }
}

/// Of all that a finding hangs on but for the documents it stands in. Eight bytes: of a hundred thousand values, two that are the same are
/// one in two thousand million.
fn digest(value: &Value, salt: impl Fn(SourceId) -> Salt) -> u64 {
    let of = Sha256::new().chain_update(salt(value.first)).chain_update([value.kind as u8, u8::from(value.sure)]);
    shortened(of.chain_update(value.text.as_bytes()))
}

/// No kind of value has that number.
fn digest_of_key(key: &str, salt: Salt) -> u64 {
    shortened(Sha256::new().chain_update(salt).chain_update([u8::MAX, 0]).chain_update(key))
}

fn shortened(hash: Sha256) -> u64 {
    hash.finalize().iter().take(8).fold(0, |digest, byte| digest << 8 | u64::from(*byte))
}

impl std::fmt::Debug for Added {
    /// A count: never a value.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Added({} ways to write values)", self.count)
    }
}

static_assertions::assert_not_impl_any!(Added: serde::Serialize, std::fmt::Display);
