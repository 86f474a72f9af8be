//! View → view: markup removed. Comes in: HTML, XML, or text with some. Goes out: what stands between the tags, so that a value split by
//! markup is whole again, then comments and attribute values, each on a line of its own.
//! Names of classes and ids are left out of the attributes: they are the theme's words, and the bytes are searched as well.

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::tags;
use super::view::{Flat, Text};

/// Tags that do not end a word.
const INLINE: &[&[u8]] = &[
    b"a", b"abbr", b"b", b"bdi", b"bdo", b"cite", b"code", b"data", b"del", b"dfn", b"em", b"font", b"i", b"ins", b"kbd", b"mark", b"q",
    b"s", b"samp", b"small", b"span", b"strong", b"sub", b"sup", b"time", b"tspan", b"u", b"var", b"wbr",
];

/// Attributes whose values are words of the theme.
const THEMES_OWN: &[&[u8]] = &[b"class", b"id", b"for", b"style", b"d", b"viewbox", b"xmlns", b"integrity"];

/// A part of a text with markup.
pub enum Part {
    /// What is read.
    Words(Range<usize>),
    /// A tag that ends a word.
    Border,
    /// A comment, or the value of an attribute.
    Aside(Range<usize>),
    /// What else stands in a tag: names, and the words of the theme.
    Tag(Range<usize>),
}

/// Whether a tag leaves the word around it whole.
pub fn is_inline(name: &[u8]) -> bool {
    INLINE.iter().any(|inline| inline.eq_ignore_ascii_case(name))
}

/// Whether an attribute holds words of the theme.
pub fn is_themes_own(name: &[u8]) -> bool {
    THEMES_OWN.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// The text without its markup; `None` if there is none.
pub fn untagged<V: Text>(view: &V) -> Option<V> {
    let text = view.text();
    if !text.contains('<') {
        return None;
    }
    Some(joined(view, tags::parts(text).unwrap_or_else(|| tokenized(text))))
}

/// The text without its markup, and the markup without what is in that; `None` for the latter if it is not plain, and for both if there is none.
pub fn split<V: Text>(view: &V) -> Option<(V, Option<V>)> {
    let text = view.text();
    if !text.contains('<') {
        return None;
    }
    let Some(parts) = tags::parts(text) else { return Some((joined(view, tokenized(text)), None)) };
    let mut rest = V::empty();
    for part in &parts {
        if let Part::Tag(range) = part {
            rest.copy(view, range.clone());
            rest.decoded("\n", 0..0);
        }
    }
    Some((joined(view, parts), Some(rest)))
}

/// The words, the asides and the rest of the markup, each of them between line breaks; `None` if the markup is not plain.
pub fn apart(view: &Flat) -> Option<[Flat; 3]> {
    let room = view.text().len() + 3;
    let [mut words, mut asides, mut rest] = [Flat::with_room(room), Flat::empty(), Flat::empty()];
    words.decoded("\n", 0..0);
    for part in tags::parts(view.text())? {
        match part {
            Part::Words(range) => words.copy(view, range),
            Part::Border => words.decoded("\n", 0..0),
            Part::Aside(range) => lined(&mut asides, view, range),
            Part::Tag(range) => lined(&mut rest, view, range),
        }
    }
    [&mut words, &mut asides, &mut rest].into_iter().for_each(|part| part.decoded("\n", 0..0));
    Some([words, asides, rest])
}

fn lined(out: &mut Flat, view: &Flat, range: Range<usize>) {
    out.decoded("\n", 0..0);
    out.copy(view, range);
}

/// The words, then the asides, each on a line of its own.
pub fn joined<V: Text>(view: &V, parts: Vec<Part>) -> V {
    let mut out = V::empty();
    let mut asides = Vec::new();
    for part in parts {
        match part {
            Part::Words(range) => out.copy(view, range),
            Part::Border => out.decoded("\n", 0..0),
            Part::Aside(range) => asides.push(range),
            Part::Tag(_) => {}
        }
    }
    for aside in asides {
        out.decoded("\n", 0..0);
        out.copy(view, aside);
    }
    out
}

/// The parts as HTML's own rules have them, whatever the markup.
pub fn tokenized(text: &str) -> Vec<Part> {
    let mut own = false;
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        let range = border(text, span.start)..border(text, span.end);
        match event {
            CallbackEvent::String { .. } => Some(Part::Words(reference(text, range))),
            CallbackEvent::Comment { .. } => Some(Part::Aside(range)),
            CallbackEvent::OpenStartTag { name } | CallbackEvent::EndTag { name } => (!is_inline(name)).then_some(Part::Border),
            CallbackEvent::AttributeName { name } => {
                own = is_themes_own(name);
                None
            }
            CallbackEvent::AttributeValue { .. } => (!own).then(|| Part::Aside(unquoted(text, range))),
            CallbackEvent::CloseStartTag { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => None,
        }
    });
    Tokenizer::new_with_emitter(text, emitter).flatten().collect()
}

/// The whole character reference: the tokenizer reports one without its semicolon.
fn reference(text: &str, range: Range<usize>) -> Range<usize> {
    let name = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    let open = text[range.clone()].rsplit_once('&').is_some_and(|(_, rest)| name(rest)) && text.as_bytes().get(range.end) == Some(&b';');
    range.start..range.end + usize::from(open)
}

/// The whole value: the tokenizer reports one without quotes from its second character on.
fn unquoted(text: &str, value: Range<usize>) -> Range<usize> {
    match text[..value.start].chars().next_back() {
        Some(before) if !before.is_whitespace() && !matches!(before, '"' | '\'' | '=') => value.start - before.len_utf8()..value.end,
        _ => value,
    }
}

/// The nearest character border at or before a byte.
fn border(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::super::view::View;
    use super::*;

    fn read(html: &str) -> String {
        untagged(&View::verbatim(html)).map_or_else(String::new, |view| view.text().to_owned())
    }

    #[test]
    fn a_word_split_by_markup_is_whole() {
        assert_eq!(read("<p>es-<b>data</b>-7</p><p>next</p>"), "\nes-data-7\n\nnext\n");
    }

    #[test]
    fn comments_and_attributes_follow_the_text() {
        assert_eq!(read("<p title=\"q &lt; r\" lang=en alt='s' class=x>té</p>u<!-- v -->w"), "\nté\nuw\nq &lt; r\nen\ns\n<!-- v -->");
    }

    #[test]
    fn places_lead_back_to_the_markup() {
        let html = "é <i>é</i>cole <a href=/x>y</a>";
        let view = untagged(&View::verbatim(html)).expect("there are tags");
        let word = view.text().find("école").expect("a word");
        assert_eq!(&html[view.source(word..word + "école".len())], "é</i>cole");
        let aside = view.text().find("/x").expect("a target");
        assert_eq!(&html[view.source(aside..aside + 2)], "/x");
    }
}
