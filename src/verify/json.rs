//! Comes in: a JSON document: the API, a feed, the web manifest. Goes out: absolute addresses, the manifest's relative ones, and what
//! HTML inside strings holds.
//! Must never: take a text for an address because it looks a little like one.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::markup;
use super::reading::{How, Sink};

/// Keys of a web manifest whose values are addresses relative to it.
const RELATIVE: [&str; 3] = ["src", "start_url", "scope"];

/// Reads a document; one that is no JSON is a fault.
pub(super) fn read(text: &str, sink: &mut dyn Sink) {
    // No tree is made of it: the history of a year is one document.
    let mut document = serde_json::Deserializer::from_str(text);
    let whole = Walk { key: "", sink: &mut *sink }.deserialize(&mut document).and_then(|()| document.end());
    if whole.is_err() {
        sink.fault(None, "this file is no JSON".to_owned(), "correct the theme file it was made from");
    }
}

/// The way through a value, below a key.
struct Walk<'k, 's> {
    key: &'k str,
    sink: &'s mut dyn Sink,
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let Self { key, sink } = self;
        if key.ends_with("_html") {
            markup::fragment(text, &(0..0), sink);
        } else if !(key.starts_with('$') || key == "pattern") && (is_address(text) || RELATIVE.contains(&key)) {
            // A JSON Schema names its own address and the patterns of others.
            sink.link(text, How::default());
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Walk { key: self.key, sink: &mut *self.sink })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(key) = fields.next_key_seed(Key)? {
            fields.next_value_seed(Walk { key: &key, sink: &mut *self.sink })?;
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
}

/// A key, not copied unless there are escapes in it.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Self::Value, D::Error> {
        key.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains([' ', '{', '\n'])
}
