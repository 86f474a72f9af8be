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
    let mut words = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((start, first)) = characters.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        if !is_unspaced(first) {
            while let Some((at, next)) = characters.next_if(|(_, next)| belongs(*next) && !is_unspaced(*next)) {
                end = at + next.len_utf8();
            }
        }
        words.push(Word { hash: folded(&text[start..end]), at: place(start..end) });
    }
    words
}

/// One hash of many.
pub fn hash_of(hashes: impl Iterator<Item = u64>) -> u64 {
    hashes.fold(START, |hash, next| (hash ^ next).wrapping_mul(PRIME).rotate_left(29))
}

/// Fowler, Noll and Vo's hash (FNV-1a, 64 bits; RFC 9923): its start and its prime.
const START: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

fn hashed(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(START, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
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

    #[test]
    fn a_script_without_blanks_has_words_too() {
        let words = words("検索が遅い API", |range| range);
        assert_eq!(words.iter().map(|word| word.at.clone()).collect::<Vec<_>>(), [0..3, 3..6, 6..9, 9..12, 12..15, 16..19]);
    }
}
