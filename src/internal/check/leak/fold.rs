//! What names are compared in: no diacritics, one kind of hyphen and apostrophe, single blanks. Comes in: a view, or a text alone.
//! Goes out: the same, folded. Case stays.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::decode::is_invisible;
use super::view::View;

/// The view, folded; `None` if it is so already.
pub fn folded(view: &View) -> Option<View> {
    let mut out = Mapped::of(view);
    let folded = clusters(view.text(), &mut out, fold).then_some(out.made);
    let from = folded.as_ref().unwrap_or(view);
    let mut out = Mapped::of(from);
    if blanks(from.text(), &mut out) { Some(out.made) } else { folded }
}

/// The same without the way back, several times faster: for texts in which most likely nothing is found.
pub fn folded_text(text: &str) -> Cow<'_, str> {
    let mut out = Flat::of(text);
    let folded = if clusters(text, &mut out, fold) { Cow::Owned(out.made) } else { Cow::Borrowed(text) };
    let mut out = Flat::of(&folded);
    if blanks(&folded, &mut out) { Cow::Owned(out.made) } else { folded }
}

fn fold(cluster: &str, out: &mut String) {
    for character in cluster.nfkd().filter(|c| !is_combining_mark(*c) && !is_invisible(*c)) {
        match character {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '\u{2018}' | '\u{2019}' | '\u{2bc}' => out.push('\''),
            // Blanks that Unicode does not make one of.
            '\u{85}' | '\u{1680}' | '\u{2028}' | '\u{2029}' | '\u{2800}' => out.push(' '),
            'ø' => out.push('o'),
            'Ø' => out.push('O'),
            'ł' => out.push('l'),
            'Ł' => out.push('L'),
            'đ' => out.push('d'),
            'Đ' => out.push('D'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("Ae"),
            'œ' => out.push_str("oe"),
            other => out.push(other),
        }
    }
}

/// Where a changed text goes.
pub trait Sink {
    /// A part that stays as it is.
    fn keep(&mut self, part: Range<usize>);
    /// What stands for a part.
    fn put(&mut self, text: &str, part: Range<usize>);
}

/// A view with the way back.
pub struct Mapped<'v> {
    from: &'v View,
    /// What was made of it.
    pub made: View,
}

impl<'v> Mapped<'v> {
    /// Nothing yet of a view.
    pub fn of(from: &'v View) -> Self {
        Self { from, made: View::empty() }
    }
}

impl Sink for Mapped<'_> {
    fn keep(&mut self, part: Range<usize>) {
        self.made.copy(self.from, part);
    }

    fn put(&mut self, text: &str, part: Range<usize>) {
        self.made.decoded(text, self.from.source(part));
    }
}

/// Only the text.
struct Flat<'t> {
    from: &'t str,
    made: String,
}

impl<'t> Flat<'t> {
    fn of(from: &'t str) -> Self {
        Self { from, made: String::new() }
    }
}

impl Sink for Flat<'_> {
    fn keep(&mut self, part: Range<usize>) {
        self.made.push_str(&self.from[part]);
    }

    fn put(&mut self, text: &str, _: Range<usize>) {
        self.made.push_str(text);
    }
}

/// Runs of white space as one blank. Whether there were any but single blanks; nothing is kept if not.
fn blanks(text: &str, out: &mut impl Sink) -> bool {
    let bytes = text.as_bytes();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'\t'..=b'\r' | b' ')) {
        let start = at + found;
        let rest = text[start..].trim_start();
        at = text.len() - rest.len();
        if bytes[start] != b' ' || at > start + 1 {
            out.keep(kept..start);
            out.put(" ", start..at);
            kept = at;
        }
    }
    if kept > 0 {
        out.keep(kept..text.len());
    }
    kept > 0
}

/// Maps each base character with its marks; ASCII stays as it is. Whether that changed anything; nothing is kept if not.
pub fn clusters(text: &str, out: &mut impl Sink, map: impl Fn(&str, &mut String)) -> bool {
    let bytes = text.as_bytes();
    let (mut kept, mut at) = (0, 0);
    let mut mapped = String::new();
    while let Some(found) = bytes[at..].iter().position(|byte| !byte.is_ascii()) {
        let is_mark = |c: &char| canonical_combining_class(*c) != 0;
        let mut start = at + found;
        let first = text[start..].chars().next().unwrap_or_default();
        // A mark belongs to the letter before it.
        if is_mark(&first) && found > 0 {
            start -= 1;
        }
        let base = text[start..].chars().next().map_or(0, char::len_utf8);
        let marks: usize = text[start + base..].chars().take_while(is_mark).map(char::len_utf8).sum();
        at = start + base + marks;
        mapped.clear();
        map(&text[start..at], &mut mapped);
        if mapped != text[start..at] {
            out.keep(kept..start);
            out.put(&mapped, start..at);
            kept = at;
        }
    }
    if kept > 0 {
        out.keep(kept..text.len());
    }
    kept > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_folded_the_same_with_and_without_the_way_back() {
        for text in [
            "José  Müller\nØrsted",
            "e\u{301}\u{327} a\u{301}",
            "\u{301}x",
            "plain words",
            "a\u{2003}\n b \t",
            "é",
            "\n",
            "Da\u{200b}na\u{a0}\u{a0}W",
        ] {
            let view = View::verbatim(text);
            let folded = folded(&view).map_or_else(|| text.to_owned(), |view| view.text().to_owned());
            assert_eq!(folded_text(text), folded, "{text:?}");
        }
        assert_eq!(folded_text("e\u{301}\u{327} \n a\u{301}b"), "e ab");
    }
}
