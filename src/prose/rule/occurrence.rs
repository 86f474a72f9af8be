//! `extends: occurrence`: a token may stand in a block at most `max` and at least `min` times.

use super::Hit;
use super::file::RuleFile;
use super::message::fill;
use super::pattern::{GaveUp, Pattern};

/// A compiled occurrence rule.
#[derive(Debug)]
pub struct Occurrence {
    pattern: Pattern,
    max: usize,
    min: usize,
    message: String,
}

impl Occurrence {
    /// Compiles the rule; the error is one line.
    pub fn new(file: &RuleFile) -> Result<Self, String> {
        let token = file.token.as_deref().ok_or("`token` is missing")?;
        let flag = if file.ignorecase { "(?i)" } else { "" };
        Ok(Self {
            pattern: Pattern::new(&format!("{flag}(?:{token})"))?,
            max: file.max.unwrap_or(0),
            min: file.min.unwrap_or(0),
            message: file.message.replace("%d", "%s"),
        })
    }

    /// Whether a text is too short for the rule to find anything in it, or in a sentence of it; nothing is compiled for it.
    pub fn rests(file: &RuleFile, text: &str) -> bool {
        let token = file.token.as_deref().unwrap_or_default();
        // Each match of such a token ends where white space follows, or the text ends, and no two end at one place.
        let ends_words = token.ends_with(r"\S*") && !token.ends_with(r"\\S*") && !token.contains(['|', '(']);
        let ends = || text.bytes().filter(|byte| matches!(byte, b' ' | b'\t'..=b'\r') || !byte.is_ascii()).count() + 1;
        ends_words && file.min.unwrap_or(0) == 0 && file.max.is_some_and(|max| ends() <= max)
    }

    /// One hit if the count is wrong: at the first match that a reader sees, or about the file if there is none at all.
    pub fn hits(&self, text: &str) -> Result<Vec<Hit>, GaveUp> {
        let found = self.pattern.all(text)?;
        let count = found.len();
        let wrong = self.max > 0 && count > self.max || self.min > 0 && count < self.min;
        if !wrong {
            return Ok(Vec::new());
        }
        let message = fill(&self.message, &[&count.to_string()]);
        if found.is_empty() {
            return Ok(vec![Hit::about_the_file(message)]);
        }
        let masked = |text: &str| text.chars().all(|character| matches!(character, '*' | '@'));
        let shown = found.into_iter().map(|found| found.range).find(|range| {
            let matched = &text[range.clone()];
            !matched.trim().is_empty() && !masked(matched)
        });
        Ok(shown.map(|range| Hit::new(range, message)).into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rule: &str, text: &str) -> Vec<(std::ops::Range<usize>, String, bool)> {
        let file = RuleFile::read("S/r.yml", &format!("extends: occurrence\nmessage: \"%s of them\"\n{rule}")).unwrap();
        let hits = Occurrence::new(&file).unwrap().hits(text).unwrap();
        hits.into_iter().map(|hit| (hit.range, hit.message, hit.whole_file)).collect()
    }

    #[test]
    fn too_many_are_told_once_at_the_first() {
        assert_eq!(found("token: ','\nmax: 2", "a, b, c, d"), [(1..2, "3 of them".to_owned(), false)]);
        assert!(found("token: ','\nmax: 3", "a, b, c, d").is_empty());
        assert_eq!(found("token: x\nmax: 1\nignorecase: true", "xX").len(), 1);
        assert!(found("token: x\nmax: 1", "xX").is_empty(), "case matters");
    }

    #[test]
    fn too_few_are_told_too_and_none_is_about_the_file() {
        assert_eq!(found(r"{token: '\w+', min: 3}".trim_matches(['{', '}']).replace(", ", "\n").as_str(), "two words")[0].0, 0..3);
        let none = found("token: Summary\nmin: 1", "text");
        assert_eq!(none, [(0..0, "0 of them".to_owned(), true)]);
    }

    proptest::proptest! {
        #[test]
        fn a_rule_rests_only_where_it_finds_nothing(text in "[ab.é \u{a0}\u{b}\n*]{0,12}") {
            for token in [r"[\p{L}\p{N}]\S*", r"\s\S*", r"\S*", r"a\S*"] {
                let rule = format!("token: '{token}'\nmax: 2");
                let file = RuleFile::read("S/r.yml", &format!("extends: occurrence\nmessage: m\n{rule}")).unwrap();
                proptest::prop_assert!(!Occurrence::rests(&file, &text) || found(&rule, &text).is_empty(), "{token} on {text:?}");
            }
        }
    }

    #[test]
    fn masked_and_blank_matches_count_but_are_not_shown() {
        assert_eq!(found(r"token: '\S+'\nmax: 1".replace("\\n", "\n").as_str(), "**** word")[0].0, 5..9);
        assert!(found("token: ' '\nmax: 1", "a b c").is_empty());
    }
}
