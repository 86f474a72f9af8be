//! A pattern → letters of which some must stand in every match, so that most patterns need not run on most texts.
//! Must never: miss a match. Where nothing is sure, it says so, and the pattern always runs.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use fancy_regex::Expr;

/// ASCII words in small letters, at least one of which stands in every match, in any case. `None` if nothing is sure.
pub fn needles(pattern: &str) -> Option<Vec<String>> {
    let tree = Expr::parse_tree(pattern).ok()?;
    let mut words = of(&tree.expr)?;
    words.sort();
    words.dedup();
    Some(words)
}

fn of(expr: &Expr) -> Option<Vec<String>> {
    match expr {
        Expr::Literal { val, .. } => word(val),
        Expr::Concat(parts) => in_a_row(parts),
        Expr::Alt(branches) => {
            let words: Option<Vec<Vec<String>>> = branches.iter().map(of).collect();
            words.map(|words| words.concat())
        }
        Expr::Group(inner) | Expr::AtomicGroup(inner) => of(inner),
        Expr::Repeat { child, lo, .. } if *lo > 0 => of(child),
        _ => None,
    }
}

fn word(text: &str) -> Option<Vec<String>> {
    (!text.is_empty() && text.is_ascii()).then(|| vec![text.to_ascii_lowercase()])
}

/// The best of the parts: neighbouring letters are one word, and longer words are rarer.
fn in_a_row(parts: &[Expr]) -> Option<Vec<String>> {
    let mut known: Vec<Vec<String>> = Vec::new();
    let mut run = String::new();
    for part in parts {
        if let Expr::Literal { val, .. } = part {
            run.push_str(val);
        } else {
            known.extend(word(&std::mem::take(&mut run)));
            known.extend(of(part));
        }
    }
    known.extend(word(&run));
    let shortest = |words: &Vec<String>| words.iter().map(String::len).min().unwrap_or(0);
    known.into_iter().filter(|words| shortest(words) > 0).max_by_key(|words| (shortest(words), std::cmp::Reverse(words.len())))
}

/// The patterns of a list that a text can concern, found in one pass over the text.
#[derive(Debug)]
pub struct Sieve {
    automaton: Option<AhoCorasick>,
    /// Word of the automaton → place in the list.
    owner: Vec<usize>,
    /// Places in the list whose patterns always run.
    always: Vec<bool>,
}

impl Sieve {
    /// A sieve for patterns with these needles.
    pub fn new(list: impl IntoIterator<Item = Option<Vec<String>>>) -> Self {
        let (mut words, mut owner, mut always) = (Vec::new(), Vec::new(), Vec::new());
        for (place, needles) in list.into_iter().enumerate() {
            always.push(needles.is_none());
            for needle in needles.into_iter().flatten() {
                words.push(needle);
                owner.push(place);
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
            concerned[self.owner[found.pattern().as_usize()]] = true;
        }
        concerned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(pattern: &str) -> Vec<String> {
        needles(pattern).unwrap_or_default()
    }

    #[test]
    fn one_word_of_every_branch_is_needed() {
        assert_eq!(sure(r"(?i)(?m)\b(?:Down[- ]?time|went down|is (?:all )?down)\b"), ["down", "time", "went down"]);
        assert_eq!(sure(r"\b(?:log-?in)\b"), ["log"]);
        assert_eq!(sure(r"(?:a|an) (?:engineer|operator)s? (?:who )?forgot"), ["engineer", "operator"]);
    }

    #[test]
    fn what_need_not_be_there_is_not_needed() {
        assert_eq!(needles(r"(?:outage)?s"), Some(vec!["s".to_owned()]));
        assert_eq!(needles(r"\d+/\d+"), Some(vec!["/".to_owned()]));
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
        assert_eq!(sieve.concerned("di\u{17f}\u{212a}"), [true, true, true], "case folding knows these two letters");
    }
}
