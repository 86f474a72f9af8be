//! What of a source no report may show to anyone but a person who has it: the values of its internal half.
//! Keys and the headings that every post-mortem has stay, so that a finding can be understood where it stands.
//! Comments are internal wherever they stand, and so is the HTML that pages are written without.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::read::draft::{Draft, InternalField};
use super::read::prose::dialect;
use crate::public::Id;

/// The internal parts of a document.
pub fn of(draft: &Draft, text: &str) -> Vec<Range<usize>> {
    // The id is public; a value that is none is not.
    let public = |field: &&InternalField| field.key == "id" && Id::is_valid(field.value.value.expose_internal());
    let values = draft.fields.iter().filter(|field| !public(field)).map(|field| field.value.span.clone());
    let headings: Vec<&Range<usize>> =
        draft.sections.iter().filter(|section| section.canonical.is_some()).map(|section| &section.heading).collect();
    let body = draft.internal_ranges.iter().flat_map(|range| without(range, &headings));
    let public = public_parts(draft, text.len());
    let head =
        public.first().map_or(text.len(), |first| first.start).min(draft.internal_ranges.first().map_or(text.len(), |first| first.start));
    let unpublished = public.into_iter().flat_map(|part| raw_html(text.get(part.clone()).unwrap_or_default(), part.start));
    values.chain(body).chain(comments(text.get(..head).unwrap_or_default())).chain(unpublished).collect()
}

/// What of the body is no internal range: the public sections.
fn public_parts(draft: &Draft, end: usize) -> Vec<Range<usize>> {
    let entries = draft.updates.iter().map(|update| update.heading.start).chain(draft.corrections.iter().map(|entry| entry.heading.start));
    let heads = draft.message.iter().map(|section| section.heading.start).chain(entries);
    let first = heads.chain(draft.internal_ranges.iter().map(|range| range.start)).min().unwrap_or(end);
    let internal: Vec<&Range<usize>> = draft.internal_ranges.iter().collect();
    without(&(first..end), &internal)
}

/// What stands behind a `#` in front matter. In a value it begins no comment; there more is hidden than has to be.
fn comments(front_matter: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let comment = |line: &str| {
        let start = at;
        at += line.len();
        line.find('#').map(|mark| start + mark..at)
    };
    front_matter.split_inclusive('\n').filter_map(comment).collect()
}

/// Comments, blocks of HTML, and tags behind their names.
fn raw_html(markdown: &str, base: usize) -> Vec<Range<usize>> {
    // All HTML has a tag, and most texts have none.
    if !markdown.contains('<') {
        return Vec::new();
    }
    let events = Parser::new_ext(markdown, dialect()).into_offset_iter();
    let hidden = events.filter_map(|(event, range)| match event {
        Event::InlineHtml(tag) if !tag.starts_with("<!") => tag.find(char::is_whitespace).map(|name| range.start + name..range.end),
        Event::Html(_) | Event::InlineHtml(_) => Some(range),
        _ => None,
    });
    hidden.map(|range| base + range.start..base + range.end).collect()
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

    #[test]
    fn comments_and_what_stands_in_html_are_hidden() {
        let shown = |text: &str, hidden: Vec<Range<usize>>| {
            text.char_indices().filter(|(at, _)| !hidden.iter().any(|range| range.contains(at))).map(|(_, c)| c).collect::<String>()
        };
        let front = "title: Slow # Dana said\n# Dana\nimpact: none\n";
        assert_eq!(shown(front, comments(front)), "title: Slow impact: none\n");
        let text = "It <b title=\"Dana\">was</b> slow. <!-- Dana --> We know.\n\n<div>\nDana\n</div>\n\nNow";
        assert_eq!(shown(text, raw_html(text, 0)), "It <bwas</b> slow.  We know.\n\n\nNow");
    }
}
