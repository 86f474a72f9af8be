//! Comes in: a JSON document: the API, a feed, the web manifest. Goes out: absolute addresses, the manifest's relative ones, and what
//! HTML inside strings holds.
//! Must never: take a text for an address because it looks a little like one.

use serde_json::Value;

use super::markup;
use super::reading::Reading;

/// Keys of a web manifest whose values are addresses relative to it.
const RELATIVE: [&str; 3] = ["src", "start_url", "scope"];

/// Reads a document; one that is no JSON is a fault.
pub(super) fn read(text: &str, reading: &mut Reading) {
    match serde_json::from_str(text) {
        Ok(value) => walk("", &value, reading),
        Err(_) => reading.fault(None, "this file is no JSON", "correct the theme file it was made from"),
    }
}

fn walk(key: &str, value: &Value, reading: &mut Reading) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(key, item, reading)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| walk(key, value, reading)),
        Value::String(text) if key.ends_with("_html") => markup::fragment(text, &(0..0), reading),
        // A JSON Schema names its own address and the patterns of others.
        Value::String(_) if key.starts_with('$') || key == "pattern" => {}
        Value::String(text) if is_address(text) || RELATIVE.contains(&key) => reading.link(text.clone(), None, false),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains([' ', '{', '\n'])
}
