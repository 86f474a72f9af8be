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
}

/// Pieces in a row.
#[derive(Default)]
struct Row {
    /// Whether one that goes on stands first.
    goes_on: bool,
    /// Whether one that is not empty was there.
    begun: bool,
    /// Where the piece begins in which a word is begun that may not be at its end.
    open: Option<usize>,
}

impl Row {
    /// Where the first piece begins of those over which a word may be cut.
    fn add(&mut self, ends: u8, start: usize) -> Option<usize> {
        let cut = self.open.filter(|_| ends & GOES_ON != 0);
        self.goes_on |= !self.begun && ends & GOES_ON != 0;
        self.begun |= ends & EMPTY == 0;
        self.open = match self.open {
            // A word of three parts may be cut twice.
            _ if ends & OPENS != 0 => cut.or(self.open.filter(|_| ends & EMPTY != 0)).or(Some(start)),
            open => open.filter(|_| ends & EMPTY != 0),
        };
        cut
    }
}

impl Whole {
    /// Adds the next piece. Where the first piece begins of those that have to be looked at together, if a word may be cut between them.
    pub fn add(&mut self, told: &Told, start: usize) -> Option<usize> {
        self.join(told);
        self.other |= told.ends >> OTHER;
        self.any |= told.ends | told.ends >> ASIDES | told.ends >> OTHER;
        let cuts = [self.words.add(told.ends, start), self.asides.add(told.ends >> ASIDES, start)];
        cuts.into_iter().flatten().min()
    }

    /// Adds what several pieces wake that were looked at together.
    pub fn join(&mut self, told: &Told) {
        self.wakes.named.join(told.wakes.named);
        self.wakes.traits.join(told.wakes.traits);
    }

    /// Whether none of them is worth a search, and no word may be cut between two.
    pub fn sleeps(&self) -> bool {
        let meet = |one: u8, other: u8| one & GOES_ON != 0 && other & OPENS != 0;
        let cut = self.words.open.is_some() && self.asides.goes_on || meet(self.other, self.any) || meet(self.any, self.other);
        let awake = Awake { named: self.wakes.named, traits: self.wakes.traits, ..Awake::default() };
        !cut && !detector::is_worth(&awake, Reach::Artifact)
    }
}
