//! Lines of words → text of a bounded width, and names as a report may show them. Knows no format.

use unicode_width::UnicodeWidthStr as _;

use super::{Hunk, Line};
use crate::clock::Time;

/// Columns of a line of words.
const WIDTH: usize = 96;
/// No word, name or address is shown longer.
const LONGEST: usize = 240;

/// A moment as reports show it.
pub(super) fn time(time: Time) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// A name in one line, with nothing in it that a terminal obeys or that turns the direction of what follows.
pub(super) fn plain(text: &str) -> String {
    cut(&text.chars().map(visible).collect::<String>())
}

/// A character, or what stands in its place if it is none that can be seen.
pub(super) fn visible(character: char) -> char {
    let turns = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if character.is_control() || turns { '\u{fffd}' } else { character }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The lines of a hunk, each with its mark, none longer than anyone wants to read.
pub(super) fn lines(hunk: &Hunk) -> Vec<(super::Mark, String)> {
    let last = hunk.lines.len().saturating_sub(1);
    let told = hunk.lines.iter().enumerate().flat_map(|(at, line)| {
        let before = if at == 0 && hunk.begins_within { "… " } else { "" };
        let behind = if at == last && hunk.ends_within { " …" } else { "" };
        wrapped(&format!("{before}{}{behind}", text(line))).into_iter().map(|text| (line.mark, text)).collect::<Vec<_>>()
    });
    told.collect()
}

/// The words of a line; cells stand apart.
pub(super) fn text(line: &Line) -> String {
    let mut text = String::new();
    for (at, piece) in line.pieces.iter().enumerate() {
        if at > 0 {
            text.push_str(if piece.cell { "  " } else { " " });
        }
        text.push_str(&piece.text);
    }
    text
}

/// A text in lines of bounded width, broken between words.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let word = cut(word);
        let fits = lines.last().is_some_and(|line| line.is_empty() || line.width() + 1 + word.width() <= WIDTH);
        match lines.last_mut() {
            Some(line) if fits => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_between_words_and_long_words_are_cut() {
        assert!(wrapped(&"word ".repeat(100)).iter().all(|line| line.width() <= WIDTH));
        assert_eq!(wrapped(&"x".repeat(10_000))[0].chars().count(), LONGEST + 1);
        assert_eq!(wrapped("Impact  Full"), ["Impact  Full"]);
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_shown() {
        assert_eq!(plain("a\u{1b}[31m\u{202e}b\nc"), "a\u{fffd}[31m\u{fffd}b\u{fffd}c");
    }
}
