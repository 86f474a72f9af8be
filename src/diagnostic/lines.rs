//! What stays of a text of which a report shows no more than some places: the lines that they stand in.
//! Comes in: the whole text and the places. Goes out: what the whole text would say of them.
//! Must never: say anything of a place that it was not told of, nor panic when asked.

use std::ops::Range;

use super::source_map::apart;

/// Lines of a text.
#[derive(Clone)]
pub(super) struct Lines {
    /// How long the whole text is.
    length: usize,
    /// The lines of all pieces, one behind the other.
    kept: Box<str>,
    /// In order, and apart from each other.
    pieces: Box<[Piece]>,
}

/// Some lines that stand together, with their ends.
#[derive(Clone)]
struct Piece {
    /// Where they stand in the whole text.
    range: Range<usize>,
    /// Where they stand among what is kept.
    at: usize,
    /// The number of the first.
    line: usize,
}

impl Lines {
    /// The lines of a text in which places stand that lie on borders of characters.
    pub(super) fn of(text: &str, places: impl IntoIterator<Item = Range<usize>>) -> Self {
        let bytes = text.as_bytes();
        let lines = places.into_iter().map(|place| {
            let start = memchr::memrchr(b'\n', &bytes[..place.start]).map_or(0, |end| end + 1);
            start..memchr::memchr(b'\n', &bytes[place.end..]).map_or(bytes.len(), |end| place.end + end + 1)
        });
        let (mut kept, mut seen, mut line) = (String::new(), 0, 1);
        let pieces = apart(lines.collect()).into_iter().map(|range| {
            line += memchr::memchr_iter(b'\n', &bytes[seen..range.start]).count();
            seen = range.start;
            let piece = Piece { range: range.clone(), at: kept.len(), line };
            kept.push_str(&text[range]);
            piece
        });
        let pieces = pieces.collect();
        Self { length: text.len(), kept: kept.into_boxed_str(), pieces }
    }

    /// How much is kept, in bytes.
    pub(super) fn kept(&self) -> usize {
        self.kept.len()
    }

    fn words(&self, piece: &Piece) -> &str {
        self.kept.get(piece.at..piece.at + piece.range.len()).unwrap_or_default()
    }

    /// The piece that a byte stands in, or behind whose end it stands.
    fn piece(&self, byte: usize) -> Option<(&Piece, &str)> {
        let piece = self.pieces.get(self.pieces.partition_point(|piece| piece.range.start <= byte).checked_sub(1)?)?;
        (byte <= piece.range.end).then(|| (piece, self.words(piece)))
    }

    /// A part of the text, if it stands on lines that are kept.
    pub(super) fn get(&self, range: &Range<usize>) -> Option<&str> {
        let (piece, words) = self.piece(range.start)?;
        words.get(range.start - piece.range.start..range.end.checked_sub(piece.range.start)?)
    }

    /// The nearest border of a character at or before a byte.
    pub(super) fn floor(&self, byte: usize) -> usize {
        let byte = byte.min(self.length);
        self.piece(byte).map_or(byte, |(piece, words)| piece.range.start + words.floor_char_boundary(byte - piece.range.start))
    }

    /// Line and column of a byte, both from 1.
    pub(super) fn position(&self, byte: usize) -> (usize, usize) {
        let byte = self.floor(byte);
        let Some((piece, words)) = self.piece(byte) else { return (1, 1) };
        let before = words.get(..byte - piece.range.start).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |end| end + 1);
        (piece.line + memchr::memchr_iter(b'\n', before.as_bytes()).count(), before[start..].chars().count() + 1)
    }

    /// The byte range of a line (from 1) without its line end.
    pub(super) fn line(&self, line: usize) -> Range<usize> {
        let nowhere = self.length..self.length;
        let Some(piece) = self.pieces.partition_point(|piece| piece.line <= line).checked_sub(1).map(|at| &self.pieces[at]) else {
            return nowhere;
        };
        let Some(words) = self.words(piece).split('\n').nth(line - piece.line) else { return nowhere };
        let start = piece.range.start + (words.as_ptr() as usize - self.words(piece).as_ptr() as usize);
        start..start + words.strip_suffix('\r').unwrap_or(words).len()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use crate::diagnostic::{Finding, Format, Level, Report, Source, Sources};

    /// The places of a text that begin and end at some of its characters.
    fn places(text: &str, picks: &[(usize, usize)]) -> Vec<std::ops::Range<usize>> {
        let border = |at: usize| text.floor_char_boundary(at % (text.len() + 1));
        picks.iter().map(|(a, b)| (border(*a), border(*b))).map(|(a, b)| a.min(b)..a.max(b)).collect()
    }

    /// A report about those places of a text, of which it has all or the lines alone.
    fn report(text: &str, places: &[std::ops::Range<usize>], internal: &[std::ops::Range<usize>], lines_alone: bool) -> Report {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("postmortems/a.md", text));
        sources.withhold(id, internal.to_vec());
        let found = places.iter().map(|place| Finding::new("wording/a", Level::Warning, id, place.clone(), "a fact"));
        let found: Vec<Finding> = found.collect();
        if lines_alone {
            let ids = [id];
            sources.several(ids).into_iter().flatten().for_each(|source| Arc::make_mut(source).keep_lines(places.iter().cloned()));
        }
        Report::new(sources, found)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

        #[test]
        fn a_report_is_the_same_without_the_other_lines(
            head in "([a-zé€ ]{0,9}\r?\n){0,4}[a-zé\r\n ]{0,40}",
            picks in proptest::collection::vec((0usize..200, 0usize..200), 0..5),
            hidden in proptest::collection::vec((0usize..200, 0usize..200), 0..3),
        ) {
            // Little of it is kept, as of a document.
            let text = head + &"\nx".repeat(2000);
            let (places, hidden) = (places(&text, &picks), places(&text, &hidden));
            let [whole, lines] = [false, true].map(|lines_alone| report(&text, &places, &hidden, lines_alone));
            prop_assert!(places.iter().any(|place| place.len() > 1500) || lines.sources().iter().all(|(_, source)| source.text().is_empty()));
            for format in [Format::Human, Format::Json, Format::Github, Format::Sarif, Format::Rdjson, Format::ValeJson] {
                for reveal in [false, true] {
                    prop_assert_eq!(whole.render(format, false, reveal), lines.render(format, false, reveal), "{:?}", text);
                }
            }
        }

        #[test]
        fn a_place_that_is_not_kept_shows_nothing(at in 0usize..90, to in 0usize..90) {
            let text = format!("{}é", "secret\n".repeat(12));
            let mut sources = Sources::default();
            let id = sources.add(Source::new("postmortems/a.md", text.as_str()));
            sources.several([id]).into_iter().flatten().for_each(|source| Arc::make_mut(source).keep_lines([]));
            let finding = Finding::new("wording/a", Level::Warning, id, at..to.max(at), "a fact");
            let shown = Report::new(sources, vec![finding]).render(Format::Human, false, true);
            prop_assert!(!shown.contains("secret"), "{}", shown);
        }
    }

    #[test]
    fn a_text_comes_back_only_as_it_was() {
        let mut source = Source::new("postmortems/a.md", "one\ntwo\n");
        source.keep_lines([]);
        assert_eq!((source.text(), source.put_down()), ("", true));
        assert!(!source.take_up("one\nTwo\n".to_owned()) && source.put_down());
        assert!(source.take_up("one\ntwo\n".to_owned()) && !source.put_down());
        assert_eq!(source.text(), "one\ntwo\n");
    }
}
