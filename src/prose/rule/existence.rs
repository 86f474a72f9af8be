//! `extends: existence`: the rule's tokens must not stand in the text.

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
}

impl Existence {
    /// Compiles the rule; the error is one line.
    pub fn new(file: &RuleFile) -> Result<Self, String> {
        Ok(Self {
            pattern: Pattern::new(&Self::source(file)?)?,
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

    /// What it finds in a text.
    pub fn hits(&self, text: &str, vocabulary: &Vocabulary) -> Result<Vec<Hit>, GaveUp> {
        let mut hits = Vec::new();
        for found in self.pattern.matches(text)? {
            let matched = &text[found.range.clone()];
            let allowed = self.exceptions.cover(text, &found.range)? || self.vocabulary && vocabulary.covers(text, &found.range)?;
            if !allowed {
                let suggestions = self.fix.suggestions(matched);
                let message = fill(&self.message, &[matched, &offered(&suggestions, matched)]);
                hits.push(Hit::new(found.range, message).offering(suggestions));
            }
        }
        Ok(hits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rule: &str, text: &str) -> Vec<String> {
        let file = RuleFile::read("Style/rule.yml", &format!("extends: existence\nmessage: \"%s\"\n{rule}")).unwrap();
        let hits = Existence::new(&file).unwrap().hits(text, &Vocabulary::default()).unwrap();
        hits.into_iter().map(|hit| hit.message).collect()
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
        let hits = Existence::new(&RuleFile::read("a.yml", rule).unwrap()).unwrap().hits("blip", &Vocabulary::default()).unwrap();
        assert_eq!(hits[0].message, "blip: try 'fault' or 'delay'");
    }

    #[test]
    fn the_vocabulary_is_an_exception_unless_the_rule_opts_out() {
        let hits = |rule: &str| {
            let file = RuleFile::read("a.yml", rule).unwrap();
            Existence::new(&file).unwrap().hits("Blip", &Vocabulary::new(&["Blip".to_owned()])).unwrap().len()
        };
        assert_eq!(hits("extends: existence\nmessage: m\ntokens: [Blip]"), 0);
        assert_eq!(hits("extends: existence\nmessage: m\ntokens: [Blip]\nvocab: false"), 1);
    }
}
