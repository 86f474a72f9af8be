//! A wording finding → a hash by which it is known again: of its rule, its document's id, and the sentence around it.
//! Lines may move and wrap, and other sentences may change. What a leak finding found is masked first: a hash of it would tell it.

use std::ops::Range;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Span;

/// The hash of a finding at a place of a text, which is read inside `piece` only.
pub fn fingerprint(rule: &str, document: &str, text: &str, piece: &Span, at: &Span, hidden: &[Span]) -> String {
    let sentence = sentence(text, piece, at);
    let mut masked = String::new();
    for (index, character) in text[sentence.clone()].char_indices() {
        let index = sentence.start + index;
        if !hidden.iter().any(|hidden| hidden.contains(&index)) {
            masked.push(character);
        } else if !masked.ends_with('•') {
            // One mark, however long it was.
            masked.push('•');
        }
    }
    let words = masked.split_whitespace().skip_while(|word| is_mark(word)).filter(|word| *word != ">").collect::<Vec<_>>().join(" ");
    let digest = Sha256::digest(format!("allclear baseline 1\0{rule}\0{document}\0{words}"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes from the end of the sentence before a place to the end of its own. Where sentences end is as plain as it can be, and never
/// changes: every baseline would be stale.
fn sentence(text: &str, piece: &Span, at: &Span) -> Range<usize> {
    let ends_at = |index: &usize| ends(&text[*index..piece.end]);
    let mut before = text[piece.start..at.start].char_indices().rev().map(|(index, character)| (piece.start + index, character));
    let mut after = text[at.end..piece.end].char_indices().map(|(index, character)| (at.end + index, character));
    let behind = |(index, character): (usize, char)| index + character.len_utf8();
    let start = before.find(|(index, _)| ends_at(index)).map_or(piece.start, behind);
    let end = after.find(|(index, _)| ends_at(index)).map_or(piece.end, behind);
    start..end
}

/// Whether a sentence or a block ends with the character that a text begins with.
fn ends(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'.' | b'!' | b'?') => text[1..].is_empty() || text[1..].starts_with(char::is_whitespace),
        Some(b'\n') => {
            let next = text[1..].trim_start_matches([' ', '\t', '\r', '>']);
            next.is_empty() || next.starts_with(['\n', '-', '*', '+', '#', '|']) || begins_with_number(next)
        }
        _ => false,
    }
}

/// Whether a word only says what kind of block this is.
fn is_mark(word: &str) -> bool {
    matches!(word, ">" | "-" | "*" | "+" | "|") || word.bytes().all(|byte| byte == b'#') || begins_with_number(word) && word.len() < 5
}

/// Whether a line is an item of a numbered list.
fn begins_with_number(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(['.', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, word: &str, hidden: &[&str]) -> String {
        let place = |word: &str| text.find(word).map(|at| at..at + word.len()).unwrap();
        let hidden: Vec<Span> = hidden.iter().map(|word| place(word)).collect();
        fingerprint("wording/a", "id", text, &(0..text.len()), &place(word), &hidden)
    }

    #[test]
    fn it_stays_when_other_sentences_change_and_lines_wrap() {
        let one = of("It began. We saw an outage of search. It ended.", "outage", &[]);
        for text in [
            "We saw an outage of search. Gone.",
            "Something else?\nWe saw an\noutage  of search.",
            "- one\n- We saw an outage of search.\n- two",
            "# Title\n\nWe saw an outage of search.\n\nMore",
            "> We saw an\n> outage of search.",
        ] {
            assert_eq!(of(text, "outage", &[]), one, "{text}");
        }
        assert_ne!(of("We saw an outage of mail. It ended.", "outage", &[]), one);
    }

    #[test]
    fn it_stays_when_another_item_changes() {
        let one = of("- red\n- an outage\n- blue", "outage", &[]);
        assert_eq!(of("1. x\n- an outage\n2. y", "outage", &[]), one);
    }

    #[test]
    fn it_is_not_made_of_what_leaked() {
        let of_name = |name: &str| of(&format!("The outage hit {name} hard."), "outage", &[name]);
        assert_eq!(of_name("Dana"), of_name("Lena Whitfield"));
    }
}
