//! Many words, found in a text wherever they stand, in any case of ASCII, and with any blanks for each of theirs.
//! Comes in: the words, then texts. Goes out: places.
//! An automaton reads every byte through a table that grows with the words. Here each word is known by its four rarest bytes in a row,
//! and a text is asked, at every byte, for one bit: nearly always that is all.

use std::ops::Range;

/// Bytes of a gram.
const SIZE: usize = 4;

/// Bits of the filter for each word, of which two stand for it: one place in 200 or fewer is then a false one, and the filter small enough
/// for a cache near by.
const BITS_PER_WORD: usize = 32;

/// Four bytes in a row, folded; the last of them is the highest.
type Gram = u32;

/// What a byte is compared as: small letters for capitals, a blank for all that is one.
static FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "there are as many places as bytes")]
        let plain = byte as u8;
        folded[byte] = if matches!(plain, b'\t'..=b'\r') { b' ' } else { plain.to_ascii_lowercase() };
        byte += 1;
    }
    folded
};

/// Words to be found.
pub struct Grams {
    /// All words, one behind the other, folded.
    words: Vec<u8>,
    /// Where each of them ends.
    ends: Vec<usize>,
    filter: Filter,
    /// Gram, how many bytes of its word stand behind it, and the word; sorted by the hash of the gram.
    places: Vec<(Gram, u32, u32)>,
    /// Where the places of each hash begin, and after the last, where they end.
    starts: Vec<u32>,
    /// How far a hash is shifted to be one of these.
    shift: u32,
    /// The same for words of three bytes, whose gram is that and a zero. Its filter stays in the nearest cache.
    threes: Vec<(Gram, u32)>,
    three: [u64; 64],
    /// Words of one or two bytes, by the last of them.
    short: Vec<(u8, u32)>,
    /// What each byte is compared as, and whether words of three bytes or fewer end with it.
    read: [u16; 256],
}

/// A bit of what is read of a byte: a word of three bytes ends with it.
const ENDS_THREE: u16 = 1 << 8;

/// A word of one or two does.
const ENDS_SHORT: u16 = 1 << 9;

/// How far the hash of three bytes is shifted: to a place among 4096.
const SHIFT_THREE: u32 = Gram::BITS - 12;

/// How far a hash is shifted to count how often its gram is seen.
const SHIFT_SEEN: u32 = Gram::BITS - 15;

impl Grams {
    /// Words, known by their place in the list. Empty ones are never found.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut bytes, mut word_ends) = (Vec::new(), Vec::new());
        for word in words {
            bytes.extend(word.bytes().map(fold));
            word_ends.push(bytes.len());
        }
        let starts = std::iter::once(0).chain(word_ends.iter().copied());
        let words: Vec<&[u8]> = starts.zip(&word_ends).map(|(start, end)| &bytes[start..*end]).collect();
        // How often each was seen, or one of the same hash: that only picks one of a word's grams, and any does.
        let mut seen = vec![0_u32; 1 << (Gram::BITS - SHIFT_SEEN)];
        words.iter().flat_map(|word| grams(word)).for_each(|gram| seen[hash(gram, SHIFT_SEEN)] += 1);
        let times = |gram: Gram| seen[hash(gram, SHIFT_SEEN)];
        let (mut places, mut threes, mut short) = (Vec::new(), Vec::new(), Vec::new());
        for (word, number) in words.iter().zip(0..) {
            let rarest =
                grams(word).zip((0..word.len().saturating_sub(SIZE - 1)).rev()).min_by_key(|(gram, _)| (commonness(*gram), times(*gram)));
            match (rarest, *word) {
                (Some((gram, behind)), _) => places.push((gram, u32::try_from(behind).unwrap_or(u32::MAX), number)),
                (None, &[first, second, third]) => threes.push((Gram::from_le_bytes([first, second, third, 0]), number)),
                (None, [.., last]) => short.push((*last, number)),
                (None, []) => {}
            }
        }
        let hashes = places.len().next_power_of_two().clamp(2, 1 << 20);
        let shift = Gram::BITS - hashes.trailing_zeros();
        places.sort_unstable_by_key(|(gram, behind, word)| (hash(*gram, shift), *gram, *behind, *word));
        let mut starts = vec![0; hashes + 1];
        places.iter().for_each(|(gram, ..)| starts[hash(*gram, shift) + 1] += 1);
        (0..hashes).for_each(|at| starts[at + 1] += starts[at]);
        threes.sort_unstable();
        let mut filter = Filter::for_words(words.len());
        places.iter().for_each(|(gram, ..)| filter.add(*gram));
        let mut three = [0; 64];
        for (gram, _) in &threes {
            let bit = hash(*gram, SHIFT_THREE);
            three[bit / 64] |= 1 << (bit % 64);
        }
        let ends = |ends: bool, bit: u16| if ends { bit } else { 0 };
        let read = FOLDED.map(|folded| {
            let three = threes.iter().any(|(gram, _)| gram.to_le_bytes()[2] == folded);
            let short = short.iter().any(|(last, _)| *last == folded);
            u16::from(folded) | ends(three, ENDS_THREE) | ends(short, ENDS_SHORT)
        });
        bytes.shrink_to_fit();
        Self { words: bytes, ends: word_ends, filter, places, starts, shift, threes, three, short, read }
    }

    /// Reads a text: `word` is told the number and the bytes of every word that stands there, also where they overlap.
    #[inline]
    pub fn each(&self, text: &str, mut word: impl FnMut(usize, Range<usize>)) {
        let bytes = text.as_bytes();
        let mut gram: Gram = 0;
        for (at, raw) in bytes.iter().enumerate() {
            let read = self.read[usize::from(*raw)];
            let folded = u32::from(read & 0xff);
            // Blanks in a row are one.
            if folded == u32::from(b' ') && gram >> 24 == u32::from(b' ') {
                continue;
            }
            gram = gram >> 8 | folded << 24;
            if self.filter.has(gram) {
                self.places(gram, bytes, at, &mut word);
            }
            // Both are asked before either is weighed: half of all bytes end some word of three.
            if (read & ENDS_THREE != 0) & has(&self.three, hash(gram >> 8, SHIFT_THREE)) {
                self.threes(gram >> 8, bytes, at, &mut word);
            }
            if read & ENDS_SHORT != 0 {
                self.short(fold(*raw), bytes, at, &mut word);
            }
        }
    }

    #[cold]
    fn places(&self, gram: Gram, bytes: &[u8], last: usize, found: &mut impl FnMut(usize, Range<usize>)) {
        let hash = hash(gram, self.shift);
        let near = &self.places[self.starts[hash] as usize..self.starts[hash + 1] as usize];
        for (_, behind, word) in near.iter().filter(|(known, ..)| *known == gram) {
            self.there(*word as usize, *behind as usize, bytes, last, found);
        }
    }

    #[cold]
    fn threes(&self, gram: Gram, bytes: &[u8], last: usize, found: &mut impl FnMut(usize, Range<usize>)) {
        let first = self.threes.partition_point(|(known, _)| *known < gram);
        for (_, word) in self.threes[first..].iter().take_while(|(known, _)| *known == gram) {
            self.there(*word as usize, 0, bytes, last, found);
        }
    }

    #[cold]
    fn short(&self, folded: u8, bytes: &[u8], last: usize, found: &mut impl FnMut(usize, Range<usize>)) {
        for (_, word) in self.short.iter().filter(|(end, _)| *end == folded) {
            self.there(*word as usize, 0, bytes, last, found);
        }
    }

    fn word(&self, number: usize) -> &[u8] {
        &self.words[number.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[number]]
    }

    /// Tells of a word if it stands there: the byte at `last` is that of the word with so many behind it.
    fn there(&self, number: usize, behind: usize, bytes: &[u8], last: usize, found: &mut impl FnMut(usize, Range<usize>)) {
        let word = self.word(number);
        let Some((front, back)) = word.len().checked_sub(behind).map(|middle| word.split_at(middle)) else { return };
        let (mut start, mut end) = (last + 1, last + 1);
        for wanted in front.iter().rev() {
            match start.checked_sub(1).map(|at| fold(bytes[at])) {
                Some(there) if there == *wanted => start -= 1,
                _ => return,
            }
            while *wanted == b' ' && start > 0 && fold(bytes[start - 1]) == b' ' {
                start -= 1;
            }
        }
        // Of blanks in a row, the first was the one that was seen.
        while front.last() == Some(&b' ') && bytes.get(end).is_some_and(|next| fold(*next) == b' ') {
            end += 1;
        }
        for wanted in back {
            if bytes.get(end).map(|there| fold(*there)) != Some(*wanted) {
                return;
            }
            end += 1;
            while *wanted == b' ' && bytes.get(end).is_some_and(|next| fold(*next) == b' ') {
                end += 1;
            }
        }
        found(number, start..end);
    }
}

/// Grams by two bits of one number each: nearly always that is all of memory that a place in a text asks for.
struct Filter {
    bits: Vec<u64>,
    /// How far a hash is shifted to be a place in it.
    shift: u32,
}

impl Filter {
    fn for_words(words: usize) -> Self {
        let bits = (words * BITS_PER_WORD).next_power_of_two().clamp(1 << 12, 1 << 24);
        let numbers = bits / 64;
        Self { bits: vec![0; numbers], shift: u64::BITS - numbers.trailing_zeros() }
    }

    fn add(&mut self, gram: Gram) {
        let (at, bits) = self.place(gram);
        self.bits[at] |= bits;
    }

    #[inline]
    fn has(&self, gram: Gram) -> bool {
        let (at, bits) = self.place(gram);
        self.bits[at] & bits == bits
    }

    /// The upper bits of the hash say where, two groups of the middle ones which bits.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "what is left of the hash is smaller than the filter")]
    fn place(&self, gram: Gram) -> (usize, u64) {
        let hash = u64::from(gram).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((hash >> self.shift) as usize, 1 << (hash >> 24 & 63) | 1 << (hash >> 32 & 63))
    }
}

fn fold(byte: u8) -> u8 {
    FOLDED[usize::from(byte)]
}

fn has(filter: &[u64], bit: usize) -> bool {
    filter[bit / 64] >> (bit % 64) & 1 == 1
}

fn grams(word: &[u8]) -> impl Iterator<Item = Gram> {
    word.windows(SIZE).map(|window| Gram::from_le_bytes([window[0], window[1], window[2], window[3]]))
}

/// A multiplication by the golden ratio, of which the upper bits are mixed best (Knuth, The Art of Computer Programming 3, 6.4).
fn hash(gram: Gram, shift: u32) -> usize {
    (gram.wrapping_mul(0x9e37_79b1) >> shift) as usize
}

/// How often to expect a gram in prose and data: digits and blanks alone stand in every date, the nine commonest letters in every word.
fn commonness(gram: Gram) -> u32 {
    let bytes = gram.to_le_bytes();
    let number = bytes.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b' ' | b'.' | b':' | b'/'));
    let weight = |byte: &u8| match byte {
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' | b' ' => 3,
        b'a'..=b'z' => 2,
        _ => 1,
    };
    if number { 16 } else { bytes.iter().map(weight).sum() }
}

#[cfg(test)]
mod tests {
    use aho_corasick::AhoCorasickBuilder;
    use proptest::prelude::*;

    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        Grams::new(words.iter().copied()).each(text, |word, range| found.push((word, range)));
        found.sort_by_key(|(word, range)| (*word, range.start));
        found
    }

    #[test]
    fn words_are_found_in_any_case_and_where_they_overlap() {
        assert_eq!(found(&["es-data-7", "data"], "on ES-Data-7"), [(0, 3..12), (1, 6..10)]);
        assert_eq!(found(&["Jos\u{e9}", "ann"], "jos\u{e9} and Ann, annann"), [(0, 0..5), (1, 10..13), (1, 15..18), (1, 18..21)]);
        assert_eq!(found(&["whitfield"], "whitfiel"), []);
        assert_eq!(found(&["", "abcd"], ""), []);
    }

    #[test]
    fn any_blanks_stand_for_one() {
        assert_eq!(found(&["dana whitfield", "q a", " x"], "dana\n\t whitfield, Q \n a  x"), [(0, 0..16), (1, 18..23), (2, 23..26)]);
    }

    proptest! {
        #[test]
        fn an_automaton_finds_the_same(
            words in proptest::collection::vec("[aAbB1\u{e9}_-]{1,7}", 0..12),
            text in "[aAbB1\u{e9}_ -]{0,60}",
        ) {
            let automaton = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&words).unwrap();
            let mut expected: Vec<(usize, Range<usize>)> =
                automaton.find_overlapping_iter(&text).map(|found| (found.pattern().as_usize(), found.range())).collect();
            expected.sort_by_key(|(word, range)| (*word, range.start));
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            prop_assert_eq!(found(&words, &text), expected);
        }

        #[test]
        fn blanks_are_one(
            words in proptest::collection::vec("[ab]{0,3}( [ab]{1,3}){0,2} ?", 1..8),
            text in "[ab \n]{0,40}",
        ) {
            let words: Vec<String> = words.into_iter().filter(|word| !word.trim().is_empty()).collect();
            let mut flat = String::new();
            for c in text.chars().map(|c| if c == '\n' { ' ' } else { c }) {
                if !(c == ' ' && flat.ends_with(' ')) { flat.push(c); }
            }
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let numbers = |text: &str| found(&words, text).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
            prop_assert_eq!(numbers(&text), numbers(&flat));
        }
    }
}
