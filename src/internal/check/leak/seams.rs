//! Words with blanks in them, such as names, that a cut through a text may leave in two pieces.
//! Comes in: the words, then pieces of text. Goes out: whether the beginning of a word may end a piece, and whether the rest of one may begin it.
//! Must never: miss a word that is cut. Words without a blank are never cut, since pieces meet at a line's end.

/// Bits for each part of a word: one answer in 64 is then a false one.
const BITS_PER_PART: usize = 64;

/// What may stand on either side of a cut.
#[derive(Default)]
pub struct Seams {
    /// Of words that are none within other words.
    bordered: Sides,
    /// Of words that may begin and end anywhere.
    free: Sides,
    /// Whether a comma and a quote stand side by side in some word.
    quoted: bool,
}

/// The parts of words next to a blank.
#[derive(Default)]
struct Sides {
    ends: Parts,
    begins: Parts,
}

/// Hashes of parts of words.
#[derive(Default)]
struct Parts {
    /// Sorted.
    hashes: Vec<u32>,
    /// One bit for each: nearly always that is asked alone.
    bits: Vec<u64>,
    longest: usize,
}

impl Seams {
    /// The cuts through some words, each with whether a letter or digit of ASCII beside it makes it another word.
    pub fn new(words: &[(&str, bool)]) -> Self {
        let sides =
            |wanted: bool| Sides::new(&words.iter().filter(|(_, bordered)| *bordered == wanted).map(|(word, _)| *word).collect::<Vec<_>>());
        Self { bordered: sides(true), free: sides(false), quoted: words.iter().any(|(word, _)| word.contains(",\"")) }
    }

    /// Whether a text may be cut between a comma and a quote.
    pub fn part_quotes(&self) -> bool {
        !self.quoted
    }

    /// Whether the beginning of some word may end this text.
    pub fn may_open(&self, text: &str) -> bool {
        self.bordered.ends.meets(text.bytes().rev(), true) || self.free.ends.meets(text.bytes().rev(), false)
    }

    /// Whether the rest of some word may begin this text.
    pub fn may_go_on(&self, text: &str) -> bool {
        self.bordered.begins.meets(text.bytes(), true) || self.free.begins.meets(text.bytes(), false)
    }
}

impl Sides {
    fn new(words: &[&str]) -> Self {
        let pairs = || words.iter().flat_map(|word| pairs(word));
        Self {
            ends: Parts::new(pairs().map(|(end, _)| Seen::of(end.iter().rev().copied()))),
            begins: Parts::new(pairs().map(|(_, begin)| Seen::of(begin.iter().copied()))),
        }
    }
}

/// Whether nothing but blanks stands there.
pub fn is_empty(text: &str) -> bool {
    text.bytes().all(is_blank)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// What stands right before and right behind each blank of a word.
fn pairs(word: &str) -> impl Iterator<Item = (&[u8], &[u8])> {
    let parts = || word.as_bytes().split(|byte| is_blank(*byte)).filter(|part| !part.is_empty());
    parts().zip(parts().skip(1))
}

impl Parts {
    fn new(parts: impl Iterator<Item = Seen>) -> Self {
        let mut hashes = Vec::new();
        let mut longest = 0;
        for part in parts {
            longest = part.length.max(longest);
            hashes.push(part.hash);
        }
        hashes.sort_unstable();
        hashes.dedup();
        let bits = vec![0; (hashes.len() * BITS_PER_PART).next_power_of_two().div_ceil(64)];
        let mut parts = Self { hashes: Vec::new(), bits, longest };
        for hash in &hashes {
            let (at, bit) = parts.place(*hash);
            parts.bits[at] |= bit;
        }
        Self { hashes, ..parts }
    }

    /// Whether one of the parts is what comes first, blanks left out, and whether a border has to follow.
    fn meets(&self, bytes: impl Iterator<Item = u8>, bordered: bool) -> bool {
        if self.longest == 0 {
            return false;
        }
        let mut run = bytes.skip_while(|byte| is_blank(*byte)).take_while(|byte| !is_blank(*byte)).peekable();
        let mut seen = Seen::default();
        while let Some(byte) = run.next().filter(|_| seen.length < self.longest) {
            seen.add(byte);
            let inside = bordered && run.peek().is_some_and(u8::is_ascii_alphanumeric);
            if !inside && self.has(seen.hash) {
                return true;
            }
        }
        false
    }

    fn has(&self, hash: u32) -> bool {
        let (at, bit) = self.place(hash);
        self.bits.get(at).is_some_and(|bits| bits & bit != 0) && self.hashes.binary_search(&hash).is_ok()
    }

    fn place(&self, hash: u32) -> (usize, u64) {
        let place = (hash.wrapping_mul(0x9e37_79b1) >> 6) as usize % (self.bits.len().max(1) * 64);
        (place / 64, 1 << (place % 64))
    }
}

/// Bytes in a row, in any case, told one by one.
#[derive(Default)]
struct Seen {
    hash: u32,
    length: usize,
}

impl Seen {
    fn of(bytes: impl Iterator<Item = u8>) -> Self {
        let mut seen = Self::default();
        bytes.for_each(|byte| seen.add(byte));
        seen
    }

    /// The multiplier is that of FNV-1a, which is made for bytes one by one.
    fn add(&mut self, byte: u8) {
        self.hash = (self.hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_add(0x811c_9dc5).wrapping_mul(0x0100_0193);
        self.length += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_sides_of_a_cut_name_are_known() {
        let seams = Seams::new(&[("Dana Whitfield", true), ("search api 3", true), ("whole", true), ("do not", false)]);
        for text in ["we and Dana\n", "(dana", "Search ", "x SEARCH API", "undo"] {
            assert!(seams.may_open(text), "{text:?}");
        }
        for text in ["\n whitfield met", "Whitfield,", "API", "3", "nothing"] {
            assert!(seams.may_go_on(text), "{text:?}");
        }
        for text in ["research", "Whitfield", "whole", "", " \n", "done"] {
            assert!(!seams.may_open(text), "{text:?}");
        }
        for text in ["Whitfields", "dana", "30", "whole", "knot"] {
            assert!(!seams.may_go_on(text), "{text:?}");
        }
    }

    #[test]
    fn no_words_are_never_cut() {
        for seams in [Seams::default(), Seams::new(&[("one", true), ("two", false)])] {
            assert!(!seams.may_open("one") && !seams.may_go_on("two"));
        }
        assert!(Seams::new(&[("a, \"b", true)]).part_quotes() && !Seams::new(&[("a,\"b", true)]).part_quotes());
    }
}
