//! A pattern, compiled: without look-around for an engine of linear time, else for one that goes back, and within a limit.

use std::ops::Range;
use std::sync::OnceLock;

use super::pattern::GaveUp;
use super::relaxed::{looks_back_at_letters, relaxed};

/// Steps back that a pattern with look-around may take on one text.
const BACKTRACK_LIMIT: usize = 200_000;

/// Bytes that a compiled pattern may have: a list of two thousand words needs a tenth of it.
const SIZE_LIMIT: usize = 64 << 20;

/// A compiled pattern.
#[derive(Debug)]
pub enum Engine {
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

impl Engine {
    /// Compiles a pattern; the error is one line that says what is wrong with it.
    pub fn new(pattern: &str) -> Result<Self, String> {
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

    /// All matches from left to right, the empty ones too.
    pub fn all(&self, text: &str) -> Result<Vec<Range<usize>>, GaveUp> {
        match self {
            Self::Linear(regex) => Ok(regex.find_iter(text).map(|found| found.range()).collect()),
            Self::Backtracking(both) => {
                let found = both.on(text)?.into_iter().flat_map(|regex| regex.find_iter(text));
                found.map(|found| found.map(|found| found.range()).map_err(|_| GaveUp)).collect()
            }
        }
    }

    /// The first match that begins there or later.
    pub fn first(&self, text: &str, from: usize) -> Result<Option<Range<usize>>, GaveUp> {
        match self {
            Self::Linear(regex) => Ok(regex.find_at(text, from).map(|found| found.range())),
            Self::Backtracking(both) => {
                let Some(regex) = both.on(text)? else { return Ok(None) };
                Ok(regex.find_from_pos(text, from).map_err(|_| GaveUp)?.map(|found| found.range()))
            }
        }
    }

    /// The expression, if it runs in linear time.
    pub fn linear(&self) -> Option<&regex::Regex> {
        match self {
            Self::Linear(regex) => Some(regex),
            Self::Backtracking(_) => None,
        }
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

/// Parsers draw the place of a fault over several lines; the last one says what it is.
fn last_line(text: &str) -> String {
    let line = text.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or("not a regular expression");
    line.trim_start_matches("error: ").to_owned()
}
