//! The way back from a text to the bytes it was read from. Comes in: the parts of the text, in order. Goes out: source bytes of any part.

use std::ops::Range;

/// The parts that a text is made of, in order.
#[derive(Debug, Clone, Default)]
pub struct Runs(Vec<Run>);

/// A part of a text with the bytes it was read from.
#[derive(Debug, Clone)]
pub struct Run {
    /// Where it begins in the text.
    pub at: usize,
    /// What it was read from.
    pub source: Range<usize>,
    /// Whether its bytes are those of the source, one by one. If not, each of them stands for the whole.
    pub verbatim: bool,
}

impl Runs {
    /// A text of one part.
    pub fn of(source: Range<usize>, verbatim: bool) -> Self {
        Self(vec![Run { at: 0, source, verbatim }])
    }

    /// Adds the part that begins at `at`.
    pub fn push(&mut self, at: usize, source: Range<usize>, verbatim: bool) {
        self.0.push(Run { at, source, verbatim });
    }

    /// Adds the parts of another text, which stands at `at` in this one.
    pub fn extend(&mut self, other: &Self, at: usize) {
        self.0.extend(other.0.iter().map(|run| Run { at: run.at + at, ..run.clone() }));
    }

    /// The parts, each with its end in a text of that length.
    pub fn spans(&self, length: usize) -> impl Iterator<Item = (&Run, usize)> {
        self.0.iter().enumerate().map(move |(number, run)| (run, self.0.get(number + 1).map_or(length, |next| next.at)))
    }

    /// Where the source of the last part ends.
    pub fn source_end(&self) -> usize {
        self.0.last().map_or(0, |run| run.source.end)
    }

    /// The source bytes of a part of the text: all that any byte of it was read from.
    pub fn source(&self, part: &Range<usize>) -> Range<usize> {
        let Some(first) = self.run(part.start) else { return 0..0 };
        let at = |run: &Run, byte: usize| (run.source.start + byte.saturating_sub(run.at)).min(run.source.end);
        let start = if first.verbatim { at(first, part.start) } else { first.source.start };
        if part.is_empty() {
            return start..start;
        }
        let last = self.run(part.end - 1).unwrap_or(first);
        let end = if last.verbatim { at(last, part.end) } else { last.source.end };
        start..end.max(start)
    }

    fn run(&self, byte: usize) -> Option<&Run> {
        self.0.get(self.0.partition_point(|run| run.at <= byte).saturating_sub(1))
    }
}
