//! Comes in: plain text or a calendar. Goes out: the web addresses in it.
//! Must never: take an address that a calendar folded over two lines for a shorter one.

use std::sync::LazyLock;

use regex::Regex;

use super::reading::{How, Sink};

#[expect(clippy::unwrap_used, reason = "a constant pattern, compiled by every test of this file")]
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"https?://[^\s<>"\\]+"#).unwrap());

/// Reads plain text. Addresses have no span: unfolding moves them.
pub(super) fn read(text: &str, sink: &mut dyn Sink) {
    let whole = text.replace("\r\n ", "").replace("\r\n\t", "");
    for address in ADDRESS.find_iter(&whole) {
        sink.link(address.as_str().trim_end_matches(['.', ',', ';', ')', '!', '?']), How::default());
    }
}
