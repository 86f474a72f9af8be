//! Several rules about the same bytes → one finding of the most specific, over all of those bytes: the report masks what a finding covers.

use super::detector::Hit;

/// Sorted by place; hits that share bytes are one.
pub fn merged(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(|a, b| a.span.start.cmp(&b.span.start).then(b.span.end.cmp(&a.span.end)).then(b.rank.cmp(&a.rank)));
    let mut merged: Vec<Hit> = Vec::new();
    for hit in hits {
        match merged.last_mut() {
            Some(last) if hit.span.start < last.span.end => {
                let span = last.span.start..last.span.end.max(hit.span.end);
                if (hit.level, hit.rank) > (last.level, last.rank) {
                    *last = hit;
                }
                last.span = span;
            }
            _ => merged.push(hit),
        }
    }
    merged
}
