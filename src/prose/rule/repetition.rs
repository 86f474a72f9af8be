//! `extends: repetition`: the same token twice in a row. Neighbours in different lines or sentences are no repetition.

use super::Hit;
use super::action::Fix;
use super::exceptions::{Exceptions, Vocabulary};
use super::file::RuleFile;
use super::message::{fill, offered};
use super::pattern::{GaveUp, Pattern};

/// A compiled repetition rule.
#[derive(Debug)]
pub struct Repetition {
    pattern: Pattern,
    max: usize,
    alpha: bool,
    ignore_case: bool,
    exceptions: Exceptions,
    vocabulary: bool,
    message: String,
    fix: Fix,
}

impl Repetition {
    /// Compiles the rule; the error is one line.
    pub fn new(file: &RuleFile) -> Result<Self, String> {
        let tokens = file.tokens.clone().unwrap_or_default().0;
        if tokens.is_empty() {
            return Err("`tokens` holds nothing".to_owned());
        }
        let flag = if file.ignorecase { "(?i)" } else { "" };
        Ok(Self {
            pattern: Pattern::new(&format!("{flag}({})", tokens.join("|")))?,
            max: file.max.unwrap_or(0),
            alpha: file.alpha.unwrap_or(false),
            ignore_case: file.ignorecase,
            exceptions: Exceptions::new(&file.exceptions.0)?,
            vocabulary: file.vocab.unwrap_or(true),
            message: file.message.clone(),
            fix: Fix::new(&file.action)?,
        })
    }

    /// Whether no two neighbours are the same, so that the rule finds nothing in the text, nor in a sentence of it. Said only of rules
    /// whose tokens are all that white space parts; nothing is compiled for it.
    pub fn rests(file: &RuleFile, text: &str) -> bool {
        let tokens = file.tokens.as_ref().map_or(&[][..], |tokens| &tokens.0);
        let words = matches!(tokens, [token] if matches!(token.as_str(), r"[^\s]+" | r"\S+"));
        words && !if text.is_ascii() { has_twins(text) } else { has_folded_twins(text) }
    }

    /// What it finds in a text.
    pub fn hits(&self, text: &str, vocabulary: &Vocabulary) -> Result<Vec<Hit>, GaveUp> {
        let found: Vec<_> = self.pattern.matches(text)?.into_iter().map(|found| found.range).collect();
        let mut hits = Vec::new();
        let mut count = 0;
        for pair in found.windows(2) {
            let [first, second] = pair else { continue };
            let word = text[second.clone()].trim();
            if !self.same(text[first.clone()].trim(), word) {
                continue;
            }
            count += 1;
            let range = first.start..second.end;
            if count <= self.max || is_parted(&text[range.clone()]) {
                continue;
            }
            let allowed = self.exceptions.cover(text, &range)? || self.vocabulary && vocabulary.covers(text, &range)?;
            if !allowed {
                let suggestions = self.fix.suggestions(&text[range.clone()]);
                let message = fill(&self.message, &[word, &offered(&suggestions, word)]);
                hits.push(Hit::new(range, message).offering(suggestions));
                count = 0;
            }
        }
        Ok(hits)
    }

    fn same(&self, first: &str, second: &str) -> bool {
        let equal = match (self.ignore_case, first.is_ascii() && second.is_ascii()) {
            (false, _) => first == second,
            (true, true) => first.eq_ignore_ascii_case(second),
            (true, false) => first.to_lowercase() == second.to_lowercase(),
        };
        equal && !second.is_empty() && (!self.alpha || second.chars().all(char::is_alphabetic))
    }
}

/// Whether two neighbouring words of a text in ASCII are the same but for case.
fn has_twins(text: &str) -> bool {
    let mut before: &[u8] = &[];
    let words = text.as_bytes().split(|byte| matches!(byte, b' ' | b'\t'..=b'\r')).filter(|word| !word.is_empty());
    words.into_iter().any(|word| std::mem::replace(&mut before, word).eq_ignore_ascii_case(word))
}

/// The same of any text.
fn has_folded_twins(text: &str) -> bool {
    let mut before = "";
    text.split_whitespace().any(|word| {
        let before = std::mem::replace(&mut before, word);
        if before.is_ascii() && word.is_ascii() { before.eq_ignore_ascii_case(word) } else { before.to_lowercase() == word.to_lowercase() }
    })
}

/// Whether a line or a sentence ends between the two.
fn is_parted(pair: &str) -> bool {
    let mut characters = pair.chars().peekable();
    while let Some(character) = characters.next() {
        let ends = matches!(character, '.' | '!' | '?') && characters.peek().is_some_and(|next| next.is_whitespace());
        if character == '\n' || ends {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rule: &str, text: &str) -> Vec<String> {
        let file = RuleFile::read("S/r.yml", &format!("extends: repetition\nmessage: \"%s\"\n{rule}")).unwrap();
        let vocabulary = Vocabulary::accepting(&["bye bye".to_owned()]).unwrap();
        let hits = Repetition::new(&file).unwrap().hits(text, &vocabulary).unwrap();
        hits.into_iter().map(|hit| text[hit.range].to_owned()).collect()
    }

    #[test]
    fn neighbours_are_compared_one_by_one() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("tokens: ['\\S+']", "it is is so", &["is is"]),
            ("tokens: ['\\S+']", "Is is so", &[]),
            ("tokens: ['\\S+']\nignorecase: true", "Is is so", &["Is is"]),
            ("tokens: ['\\S+']", "5 5 and", &["5 5"]),
            ("tokens: ['\\S+']\nalpha: true", "5 5 and", &[]),
            ("tokens: ['\\S+']\nmax: 1", "a a b", &[]),
            ("tokens: ['\\S+']\nmax: 1", "a a a", &["a a"]),
            ("tokens: ['[^\\s.]+']", "Use it. it can", &[]),
            ("tokens: ['\\S+']", "the\nthe end", &[]),
            ("tokens: ['\\S+']", "bye bye now", &[]),
            ("tokens: ['\\S+']\nvocab: false", "bye bye now", &["bye bye"]),
            ("tokens: ['\\S+']\nexceptions: [had had]", "they had had it", &[]),
        ];
        for (rule, text, wanted) in cases {
            assert_eq!(found(rule, text), *wanted, "{rule} on {text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_rule_rests_only_where_it_finds_nothing(text in "([aAbéÉſ.]{1,2}[ \u{a0}\u{b}\n]{1,2}){0,6}") {
            for rule in ["tokens: ['[^\\s]+']\nignorecase: true", "tokens: ['\\S+']", "tokens: ['\\S+']\nvocab: false\nalpha: true"] {
                let file = RuleFile::read("S/r.yml", &format!("extends: repetition\nmessage: m\n{rule}")).unwrap();
                proptest::prop_assert!(!Repetition::rests(&file, &text) || found(rule, &text).is_empty(), "{rule} on {text:?}");
            }
        }
    }
}
