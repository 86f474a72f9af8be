//! Where a finished text may be cut. Comes in: the text. Goes out: its pieces, all of its bytes, in order.
//! Must never: cut where a reading of both pieces would be another than that of the whole: within a tag, or before a mark.

use std::ops::Range;

use super::seams::Seams;

/// Shorter lines are joined with the next: each piece has to be looked up. A longer one is a piece of its own, wherever it stands.
const SHORTEST: usize = 96;

/// How often a piece may be made longer because a tag or a comment goes on behind its end.
const MOST_JOINED: usize = 4;

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Nobody reads it with its escapes.
    Json,
    /// Markup, or words.
    Markup,
    /// A program.
    Script,
    /// A style sheet. An escape in it may take a line end.
    Style,
}

impl Format {
    /// Whether no markup is read in it.
    pub fn is_code(self) -> bool {
        matches!(self, Self::Script | Self::Style)
    }
}

/// Cuts a text.
pub struct Cuts<'t> {
    text: &'t str,
    format: Format,
    at: usize,
    /// Whether data may be cut between a comma and a quote.
    part_quotes: bool,
    /// Up to where tags were looked for, and whether one is open there.
    looked: usize,
    in_tag: bool,
}

impl<'t> Cuts<'t> {
    /// Cuts of a text, of which nothing was told yet.
    pub fn new(text: &'t str, format: Format, seams: &Seams) -> Self {
        Self { text, format, at: 0, part_quotes: seams.part_quotes(), looked: 0, in_tag: false }
    }

    /// Hands on what is told of each piece, which grows until something is, and where it stands. False if nothing is told of one, or if
    /// it is so answered.
    pub fn each<T>(mut self, tell: impl Fn(&str) -> Option<T>, mut then: impl FnMut(T, Range<usize>) -> bool) -> bool {
        while self.at < self.text.len() {
            let mut end = self.at;
            let told = (0..=MOST_JOINED).find_map(|times| {
                end = if times == 0 { self.first() } else { self.cut(end, SHORTEST << (2 * times)) };
                tell(&self.text[self.at..end])
            });
            if !told.is_some_and(|told| then(told, self.at..end)) {
                return false;
            }
            self.at = end;
        }
        true
    }

    /// Where the next piece may end: behind a long line, or before one.
    fn first(&mut self) -> usize {
        let (mut end, mut is_cut) = (self.at, false);
        loop {
            let next = self.line(end);
            if is_cut && next - end >= SHORTEST {
                return end;
            }
            is_cut = self.is_cut(next);
            if next == self.text.len() || is_cut && next - self.at >= SHORTEST {
                return next;
            }
            end = next;
        }
    }

    /// Where a piece may end, so many bytes further.
    fn cut(&mut self, mut end: usize, more: usize) -> usize {
        let least = end + more;
        loop {
            end = self.line(end);
            if end == self.text.len() || end >= least && self.is_cut(end) {
                return end;
            }
        }
    }

    /// The end of the line there: behind its line end, behind one that is escaped, or behind a comma before a quote.
    fn line(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let end = |found: Option<usize>| found.map_or(bytes.len(), |found| from + found + 1);
        if self.format != Format::Json {
            return end(memchr::memchr(b'\n', &bytes[from..]));
        }
        let is_end = |at: &usize| match (bytes[from + at], bytes.get(from + at + 1)) {
            (b',', Some(b'"')) => self.part_quotes,
            (b'n', _) => (from + at).checked_sub(2).is_some_and(|before| bytes[before] != b'\\'),
            (b'\n', _) => true,
            _ => false,
        };
        let marks = memchr::memchr3_iter(b',', b'\\', b'\n', &bytes[from..]);
        let marks = marks.filter_map(|at| match bytes[from + at] {
            b'\\' => (bytes.get(from + at + 1) == Some(&b'n')).then_some(at + 1),
            _ => Some(at),
        });
        end(marks.into_iter().find(is_end))
    }

    fn is_cut(&mut self, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        if !self.format.is_code() {
            let last = memchr::memrchr2(b'<', b'>', &bytes[self.looked..end]);
            self.in_tag = last.map_or(self.in_tag, |last| bytes[self.looked + last] == b'<');
            self.looked = end;
        }
        // A mark would belong to the line end before it.
        !self.in_tag && bytes.get(end).is_none_or(u8::is_ascii)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, format: Format) -> Vec<String> {
        let seams = Seams::default();
        let mut pieces = Vec::new();
        let all = Cuts::new(text, format, &seams).each(
            |piece| Some(piece.to_owned()),
            |piece, range| {
                pieces.push(piece.clone());
                text[range] == piece
            },
        );
        assert!(all);
        pieces
    }

    #[test]
    fn pieces_end_with_a_line_outside_of_tags_and_before_quotes_in_data() {
        let (long, tag) = ("x".repeat(SHORTEST), "<p title=\"a\nb\">\n");
        let markup = format!("{long}\n{long}{tag}{long}\n\u{e9}\n");
        assert_eq!(pieces(&markup, Format::Markup), [format!("{long}\n"), format!("{long}{tag}"), format!("{long}\n\u{e9}\n")]);
        let data = format!("[\"{long}\",\"{long}\"]");
        assert_eq!(pieces(&data, Format::Json), [format!("[\"{long}\","), format!("\"{long}\"]")]);
        let escaped = format!("[\"{long}\\n{long}\\\\n{long}\"]");
        assert_eq!(pieces(&escaped, Format::Json), [format!("[\"{long}\\n"), format!("{long}\\\\n{long}\"]")]);
        assert_eq!(pieces(&data, Format::Script), [data]);
        assert_eq!(pieces("", Format::Markup), [""; 0]);
    }

    #[test]
    fn a_long_line_is_a_piece_of_its_own() {
        let long = "x".repeat(SHORTEST);
        let text = format!("a\nb\n{long}\nc\n{long}\n");
        assert_eq!(pieces(&text, Format::Markup), ["a\nb\n".to_owned(), format!("{long}\n"), "c\n".to_owned(), format!("{long}\n")]);
    }
}
