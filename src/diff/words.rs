//! Two pages → the words that were added and removed, in order, and the pieces of text around them.
//! The comparison sees the words as they are; what goes out has every word masked that a leak finding is about.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::hidden::Hidden;
use super::page::{Kind, Page};

/// Words shown before and behind a change.
const CONTEXT: usize = 8;
/// So few words between two changes are shown as a part of one change: a line for each would be hard to read.
const BETWEEN: usize = 2;
/// Two changes with so many times fewer words between them than in each met these words by chance.
const CHANCE: usize = 4;
/// No more words beside one large change are taken for chance.
const MOST_BY_CHANCE: usize = 5;
/// Putting changes together makes larger ones, which may be put together again.
const MOST_PASSES: usize = 8;

/// How the words of a page changed.
#[derive(Debug, Default)]
pub struct Words {
    /// Words that are new, in order.
    pub added: Vec<String>,
    /// Words that are gone, in order.
    pub removed: Vec<String>,
    /// The changes with a little of the text around.
    pub hunks: Vec<Hunk>,
    /// The page as it was, and as it would be.
    pub columns: [Vec<Line>; 2],
    /// Which words of either page are marked in it.
    pub marked: [Vec<bool>; 2],
}

/// Changes that stand close together.
#[derive(Debug, Default)]
pub struct Hunk {
    /// Its lines in order.
    pub lines: Vec<Line>,
    /// Whether words of the page stand before it.
    pub begins_within: bool,
    /// Whether words of the page stand behind it.
    pub ends_within: bool,
}

/// Words of one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Whether it is the same on both sides. In a column this counts for each piece instead.
    pub mark: Mark,
    /// The level of a heading.
    pub heading: Option<u8>,
    /// Whether it is an entry of a list.
    pub item: bool,
    /// Its words; those of a cell stand apart from those of the cell before.
    pub pieces: Vec<Piece>,
}

/// Words with one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words, one space between them.
    pub text: String,
    /// Whether they are only on this side.
    pub changed: bool,
    /// Whether they begin a cell.
    pub cell: bool,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It is on both sides.
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// Compares two pages.
pub(super) fn compare(before: &Page, after: &Page, hidden: &Hidden) -> Words {
    let ops = capture_diff_slices(Algorithm::Myers, &before.words, &after.words);
    let sides = [Side::new(before, hidden), Side::new(after, hidden)];
    let mut words = Words::default();
    let mut changed = [vec![false; before.words.len()], vec![false; after.words.len()]];
    let changes = joined(differences(&ops), |between, smaller, _| between * CHANCE <= smaller);
    for (old, new) in &changes {
        words.removed.extend_from_slice(&sides[0].words[old.clone()]);
        words.added.extend_from_slice(&sides[1].words[new.clone()]);
    }
    // For the eye more is chance than for a program that counts.
    let changes = joined(changes, |between, _, larger| between <= MOST_BY_CHANCE && between * CHANCE <= larger);
    for (old, new) in &changes {
        changed[0][old.clone()].fill(true);
        changed[1][new.clone()].fill(true);
    }
    words.hunks = hunks(&joined(changes, |between, _, _| between <= BETWEEN), &sides);
    words.columns = [0, 1].map(|side| sides[side].lines(0..sides[side].words.len(), Mark::Same, &changed[side]));
    words.marked = changed;
    words
}

/// A page with the words that may be shown of it.
struct Side<'a> {
    page: &'a Page,
    words: Vec<String>,
}

impl<'a> Side<'a> {
    fn new(page: &'a Page, hidden: &Hidden) -> Self {
        Self { page, words: hidden.words(&page.words) }
    }

    /// The words of a range as lines, one for each block.
    fn lines(&self, range: Range<usize>, mark: Mark, changed: &[bool]) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for (kind, block) in self.page.ranges() {
            let within = block.start.max(range.start)..block.end.min(range.end);
            if within.is_empty() {
                continue;
            }
            let mut pieces = self.pieces(within, changed);
            match lines.last_mut() {
                Some(line) if kind == Kind::Cell => {
                    pieces[0].cell = true;
                    line.pieces.append(&mut pieces);
                }
                _ => {
                    let heading = if let Kind::Heading(level) = kind { Some(level) } else { None };
                    lines.push(Line { mark, heading, item: kind == Kind::Item, pieces });
                }
            }
        }
        lines
    }

    fn pieces(&self, range: Range<usize>, changed: &[bool]) -> Vec<Piece> {
        let fate = |at: &usize| changed.get(*at).copied().unwrap_or_default();
        let places: Vec<usize> = range.collect();
        let runs = places.chunk_by(|one, other| fate(one) == fate(other));
        runs.map(|run| Piece { text: self.words[run[0]..=run[run.len() - 1]].join(" "), changed: fate(&run[0]), cell: false }).collect()
    }

    /// Whether a block begins at a word.
    fn begins(&self, word: usize) -> bool {
        self.page.blocks.binary_search_by_key(&word, |block| block.start).is_ok()
    }
}

/// What stands at one place on both sides.
type Change = (Range<usize>, Range<usize>);

/// The places that differ.
fn differences(ops: &[DiffOp]) -> Vec<Change> {
    ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).map(|op| (op.old_range(), op.new_range())).collect()
}

/// The same changes, two of them put together where the number of words between them is nothing beside the smaller, or the larger, of both.
fn joined(mut changes: Vec<Change>, close: impl Fn(usize, usize, usize) -> bool) -> Vec<Change> {
    let size = |(old, new): &Change| old.len().max(new.len());
    for _ in 0..MOST_PASSES {
        let count = changes.len();
        let mut joined: Vec<Change> = Vec::new();
        for change in changes {
            match joined.last_mut() {
                Some(last) if close(change.0.start - last.0.end, size(last).min(size(&change)), size(last).max(size(&change))) => {
                    last.0.end = change.0.end;
                    last.1.end = change.1.end;
                }
                _ => joined.push(change),
            }
        }
        changes = joined;
        if changes.len() == count {
            break;
        }
    }
    changes
}

fn hunks(changes: &[Change], [before, after]: &[Side<'_>; 2]) -> Vec<Hunk> {
    let close = |one: &Change, other: &Change| other.0.start - one.0.end <= 2 * CONTEXT;
    let hunk = |changes: &[Change]| {
        let (first, last) = (&changes[0].1, &changes[changes.len() - 1].1);
        let (from, until) = (first.start.saturating_sub(CONTEXT), (last.end + CONTEXT).min(after.words.len()));
        let mut hunk = Hunk { begins_within: !after.begins(from) && from > 0, ..Hunk::default() };
        let mut at = from;
        for (old, new) in changes {
            hunk.lines.extend(after.lines(at..new.start, Mark::Same, &[]));
            hunk.lines.extend(before.lines(old.clone(), Mark::Removed, &[]));
            hunk.lines.extend(after.lines(new.clone(), Mark::Added, &[]));
            at = new.end;
        }
        hunk.lines.extend(after.lines(at..until, Mark::Same, &[]));
        hunk.ends_within = until < after.words.len() && !after.begins(until);
        hunk
    };
    changes.chunk_by(close).map(hunk).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(main: &str) -> Page {
        Page::read(format!("<main>{main}</main>").as_bytes())
    }

    fn told(words: &Words) -> Vec<String> {
        let line = |line: &Line| {
            let mark = match line.mark {
                Mark::Same => ' ',
                Mark::Added => '+',
                Mark::Removed => '-',
            };
            format!("{mark}{}", line.pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join("|"))
        };
        words.hunks.iter().flat_map(|hunk| hunk.lines.iter().map(line)).collect()
    }

    #[test]
    fn a_changed_word_stands_between_the_words_around_it() {
        let before = page("<p>Search results are slow for one request in five. Next update by 10:35 UTC.</p>");
        let after = page("<p>Search results are slow for two requests in five. Next update by 10:35 UTC.</p>");
        let words = compare(&before, &after, &Hidden::default());
        assert_eq!((words.removed.join(" "), words.added.join(" ")), ("one request".to_owned(), "two requests".to_owned()));
        assert_eq!(told(&words), [" Search results are slow for", "-one request", "+two requests", " in five. Next update by 10:35 UTC."]);
    }

    #[test]
    fn changes_that_are_close_are_one_and_those_that_are_far_are_two() {
        let text = |a: &str, b: &str| page(&format!("<p>{a} x y {b} {} {a}</p>", "far ".repeat(30)));
        let words = compare(&text("one", "two"), &text("1", "2"), &Hidden::default());
        assert_eq!(words.added, ["1", "2", "1"]);
        let told = told(&words);
        assert_eq!(told[..2], ["-one x y two", "+1 x y 2"]);
        assert_eq!(words.hunks.len(), 2);
        assert!(words.hunks[0].ends_within && words.hunks[1].begins_within && !words.hunks[1].ends_within);
    }

    #[test]
    fn words_that_two_texts_share_by_chance_do_not_tear_them_apart() {
        let before = page(&format!("<p>{} on 16 March {}</p>", "old ".repeat(20), "old ".repeat(20)));
        let after = page(&format!("<p>{} on 16 March {}</p>", "new ".repeat(20), "new ".repeat(20)));
        let words = compare(&before, &after, &Hidden::default());
        assert_eq!((words.added.len(), words.removed.len(), told(&words).len()), (43, 43, 2));
    }

    #[test]
    fn a_new_page_is_told_block_by_block() {
        let words = compare(&Page::default(), &page("<h1>Slow</h1><dl><dt>Impact</dt><dd>Full</dd></dl><p>Sorry.</p>"), &Hidden::default());
        assert_eq!(told(&words), ["+Slow", "+Impact|Full", "+Sorry."]);
        assert!(words.removed.is_empty() && words.columns[0].is_empty());
        assert!(words.columns[1][0].pieces[0].changed && words.columns[1][0].heading == Some(1));
    }

    #[test]
    fn the_same_words_are_no_change() {
        let words = compare(&page("<p>a b</p>"), &page("<p>a</p><p>b</p>"), &Hidden::default());
        assert!(words.added.is_empty() && words.removed.is_empty() && words.hunks.is_empty());
    }

    #[test]
    fn long_pages_without_a_common_word_are_compared() {
        let text = |word: &str| page(&(0..20_000).map(|n| format!("{word}{n} ")).collect::<String>());
        let words = compare(&text("a"), &text("b"), &Hidden::default());
        assert_eq!((words.added.len(), words.removed.len()), (20_000, 20_000));
    }
}
