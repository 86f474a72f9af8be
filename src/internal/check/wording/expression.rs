//! A regular expression of our own code, compiled when a text first holds letters that stand in every match. Comes in: texts. Goes out:
//! what the expression finds in them. Must never: miss a match because its needles are not in the text.

use std::borrow::Cow;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use regex::{Match, Regex};

use crate::prose::rule::{Needle, constant};

/// An expression that ignores case, and its needles.
pub struct Expression {
    /// In small letters of ASCII; one of them stands in every match.
    needles: &'static [&'static str],
    pattern: &'static str,
    spotter: OnceLock<Option<AhoCorasick>>,
    regex: OnceLock<Regex>,
}

impl Expression {
    /// An expression; nothing is compiled yet.
    pub const fn new(needles: &'static [&'static str], pattern: &'static str) -> Self {
        Self { needles, pattern, spotter: OnceLock::new(), regex: OnceLock::new() }
    }

    /// What must stand in a text.
    pub fn needles(&self) -> Vec<Needle> {
        self.needles.iter().map(|word| Needle::anywhere(word)).collect()
    }

    /// What is compiled.
    pub fn pattern(&self) -> &'static str {
        self.pattern
    }

    /// Whether a needle stands in a text.
    pub fn can_stand(&self, text: &str) -> bool {
        // The only letters beyond ASCII that are equal to ASCII ones when case does not matter.
        if !text.is_ascii() && text.contains(['\u{17f}', '\u{212a}']) {
            return true;
        }
        let spotter = self.spotter.get_or_init(|| AhoCorasickBuilder::new().ascii_case_insensitive(true).build(self.needles).ok());
        spotter.as_ref().is_none_or(|spotter| spotter.is_match(text))
    }

    /// Whether it matches anywhere.
    pub fn is_match(&self, text: &str) -> bool {
        self.can_stand(text) && self.regex().is_match(text)
    }

    /// The first match.
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        if self.can_stand(text) { self.regex().find(text) } else { None }
    }

    /// The text with every match replaced by words.
    pub fn replaced<'t>(&self, text: &'t str, words: &str) -> Cow<'t, str> {
        if self.can_stand(text) { self.regex().replace_all(text, words) } else { Cow::Borrowed(text) }
    }

    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| constant(self.pattern))
    }
}

#[cfg(test)]
mod tests {
    use proptest::strategy::{Strategy as _, ValueTree as _};
    use proptest::test_runner::TestRunner;

    use super::super::{admits_failure, apology_specific, data_statement, duration, duration_agrees, impact_quantified, planned};
    use super::*;

    #[test]
    fn every_text_that_an_expression_matches_holds_one_of_its_needles() {
        let span = duration::pattern("span");
        let mut all = vec![(&duration_agrees::UNIT, span.as_str())];
        let rest = [
            &admits_failure::THANKS,
            &apology_specific::SORRY,
            &data_statement::CENTRE,
            &data_statement::WHAT,
            &data_statement::FATE,
            &duration_agrees::UNIT,
            &impact_quantified::UNIT,
            &impact_quantified::UNKNOWN,
            &planned::WORK,
        ];
        all.extend(rest.map(|expression| (expression, expression.pattern)));
        let mut runner = TestRunner::deterministic();
        for (expression, pattern) in all {
            // Borders and places only take matches away.
            let free = pattern.replace(r"\b", "").replace('^', "");
            let matching = proptest::string::string_regex(&free).unwrap();
            for _ in 0..500 {
                let text = matching.new_tree(&mut runner).unwrap().current();
                assert!(expression.can_stand(&text), "{pattern} on {text:?}");
            }
            assert!(!expression.can_stand("Nobody bought a lot."), "{pattern}");
        }
    }

    #[test]
    fn it_finds_what_its_regular_expression_finds() {
        let sorry = Expression::new(&["sorry", "apolog"], r"(?i)\b(?:sorry|apologies)\b");
        for text in ["We are Sorry.", "apologized", "\u{17f}orry for it", "our apologies", "fine"] {
            let regex = constant(sorry.pattern);
            assert_eq!(sorry.is_match(text), regex.is_match(text), "{text}");
            assert_eq!(sorry.find(text), regex.find(text), "{text}");
            assert_eq!(sorry.replaced(text, "x"), regex.replace_all(text, "x"), "{text}");
        }
    }
}
