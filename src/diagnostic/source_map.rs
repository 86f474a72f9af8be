//! The texts that findings point into, and the way from a byte to a line and a column.

use std::ops::Range;
use std::sync::OnceLock;

use crate::digest::{self, Digest};

/// The place of a source in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub usize);

/// One text: a document, the config file, or a finished artifact.
pub struct Source {
    path: String,
    text: String,
    /// Made when somebody asks for a place: most sources have no finding.
    tables: OnceLock<Tables>,
    /// Made when somebody asks for it.
    digest: OnceLock<Digest>,
    internal: Vec<Range<usize>>,
}

/// What leads from a byte to its line and column.
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
        Self { path: path.into(), text: text.into(), tables: OnceLock::new(), digest: OnceLock::new(), internal: Vec::new() }
    }

    fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| Tables::of(self.text.as_bytes()))
    }

    /// Relative to the site's folder, with forward slashes.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What of it is internal: nobody but a person who has the file may be shown that. In order, and apart from each other.
    pub fn internal(&self) -> &[Range<usize>] {
        &self.internal
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The digest of the text.
    pub(crate) fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| digest::of_text(&self.text))
    }

    /// Line and column of a byte, both from 1, the column in code points. A byte behind the end counts as the end.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let byte = self.floor(byte);
        let lines = &self.tables().lines;
        let line = lines.partition_point(|start| *start <= byte).max(1);
        let start = lines[line - 1];
        (line, self.characters_before(byte) - self.characters_before(start) + 1)
    }

    fn characters_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        self.tables().characters[block] + begun(&self.text.as_bytes()[block * BLOCK..byte])
    }

    /// The byte range of a line (from 1) without its line end.
    pub fn line(&self, line: usize) -> Range<usize> {
        let lines = &self.tables().lines;
        let start = lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let end = lines.get(line).map_or(self.text.len(), |next| next - 1);
        let end = if end > start && self.text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end };
        start..end.max(start)
    }

    /// The nearest character border at or before a byte.
    pub fn floor(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
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
        write!(f, "Source({}, {} bytes)", self.path, self.text.len())
    }
}

/// All sources of a run, in a stable order.
#[derive(Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a source and says where it stands.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.0.push(source);
        SourceId(self.0.len() - 1)
    }

    /// Puts another text into the place of the source of that path; whether there is one.
    pub fn amend(&mut self, path: &str, text: &str) -> bool {
        let source = self.0.iter_mut().find(|source| source.path == path);
        source.map(|source| *source = Source::new(path, text)).is_some()
    }

    /// Says what of a source is internal.
    pub fn withhold(&mut self, id: SourceId, ranges: Vec<Range<usize>>) {
        if let Some(source) = self.0.get_mut(id.0) {
            source.internal = apart(ranges);
        }
    }

    /// The source at a place.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0]
    }

    /// All of them with their places.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(at, source)| (SourceId(at), source))
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
