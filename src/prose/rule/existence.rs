//! `extends: existence`: the rule's tokens must not stand in the text.

use std::ops::Range;

use super::Hit;
use super::action::Fix;
use super::exceptions::{Exceptions, Vocabulary};
use super::file::RuleFile;
use super::message::{fill, offered};
use super::pattern::{GaveUp, Pattern, framed};

/// A compiled existence rule.
#[derive(Debug)]
pub struct Existence {
    pattern: Pattern,
    exceptions: Exceptions,
    vocabulary: bool,
    message: String,
    fix: Fix,
    /// The most bytes of a match, if that is known.
    longest: Option<usize>,
}

impl Existence {
    /// Compiles the rule; the error is one line.
    pub fn new(file: &RuleFile) -> Result<Self, String> {
        let pattern = Pattern::new(&Self::source(file)?)?;
        Ok(Self {
            longest: pattern.longest(),
            pattern,
            exceptions: Exceptions::new(&file.exceptions.0)?,
            // Tokens that are no words may match much text, and one accepted word in it excuses nothing.
            vocabulary: file.vocab.unwrap_or(true) && !file.nonword,
            message: file.message.clone(),
            fix: Fix::new(&file.action)?,
        })
    }

    /// The whole pattern, not compiled.
    pub fn source(file: &RuleFile) -> Result<String, String> {
        let list = |key: &Option<super::file::OneOrMany>| key.clone().unwrap_or_default().0;
        let tokens: Vec<String> = list(&file.tokens).into_iter().filter(|token| !token.trim().is_empty()).collect();
        let raw = list(&file.raw).concat();
        if tokens.is_empty() && raw.is_empty() {
            return Err("neither `tokens` nor `raw` holds anything".to_owned());
        }
        let words = !file.nonword && !tokens.is_empty();
        let tokens = framed(&tokens.join("|"), file.frame(words), false);
        let pattern = if file.append.unwrap_or(false) { tokens + &raw } else { raw + &tokens };
        let flag = if file.ignorecase { "(?i)" } else { "" };
        Ok(format!("{flag}{pattern}"))
    }

    /// What it finds in a text, of which all its needles stand in those bytes.
    pub fn hits(&self, text: &str, near: &Range<usize>, vocabulary: &Vocabulary) -> Result<Vec<Hit>, GaveUp> {
        let mut hits = Vec::new();
        for found in self.found(text, near)? {
            let matched = &text[found.clone()];
            let allowed = self.exceptions.cover(text, &found)? || self.vocabulary && vocabulary.covers(text, &found)?;
            if !allowed {
                let suggestions = self.fix.suggestions(matched);
                let message = fill(&self.message, &[matched, &offered(&suggestions, matched)]);
                hits.push(Hit::new(found, message).offering(suggestions));
            }
        }
        Ok(hits)
    }

    /// The matches. Each holds a needle, and is no longer than the longest: so it lies near them, and the rest of the text need not be
    /// read. Something else may match where the text is cut off; it touches the cut, which is too far from all needles to be in the way
    /// of a match.
    fn found(&self, text: &str, near: &Range<usize>) -> Result<Vec<Range<usize>>, GaveUp> {
        let window = self.longest.map(|longest| {
            let reach = 2 * longest + 4;
            text.floor_char_boundary(near.start.saturating_sub(reach))
                ..text.ceil_char_boundary(near.end.saturating_add(reach).min(text.len()))
        });
        let window = window.unwrap_or(0..text.len());
        let touches = |found: &Range<usize>| {
            found.start == 0 && window.start > 0 || window.start + found.end == window.end && window.end < text.len()
        };
        let found = self.pattern.matches(&text[window.clone()])?.into_iter().map(|found| found.range);
        Ok(found.filter(|found| !touches(found)).map(|found| window.start + found.start..window.start + found.end).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rule: &str, text: &str) -> Vec<String> {
        let file = RuleFile::read("Style/rule.yml", &format!("extends: existence\nmessage: \"%s\"\n{rule}")).unwrap();
        let hits = Existence::new(&file).unwrap().hits(text, &(0..text.len()), &Vocabulary::default()).unwrap();
        hits.into_iter().map(|hit| hit.message).collect()
    }

    proptest::proptest! {
        #[test]
        fn near_its_needles_it_finds_what_it_finds_in_all(text in "([Iié]|so|very|dow?n|P[1x]|[ .'’-]|\n|ab|b!|S[lL]o|a{1,9}){0,60}") {
            let rules = [
                r"tokens: [so, 'very\w?', 'down ?(?:so)?', P1, 'ab?|ab!']",
                r"{ignorecase: true, tokens: ['(?:is )?down', 'so.{0,3}very', \bi\b, 'slo']}",
                r"{nonword: true, tokens: ['b!', '^so', 'dn$', 'I[’'']P']}",
                r"{ignorecase: true, tokens: ['down(?! so)', 'so+']}",
            ];
            for rule in rules {
                let keys = rule.trim_matches(['{', '}']).replace(", tokens", "\ntokens");
                let file = RuleFile::read("a.yml", &format!("extends: existence\nmessage: m\n{keys}")).unwrap();
                let needles = super::super::needles::needles(&super::super::dialect::translated(&Existence::source(&file).unwrap()));
                let mut near = None;
                super::super::Sieve::new([needles]).each_concerned(&text, |_, range| near = Some(range));
                let rule = Existence::new(&file).unwrap();
                let all = rule.hits(&text, &(0..text.len()), &Vocabulary::default());
                let some = near.map_or(Ok(Vec::new()), |near| rule.hits(&text, &near, &Vocabulary::default()));
                proptest::prop_assert_eq!(some, all, "{} in {:?}", keys, text);
            }
        }
    }

    #[test]
    fn tokens_are_whole_words_in_file_order() {
        assert_eq!(found("tokens: [blip, 'blip sound']", "A blip, a blip sound, blips."), ["blip", "blip"]);
        assert_eq!(found("tokens: ['blip sound', blip]", "A blip sound."), ["blip sound"]);
        assert_eq!(found("tokens: blip", "One blip."), ["blip"], "a scalar is a list of one");
    }

    #[test]
    fn case_matters_unless_the_rule_says_otherwise() {
        assert!(found("tokens: [blip]", "Blip").is_empty());
        assert_eq!(found("tokens: [blip]\nignorecase: true", "Blip"), ["Blip"]);
    }

    #[test]
    fn nonword_tokens_may_stand_inside_a_word() {
        assert!(found("tokens: ['!']", "No!").is_empty(), "there is no word border behind the mark");
        assert_eq!(found("tokens: ['!']\nnonword: true", "No!"), ["!"]);
        assert_eq!(found("tokens: [lip]\nnonword: true", "blips"), ["lip"]);
    }

    #[test]
    fn raw_parts_are_joined_and_stand_before_the_tokens() {
        assert_eq!(found(r"raw: ['\d+', ' %']", "about 30 % of"), ["30 %"]);
        assert_eq!(found(r"raw: ['\d+ ']", "30 of"), ["30 "]);
        assert_eq!(found("raw: ['a ']\ntokens: [blip, bump]", "a bump, the bump"), ["a bump"]);
        assert_eq!(found("raw: [' a']\ntokens: [blip, bump]\nappend: true", "bump a"), ["bump a"]);
    }

    #[test]
    fn blank_tokens_are_dropped() {
        assert_eq!(found("tokens: ['', ' ', blip]", "a blip"), ["blip"]);
        let empty = RuleFile::read("a.yml", "extends: existence\nmessage: m\ntokens: ['']").unwrap();
        assert!(Existence::new(&empty).is_err());
    }

    #[test]
    fn exceptions_and_action_words() {
        assert_eq!(found("tokens: ['(?:power )?outage']\nexceptions: [power]", "a power outage, an outage"), ["outage"]);
        let rule = "extends: existence\nmessage: \"%s: try %s\"\ntokens: [blip]\naction:\n  name: replace\n  params: [fault, delay]\n";
        let hits = Existence::new(&RuleFile::read("a.yml", rule).unwrap()).unwrap().hits("blip", &(0..4), &Vocabulary::default()).unwrap();
        assert_eq!(hits[0].message, "blip: try 'fault' or 'delay'");
    }

    #[test]
    fn the_vocabulary_is_an_exception_unless_the_rule_opts_out() {
        let hits = |rule: &str| {
            let file = RuleFile::read("a.yml", rule).unwrap();
            Existence::new(&file).unwrap().hits("Blip", &(0..4), &Vocabulary::new(&["Blip".to_owned()])).unwrap().len()
        };
        assert_eq!(hits("extends: existence\nmessage: m\ntokens: [Blip]"), 0);
        assert_eq!(hits("extends: existence\nmessage: m\ntokens: [Blip]\nvocab: false"), 1);
    }
}
