//! One letter of a pattern, and words of letters. Comes in: a class of a pattern, such as `[a-z]` or `\w`. Goes out: whether it holds a
//! character. What is in a class is what `regex` has in it: its own parser reads all but the classes that every rule has.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, ClassUnicode, HirKind};

/// The characters of a class.
#[derive(Debug)]
pub struct Letters {
    /// A bit for each character of ASCII.
    ascii: u128,
    beyond: Beyond,
}

/// Those beyond ASCII.
#[derive(Debug)]
enum Beyond {
    /// From one to another, in order.
    Ranges(Box<[(char, char)]>),
    /// Those of a question, and in order, others.
    So { is: fn(char) -> bool, wanted: bool, others: Box<[(char, char)]> },
}

/// Letters in a row.
#[derive(Debug)]
pub struct Word {
    /// In small letters if any case will do.
    text: Vec<u8>,
    any_case: bool,
}

static DIGITS: LazyLock<Option<ClassUnicode>> = LazyLock::new(|| parsed(r"\d"));

/// Whether a character is of a word: `\w`.
pub fn is_of_word(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_alphanumeric() || character == '_' } else { regex_syntax::is_word_character(character) }
}

fn is_digit(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_digit() } else { DIGITS.as_ref().is_some_and(|digits| among(digits.ranges(), character)) }
}

fn among(ranges: &[regex_syntax::hir::ClassUnicodeRange], character: char) -> bool {
    ranges.iter().any(|range| range.start() <= character && character <= range.end())
}

fn parsed(class: &str) -> Option<ClassUnicode> {
    match regex_syntax::parse(class).ok()?.into_kind() {
        HirKind::Class(Class::Unicode(class)) => Some(class),
        // A class of one character is a letter.
        HirKind::Literal(literal) => {
            let mut letters = std::str::from_utf8(&literal.0).ok()?.chars();
            let letter = letters.next().filter(|_| letters.as_str().is_empty())?;
            Some(ClassUnicode::new([regex_syntax::hir::ClassUnicodeRange::new(letter, letter)]))
        }
        _ => None,
    }
}

impl Letters {
    /// The characters of a class; `None` if it is none.
    pub fn of(class: &str, any_case: bool) -> Option<Self> {
        let so = |is: fn(char) -> bool, wanted| Some(Self::so(is, wanted, None));
        match class {
            r"\w" => return so(is_of_word, true),
            r"\W" => return so(is_of_word, false),
            r"\d" => return so(is_digit, true),
            r"\D" => return so(is_digit, false),
            r"\s" => return so(char::is_whitespace, true),
            r"\S" => return so(char::is_whitespace, false),
            _ => {}
        }
        let flag = if any_case { "(?i)" } else { "" };
        // To list all letters of all languages takes longer than to walk.
        if let Some(others) = class.strip_prefix(r"[\w")
            && others.len() > 1
            && !others.contains(['\\', '[', '^', '&', '~'])
            && !others.contains("--")
        {
            return Some(Self::so(is_of_word, true, Some(&parsed(&format!("{flag}[{others}"))?)));
        }
        let class = class.starts_with(['[', '\\']).then(|| parsed(&format!("{flag}{class}")))??;
        let (ascii, beyond) = parted(&class);
        Some(Self { ascii, beyond: Beyond::Ranges(beyond) })
    }

    /// Any character, or any but the end of a line.
    pub fn any(newline: bool) -> Self {
        let ascii = if newline { u128::MAX } else { !(1 << u32::from(b'\n')) };
        Self { ascii, beyond: Beyond::Ranges(Box::new([('\u{80}', char::MAX)])) }
    }

    fn so(is: fn(char) -> bool, wanted: bool, others: Option<&ClassUnicode>) -> Self {
        let (more, others) = others.map_or_else(Default::default, parted);
        let ascii = (0..128_u8).filter(|byte| is(char::from(*byte)) == wanted).fold(more, |ascii, byte| ascii | 1 << byte);
        Self { ascii, beyond: Beyond::So { is, wanted, others } }
    }

    /// Whether it is one of them.
    pub fn hold(&self, character: char) -> bool {
        if character.is_ascii() {
            return self.ascii >> u32::from(character) & 1 == 1;
        }
        let within = |ranges: &[(char, char)]| ranges.iter().any(|(first, last)| (*first..=*last).contains(&character));
        match &self.beyond {
            Beyond::Ranges(ranges) => within(ranges),
            Beyond::So { is, wanted, others } => is(character) == *wanted || within(others),
        }
    }

    /// Notes the bytes that one of them can begin with.
    pub fn begin(&self, first: &mut [bool; 256]) {
        (0..128).filter(|byte| self.ascii >> byte & 1 == 1).for_each(|byte| first[byte] = true);
        if !matches!(&self.beyond, Beyond::Ranges(ranges) if ranges.is_empty()) {
            first[128..].fill(true);
        }
    }
}

/// Those of ASCII as bits, and the others.
fn parted(class: &ClassUnicode) -> (u128, Box<[(char, char)]>) {
    let mut ascii = 0;
    let mut beyond = Vec::new();
    for range in class.iter() {
        let (first, last) = (range.start(), range.end());
        (0..128_u8).filter(|byte| (first..=last).contains(&char::from(*byte))).for_each(|byte| ascii |= 1 << byte);
        if !last.is_ascii() {
            beyond.push((first.max('\u{80}'), last));
        }
    }
    (ascii, beyond.into())
}

impl Word {
    /// A word of one letter; `None` if its case is not known.
    pub fn of(letter: &str, any_case: bool) -> Option<Self> {
        let known = letter.chars().all(|letter| letter.is_ascii() || !any_case || !letter.is_alphabetic());
        let text = if any_case { letter.to_ascii_lowercase() } else { letter.to_owned() };
        known.then(|| Self { text: text.into_bytes(), any_case })
    }

    /// With another one behind it, if their cases are read alike.
    pub fn join(&mut self, other: Self) -> Result<(), Self> {
        if self.any_case != other.any_case {
            return Err(other);
        }
        self.text.extend(other.text);
        Ok(())
    }

    /// Whether it can begin with that byte.
    pub fn begins_with(&self, byte: u8) -> bool {
        let byte = if self.any_case { byte.to_ascii_lowercase() } else { byte };
        self.text.first().is_some_and(|first| *first == byte)
    }

    /// Where it ends, if it begins there.
    pub fn ends(&self, text: &[u8], at: usize) -> Option<usize> {
        let end = at + self.text.len();
        let there = text.get(at..end)?;
        let same = if self.any_case { there.eq_ignore_ascii_case(&self.text) } else { there == self.text };
        same.then_some(end)
    }
}
