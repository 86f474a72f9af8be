//! Text → its words, as they are compared: without case, diacritics and marks. Comes in: a text. Goes out: hashes with their places.
//! The hashes are the same on every machine and in every run, and no word can be read from one that is kept.

use std::hash::Hasher;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word by its hash.
pub struct Word {
    /// Equal for equal words.
    pub hash: u64,
    /// Where it stands, as `place` says.
    pub at: Range<usize>,
}

/// The words of a text; `place` leads from bytes of the text to those of a source.
pub fn words(text: &str, place: impl Fn(Range<usize>) -> Range<usize>) -> Vec<Word> {
    let bytes = text.as_bytes();
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut start = 0;
    while let Some(&first) = bytes.get(start) {
        if first.is_ascii() && !first.is_ascii_alphanumeric() {
            start += 1;
            continue;
        }
        let (hash, end) = match plain_word(bytes, start) {
            Some((hash, end)) => (Some(hash), end),
            None => marked_word(text, start),
        };
        words.extend(hash.map(|hash| Word { hash, at: place(start..end) }));
        start = end;
    }
    words
}

/// The word of ASCII alone that begins there, by its hash, and where it ends.
fn plain_word(bytes: &[u8], start: usize) -> Option<(u64, usize)> {
    let mut hash = Hash::default();
    let mut end = start;
    while let Some(byte) = bytes.get(end).filter(|byte| byte.is_ascii_alphanumeric() || **byte == b'\'') {
        if *byte != b'\'' {
            hash.push(byte.to_ascii_lowercase());
        }
        end += 1;
    }
    bytes.get(end).is_none_or(u8::is_ascii).then(|| (hash.finished(), end))
}

/// The word that begins there, if it is one; and where it, or the character that is none, ends.
fn marked_word(text: &str, start: usize) -> (Option<u64>, usize) {
    let mut characters = text[start..].char_indices().map(|(at, c)| (start + at, c)).peekable();
    let Some((_, first)) = characters.next() else { return (None, text.len()) };
    let mut end = start + first.len_utf8();
    if !first.is_alphanumeric() {
        return (None, end);
    }
    if !is_unspaced(first) {
        while let Some((at, next)) = characters.next_if(|(_, next)| belongs(*next) && !is_unspaced(*next)) {
            end = at + next.len_utf8();
        }
    }
    (Some(folded(&text[start..end])), end)
}

/// The hash of each run of so many words, in their order: each follows from the one before it in one step.
pub fn runs_of(many: usize, words: &[Word]) -> impl Iterator<Item = u64> {
    let longest = (1..many).fold(1_u64, |power, _| power.wrapping_mul(STEP));
    let mut hash = words.iter().take(many.saturating_sub(1)).fold(0_u64, |hash, word| hash.wrapping_mul(STEP).wrapping_add(word.hash));
    words.windows(many).map(move |run| {
        let whole = hash.wrapping_mul(STEP).wrapping_add(run[many - 1].hash);
        hash = whole.wrapping_sub(run[0].hash.wrapping_mul(longest));
        whole
    })
}

/// The base of the hash of many, whose digits are those of the words (Karp and Rabin): Knuth's for 64 bits, which is odd.
const STEP: u64 = 6_364_136_223_846_793_005;

/// The hash of a word: eight of its bytes at once, mixed as in Steele, Lea and Flood's `SplitMix64`.
#[derive(Default)]
struct Hash {
    done: u64,
    open: u64,
    count: u32,
}

impl Hash {
    fn push(&mut self, byte: u8) {
        self.open = self.open << 8 | u64::from(byte);
        self.count += 1;
        if self.count.is_multiple_of(8) {
            self.done = mixed(self.done ^ self.open);
            self.open = 0;
        }
    }

    fn finished(self) -> u64 {
        mixed(mixed(self.done ^ self.open).wrapping_add(u64::from(self.count)))
    }
}

fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ number >> 31
}

fn hashed(bytes: impl Iterator<Item = u8>) -> u64 {
    let mut hash = Hash::default();
    bytes.for_each(|byte| hash.push(byte));
    hash.finished()
}

fn folded(word: &str) -> u64 {
    if word.is_ascii() {
        return hashed(word.bytes().filter(|byte| *byte != b'\'').map(|byte| byte.to_ascii_lowercase()));
    }
    let apart = |c: char| matches!(c, '\'' | '’');
    let plain: String = word.nfkd().filter(|c| !is_combining_mark(*c) && !apart(*c)).flat_map(char::to_lowercase).collect();
    hashed(plain.bytes())
}

/// A table by hashes takes them as they are.
#[derive(Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hashed(bytes.iter().copied());
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// `it's` is one word, in one apostrophe or the other.
fn belongs(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\'' | '’')
}

/// Scripts without blanks between words: each character is one.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let hashes = |text: &str| words(text, |range| range).iter().map(|word| word.hash).collect::<Vec<_>>();
        hashes(one) == hashes(other)
    }

    #[test]
    fn case_diacritics_and_marks_make_no_other_word() {
        assert!(same("It’s *Müller's* café — twice!", "its MULLERS cafe, twice"));
        assert!(same("the - heap (was) full", "The heap was full."));
        assert!(!same("the heap was full", "the heap is full"));
    }

    /// The words by their characters alone.
    fn slowly(text: &str) -> Vec<(u64, Range<usize>)> {
        let (mut words, mut at) = (Vec::new(), 0);
        while at < text.len() {
            let (hash, end) = marked_word(text, at);
            words.extend(hash.map(|hash| (hash, at..end)));
            at = end;
        }
        words
    }

    proptest! {
        #[test]
        fn words_of_ascii_are_read_like_others(text in "[aB1' .\u{e9}\u{301}\u{691c}\u{2019}-]{0,24}") {
            let read: Vec<_> = words(&text, |range| range).into_iter().map(|word| (word.hash, word.at)).collect();
            prop_assert_eq!(read, slowly(&text));
        }

        #[test]
        fn equal_runs_have_equal_hashes(text in "[ab ]{0,60}", many in 1_usize..5) {
            let words = words(&text, |range| range);
            let runs: Vec<Vec<u64>> = words.windows(many).map(|run| run.iter().map(|word| word.hash).collect()).collect();
            let hashes: Vec<u64> = runs_of(many, &words).collect();
            prop_assert_eq!(runs.len(), hashes.len());
            for (run, hash) in runs.iter().zip(&hashes) {
                for (other, its) in runs.iter().zip(&hashes) {
                    prop_assert_eq!(run == other, hash == its);
                }
            }
        }
    }

    #[test]
    fn a_script_without_blanks_has_words_too() {
        let words = words("検索が遅い API", |range| range);
        assert_eq!(words.iter().map(|word| word.at.clone()).collect::<Vec<_>>(), [0..3, 3..6, 6..9, 9..12, 12..15, 16..19]);
    }
}
