//! Comes in: a style sheet. Goes out: what it loads, by `url(…)` and `@import`.
//! Must never: miss one because of its quotes.

use std::sync::LazyLock;

use regex::Regex;

use super::reading::{How, Sink};

#[expect(clippy::unwrap_used, reason = "a constant pattern, compiled by every test of this file")]
static LOADED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')"#).unwrap());

/// Reads a style sheet.
pub(super) fn read(text: &str, sink: &mut dyn Sink) {
    for found in LOADED.captures_iter(text) {
        if let Some(target) = found.iter().skip(1).flatten().next() {
            sink.link(target.as_str(), How { loads: true, ..How::at(target.range()) });
        }
    }
}
