//! What names are compared in: no diacritics, one kind of hyphen and apostrophe, single blanks. Comes in: a view, or a text alone.
//! Goes out: the same, folded. Case stays.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::decode::is_invisible;
use super::view::Text;

/// The view, folded; `None` if it is so already.
pub fn folded<V: Text>(view: &V) -> Option<V> {
    let mut out = Mapped::of(view);
    let folded = clusters(view.text(), &mut out, fold).then_some(out.made);
    let from = folded.as_ref().unwrap_or(view);
    let mut out = Mapped::of(from);
    if blanks(from.text(), &mut out) { Some(out.made) } else { folded }
}

/// The same with all its blanks; `None` if there is no mark in it.
pub fn letters_folded<V: Text>(view: &V) -> Option<V> {
    let mut out = Mapped::of(view);
    (!view.text().is_ascii() && clusters(view.text(), &mut out, fold)).then_some(out.made)
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

/// What is made of a reading.
pub struct Mapped<'v, V> {
    from: &'v V,
    /// What was made of it.
    pub made: V,
}

impl<'v, V: Text> Mapped<'v, V> {
    /// Nothing yet of a reading.
    pub fn of(from: &'v V) -> Self {
        Self { from, made: V::empty() }
    }
}

impl<V: Text> Sink for Mapped<'_, V> {
    fn keep(&mut self, part: Range<usize>) {
        self.made.copy(self.from, part);
    }

    fn put(&mut self, text: &str, part: Range<usize>) {
        self.made.decoded(text, self.from.source(part));
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
    use super::super::view::{Flat, View};
    use super::*;

    fn without(text: &str) -> String {
        letters_folded(&Flat::verbatim(text)).map_or_else(|| text.to_owned(), |made| made.text().to_owned())
    }

    #[test]
    fn a_text_without_its_marks_folds_to_the_same() {
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
            let read = |text: &str| folded(&View::verbatim(text)).map_or_else(|| text.to_owned(), |view| view.text().to_owned());
            assert_eq!(read(&without(text)), read(text), "{text:?}");
        }
        assert_eq!(without("e\u{301}\u{327} \n a\u{301}b"), "e \n ab");
    }
}
