//! Whether a pattern matches in a text only where it matches in a line of it. Comes in: a pattern. Goes out: a yes, or a no that may be wrong.
//! Must never: say yes of one whose match may take the place where two pieces of a text meet, or asks for more there than a border.

use regex_syntax::hir::{Class, Hir, HirKind, Look, LookSet};

/// What stands where pieces meet: a line end, or a quote behind a comma.
const MEETING: &[u8] = b"\n\"";

/// Whether a match in a text is one in a piece of it, with line ends around the piece for whatever stands there.
pub fn is_local(pattern: &str) -> bool {
    regex_syntax::parse(pattern).is_ok_and(|hir| stays(within(&hir)))
}

/// The parts of a pattern between its borders.
fn within(hir: &Hir) -> &[Hir] {
    let parts = match hir.kind() {
        HirKind::Concat(parts) => parts.as_slice(),
        _ => std::slice::from_ref(hir),
    };
    let parts = parts.split_first().filter(|(first, _)| is_border(first)).map_or(parts, |(_, rest)| rest);
    parts.split_last().filter(|(last, _)| is_border(last)).map_or(parts, |(_, rest)| rest)
}

/// Whether it takes one character at most, and takes a line end.
fn is_border(hir: &Hir) -> bool {
    let class = |hir: &Hir| matches!(hir.kind(), HirKind::Class(_)) && takes(hir, b"\n");
    let end = |hir: &Hir| matches!(hir.kind(), HirKind::Look(Look::Start | Look::End));
    match hir.kind() {
        HirKind::Alternation(ways) => ways.iter().any(class) && ways.iter().all(|way| class(way) || end(way)),
        _ => class(hir),
    }
}

fn stays(parts: &[Hir]) -> bool {
    let words = LookSet::empty().insert(Look::WordAscii).insert(Look::WordAsciiNegate);
    parts.iter().all(|part| part.properties().look_set().subtract(words).is_empty() && !takes(part, MEETING))
}

/// Whether a pattern may take one of some characters.
fn takes(hir: &Hir, some: &[u8]) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => some.iter().any(|byte| literal.0.contains(byte)),
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().any(|range| some.iter().any(|byte| (range.start()..=range.end()).contains(&char::from(*byte))))
        }
        HirKind::Class(Class::Bytes(_)) => true,
        HirKind::Repetition(repeated) => takes(&repeated.sub, some),
        HirKind::Capture(group) => takes(&group.sub, some),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(|part| takes(part, some)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_stays_on_its_line_or_may_leave_it() {
        for pattern in [
            r"(?-u:\b)(SK[0-9a-f]{32})(?-u:\b)",
            "pat[0-9A-Za-z]{14}",
            r"(?i)key[ \t]?=[^\s\x22]{8}",
            r"(?i)(?:^|[^a-z0-9_-])(?P<hit>(?:i|vol)-[0-9a-f]{8})(?:$|[^a-z0-9_-])",
        ] {
            assert!(is_local(pattern), "{pattern}");
        }
        for pattern in [
            r"key\s=[a-z]{8}",
            "(?s)a.b",
            "a[^b]c",
            "^key",
            "key$",
            "a\nb",
            "a\"b",
            r"(?:key|[^\s]+)x",
            r"\bkey\b",
            r"(?:^|[^a-z\n])key",
            r"key(?:\.?$|[^0-9.]|\.[^0-9])",
            "(",
        ] {
            assert!(!is_local(pattern), "{pattern}");
        }
    }
}
