//! Regular expressions of rules. Most run in linear time; those that look around run with a limit.
//! A pattern that reaches its limit says so, and is never taken for one that found nothing.

use std::ops::Range;
use std::sync::OnceLock;

use super::dialect::translated;
use super::relaxed::{looks_back_at_letters, relaxed};

/// Steps back that a pattern with look-around may take on one text.
const BACKTRACK_LIMIT: usize = 200_000;

/// Bytes that a compiled pattern may have: a list of two thousand words needs a tenth of it.
const SIZE_LIMIT: usize = 64 << 20;

/// A compiled pattern.
#[derive(Debug)]
pub enum Pattern {
    /// Without look-around: linear time.
    Linear(regex::Regex),
    /// With look-around: may give up.
    Backtracking(Box<Backtracking>),
}

/// A pattern with look-around, and one without that is asked first.
#[derive(Debug)]
pub struct Backtracking {
    pattern: String,
    /// Compiled once a text needs it: that takes longer than all else that a small site needs of a rule.
    strict: OnceLock<Option<fancy_regex::Regex>>,
    relaxed: Option<regex::Regex>,
}

impl Backtracking {
    fn new(pattern: &str) -> Result<Self, String> {
        let relaxed = relaxed(pattern);
        let both = Self { pattern: pattern.to_owned(), strict: OnceLock::new(), relaxed };
        // What looks back over a length that varies shows only when it is compiled.
        if both.relaxed.is_none() || !looks_back_at_letters(pattern) {
            let strict = both.compiled()?;
            return Ok(Self { strict: OnceLock::from(Some(strict)), ..both });
        }
        Ok(both)
    }

    fn compiled(&self) -> Result<fancy_regex::Regex, String> {
        let built = fancy_regex::RegexBuilder::new(&self.pattern).backtrack_limit(BACKTRACK_LIMIT).build();
        built.map_err(|error| last_line(&error.to_string()))
    }

    fn strict(&self) -> Result<&fancy_regex::Regex, GaveUp> {
        self.strict.get_or_init(|| self.compiled().ok()).as_ref().ok_or(GaveUp)
    }

    /// The pattern, if it is worth running on the text.
    fn on(&self, text: &str) -> Result<Option<&fancy_regex::Regex>, GaveUp> {
        if self.relaxed.as_ref().is_none_or(|relaxed| relaxed.is_match(text)) { self.strict().map(Some) } else { Ok(None) }
    }
}

/// A pattern took too long on a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GaveUp;

/// A match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Where it stands.
    pub range: Range<usize>,
}

impl Pattern {
    /// Compiles a pattern; the error is one line that says what is wrong with it.
    pub fn new(pattern: &str) -> Result<Self, String> {
        let pattern = &translated(pattern);
        if let Ok(linear) = regex::RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build() {
            return Ok(Self::Linear(linear));
        }
        Backtracking::new(pattern).map(|both| Self::Backtracking(Box::new(both)))
    }

    /// The most bytes that a match has, if there is such a number, and no match depends on more than what stands beside it.
    pub fn longest(&self) -> Option<usize> {
        match self {
            Self::Linear(regex) => regex_syntax::parse(regex.as_str()).ok()?.properties().maximum_len(),
            Self::Backtracking(_) => None,
        }
    }

    /// Whether it matches anywhere.
    pub fn is_match(&self, text: &str) -> Result<bool, GaveUp> {
        match self {
            Self::Linear(regex) => Ok(regex.is_match(text)),
            Self::Backtracking(both) => both.on(text)?.map_or(Ok(false), |regex| regex.is_match(text).map_err(|_| GaveUp)),
        }
    }

    /// All matches that are not empty, from left to right.
    pub fn matches(&self, text: &str) -> Result<Vec<Match>, GaveUp> {
        let mut found = self.all(text)?;
        found.retain(|found| !found.range.is_empty());
        Ok(found)
    }

    /// All matches from left to right, the empty ones too.
    pub fn all(&self, text: &str) -> Result<Vec<Match>, GaveUp> {
        match self {
            Self::Linear(regex) => Ok(regex.find_iter(text).map(|found| Match { range: found.range() }).collect()),
            Self::Backtracking(both) => {
                let found = both.on(text)?.into_iter().flat_map(|regex| regex.find_iter(text));
                found.map(|found| found.map(|found| Match { range: found.range() }).map_err(|_| GaveUp)).collect()
            }
        }
    }

    /// Whether it matches exactly there.
    pub fn matches_at(&self, text: &str, place: &Range<usize>) -> Result<bool, GaveUp> {
        let found = match self {
            Self::Linear(regex) => regex.find_at(text, place.start).map(|found| found.range()),
            Self::Backtracking(both) => both.strict()?.find_from_pos(text, place.start).map_err(|_| GaveUp)?.map(|found| found.range()),
        };
        Ok(found.as_ref() == Some(place))
    }

    /// What the capture groups caught, match by match.
    pub fn captured(&self, text: &str) -> Result<Vec<String>, GaveUp> {
        let mut caught = Vec::new();
        match self {
            Self::Linear(regex) => {
                for captures in regex.captures_iter(text) {
                    caught.extend(captures.iter().skip(1).flatten().map(|group| group.as_str().to_owned()));
                }
            }
            Self::Backtracking(both) => {
                for captures in both.on(text)?.into_iter().flat_map(|regex| regex.captures_iter(text)) {
                    let captures = captures.map_err(|_| GaveUp)?;
                    caught.extend(captures.iter().skip(1).flatten().map(|group| group.as_str().to_owned()));
                }
            }
        }
        caught.retain(|text| !text.is_empty());
        Ok(caught)
    }

    /// How many capture groups it has.
    pub fn groups(&self) -> usize {
        match self {
            Self::Linear(regex) => regex.captures_len() - 1,
            Self::Backtracking(both) => both.strict().map_or(0, |regex| regex.captures_len() - 1),
        }
    }

    /// The first group of every match, or the whole match where there is none.
    pub fn first_groups(&self, text: &str) -> Result<Vec<Range<usize>>, GaveUp> {
        let mut places = Vec::new();
        match self {
            Self::Linear(regex) => {
                let found = regex.captures_iter(text).filter_map(|found| found.get(1).or_else(|| found.get(0)).map(|part| part.range()));
                places.extend(found);
            }
            Self::Backtracking(both) => {
                for found in both.on(text)?.into_iter().flat_map(|regex| regex.captures_iter(text)) {
                    let found = found.map_err(|_| GaveUp)?;
                    places.extend(found.get(1).or_else(|| found.get(0)).map(|part| part.range()));
                }
            }
        }
        places.retain(|place| !place.is_empty());
        Ok(places)
    }

    /// The text with every match replaced by a template; as it is if the pattern gives up.
    pub fn replaced(&self, text: &str, template: &str) -> String {
        match self {
            Self::Linear(regex) => regex.replace_all(text, template).into_owned(),
            Self::Backtracking(both) => {
                let replaced = both.strict().ok().and_then(|regex| regex.try_replacen(text, 0, template).ok());
                replaced.map_or_else(|| text.to_owned(), std::borrow::Cow::into_owned)
            }
        }
    }

    /// A template with its `${1}` filled from the first match; the template as it is if nothing matches.
    pub fn expand(&self, text: &str, template: &str) -> Result<String, GaveUp> {
        let mut filled = String::new();
        match self {
            Self::Linear(regex) => match regex.captures(text) {
                Some(captures) => captures.expand(template, &mut filled),
                None => template.clone_into(&mut filled),
            },
            Self::Backtracking(both) => match both.strict()?.captures(text).map_err(|_| GaveUp)? {
                Some(captures) => captures.expand(template, &mut filled),
                None => template.clone_into(&mut filled),
            },
        }
        Ok(filled)
    }
}

/// A pattern of our own code. Every test run compiles it.
#[expect(clippy::unwrap_used, reason = "the text is a constant, not input")]
pub fn constant(pattern: &str) -> regex::Regex {
    regex::Regex::new(pattern).unwrap()
}

/// Parsers draw the place of a fault over several lines; the last one says what it is.
fn last_line(text: &str) -> String {
    let line = text.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or("not a regular expression");
    line.trim_start_matches("error: ").to_owned()
}

/// The frame that Vale puts around the tokens of a rule: word borders at both ends, lines counted one by one.
pub const WORDS: &str = r"(?m)\b(?:%s)\b";

/// The frame of tokens that may begin and end anywhere.
pub const ANYWHERE: &str = "(?m)(?:%s)";

/// Tokens in a frame. Case may be ignored in all of it.
pub fn framed(tokens: &str, frame: &str, ignore_case: bool) -> String {
    let flag = if ignore_case { "(?i)" } else { "" };
    format!("{flag}{}", frame.replacen("%s", tokens, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_with_look_around_falls_back_and_may_give_up() {
        assert!(matches!(Pattern::new("a+b").unwrap(), Pattern::Linear(_)));
        let slow = Pattern::new(r"(?:x+x+)+(?=y)z").unwrap();
        assert!(matches!(slow, Pattern::Backtracking(_)));
        assert_eq!(slow.matches(&format!("{}z", "x".repeat(200))), Err(GaveUp));
    }

    #[test]
    fn a_broken_pattern_is_explained_in_one_line() {
        let reason = Pattern::new("(outage").unwrap_err();
        assert!(!reason.contains('\n') && !reason.is_empty(), "{reason}");
    }

    #[test]
    fn empty_matches_are_nothing() {
        assert_eq!(Pattern::new("x*").unwrap().matches("aaa"), Ok(Vec::new()));
    }
}
