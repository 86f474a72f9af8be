//! Comes in: a finished file and the tripwire. Goes out: a leak finding for each thing it saw, in the bytes or in the path.
//! Must never: name what it saw; excerpts and messages are masked by the report, paths here.

use std::ops::Range;

use super::{Fault, Faulty, Trip};
use crate::public::SitePath;

const HELP: &str = "find where it comes from: the public text, the config, or the theme; `allclear explain` says why";

/// The leaks of one file.
pub(super) fn examine<T>(path: &SitePath, bytes: &[u8], tripwire: &T) -> Vec<Faulty>
where
    T: Fn(&str, &[u8]) -> Vec<Trip>,
{
    let name = path.as_str();
    let in_path = tripwire(name, name.as_bytes());
    let in_bytes = tripwire(name, bytes);
    if in_path.is_empty() && in_bytes.is_empty() {
        return Vec::new();
    }
    let shown = format!("site/{}", mask(name, &in_path));
    let mut leaks = Vec::new();
    if !in_path.is_empty() {
        // The path is the text here, so that the report knows the words to mask everywhere else.
        leaks.push(Faulty { path: shown.clone(), text: name.to_owned(), faults: faults(in_path, true, "the path of a finished file") });
    }
    if !in_bytes.is_empty() {
        // Bytes that are no text have no lines and no excerpt.
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let has_text = text.len() == bytes.len();
        leaks.push(Faulty { path: shown, text: text.to_owned(), faults: faults(in_bytes, has_text, "a finished file") });
    }
    leaks
}

fn faults(trips: Vec<Trip>, has_text: bool, place: &str) -> Vec<Fault> {
    let fault = |(rule, span): Trip| Fault {
        // A report masks by the group of the rule: nothing that a tripwire saw may be shown as anything else.
        rule: if rule.starts_with("leak/") { rule } else { format!("leak/{rule}") },
        span: has_text.then_some(span),
        message: format!("internal text in {place}"),
        help: HELP.to_owned(),
    };
    trips.into_iter().map(fault).collect()
}

fn mask(path: &str, trips: &[Trip]) -> String {
    let hidden = |at: usize| trips.iter().any(|(_, span): &(String, Range<usize>)| span.contains(&at));
    path.char_indices().map(|(at, character)| if hidden(at) && character != '/' { '•' } else { character }).collect()
}
