//! YAML front matter → the tree of values. The parser refuses duplicate keys, and its budget ends alias bombs.

use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::node::{Entry, Node, TOO_DEEP, TOO_MUCH, TWICE, Unreadable, Value, unquoted};
use super::plain;

/// Reads YAML that begins at byte `base` of its source.
pub fn read(text: &str, base: usize) -> Result<Node, Unreadable> {
    plain::read(text, base).map_or_else(|| parsed(text, base), Ok)
}

/// The same, as the parser sees it.
pub fn parsed(text: &str, base: usize) -> Result<Node, Unreadable> {
    if text.trim().is_empty() {
        return Ok(Node { value: Value::Map(Vec::new()), span: base..base, borrowed: false });
    }
    let options = serde_saphyr::options! { with_snippet: false, strict_booleans: true };
    let parsed: Result<serde_saphyr::Spanned<Loose>, _> = serde_saphyr::from_str_with_options(text, options);
    match parsed {
        Ok(loose) => Ok(fix(loose, text, base)),
        Err(error) => {
            let at = error.location().map_or(0, |place| offset(text, place.line(), place.column()));
            Err(Unreadable { message: yaml_fault(&error), span: base + at..base + at })
        }
    }
}

/// The parser's words without the excerpts and values that it may quote.
fn yaml_fault(error: &serde_saphyr::Error) -> String {
    let text = error.to_string();
    let kind = text.to_lowercase();
    let known = [
        ("duplicate", TWICE),
        ("budget", TOO_MUCH),
        ("depth", TOO_DEEP),
        ("recursion", TOO_DEEP),
        ("alias", "an alias names no anchor"),
        ("tab", "a tab stands where blanks must"),
        ("indent", "the indentation does not fit"),
        ("simple key", "a line is neither a key with a colon nor a value"),
        ("multiple documents", "a second document begins inside it"),
    ];
    known.iter().find(|(word, _)| kind.contains(word)).map_or("it is no valid YAML", |(_, message)| message).to_owned()
}

fn offset(text: &str, line: u64, column: u64) -> usize {
    let line = usize::try_from(line.saturating_sub(1)).unwrap_or(0);
    let column = usize::try_from(column.saturating_sub(1)).unwrap_or(0);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column).map_or(0, |(at, _)| at)
}

/// A YAML value while it is read.
enum Loose {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<serde_saphyr::Spanned<Loose>>),
    Map(Vec<(serde_saphyr::Spanned<String>, serde_saphyr::Spanned<Loose>)>),
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any value")
    }
    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::Null)
    }
    fn visit_none<E>(self) -> Result<Loose, E> {
        Ok(Loose::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Loose, D::Error> {
        Loose::deserialize(deserializer)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Loose, E> {
        Ok(Loose::Bool(value))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Loose, E> {
        Ok(Loose::Number)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Loose, E> {
        Ok(Loose::Number)
    }
    fn visit_i128<E>(self, _: i128) -> Result<Loose, E> {
        Ok(Loose::Number)
    }
    fn visit_u128<E>(self, _: u128) -> Result<Loose, E> {
        Ok(Loose::Number)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Loose, E> {
        Ok(Loose::Number)
    }
    fn visit_str<E>(self, value: &str) -> Result<Loose, E> {
        Ok(Loose::Text(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<Loose, E> {
        Ok(Loose::Text(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Loose, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(Loose::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Loose::Map(entries))
    }
}

fn place(location: serde_saphyr::Location, text: &str) -> Range<usize> {
    let span = location.span();
    let start = span.byte_offset().map_or_else(|| offset(text, location.line(), location.column()), |at| usize::try_from(at).unwrap_or(0));
    let length = span.byte_len().map_or(0, |len| usize::try_from(len).unwrap_or(0));
    let start = start.min(text.len());
    start..(start + length).min(text.len())
}

fn fix(loose: serde_saphyr::Spanned<Loose>, text: &str, base: usize) -> Node {
    let borrowed = loose.referenced != loose.defined;
    let inner = place(loose.referenced, text);
    let inner = match &loose.value {
        Loose::Text(value) => unquoted(inner, value, text),
        _ => inner,
    };
    let span = base + inner.start..base + inner.end;
    let value = match loose.value {
        Loose::Null => Value::Null,
        Loose::Bool(value) => Value::Bool(value),
        Loose::Number => Value::Text(text.get(inner).unwrap_or_default().trim().to_owned()),
        Loose::Text(value) => Value::Text(value),
        Loose::List(list) => Value::List(list.into_iter().map(|item| fix(item, text, base)).collect()),
        Loose::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let at = place(key.referenced, text);
                    Entry { key: key.value, key_span: base + at.start..base + at.end, node: fix(value, text, base) }
                })
                .collect(),
        ),
    };
    Node { value, span, borrowed }
}
