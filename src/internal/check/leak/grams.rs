//! Many words, found in a text wherever they stand, in any case of ASCII. Comes in: the words, then texts. Goes out: places.
//! An automaton reads every byte through a table that grows with the words. Here each word is known by its four rarest bytes in a row,
//! and a text is asked, at every byte, for one bit: nearly always that is all.

use std::collections::HashMap;
use std::ops::Range;

/// Bytes of a gram.
const SIZE: usize = 4;

/// Bits of the filter for each word: one place in 128 is then a false one.
const BITS_PER_WORD: usize = 128;

/// A gram where no byte has a case. Other bytes may become equal as well; each place is compared in full.
type Gram = u32;

/// The bytes of a gram but the last: the gram of a word that has no more.
const THREE: Gram = 0x00ff_ffff;

/// Words to be found.
pub struct Grams {
    words: Vec<Box<[u8]>>,
    /// One bit for the hash of each gram.
    filter: Vec<u64>,
    /// How far a hash is shifted to be a place in the filter.
    shift: u32,
    /// Gram, where it begins in its word, and the word; sorted.
    places: Vec<(Gram, u32, u32)>,
    /// Whether some words have three bytes.
    three: bool,
    /// Words of one or two bytes. They are looked for one by one.
    short: Vec<usize>,
}

impl Grams {
    /// Words, known by their place in the list. Empty ones are never found.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<Box<[u8]>> = words.into_iter().map(|word| word.to_ascii_lowercase().into_bytes().into_boxed_slice()).collect();
        let mut known: HashMap<Gram, u32> = HashMap::new();
        for gram in words.iter().flat_map(|word| grams(word)) {
            *known.entry(gram).or_default() += 1;
        }
        let bits = (words.len() * BITS_PER_WORD).next_power_of_two().clamp(1 << 12, 1 << 24);
        let shift = Gram::BITS - bits.trailing_zeros();
        let mut places = Vec::new();
        let mut short = Vec::new();
        for (word, number) in words.iter().zip(0..) {
            let rarest = grams(word).zip(0..).min_by_key(|(gram, _)| (commonness(*gram), known.get(gram).copied()));
            match (rarest, word.len()) {
                (Some((gram, at)), _) => places.push((gram, at, number)),
                (None, 3) => places.push((gram(&[word[0], word[1], word[2], 0]) & THREE, 0, number)),
                (None, 0) => {}
                (None, _) => short.push(number as usize),
            }
        }
        places.sort_unstable();
        let mut filter = vec![0; bits / 64];
        for (gram, ..) in &places {
            let bit = hash(*gram, shift);
            filter[bit / 64] |= 1 << (bit % 64);
        }
        let three = words.iter().any(|word| word.len() == 3);
        Self { words, filter, shift, places, three, short }
    }

    /// Every place of every word, also where they overlap: the word's number and its bytes in the text.
    pub fn find(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        for (at, window) in bytes.windows(SIZE).enumerate() {
            let gram = gram(window);
            if self.may_have(gram) {
                self.compare(gram, bytes, at, &mut found);
            }
            if self.three && self.may_have(gram & THREE) {
                self.compare(gram & THREE, bytes, at, &mut found);
            }
        }
        // No gram begins at the last three bytes.
        if let (true, Some(&[first, second, third])) = (self.three, bytes.last_chunk::<3>()) {
            self.compare(gram(&[first, second, third, 0]) & THREE, bytes, bytes.len() - 3, &mut found);
        }
        for word in &self.short {
            found.extend((0..bytes.len()).filter_map(|at| self.there(bytes, at, *word)));
        }
        found
    }

    fn may_have(&self, gram: Gram) -> bool {
        let bit = hash(gram, self.shift);
        self.filter[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// Adds the words of a gram that stand there.
    fn compare(&self, gram: Gram, bytes: &[u8], at: usize, found: &mut Vec<(usize, Range<usize>)>) {
        found.extend(self.with(gram).filter_map(|(offset, word)| self.there(bytes, at.checked_sub(offset)?, word)));
    }

    /// The words of a gram, each with the place of the gram in it.
    fn with(&self, gram: Gram) -> impl Iterator<Item = (usize, usize)> {
        let first = self.places.partition_point(|(known, ..)| *known < gram);
        let same = self.places[first..].iter().take_while(move |(known, ..)| *known == gram);
        same.map(|(_, offset, word)| (*offset as usize, *word as usize))
    }

    fn there(&self, bytes: &[u8], start: usize, word: usize) -> Option<(usize, Range<usize>)> {
        let range = start..start + self.words[word].len();
        bytes.get(range.clone())?.eq_ignore_ascii_case(&self.words[word]).then_some((word, range))
    }
}

fn gram(window: &[u8]) -> Gram {
    // The bit that parts capitals from small letters is set in digits, blanks and most marks anyway.
    Gram::from_le_bytes([window[0], window[1], window[2], window[3]]) | 0x2020_2020
}

fn grams(word: &[u8]) -> impl Iterator<Item = Gram> {
    word.windows(SIZE).map(gram)
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
        let mut found = Grams::new(words.iter().copied()).find(text);
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
    }
}
