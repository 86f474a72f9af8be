//! Many words, found in a text wherever they stand, in any case of ASCII. Comes in: the words, then texts. Goes out: places.
//! An automaton reads every byte through a table that grows with the words. Here each word is known by its four rarest bytes in a row,
//! and a text is asked, at every byte, for one bit: nearly always that is all.

use std::collections::HashMap;
use std::ops::Range;

/// Bytes of a gram.
const SIZE: usize = 4;

/// Bits of the filter for each word: one place in 64 is then a false one.
const BITS_PER_WORD: usize = 64;

/// A gram where no byte has a case. Other bytes may become equal as well; each place is compared in full.
type Gram = u32;

/// Words to be found.
pub struct Grams {
    words: Vec<Box<[u8]>>,
    /// One bit for the hash of each gram.
    filter: Vec<u64>,
    /// How far a hash is shifted to be a place in the filter.
    shift: u32,
    /// Gram, where it begins in its word, and the word; sorted.
    places: Vec<(Gram, u32, u32)>,
    /// Words that are shorter than a gram. There are few, and each is looked for by its first byte.
    short: Vec<u32>,
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
        let (mut filter, mut places, mut short) = (vec![0; bits / 64], Vec::new(), Vec::new());
        for (word, number) in words.iter().zip(0..) {
            let rarest = grams(word).zip(0..).min_by_key(|(gram, _)| (commonness(*gram), known.get(gram).copied()));
            if let Some((gram, at)) = rarest {
                let bit = hash(gram, shift);
                filter[bit / 64] |= 1 << (bit % 64);
                places.push((gram, at, number));
            } else if !word.is_empty() {
                short.push(number);
            }
        }
        places.sort_unstable();
        Self { words, filter, shift, places, short }
    }

    /// Every place of every word, also where they overlap: the word's number and its bytes in the text.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
        let bytes = text.as_bytes();
        let long = (0..(bytes.len() + 1).saturating_sub(SIZE)).filter_map(move |at| {
            let gram = gram(bytes, at);
            let bit = hash(gram, self.shift);
            (self.filter[bit / 64] >> (bit % 64) & 1 == 1).then_some((gram, at))
        });
        let long = long
            .flat_map(move |(gram, at)| self.with(gram).filter_map(move |(offset, word)| self.there(bytes, at.checked_sub(offset)?, word)));
        let short = self.short.iter().flat_map(move |word| (0..bytes.len()).filter_map(move |at| self.there(bytes, at, *word as usize)));
        long.chain(short)
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

fn gram(bytes: &[u8], at: usize) -> Gram {
    // The bit that parts capitals from small letters is set in digits, blanks and most marks anyway.
    Gram::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) | 0x2020_2020
}

fn grams(word: &[u8]) -> impl Iterator<Item = Gram> {
    (0..(word.len() + 1).saturating_sub(SIZE)).map(|at| gram(word, at))
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
        let mut found: Vec<_> = Grams::new(words.iter().copied()).find(text).collect();
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
