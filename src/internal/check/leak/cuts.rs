//! Where a finished text may be cut. Comes in: the text. Goes out: its pieces, all of its bytes, in order.
//! Must never: cut where a reading of both pieces would be another than that of the whole: within a tag, or before a mark.

use memchr::memmem::Finder;

use super::seams::Seams;

/// Shorter pieces are joined with the next: each has to be looked up.
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
    /// Behind the next line end, if that is known.
    line: usize,
    quotes: Option<Finder<'static>>,
    /// Up to where tags were looked for, and whether one is open there.
    looked: usize,
    in_tag: bool,
}

impl<'t> Cuts<'t> {
    /// Cuts of a text, of which nothing was told yet.
    pub fn new(text: &'t str, format: Format, seams: &Seams) -> Self {
        let quotes = (format == Format::Json && seams.part_quotes()).then(|| Finder::new(b",\""));
        Self { text, format, at: 0, line: 0, quotes, looked: 0, in_tag: false }
    }

    /// Hands on what is told of each piece, which grows until something is. False if nothing is told of one.
    pub fn each<T>(mut self, tell: impl Fn(&str) -> Option<T>, mut then: impl FnMut(T)) -> bool {
        while self.at < self.text.len() {
            let mut end = self.at;
            let told = (0..=MOST_JOINED).find_map(|times| {
                end = self.cut(end + (SHORTEST << (2 * times)));
                tell(&self.text[self.at..end])
            });
            let Some(told) = told else { return false };
            self.at = end;
            then(told);
        }
        true
    }

    /// Where the piece may end, from there on.
    fn cut(&mut self, mut from: usize) -> usize {
        let bytes = self.text.as_bytes();
        while from < bytes.len() {
            if self.line <= from {
                self.line = memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |found| from + found + 1);
            }
            let near = &bytes[from..self.line];
            let end = self.quotes.as_ref().and_then(|quotes| quotes.find(near)).map_or(self.line, |found| from + found + 1);
            if self.is_cut(end) {
                return end;
            }
            from = end;
        }
        bytes.len()
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
        Cuts::new(text, format, &seams).each(|piece| Some(piece.to_owned()), |piece| pieces.push(piece));
        pieces
    }

    #[test]
    fn pieces_end_with_a_line_outside_of_tags_and_before_quotes_in_data() {
        let (long, tag) = ("x".repeat(SHORTEST), "<p title=\"a\nb\">\n");
        let markup = format!("{long}\n{long}{tag}{long}\n\u{e9}\n");
        assert_eq!(pieces(&markup, Format::Markup), [format!("{long}\n"), format!("{long}{tag}"), format!("{long}\n\u{e9}\n")]);
        let data = format!("[\"{long}\",\"{long}\"]");
        assert_eq!(pieces(&data, Format::Json), [format!("[\"{long}\","), format!("\"{long}\"]")]);
        assert_eq!(pieces(&data, Format::Script), [data]);
        assert_eq!(pieces("", Format::Markup), [""; 0]);
    }
}
