//! A piece of finished text that is as plain as nearly all are: ASCII, no escapes left, no markup within markup. Comes in: the piece.
//! Goes out: its words, its asides and the rest of its markup, one behind the other, so that one look is enough for all of them.
//! Must never: take a piece as plain of which another reading would show more.

use memchr::{memchr, memchr_iter};

use super::untag::Part;
use super::view::{Flat, Text as _};
use super::{decode, tags, unpack};

/// A piece, ready to be looked at.
pub struct Glance {
    /// Each part stands between line ends.
    text: String,
    /// Where the words end, and where the asides do.
    words: usize,
    asides: usize,
}

impl Glance {
    /// The parts of a text without escapes, in which nothing is packed; `None` if it is not plain.
    pub fn of(source: &str) -> Option<Self> {
        if !source.is_ascii() {
            return None;
        }
        let mut parts = Parts { words: String::with_capacity(source.len() + 64), ..Parts::default() };
        parts.words.push('\n');
        tags::each(source, |part| parts.add(source, part))?;
        let Parts { mut words, mut asides, rest, joined, .. } = parts;
        let decoded = decoded(&mut words)? | decoded(&mut asides)?;
        words.push('\n');
        let end = words.len();
        words.push_str(&asides);
        words.push('\n');
        let asides = words.len();
        let shown = &words[..asides];
        // What was one run in the source is one here, so that only what is joined or decoded can make a new one.
        if has_percent(shown) || (joined || decoded) && unpack::is_packed(shown) {
            return None;
        }
        words.push_str(&rest);
        words.push('\n');
        Some(Self { text: words, words: end, asides })
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What a reader may see: words and asides.
    pub fn shown(&self) -> &str {
        &self.text[..self.asides]
    }

    /// The words.
    pub fn words(&self) -> &str {
        &self.text[..self.words]
    }

    /// Comments and the values of attributes.
    pub fn asides(&self) -> &str {
        &self.text[self.words..self.asides]
    }

    /// Names of tags and attributes, and the words of the theme.
    pub fn rest(&self) -> &str {
        &self.text[self.asides..]
    }
}

#[derive(Default)]
struct Parts {
    words: String,
    asides: String,
    rest: String,
    /// Whether a tag stands between two parts of a word.
    joined: bool,
    in_words: bool,
}

impl Parts {
    fn add(&mut self, source: &str, part: Part) {
        match part {
            Part::Words(range) => {
                self.joined |= self.in_words;
                self.in_words = true;
                self.words.push_str(&source[range]);
            }
            Part::Border => {
                self.in_words = false;
                self.words.push('\n');
            }
            Part::Aside(range) => {
                self.asides.push('\n');
                self.asides.push_str(&source[range]);
            }
            Part::Tag(range) => {
                self.rest.push('\n');
                self.rest.push_str(&source[range]);
            }
        }
    }
}

/// Undoes references, and says whether there were any; `None` if there is markup, or what may be more of it.
fn decoded(text: &mut String) -> Option<bool> {
    let made = if memchr(b'&', text.as_bytes()).is_some() { decode::entities(&Flat::verbatim(text)) } else { None };
    let Some(made) = made else { return (!text.contains('<')).then_some(false) };
    text.clear();
    text.push_str(made.text());
    (text.is_ascii() && !text.contains(['<', '&'])).then_some(true)
}

fn has_percent(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    memchr_iter(b'%', bytes).any(digits)
}
