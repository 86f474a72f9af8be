//! A pattern → letters of which some must stand in every match, so that most patterns need not run on most texts.
//! Must never: miss a match. Where nothing is sure, it says so, and the pattern always runs.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use fancy_regex::{Assertion, Expr};

/// Letters that stand in a match.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needle {
    /// ASCII, in small letters.
    word: String,
    /// Whether a word begins with them.
    begins: bool,
    /// Whether a word ends with them.
    ends: bool,
}

/// Needles of which at least one stands in every match, in any case. `None` if nothing is sure.
pub fn needles(pattern: &str) -> Option<Vec<Needle>> {
    let tree = Expr::parse_tree(pattern).ok()?;
    let mut needles = of(&tree.expr, false, false)?;
    needles.sort();
    needles.dedup();
    Some(needles)
}

/// The needles of an expression, and whether a word's border is on either side of it.
fn of(expr: &Expr, begins: bool, ends: bool) -> Option<Vec<Needle>> {
    match expr {
        Expr::Literal { val, .. } => word(val, begins, ends),
        Expr::Concat(parts) => in_a_row(parts, begins, ends),
        Expr::Alt(branches) => {
            let needles: Option<Vec<Vec<Needle>>> = branches.iter().map(|branch| of(branch, begins, ends)).collect();
            needles.map(|needles| needles.concat())
        }
        Expr::Group(inner) | Expr::AtomicGroup(inner) => of(inner, begins, ends),
        Expr::Repeat { child, lo, .. } if *lo > 0 => of(child, false, false),
        _ => None,
    }
}

fn word(text: &str, begins: bool, ends: bool) -> Option<Vec<Needle>> {
    // A border beside a blank is the beginning or end of another word.
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (begins, ends) = (begins && letter(text.chars().next()), ends && letter(text.chars().next_back()));
    (!text.is_empty() && text.is_ascii()).then(|| vec![Needle { word: text.to_ascii_lowercase(), begins, ends }])
}

/// The best of the parts: neighbouring letters are one word, and longer words are rarer.
fn in_a_row(parts: &[Expr], begins: bool, ends: bool) -> Option<Vec<Needle>> {
    let border = |part: Option<&Expr>, outer: bool| part.map_or(outer, |part| matches!(part, Expr::Assertion(Assertion::WordBoundary)));
    let mut known: Vec<Vec<Needle>> = Vec::new();
    let mut run: Option<(usize, String)> = None;
    for (place, part) in parts.iter().enumerate() {
        if let Expr::Literal { val, .. } = part {
            run.get_or_insert_with(|| (place, String::new())).1.push_str(val);
            continue;
        }
        let before = |place: usize| border(place.checked_sub(1).and_then(|before| parts.get(before)), begins);
        if let Some((first, text)) = run.take() {
            known.extend(word(&text, before(first), border(Some(part), ends)));
        }
        known.extend(of(part, before(place), border(parts.get(place + 1), ends)));
    }
    if let Some((first, text)) = run {
        known.extend(word(&text, border(first.checked_sub(1).and_then(|before| parts.get(before)), begins), ends));
    }
    let shortest = |needles: &Vec<Needle>| needles.iter().map(|needle| needle.word.len()).min().unwrap_or(0);
    known.into_iter().filter(|needles| shortest(needles) > 0).max_by_key(|needles| (shortest(needles), std::cmp::Reverse(needles.len())))
}

/// The patterns of a list that a text can concern, found in one pass over the text.
#[derive(Debug)]
pub struct Sieve {
    automaton: Option<AhoCorasick>,
    /// Word of the automaton → its borders, and place in the list.
    owner: Vec<(Needle, usize)>,
    /// Places in the list whose patterns always run.
    always: Vec<bool>,
}

impl Sieve {
    /// A sieve for patterns with these needles.
    pub fn new(list: impl IntoIterator<Item = Option<Vec<Needle>>>) -> Self {
        let (mut words, mut owner, mut always) = (Vec::new(), Vec::new(), Vec::new());
        for (place, needles) in list.into_iter().enumerate() {
            always.push(needles.is_none());
            for needle in needles.into_iter().flatten() {
                words.push(needle.word.clone());
                owner.push((needle, place));
            }
        }
        let automaton = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&words).ok();
        if automaton.is_none() {
            always.fill(true);
        }
        Self { automaton, owner, always }
    }

    /// For each place of the list, whether its pattern can match in the text.
    pub fn concerned(&self, text: &str) -> Vec<bool> {
        let mut concerned = self.always.clone();
        // The only letters beyond ASCII that are equal to ASCII ones when case does not matter.
        if text.contains(['\u{17f}', '\u{212a}']) {
            concerned.fill(true);
            return concerned;
        }
        for found in self.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(text)) {
            let (needle, place) = &self.owner[found.pattern().as_usize()];
            // A letter beyond ASCII may be part of a word or not: only ASCII is sure.
            let goes_on = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
            let before = needle.begins && goes_on(found.start().checked_sub(1).and_then(|at| text.as_bytes().get(at)));
            let behind = needle.ends && goes_on(text.as_bytes().get(found.end()));
            concerned[*place] |= !before && !behind;
        }
        concerned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(pattern: &str) -> Vec<String> {
        let shown = |needle: Needle| {
            let border = |holds: bool| if holds { "|" } else { "" };
            format!("{}{}{}", border(needle.begins), needle.word, border(needle.ends))
        };
        needles(pattern).unwrap_or_default().into_iter().map(shown).collect()
    }

    #[test]
    fn one_word_of_every_branch_is_needed() {
        assert_eq!(sure(r"(?i)(?m)\b(?:Down[- ]?time|went down|is (?:all )?down)\b"), ["down|", "time|", "|went down|"]);
        assert_eq!(sure(r"\b(?:log-?in)\b"), ["|log"]);
        assert_eq!(sure(r"(?:a|an) (?:engineer|operator)s? (?:who )?forgot"), ["engineer", "operator"]);
        assert_eq!(sure(r"(?i)\bI\b|\bP[0-9]"), ["|i|", "|p"]);
    }

    #[test]
    fn what_need_not_be_there_is_not_needed() {
        assert_eq!(sure(r"(?:outage)?s"), ["s"]);
        assert_eq!(sure(r"\d+/\d+"), ["/"]);
        assert_eq!(sure(r"\b \b"), [" "], "a blank has no border of its own");
        assert_eq!(needles(r"[a-z]+"), None);
        assert_eq!(needles(r"outage|[0-9]+"), None);
        assert_eq!(needles(r"(?<=full )(?!x)\w"), None);
        assert_eq!(needles("größe"), None, "letters beyond ASCII have a case that this does not know");
        assert_eq!(needles("("), None, "a broken pattern is somebody else's to tell");
    }

    #[test]
    fn a_sieve_lets_pass_whatever_could_match() {
        let sieve = Sieve::new([needles("(?i)outage"), needles(r"\d+"), needles("(?i)disk")]);
        assert_eq!(sieve.concerned("An Outage."), [true, true, false]);
        assert_eq!(sieve.concerned("All fine."), [false, true, false]);
        let bounded = Sieve::new([needles(r"(?i)\bI\b"), needles(r"(?i)\bp[0-9]")]);
        assert_eq!(bounded.concerned("It is a P1"), [false, true]);
        assert_eq!(bounded.concerned("éi and up1"), [true, false]);
        assert_eq!(sieve.concerned("di\u{17f}\u{212a}"), [true, true, true], "case folding knows these two letters");
    }
}
