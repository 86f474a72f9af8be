//! The values of many documents, each once. Comes in: a kind, how it is written, and where. Goes out: values in the order of what they are.
//! Parts of the documents may be read apart: joined in their order, they give what one reading of all gives.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::quality::RandomState;
use rayon::prelude::*;

use super::Origin;
use crate::diagnostic::SourceId;
use crate::internal::check::leak::value::{Kind, Value};

/// Values by what they are, and as they are written but for case.
#[derive(Default)]
pub struct Values {
    places: HashMap<(Kind, String), usize, RandomState>,
    values: Vec<Value>,
}

impl Values {
    /// Notes a value; `folded` is it in small letters. Goes out: its place.
    pub fn add(&mut self, kind: Kind, text: &str, folded: String, origin: &Origin) -> usize {
        let at = match self.places.entry((kind, folded)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                let Origin { source: first, place: stands, sure: _ } = *origin;
                let text = text.into();
                self.values.push(Value { kind, text, sure: false, sources: Vec::new(), first, place: stands, forms: Vec::new() });
                *place.insert(self.values.len() - 1)
            }
        };
        self.seen(at, origin.source, origin.sure);
        at
    }

    /// Notes a known value once more.
    pub fn seen(&mut self, at: usize, source: SourceId, sure: bool) {
        let value = &mut self.values[at];
        value.sure |= sure;
        if value.sources.last() != Some(&source) {
            value.sources.push(source);
        }
    }

    /// Adds what later documents say: a value stands where the first of them has it.
    pub fn join(&mut self, later: Self) {
        for (key, value) in later.into_pairs() {
            match self.places.entry(key) {
                Entry::Occupied(known) => {
                    let known = &mut self.values[*known.get()];
                    known.sure |= value.sure;
                    known.sources.extend(value.sources);
                }
                Entry::Vacant(place) => {
                    place.insert(self.values.len());
                    self.values.push(value);
                }
            }
        }
    }

    /// The values, the same ones in the same order for the same documents.
    pub fn into_sorted(self) -> Vec<Value> {
        let mut pairs = self.into_pairs();
        pairs.par_sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let finished = |(_, mut value): (_, Value)| {
            value.sources.sort_unstable();
            value.sources.dedup();
            value.sources.shrink_to_fit();
            value
        };
        pairs.into_iter().map(finished).collect()
    }

    /// What each is, with the value; in the order in which they were found.
    fn into_pairs(self) -> Vec<((Kind, String), Value)> {
        let mut keys: Vec<((Kind, String), usize)> = self.places.into_iter().collect();
        keys.sort_unstable_by_key(|(_, at)| *at);
        keys.into_iter().map(|(key, _)| key).zip(self.values).collect()
    }
}
