//! A block: a text with a name, as rules read it, and the way from each of its bytes back to the bytes of the file.

use std::ops::Range;

use super::runs::Runs;

/// One text with the way back to its source.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// What rules read.
    pub shown: String,
    runs: Runs,
}

/// A named text.
#[derive(Debug, Clone)]
pub struct Block {
    /// Dotted: what the block is.
    pub name: String,
    /// Dotted: what it stands in. Equal to the name but for parts of a line.
    pub around: String,
    /// What it says.
    pub text: Text,
}

impl Block {
    /// A block that stands for itself.
    pub fn new(name: impl Into<String>, text: Text) -> Self {
        let name = name.into();
        Self { around: name.clone(), name, text }
    }
}

impl Text {
    /// A text that stands in its source as it is, from `start` on.
    pub fn plain(text: &str, start: usize) -> Self {
        Self { shown: text.to_owned(), runs: Runs::of(start..start + text.len(), true) }
    }

    /// Adds a part. It counts as verbatim if it is as long as its source.
    pub fn push(&mut self, text: &str, source: Range<usize>, verbatim: bool) {
        if !text.is_empty() {
            self.runs.push(self.shown.len(), source, verbatim);
            self.shown.push_str(text);
        }
    }

    /// Adds one star for each character of a part.
    pub fn mask(&mut self, text: &str, source: Range<usize>) {
        self.push(&"*".repeat(text.chars().count()), source, false);
    }

    /// Adds another text behind this one, after a blank line.
    pub fn append(&mut self, other: &Self) {
        let end = self.runs.source_end();
        if !self.shown.is_empty() {
            self.push("\n\n", end..end, false);
        }
        self.extend(other);
    }

    /// Adds another text right behind this one.
    pub fn extend(&mut self, other: &Self) {
        self.runs.extend(&other.runs, self.shown.len());
        self.shown.push_str(&other.shown);
    }

    /// A part of it.
    pub fn part(&self, range: Range<usize>) -> Self {
        let mut part = Self::default();
        for (run, run_end) in self.runs.spans(self.shown.len()) {
            let (from, to) = (run.at.max(range.start), run_end.min(range.end));
            if from < to {
                let source =
                    if run.verbatim { run.source.start + from - run.at..run.source.start + to - run.at } else { run.source.clone() };
                part.push(&self.shown[from..to], source, run.verbatim);
            }
        }
        part
    }

    /// It without white space at its ends.
    pub fn trimmed(&self) -> Self {
        let start = self.shown.len() - self.shown.trim_start().len();
        let end = self.shown.trim_end().len();
        self.part(start..end.max(start))
    }

    /// The source bytes of a part: all that any byte of it was read from.
    pub fn source(&self, part: &Range<usize>) -> Range<usize> {
        self.runs.source(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_way_back() {
        let mut text = Text::default();
        text.push(" Für ", 10..16, true);
        text.mask("code", 17..21);
        text.push(" & more ", 22..34, false);
        assert_eq!(text.shown, " Für **** & more ");
        let trimmed = text.trimmed();
        assert_eq!(trimmed.shown, "Für **** & more");
        assert_eq!(trimmed.source(&(0..4)), 11..15);
        assert_eq!(trimmed.source(&(5..6)), 17..21, "a masked byte stands for all of its code");
        let mut both = Text::plain("one", 0);
        both.append(&trimmed);
        assert_eq!(both.source(&(5..9)), 11..15);
        assert_eq!(Text::default().source(&(0..0)), 0..0);
    }
}
