//! A reading of some text, with the way back to the bytes it was read from.
//! Comes in: pieces of text with their places. Goes out: the reading, and the source range of any part of it.
//! A part that was decoded maps to all the bytes that stood for it, so that masking covers the whole of them.

use std::ops::Range;

/// A text that is made of another one, part by part.
pub trait Text: Sized {
    /// The text as it stands.
    fn verbatim(text: &str) -> Self;
    /// Nothing yet.
    fn empty() -> Self;
    /// The reading.
    fn text(&self) -> &str;
    /// The bytes that a part of the reading was made from, as far as it knows.
    fn source(&self, part: Range<usize>) -> Range<usize>;
    /// Adds text that `source` stands for in other bytes.
    fn decoded(&mut self, text: &str, source: Range<usize>);
    /// Copies a part of another reading.
    fn copy(&mut self, from: &Self, part: Range<usize>);
}

/// A text alone, without the way back: for a first look, which nearly always is the last.
pub struct Flat(String);

impl Text for Flat {
    fn verbatim(text: &str) -> Self {
        Self(text.to_owned())
    }

    fn empty() -> Self {
        Self(String::new())
    }

    fn text(&self) -> &str {
        &self.0
    }

    fn source(&self, part: Range<usize>) -> Range<usize> {
        part
    }

    fn decoded(&mut self, text: &str, _: Range<usize>) {
        self.0.push_str(text);
    }

    fn copy(&mut self, from: &Self, part: Range<usize>) {
        self.0.push_str(&from.0[part]);
    }
}

impl Flat {
    /// Nothing yet, with room for so many bytes.
    pub fn with_room(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }
}

/// A text and where each part of it comes from.
pub struct View {
    text: String,
    runs: Vec<Run>,
}

struct Run {
    /// Where the run begins in the view.
    at: usize,
    /// What it was read from.
    source: Range<usize>,
    /// Whether its bytes are those of the source, one by one.
    verbatim: bool,
}

impl Text for View {
    fn verbatim(text: &str) -> Self {
        let mut view = Self::empty();
        view.keep(text, 0..text.len());
        view
    }

    fn empty() -> Self {
        Self { text: String::new(), runs: Vec::new() }
    }

    fn text(&self) -> &str {
        &self.text
    }

    fn source(&self, part: Range<usize>) -> Range<usize> {
        let last = part.end.saturating_sub(1).max(part.start);
        let first = self.runs.partition_point(|run| run.at <= part.start).saturating_sub(1);
        let ends = self.runs.iter().skip(first + 1).map(|run| run.at).chain([self.text.len()]);
        let runs = self.runs[first.min(self.runs.len())..].iter().zip(ends).take_while(|(run, _)| run.at <= last);
        let pieces = runs.map(|(run, end)| {
            let within = part.start.max(run.at)..part.end.clamp(run.at, end);
            if run.verbatim {
                run.source.start + (within.start - run.at)..run.source.start + (within.end - run.at)
            } else {
                run.source.clone()
            }
        });
        let mut whole: Option<Range<usize>> = None;
        for piece in pieces {
            whole = match whole {
                Some(known) if piece.is_empty() => Some(known),
                Some(known) if !known.is_empty() => Some(known.start.min(piece.start)..known.end.max(piece.end)),
                _ => Some(piece),
            };
        }
        whole.unwrap_or(0..0)
    }

    fn decoded(&mut self, text: &str, source: Range<usize>) {
        self.add(text, source, false);
    }

    fn copy(&mut self, from: &Self, part: Range<usize>) {
        let mut index = from.runs.partition_point(|run| run.at <= part.start).saturating_sub(1);
        let mut at = part.start;
        while at < part.end {
            let Some(run) = from.runs.get(index) else { return };
            let end = from.runs.get(index + 1).map_or(from.text.len(), |next| next.at).min(part.end);
            let source =
                if run.verbatim { run.source.start + (at - run.at)..run.source.start + (end - run.at) } else { run.source.clone() };
            self.add(&from.text[at..end], source, run.verbatim);
            at = end;
            index += 1;
        }
    }
}

impl View {
    /// Adds text whose bytes are those of `source`.
    pub fn keep(&mut self, text: &str, source: Range<usize>) {
        self.add(text, source, true);
    }

    fn add(&mut self, text: &str, source: Range<usize>, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if verbatim && last.verbatim && last.source.end == source.start => last.source.end = source.end,
            _ => self.runs.push(Run { at: self.text.len(), source, verbatim }),
        }
        self.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoded_part_leads_back_to_all_its_bytes() {
        let mut view = View::empty();
        view.keep("at ", 0..3);
        view.decoded("é", 3..11); // &eacute;
        view.keep("cole", 11..15);
        assert_eq!(view.text(), "at école");
        assert_eq!(view.source(3..5), 3..11);
        assert_eq!(view.source(3..9), 3..15);
        assert_eq!(view.source(6..8), 12..14);
    }

    #[test]
    fn what_was_put_in_hides_no_bytes() {
        let mut view = View::empty();
        view.decoded("a key", 10..30);
        view.decoded("\n", 0..0);
        assert_eq!(view.source(2..6), 10..30, "the line's end is of no byte");
        view.keep("more", 40..44);
        assert_eq!(view.source(2..8), 10..42);
        assert_eq!(view.source(5..6), 0..0);
        assert_eq!(View::empty().source(0..0), 0..0);
    }

    #[test]
    fn a_copy_keeps_the_way_back() {
        let mut view = View::verbatim("one two");
        view.decoded("&", 7..12);
        let mut copy = View::empty();
        copy.copy(&view, 4..8);
        assert_eq!(copy.text(), "two&");
        assert_eq!(copy.source(0..3), 4..7);
        assert_eq!(copy.source(3..4), 7..12);
    }
}
