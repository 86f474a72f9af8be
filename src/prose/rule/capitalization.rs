//! `extends: capitalization`: a block is written in one case. The whole block is the match.

use super::Hit;
use super::action::Fix;
use super::case::{Form, Word, expected};
use super::exceptions::{Exceptions, Vocabulary};
use super::file::RuleFile;
use super::message::fill;
use super::pattern::{GaveUp, Pattern};

/// A compiled capitalization rule.
#[derive(Debug)]
pub struct Capitalization {
    form: Wanted,
    threshold: f64,
    prefix: Option<Pattern>,
    exceptions: Exceptions,
    vocabulary: bool,
    message: String,
    fix: Fix,
    replaces: bool,
}

#[derive(Debug)]
enum Wanted {
    Lower,
    Upper,
    Pattern(Pattern, String),
    Words(Form),
}

impl Capitalization {
    /// Compiles the rule; the error is one line.
    pub fn new(file: &RuleFile) -> Result<Self, String> {
        let form = match (file.form.as_deref(), file.style.as_deref()) {
            (None, _) => return Err("`match` is missing".to_owned()),
            (_, Some(style)) if style != "AP" && style != "Chicago" => {
                return Err(format!("there is no style `{style}`: write AP or Chicago"));
            }
            (Some("$title"), style) => Wanted::Words(Form::Title { chicago: style == Some("Chicago") }),
            (Some("$sentence"), _) => Wanted::Words(Form::Sentence { indicators: file.indicators.clone().unwrap_or_default().0 }),
            (Some("$lower"), _) => Wanted::Lower,
            (Some("$upper"), _) => Wanted::Upper,
            (Some(pattern), _) => Wanted::Pattern(Pattern::new(pattern)?, pattern.to_owned()),
        };
        let threshold = file.threshold.filter(|threshold| *threshold > 0.0).unwrap_or(0.8);
        Ok(Self {
            form,
            threshold,
            prefix: file.prefix.as_deref().map(|prefix| Pattern::new(&format!("^(?:{prefix})"))).transpose()?,
            exceptions: Exceptions::new(&file.exceptions.0)?,
            vocabulary: file.vocab.unwrap_or(true),
            message: file.message.clone(),
            fix: Fix::new(&file.action)?,
            replaces: file.action.name == "replace" && file.action.params.0.is_empty(),
        })
    }

    /// One hit if the block is not in the wanted case.
    pub fn hits(&self, text: &str, vocabulary: &Vocabulary) -> Result<Vec<Hit>, GaveUp> {
        let (expected, conforms) = self.judged(text, vocabulary)?;
        if conforms || text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let message = fill(&self.message, &[text, &expected]);
        let suggestions = if self.replaces && matches!(self.form, Wanted::Words(_)) { vec![expected] } else { self.fix.suggestions(text) };
        Ok(vec![Hit::new(0..text.len(), message).offering(suggestions)])
    }

    /// What it should be, and whether it is close enough to that.
    fn judged(&self, text: &str, vocabulary: &Vocabulary) -> Result<(String, bool), GaveUp> {
        let mut spared = self.exceptions.places(text)?;
        if self.vocabulary {
            spared.extend(vocabulary.places(text)?);
        }
        spared.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        Ok(match &self.form {
            Wanted::Lower => (text.to_lowercase(), text == text.to_lowercase() || !spared.is_empty()),
            Wanted::Upper => (text.to_uppercase(), text == text.to_uppercase() || !spared.is_empty()),
            Wanted::Pattern(pattern, source) => (source.clone(), pattern.is_match(text)? || !spared.is_empty()),
            Wanted::Words(form) => {
                let cut = self.prefix.as_ref().map(|prefix| prefix.matches(text)).transpose()?;
                let cut = cut.and_then(|found| found.first().map(|found| found.range.end)).unwrap_or(0);
                let known = |word: &str| {
                    let own = self.exceptions.spelling(word)?;
                    Ok(if own.is_none() && self.vocabulary { vocabulary.spelling(word)? } else { own })
                };
                let words = expected(form, text, cut, &spared, &known)?;
                self.measured(&words, text, cut)
            }
        })
    }

    fn measured(&self, words: &[Word], text: &str, cut: usize) -> (String, bool) {
        let mut made = text[..cut].to_owned();
        let mut at = cut;
        for word in words {
            made.push_str(&text[at..word.range.start]);
            made.push_str(&word.expected);
            at = word.range.end;
        }
        made.push_str(&text[at..]);
        let right = words.iter().filter(|word| word.conforms(text)).count();
        let begun = words.first().is_none_or(|word| !word.must_begin || word.conforms(text) || word.is_titled(text));
        (made, begun && (words.is_empty() || right as f64 / words.len() as f64 >= self.threshold))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(rule: &str, text: &str) -> Option<String> {
        let file = RuleFile::read("S/r.yml", &format!("extends: capitalization\nmessage: \"%s|%s\"\n{rule}")).unwrap();
        let vocabulary = Vocabulary::accepting(&["eBay".to_owned()]).unwrap();
        let hits = Capitalization::new(&file).unwrap().hits(text, &vocabulary).unwrap();
        hits.first().map(|hit| hit.message.rsplit('|').next().unwrap().to_owned())
    }

    #[test]
    fn sentence_case() {
        let rule = "match: $sentence\nindicators: [':']\nexceptions: [Web Console, API]";
        let fine =
            ["Find the API", "Use the Web Console now", "eBay is open", "Note: This is fine", "1. Go on", "Top-level words are fine here"];
        for text in fine {
            assert_eq!(flags(rule, text), None, "{text}");
        }
        assert_eq!(flags(rule, "find it"), Some("Find it".to_owned()));
        assert_eq!(flags(rule, "Find It There Now"), Some("Find it there now".to_owned()));
        assert_eq!(flags(rule, "Find the NATO"), Some("Find the nato".to_owned()), "acronyms need an exception");
        assert_eq!(flags("match: $sentence\nthreshold: 0.5", "Find the NATO now"), None, "enough words conform");
    }

    #[test]
    fn title_case() {
        let rule = "match: $title\nexceptions: [kubectl]";
        for text in ["The State of the Art", "Using kubectl at eBay", "NATO and the WHO", "Set Up a Host"] {
            assert_eq!(flags(rule, text), None, "{text}");
        }
        assert_eq!(flags(rule, "the state of the art"), Some("The State of the Art".to_owned()));
        assert_eq!(flags("match: $title\nstyle: Chicago", "A Walk between Houses"), None);
        assert_eq!(flags("match: $title", "A walk between houses"), Some("A Walk Between Houses".to_owned()));
        assert_eq!(flags("match: $title\nprefix: 'RFC \\d+: '", "RFC 12: a walk"), Some("RFC 12: A Walk".to_owned()));
    }

    #[test]
    fn one_case_or_a_pattern() {
        assert_eq!(flags("match: $lower", "all low"), None);
        assert_eq!(flags("match: $lower", "Not low"), Some("not low".to_owned()));
        assert_eq!(flags("match: $upper", "NO"), None);
        assert_eq!(flags("match: '^[A-Z]'", "Yes"), None);
        assert_eq!(flags("match: '^[A-Z]'", "no"), Some("^[A-Z]".to_owned()));
        assert!(
            Capitalization::new(&RuleFile::read("a.yml", "extends: capitalization\nmessage: m\nmatch: $title\nstyle: X").unwrap()).is_err()
        );
    }
}
