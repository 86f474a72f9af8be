//! What pieces of finished text were found to wake, kept by fingerprint: most of a site stands in it again and again.
//! Comes in: a piece. Goes out: what the same piece told before, if it is still known.
//! Must never: tell of another piece. A fingerprint has 104 bits, of hashes that nobody outside the process can foresee.

use std::hash::{BuildHasher, Hasher};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use foldhash::quality::RandomState;

use super::detector::Numbers;
use super::traits::Traits;

/// Places for pieces: as many as fit into a megabyte.
const SLOTS: usize = 1 << 16;

/// Different things that pieces may wake. Whatever comes later is looked at each time.
const SETS: usize = 1 << 10;

/// Bits of the second half of a slot that are no fingerprint.
const TOLD: u64 = (1 << 24) - 1;

/// What a piece tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    /// What it wakes.
    pub wakes: Wakes,
    /// One bit for each thing that matters where it meets others.
    pub ends: u8,
}

/// What pieces of a text wake together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wakes {
    /// Patterns by their keywords.
    pub named: Numbers,
    /// What else patterns need.
    pub traits: Traits,
}

/// A fingerprint.
#[derive(Clone, Copy)]
pub struct Key([u64; 2]);

/// The pieces of one site.
#[derive(Default)]
pub struct Known {
    hashers: [RandomState; 2],
    /// Made when the first file is read. A new piece takes the place of an old one.
    slots: OnceLock<Vec<[AtomicU64; 2]>>,
    sets: OnceLock<Vec<OnceLock<Wakes>>>,
}

impl Known {
    /// The fingerprint of a piece of such a text.
    pub fn key(&self, kind: u8, piece: &str) -> Key {
        Key(self.hashers.each_ref().map(|state| {
            let mut hasher = state.build_hasher();
            hasher.write(piece.as_bytes());
            hasher.write_u8(kind);
            hasher.finish()
        }))
    }

    /// What a piece told.
    pub fn get(&self, Key([first, second]): Key) -> Option<Told> {
        let slot = &self.slots()[place(first)];
        let told = slot[1].load(Ordering::Relaxed);
        // Another thread may have written one half: the bits of both say whose they are.
        if slot[0].load(Ordering::Relaxed) != first | 1 || told & !TOLD != second & !TOLD {
            return None;
        }
        let wakes = self.sets().get((told >> 8 & 0xffff) as usize)?.get()?;
        Some(Told { wakes: *wakes, ends: u8::try_from(told & 0xff).ok()? })
    }

    /// Keeps what a piece told.
    pub fn put(&self, Key([first, second]): Key, told: &Told) {
        // Sets are few, and those that nearly all pieces have come first.
        let same = |set: &OnceLock<Wakes>| *set.get_or_init(|| told.wakes) == told.wakes;
        let Some(set) = self.sets().iter().position(same) else { return };
        let slot = &self.slots()[place(first)];
        slot[0].store(first | 1, Ordering::Relaxed);
        slot[1].store(second & !TOLD | (set as u64) << 8 | u64::from(told.ends), Ordering::Relaxed);
    }

    fn slots(&self) -> &[[AtomicU64; 2]] {
        self.slots.get_or_init(|| (0..SLOTS).map(|_| Default::default()).collect())
    }

    fn sets(&self) -> &[OnceLock<Wakes>] {
        self.sets.get_or_init(|| (0..SETS).map(|_| OnceLock::new()).collect())
    }
}

fn place(hash: u64) -> usize {
    usize::try_from(hash >> 1).unwrap_or(usize::MAX) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::super::traits::Trait;
    use super::*;

    #[test]
    fn a_piece_is_known_with_what_it_told_and_no_other_is() {
        let known = Known::default();
        let mut told = Told { ends: 0b1010_0001, ..Told::default() };
        told.wakes.traits.set(Trait::Scheme);
        known.put(known.key(1, "<p>one</p>"), &told);
        assert_eq!(known.get(known.key(1, "<p>one</p>")), Some(told));
        assert_eq!(known.get(known.key(2, "<p>one</p>")), None, "another kind of text is read otherwise");
        assert_eq!(known.get(known.key(1, "<p>two</p>")), None);
    }

    #[test]
    fn what_finds_no_place_is_not_known() {
        let known = Known::default();
        for number in 0..SETS + 5 {
            let mut told = Told::default();
            (0..12).filter(|bit| number >> bit & 1 == 1).for_each(|bit| told.wakes.named.add(bit));
            let key = known.key(0, &format!("piece {number}"));
            known.put(key, &told);
            assert_eq!(known.get(key), (number < SETS).then_some(told), "{number}");
        }
    }
}
