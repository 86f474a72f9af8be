//! The texts that findings point into, and the way from a byte to a line and a column.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::lines::Lines;
use crate::digest::{self, Digest};

/// The place of a source in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub usize);

/// One text: a document, the config file, or a finished artifact.
#[derive(Clone)]
pub struct Source {
    path: String,
    text: Text,
    digest: OnceLock<Digest>,
    /// Made when somebody asks for a place: most sources have no finding.
    tables: OnceLock<Box<Tables>>,
    /// `None` as long as nobody said it. In half the room: no source has four gigabytes.
    internal: Option<Box<[Range<u32>]>>,
}

/// What is at hand of a text.
#[derive(Clone)]
enum Text {
    Whole(String),
    /// The lines that reports show.
    Lines(Lines),
}

/// What leads from a byte to its line and column.
#[derive(Clone)]
struct Tables {
    /// Where each line begins.
    lines: Vec<usize>,
    /// How many characters begin before each block of [`BLOCK`] bytes: a line may be as long as a file, with a finding at every word.
    characters: Vec<usize>,
}

const BLOCK: usize = 1024;

impl Source {
    /// A source of that path (relative to the site's folder, forward slashes) and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: Text::Whole(text.into()), digest: OnceLock::new(), tables: OnceLock::new(), internal: None }
    }

    fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| Box::new(Tables::of(self.text().as_bytes())))
    }

    /// Relative to the site's folder, with forward slashes.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What of it is internal: nobody but a person who has the file may be shown that. In order, and apart from each other.
    pub fn internal(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.ranges().iter().map(|range| range.start as usize..range.end as usize)
    }

    fn ranges(&self) -> &[Range<u32>] {
        self.internal.as_deref().unwrap_or_default()
    }

    /// Whether it was said what of it is internal.
    pub(crate) fn is_withheld(&self) -> bool {
        self.internal.is_some()
    }

    /// What of a part of it is internal.
    pub(super) fn internal_within(&self, piece: &Range<usize>) -> Vec<Range<usize>> {
        let from = self.ranges().partition_point(|range| range.end as usize <= piece.start);
        let behind = self.ranges().get(from..).unwrap_or_default().iter().map(|range| range.start as usize..range.end as usize);
        behind.take_while(|range| range.start < piece.end).collect()
    }

    /// The whole text; nothing, once it was put down.
    pub fn text(&self) -> &str {
        match &self.text {
            Text::Whole(text) => text,
            Text::Lines(_) => "",
        }
    }

    /// A part of the text, between borders of characters; nothing, if it is not at hand.
    pub fn part(&self, range: Range<usize>) -> &str {
        match &self.text {
            Text::Whole(text) => text.get(range),
            Text::Lines(lines) => lines.get(&range),
        }
        .unwrap_or_default()
    }

    /// The digest of the whole text, put down or not.
    pub(crate) fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| digest::of_text(self.text()))
    }

    /// Puts the text down, but for the lines that those places stand in: reports show no more of a document that was judged.
    /// What is nearly all of a text, or long, stays as it is: a place in it would take longer to find.
    pub(crate) fn keep_lines(&mut self, places: impl IntoIterator<Item = Range<usize>>) {
        const LONGEST: usize = 1 << 14;
        let Text::Whole(text) = &self.text else { return };
        let places = places.into_iter().map(|place| {
            let start = self.floor(place.start);
            start..self.floor(place.end).max(start)
        });
        let lines = Lines::of(text, places);
        if lines.kept() <= LONGEST && lines.kept() <= text.len() / 2 {
            self.digest();
            self.text = Text::Lines(lines);
            self.tables = OnceLock::new();
        }
    }

    /// Whether the text was put down.
    pub(crate) fn put_down(&self) -> bool {
        matches!(self.text, Text::Lines(_))
    }

    /// Takes the text up again, if it is the same; whether it is.
    pub(crate) fn take_up(&mut self, text: String) -> bool {
        let same = digest::of_text(&text) == self.digest();
        if same {
            self.text = Text::Whole(text);
        }
        same
    }

    /// Line and column of a byte, both from 1, the column in code points. A byte behind the end counts as the end.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        if let Text::Lines(lines) = &self.text {
            return lines.position(byte);
        }
        let byte = self.floor(byte);
        let lines = &self.tables().lines;
        let line = lines.partition_point(|start| *start <= byte).max(1);
        let start = lines[line - 1];
        (line, self.characters_before(byte) - self.characters_before(start) + 1)
    }

    fn characters_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        self.tables().characters[block] + begun(&self.text().as_bytes()[block * BLOCK..byte])
    }

    /// The byte range of a line (from 1) without its line end.
    pub fn line(&self, line: usize) -> Range<usize> {
        let text = match &self.text {
            Text::Whole(text) => text.as_bytes(),
            Text::Lines(lines) => return lines.line(line),
        };
        let lines = &self.tables().lines;
        let start = lines.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
        let end = lines.get(line).map_or(text.len(), |next| next - 1);
        let end = if end > start && text[end - 1] == b'\r' { end - 1 } else { end };
        start..end.max(start)
    }

    /// The nearest character border at or before a byte.
    pub fn floor(&self, byte: usize) -> usize {
        match &self.text {
            Text::Whole(text) => text.floor_char_boundary(byte),
            Text::Lines(lines) => lines.floor(byte),
        }
    }
}

impl Tables {
    fn of(text: &[u8]) -> Self {
        let lines = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text).map(|at| at + 1)).collect();
        let mut characters = vec![0];
        for block in text.chunks(BLOCK) {
            characters.push(characters.last().copied().unwrap_or_default() + begun(block));
        }
        Self { lines, characters }
    }
}

impl std::fmt::Debug for Source {
    /// The path and a length: a source may hold internal text.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Source({}, {} bytes)", self.path, self.text().len())
    }
}

/// All sources of a run, in a stable order. One may be shared with a later run.
#[derive(Debug, Default)]
pub struct Sources(Vec<Arc<Source>>);

impl Sources {
    /// Adds a source and says where it stands.
    pub fn add(&mut self, source: impl Into<Arc<Source>>) -> SourceId {
        self.0.push(source.into());
        SourceId(self.0.len() - 1)
    }

    /// Puts another text into the place of the source of that path; whether there is one.
    pub fn amend(&mut self, path: &str, text: &str) -> bool {
        let source = self.0.iter_mut().find(|source| source.path == path);
        source.map(|source| *source = Source::new(path, text).into()).is_some()
    }

    /// Says what of a source is internal.
    pub fn withhold(&mut self, id: SourceId, ranges: Vec<Range<usize>>) {
        if let Some(source) = self.0.get_mut(id.0) {
            let short = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
            let ranges = apart(ranges).into_iter().map(|range| short(range.start)..short(range.end)).collect();
            Arc::make_mut(source).internal = Some(ranges);
        }
    }

    /// The source at a place.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0]
    }

    /// The same, to be shared.
    pub(crate) fn shared(&self, id: SourceId) -> Arc<Source> {
        Arc::clone(&self.0[id.0])
    }

    /// Those at some places, to be changed side by side; none for a place that was named before.
    pub fn several(&mut self, ids: impl IntoIterator<Item = SourceId>) -> Vec<Option<&mut Arc<Source>>> {
        let mut all: Vec<Option<&mut Arc<Source>>> = self.0.iter_mut().map(Some).collect();
        ids.into_iter().map(|id| all.get_mut(id.0).and_then(Option::take)).collect()
    }

    /// All of them with their places.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(at, source)| (SourceId(at), &**source))
    }
}

/// How many characters begin in a piece of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// The same bytes as ranges that are in order and apart.
pub(super) fn apart(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

/// Those of such ranges that share a byte with a piece.
pub(super) fn within<'r>(ranges: &'r [Range<usize>], piece: &Range<usize>) -> &'r [Range<usize>] {
    let ranges = &ranges[ranges.partition_point(|range| range.end <= piece.start)..];
    &ranges[..ranges.partition_point(|range| range.start < piece.end)]
}
