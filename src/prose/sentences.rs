//! Where sentences end. A plain rule instead of Vale's trained model: a mark, then white space, unless an abbreviation stands before it
//! or a small letter follows. The two may cut differently; docs/wording.md says so.

use std::ops::Range;

/// Words whose full stop ends no sentence, in lower case and without it.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "etc", "vs", "cf", "al", "approx", "no", "nos", "fig", "vol", "dr", "mr", "mrs", "ms", "prof", "st", "jr", "sr", "inc",
    "ltd", "co", "corp", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "a.m", "p.m", "u.s",
];

/// The sentences of a text, without the white space between them.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut from = 0;
    while let Some(at) = memchr::memchr3(b'.', b'!', b'?', &text.as_bytes()[from..]).map(|at| from + at) {
        let closed = text[at..].trim_start_matches(['.', '!', '?', '"', '\'', ')', ']', '”', '’']);
        let end = text.len() - closed.len();
        if ends(&text[start..at], text.as_bytes()[at] == b'.', closed) {
            found.push(start..end);
            start = end;
        }
        from = end;
    }
    found.push(start..text.len());
    found.into_iter().map(|range| trimmed(text, range)).filter(|range| !range.is_empty()).collect()
}

fn ends(before: &str, is_stop: bool, after: &str) -> bool {
    if !after.starts_with(char::is_whitespace) {
        return false;
    }
    let small = after.trim_start().starts_with(char::is_lowercase);
    let word = before.rsplit(|character: char| character.is_whitespace() || character == '(').next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let short = is_stop && (initial || is_abbreviation(word));
    !small && !short
}

fn is_abbreviation(word: &str) -> bool {
    if word.is_ascii() {
        return ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word));
    }
    ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_a_mark_with_a_blank_behind() {
        let cut = |text: &'static str| sentences(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(cut("One 2.5 of it. Two! \"Three?\" Four"), ["One 2.5 of it.", "Two!", "\"Three?\"", "Four"]);
        assert_eq!(cut("See e.g. Dr. X. Y there. It ends."), ["See e.g. Dr. X. Y there.", "It ends."]);
        assert_eq!(cut("Wait ... and go.\nNext"), ["Wait ... and go.", "Next"]);
        assert_eq!(cut("  "), Vec::<&str>::new());
    }
}
