//! Two canonical texts → the words that differ, in one sentence.
//! Must never: show a word that the leak gate finds something in, of either text.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// More changes than this are counted, not shown.
const MOST_CHANGES: usize = 5;
/// More words than this of one change are not shown.
const MOST_WORDS: usize = 12;
/// Longer differences are not looked into: they are as good as another text.
const LONGEST: usize = 4000;

/// A text, word by word.
pub struct Words<'a> {
    texts: Vec<&'a str>,
    hidden: Vec<bool>,
    /// The part that each word stands in.
    parts: Vec<&'a str>,
}

impl<'a> Words<'a> {
    /// Reads a canonical text. `leaks` gives the bytes of a line that must not be shown.
    pub fn of(text: &'a str, leaks: impl Fn(&str) -> Vec<Range<usize>>) -> Self {
        let mut read = Self { texts: Vec::new(), hidden: Vec::new(), parts: Vec::new() };
        let mut part = "head";
        for line in text.lines().map(str::trim) {
            let label = line.strip_prefix("# ");
            part = label.map_or(part, |label| label.split_once(": ").map_or(label, |(name, _)| name));
            let leaks = leaks(line);
            // The head of an entry is one word, so that entries are told apart as a whole.
            let words = match label {
                Some(label) if !label.contains(": ") => vec![label],
                Some(label) => label.split_whitespace().collect(),
                None => line.split_whitespace().collect(),
            };
            for word in words {
                // All words are parts of the line, so that their place in memory is their place in it.
                let start = word.as_ptr() as usize - line.as_ptr() as usize;
                read.hidden.push(leaks.iter().any(|leak| leak.start < start + word.len() && start < leak.end));
                read.texts.push(word);
                read.parts.push(part);
            }
        }
        read
    }

    fn shown(&self, range: Range<usize>) -> String {
        let more = range.len() > MOST_WORDS;
        let words: Vec<String> = range.take(MOST_WORDS).map(|at| self.word(at)).collect();
        format!("“{}{}”", words.join(" "), if more { " …" } else { "" })
    }

    fn word(&self, at: usize) -> String {
        let letter = |c: char| if is_invisible(c) { c.escape_unicode().to_string() } else { c.to_string() };
        let Some(word) = self.texts.get(at) else { return String::new() };
        if self.hidden[at] { "•".repeat(word.chars().count()) } else { word.chars().map(letter).collect() }
    }

    fn part(&self, at: usize) -> &'a str {
        self.parts.get(at).or(self.parts.last()).copied().unwrap_or_default()
    }
}

/// What differs: `message: “slow” became “slower”; title: “now” was taken out`.
pub fn told(approved: &Words<'_>, current: &Words<'_>) -> String {
    let mut changes: Vec<String> = Vec::new();
    let mut count = 0;
    for (old, new) in changed(&approved.texts, &current.texts) {
        count += 1;
        if count > MOST_CHANGES {
            continue;
        }
        let part = if new.is_empty() { approved.part(old.start) } else { current.part(new.start) };
        let change = match (old.is_empty(), new.is_empty()) {
            (true, _) => format!("{} was added", current.shown(new)),
            (_, true) => format!("{} was taken out", approved.shown(old)),
            _ => format!("{} became {}", approved.shown(old), current.shown(new)),
        };
        changes.push(format!("{part}: {change}"));
    }
    match count.saturating_sub(MOST_CHANGES) {
        0 => {}
        1 => changes.push("and one more change".to_owned()),
        more => changes.push(format!("and {more} more changes")),
    }
    changes.join("; ")
}

/// The stretches of both texts that differ.
fn changed(old: &[&str], new: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    if old_end - head > LONGEST || new_end - head > LONGEST {
        return vec![(head..old_end, head..new_end)];
    }
    let found = capture_diff_slices(Algorithm::Myers, &old[head..old_end], &new[head..new_end]);
    let mut changes: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in found.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        let (old, new) = (op.old_range(), op.new_range());
        let (old, new) = (head + old.start..head + old.end, head + new.start..head + new.end);
        match changes.last_mut() {
            Some((before, after)) if before.end == old.start && after.end == new.start => {
                before.end = old.end;
                after.end = new.end;
            }
            _ => changes.push((old, new)),
        }
    }
    changes
}

/// Characters that would hide a change, or change what stands around it.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{Words, told};

    fn between(old: &str, new: &str) -> String {
        let leaks = |line: &str| line.match_indices("Dana Whitfield").map(|(at, name)| at..at + name.len()).collect();
        told(&Words::of(old, leaks), &Words::of(new, leaks))
    }

    #[test]
    fn changes_are_told_with_their_part() {
        let old = "# title: Slow search\n\n# update 2026-03-14T10:05:00Z investigating\nIt is slow.\n\n# message\nSearch was slow for some, and is well now.\n";
        let new = old.replace("Slow search", "Slower search").replace("It is slow.", "It is very slow.").replace(", and is well now.", ".");
        assert_eq!(
            between(old, &new),
            "title: “Slow” became “Slower”; update 2026-03-14T10:05:00Z investigating: “very” was added; message: “some, and is well now.” became “some.”"
        );
    }

    #[test]
    fn a_leaked_word_is_masked_even_if_only_a_part_of_it_changed() {
        assert_eq!(between("# message\nDana Whitley said.", "# message\nDana Whitfield said."), "message: “Whitley” became “•••••••••”");
        assert_eq!(between("# message\nDana Whitfield said.", "# message\nSomebody said."), "message: “•••• •••••••••” became “Somebody”");
    }

    #[test]
    fn much_is_counted_and_hidden_characters_are_seen() {
        let line = |word: &str| (0..9).map(|n| format!("{word} {n}")).collect::<Vec<_>>().join(" ");
        assert!(between(&line("a"), &line("b")).ends_with("and 4 more changes"));
        assert_eq!(between("one two", "one tw\u{200b}o"), "head: “two” became “tw\\u{200b}o”");
        let long = "x ".repeat(5000);
        assert!(between("one", &long).len() < 100);
    }
}
