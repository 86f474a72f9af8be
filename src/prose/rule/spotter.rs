//! Many words, found in a text wherever they stand, in any case of ASCII. Comes in: the words, then texts. Goes out: places.
//! Must never: miss a word. A text is asked, at every byte, for one bit: whether the three bytes up to it are the rarest of some word.

/// Words to be found.
#[derive(Debug)]
pub struct Spotter {
    /// In small letters.
    words: Vec<Box<[u8]>>,
    /// A bit for each hash of three bytes.
    filter: Vec<u64>,
    /// Three bytes, how many of the word stand behind them, and the word; sorted.
    threes: Vec<(u32, usize, usize)>,
    /// Words of one or two bytes by the last of them, sorted; and where those of each byte begin.
    short: Vec<(u8, usize)>,
    short_from: Vec<usize>,
}

/// How far a hash is shifted: to a place among 65,536.
const SHIFT: u32 = u32::BITS - 16;

impl Spotter {
    /// Words, known by their place in the list. Empty ones are never found.
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: Vec<Box<[u8]>> = words.into_iter().map(|word| word.to_ascii_lowercase().into_bytes().into()).collect();
        let (mut threes, mut short, mut filter) = (Vec::new(), Vec::new(), vec![0_u64; 1 << 10]);
        for (number, word) in words.iter().enumerate() {
            let rarest = word.windows(3).enumerate().min_by_key(|(_, three)| three.iter().map(|byte| commonness(*byte)).sum::<u32>());
            match (rarest, word.last()) {
                (Some((at, three)), _) => {
                    threes.push((three.iter().fold(0, |three, byte| next(three, *byte)), word.len() - at - 3, number))
                }
                (None, Some(last)) => short.push((*last, number)),
                (None, None) => {}
            }
        }
        threes.sort_unstable();
        short.sort_unstable();
        for (three, ..) in &threes {
            let (at, bit) = place(*three);
            filter[at] |= bit;
        }
        let short_from = (0..=256).map(|byte| short.partition_point(|(last, _)| usize::from(*last) < byte)).collect();
        Self { words, filter, threes, short, short_from }
    }

    /// Tells of every place of every word: its number, and where it begins.
    pub fn each(&self, text: &str, mut found: impl FnMut(usize, usize)) {
        let bytes = text.as_bytes();
        let mut three = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let byte = byte.to_ascii_lowercase();
            three = next(three, byte);
            let (number, bit) = place(three);
            if self.filter[number] & bit != 0 {
                let first = self.threes.partition_point(|(known, ..)| *known < three);
                for (_, behind, word) in self.threes[first..].iter().take_while(|(known, ..)| *known == three) {
                    self.there(*word, bytes, at + 1 + behind, &mut found);
                }
            }
            let (from, to) = (self.short_from[usize::from(byte)], self.short_from[usize::from(byte) + 1]);
            for (_, word) in &self.short[from..to] {
                self.there(*word, bytes, at + 1, &mut found);
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

/// The last three bytes, with one more.
fn next(three: u32, byte: u8) -> u32 {
    (three << 8 | u32::from(byte)) & 0x00ff_ffff
}

/// A multiplication by the golden ratio, of which the upper bits are mixed best (Knuth, The Art of Computer Programming 3, 6.4).
fn place(three: u32) -> (usize, u64) {
    let hash = three.wrapping_mul(0x9e37_79b1) >> SHIFT;
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
