//! Many words, found in a text wherever they stand, in any case of ASCII. Comes in: the words, then texts. Goes out: places.
//! Must never: miss a word. A text is asked, at every byte, for one bit: whether the four bytes up to it are the rarest of some word.

/// Words to be found.
#[derive(Debug)]
pub struct Spotter {
    /// In small letters.
    words: Vec<Box<[u8]>>,
    /// Four bytes in a row, how many of the word stand behind them, and the word; sorted.
    fours: Vec<(u32, usize, usize)>,
    /// A bit for each hash of four bytes.
    four: Vec<u64>,
    /// The same for words of three bytes.
    threes: Vec<(u32, usize)>,
    three: [u64; 64],
    /// Words of one or two bytes by the last of them, sorted.
    short: Vec<(u8, usize)>,
    ends_short: [bool; 256],
}

/// How far a hash of four bytes is shifted, to a place among 65,536, and one of three.
const SHIFT_FOUR: u32 = u32::BITS - 16;
const SHIFT_THREE: u32 = u32::BITS - 12;

impl Spotter {
    /// Words, known by their place in the list. Empty ones are never found.
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: Vec<Box<[u8]>> = words.into_iter().map(|word| word.to_ascii_lowercase().into_bytes().into()).collect();
        let (mut fours, mut threes, mut short) = (Vec::new(), Vec::new(), Vec::new());
        for (number, word) in words.iter().enumerate() {
            let rarest = word.windows(4).enumerate().min_by_key(|(_, four)| four.iter().map(|byte| commonness(*byte)).sum::<u32>());
            match (rarest, word.last()) {
                (Some((at, four)), _) => fours.push((four.iter().fold(0, |four, byte| next(four, *byte)), word.len() - at - 4, number)),
                (None, Some(_)) if word.len() == 3 => threes.push((word.iter().fold(0, |three, byte| next(three, *byte)), number)),
                (None, Some(last)) => short.push((*last, number)),
                (None, None) => {}
            }
        }
        fours.sort_unstable();
        threes.sort_unstable();
        short.sort_unstable();
        let mut three = [0; 64];
        for (bytes, _) in &threes {
            let (at, bit) = place(*bytes, SHIFT_THREE);
            three[at] |= bit;
        }
        let mut four = vec![0_u64; 1 << 10];
        for (bytes, ..) in &fours {
            let (at, bit) = place(*bytes, SHIFT_FOUR);
            four[at] |= bit;
        }
        let mut ends_short = [false; 256];
        short.iter().for_each(|(last, _)| ends_short[usize::from(*last)] = true);
        Self { words, fours, four, threes, three, short, ends_short }
    }

    /// Tells of every place of every word: its number, and where it begins.
    pub fn each(&self, text: &str, mut found: impl FnMut(usize, usize)) {
        let bytes = text.as_bytes();
        let mut four = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let byte = byte.to_ascii_lowercase();
            four = next(four, byte);
            let (number, bit) = place(four, SHIFT_FOUR);
            if self.four[number] & bit != 0 {
                let first = self.fours.partition_point(|(known, ..)| *known < four);
                for (_, behind, word) in self.fours[first..].iter().take_while(|(known, ..)| *known == four) {
                    self.there(*word, bytes, at + 1 + behind, &mut found);
                }
            }
            let three = four & 0x00ff_ffff;
            let (number, bit) = place(three, SHIFT_THREE);
            if self.three[number] & bit != 0 {
                let first = self.threes.partition_point(|(known, _)| *known < three);
                for (_, word) in self.threes[first..].iter().take_while(|(known, _)| *known == three) {
                    self.there(*word, bytes, at + 1, &mut found);
                }
            }
            if self.ends_short[usize::from(byte)] {
                let first = self.short.partition_point(|(last, _)| *last < byte);
                for (_, word) in self.short[first..].iter().take_while(|(last, _)| *last == byte) {
                    self.there(*word, bytes, at + 1, &mut found);
                }
            }
        }
    }

    /// Tells of a word if it stands there and ends at that byte.
    fn there(&self, number: usize, bytes: &[u8], end: usize, found: &mut impl FnMut(usize, usize)) {
        let word = &self.words[number];
        let Some(start) = end.checked_sub(word.len()) else { return };
        if bytes.get(start..end).is_some_and(|there| there.eq_ignore_ascii_case(word)) {
            found(number, start);
        }
    }
}

/// The last four bytes, with one more.
fn next(four: u32, byte: u8) -> u32 {
    four << 8 | u32::from(byte)
}

/// A multiplication by the golden ratio, of which the upper bits are mixed best (Knuth, The Art of Computer Programming 3, 6.4).
fn place(bytes: u32, shift: u32) -> (usize, u64) {
    let hash = bytes.wrapping_mul(0x9e37_79b1) >> shift;
    (usize::try_from(hash / 64).unwrap_or_default(), 1 << (hash % 64))
}

/// How often to expect a byte in prose.
fn commonness(byte: u8) -> u32 {
    match byte {
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' | b' ' => 3,
        b'a'..=b'z' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use aho_corasick::AhoCorasickBuilder;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_automaton_finds_the_same(words in proptest::collection::vec("[aAbB1é: -]{0,6}", 0..12), text in "[aAbB1é: -]{0,60}") {
            let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
            let automaton = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&words).unwrap();
            let mut expected: Vec<(usize, usize)> =
                automaton.find_overlapping_iter(&text).map(|found| (found.pattern().as_usize(), found.start())).collect();
            expected.sort_unstable();
            let mut found = Vec::new();
            Spotter::new(words.iter().map(String::as_str)).each(&text, |word, start| found.push((word, start)));
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
