//! What the pieces of a text tell together. Comes in: what each of them tells, in order. Goes out: whether the text has to be searched.
//! The words of all pieces are read first, then their asides; what else there is may stand next to anything.

use super::detector::{self, Reach};
use super::known::{Told, Wakes};
use super::wake::Awake;

/// A bit of [`Told::ends`]: the rest of a word may stand at the beginning.
pub const GOES_ON: u8 = 1;
/// The beginning of a word may stand at the end.
pub const OPENS: u8 = 2;
/// There is nothing, or in some reading nothing.
pub const EMPTY: u8 = 4;
/// The place of these bits for the words of a piece.
pub const WORDS: u8 = 0;
/// For its asides.
pub const ASIDES: u8 = 3;
/// For all else, for which it does not matter whether it is empty.
pub const OTHER: u8 = 6;

/// What the pieces of a text tell together.
#[derive(Default)]
pub struct Whole {
    wakes: Wakes,
    words: Row,
    asides: Row,
    /// Whether something goes on or is begun anywhere.
    any: u8,
    other: u8,
    cut: bool,
}

/// Pieces in a row.
#[derive(Default)]
struct Row {
    /// Whether one that goes on stands first.
    goes_on: bool,
    /// Whether one that is not empty was there.
    begun: bool,
    /// Whether a word is begun at the end.
    open: bool,
}

impl Row {
    /// Whether a word may be cut there.
    fn add(&mut self, ends: u8) -> bool {
        let cut = self.open && ends & GOES_ON != 0;
        self.goes_on |= !self.begun && ends & GOES_ON != 0;
        self.begun |= ends & EMPTY == 0;
        self.open = ends & OPENS != 0 || self.open && ends & EMPTY != 0;
        cut
    }
}

impl Whole {
    /// Adds the next piece.
    pub fn add(&mut self, told: &Told) {
        self.wakes.named.join(told.wakes.named);
        self.wakes.traits.join(told.wakes.traits);
        self.cut |= self.words.add(told.ends);
        self.cut |= self.asides.add(told.ends >> ASIDES);
        self.other |= told.ends >> OTHER;
        self.any |= told.ends | told.ends >> ASIDES | told.ends >> OTHER;
    }

    /// Whether none of them is worth a search, and no word may be cut between two.
    pub fn sleeps(&self) -> bool {
        let meet = |one: u8, other: u8| one & GOES_ON != 0 && other & OPENS != 0;
        let cut = self.cut || self.words.open && self.asides.goes_on || meet(self.other, self.any) || meet(self.any, self.other);
        let awake = Awake { named: self.wakes.named, traits: self.wakes.traits, ..Awake::default() };
        !cut && !detector::is_worth(&awake, Reach::Artifact)
    }
}
