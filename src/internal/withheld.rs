//! What of a source no report may show to anyone but a person who has it: the values of its internal half.
//! Keys and the headings that every post-mortem has stay, so that a finding can be understood where it stands.

use std::ops::Range;

use super::read::draft::{Draft, InternalField};
use crate::public::Id;

/// The internal values of a document.
pub fn of(draft: &Draft) -> Vec<Range<usize>> {
    // The id is public; a value that is none is not.
    let public = |field: &&InternalField| field.key == "id" && Id::is_valid(field.value.value.expose_internal());
    let values = draft.fields.iter().filter(|field| !public(field)).map(|field| field.value.span.clone());
    let headings: Vec<&Range<usize>> =
        draft.sections.iter().filter(|section| section.canonical.is_some()).map(|section| &section.heading).collect();
    let body = draft.internal_ranges.iter().flat_map(|range| without(range, &headings));
    values.chain(body).collect()
}

/// All of a text but the keys of its lines: of a document that could not be read, nothing is known to be public.
pub fn all(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let line = |line: &str| {
        let start = at;
        at += line.len();
        let key =
            line.find([':', '=']).filter(|end| line[..*end].trim().chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
        start + key.unwrap_or(0)..at
    };
    text.split_inclusive('\n').map(line).collect()
}

/// A range without others that lie in it, which are in order.
fn without(range: &Range<usize>, others: &[&Range<usize>]) -> Vec<Range<usize>> {
    let mut start = range.start;
    let mut rest = Vec::new();
    for other in others.iter().filter(|other| range.start <= other.start && other.end <= range.end) {
        rest.push(start..other.start.max(start));
        start = other.end.max(start);
    }
    rest.push(start..range.end.max(start));
    rest.retain(|range| !range.is_empty());
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_loses_what_may_be_shown() {
        assert_eq!(without(&(5..20), &[&(0..4), &(6..8), &(15..20), &(30..31)]), [5..6, 8..15]);
        assert_eq!(without(&(5..20), &[&(5..6)]), [Range { start: 6, end: 20 }]);
    }

    #[test]
    fn of_what_cannot_be_read_only_keys_are_shown() {
        let text = "owner: Dana\nDana did: it\n- x\n";
        let hidden = all(text);
        let shown: String = text.char_indices().filter(|(at, _)| !hidden.iter().any(|range| range.contains(at))).map(|(_, c)| c).collect();
        assert_eq!(shown, "owner");
    }
}
