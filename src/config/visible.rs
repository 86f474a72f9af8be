//! The config's public texts. Comes in: a text that pages and feeds will show. Goes out: whether each of its characters can be seen.

/// Whether a text can stand in one line of a page, a feed or a header: no control characters, line breaks or direction marks.
pub(super) fn is_plain(text: &str) -> bool {
    let turns = |c: char| matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    // No XML document can hold the last two characters of the plane.
    let illegal = |c: char| matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}');
    !text.trim().contains(|c: char| c.is_control() || turns(c) || illegal(c))
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn words_of_any_script_pass_and_what_cannot_be_seen_does_not() {
        for text in ["Acme status", "حالة Acme", "状態", "Acme & Co's <b>", " a\n"] {
            assert!(is_plain(text), "{text}");
        }
        for text in ["a\u{7}b", "a\r\nX: 1", "\u{202e}txet", "a\u{200b}b", "a\u{2028}b", "a\u{fffe}b", "\u{ffff}"] {
            assert!(!is_plain(text), "{text:?}");
        }
    }
}
