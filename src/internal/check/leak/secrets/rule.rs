//! One rule: a pattern, and what lets a match of it pass. Comes in: a text. Goes out: the matches that count, never their words.

use std::ops::Range;
use std::sync::Arc;

use super::pattern::Pattern;
use crate::diagnostic::Level;
use crate::internal::check::leak::detector::Reach;

/// A rule as it runs.
pub struct Rule {
    /// Its name in the file.
    pub id: String,
    /// What it finds, for a message.
    pub fact: String,
    /// `None` for a rule that is about files alone: there are none here.
    pub pattern: Option<Pattern>,
    /// The group that holds the secret; 0 for the first that holds anything.
    pub secret_group: usize,
    /// A secret has more bits to the character than this; 0 asks for nothing.
    pub entropy: f64,
    /// Without one of these the pattern is not tried. In lower case; without any, it always is.
    pub keywords: Vec<String>,
    /// What lets a match pass.
    pub allowlists: Vec<Arc<Allowlist>>,
    /// What else must stand in the text.
    pub required: Vec<Required>,
    /// Whether it speaks for itself, or only where another requires it.
    pub reported: bool,
    /// Whether the evidence is the whole match. The secret in a file of others may be any part of it.
    pub whole: bool,
}

/// A rule that must match nearby.
pub struct Required {
    /// Its place in the list of the file's rules.
    pub rule: usize,
    /// How many lines away it may begin.
    pub lines: Option<usize>,
    /// How many columns away it may begin.
    pub columns: Option<usize>,
}

/// Where a rule matched.
#[derive(Clone)]
pub struct Match {
    /// All that the pattern took.
    pub whole: Range<usize>,
    /// The secret in it.
    pub secret: Range<usize>,
}

/// A pattern that cannot be compiled, so that nobody knows what it would find.
pub struct TooLarge;

/// What lets a match pass.
#[derive(Default)]
pub struct Allowlist {
    /// Whether all its parts must agree, rather than one.
    pub all: bool,
    /// Whether a part of it speaks of paths or commits. There are none here, so that part never agrees.
    pub elsewhere: bool,
    /// What the patterns are held against.
    pub target: Target,
    /// Patterns of what may stand there.
    pub regexes: Vec<Pattern>,
    /// Words in a secret that make it none, in lower case.
    pub stopwords: Vec<String>,
}

/// What the patterns of an allowlist are held against.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Target {
    #[default]
    Secret,
    Match,
    Line,
}

impl Rule {
    /// How bad a match is. What only looks like a secret begins with `generic-`, as it does in the common files.
    pub fn level(&self) -> Level {
        if self.id.starts_with("generic-") { Level::Warning } else { Level::Error }
    }

    /// Whether it is one of those that such a text is tried with. Finished files are spared what only looks like a secret.
    pub fn runs(&self, reach: Reach) -> bool {
        self.reported && (reach == Reach::Text || self.level() == Level::Error)
    }

    /// Whether it matches nowhere in a text of which this is some whole lines, or what stands between a comma and a quote.
    pub fn is_still(&self, part: &str) -> bool {
        let Some(pattern) = &self.pattern else { return true };
        pattern.is_local() && pattern.regex().is_some_and(|regex| !regex.is_match(part))
    }

    /// Where the pattern matches and nothing lets it pass, whatever else the rule requires.
    pub fn matches(&self, text: &str) -> Result<Vec<Match>, TooLarge> {
        let Some(pattern) = &self.pattern else { return Ok(Vec::new()) };
        let regex = pattern.regex().ok_or(TooLarge)?;
        let mut matches = Vec::new();
        let mut at = 0;
        while let Some(found) = regex.captures_at(text, at) {
            let Some(whole) = found.get(0).map(|whole| trimmed(text, whole.range())) else { break };
            let secret = self.secret(&found).unwrap_or_else(|| whole.clone());
            // The border behind one secret may be the border before the next.
            at = after(text, at, secret.end);
            let found = Match { whole, secret };
            if !found.secret.is_empty() && self.counts(text, &found) {
                matches.push(found);
            }
            if at > text.len() {
                break;
            }
        }
        Ok(matches)
    }

    /// The group that is named, or the first that holds something.
    fn secret(&self, found: &regex::Captures<'_>) -> Option<Range<usize>> {
        let group = match self.secret_group {
            0 => found.iter().skip(1).flatten().find(|group| !group.is_empty()),
            group => found.get(group),
        };
        group.map(|group| group.range())
    }

    fn counts(&self, text: &str, found: &Match) -> bool {
        let secret = &text[found.secret.clone()];
        let random = self.entropy == 0.0 || entropy(secret) > self.entropy;
        random && !self.allowlists.iter().any(|list| list.allows(text, found))
    }
}

impl Allowlist {
    fn allows(&self, text: &str, found: &Match) -> bool {
        let secret = &text[found.secret.clone()];
        let target = match self.target {
            Target::Secret => secret,
            Target::Match => &text[found.whole.clone()],
            Target::Line => line(text, &found.whole),
        };
        // A pattern that cannot be compiled allows nothing.
        let listed = || self.regexes.iter().any(|pattern| pattern.regex().is_some_and(|regex| regex.is_match(target)));
        let lower = secret.to_lowercase();
        let stopped = || self.stopwords.iter().any(|word| lower.contains(word.as_str()));
        if self.all {
            !self.elsewhere && (self.regexes.is_empty() || listed()) && (self.stopwords.is_empty() || stopped())
        } else {
            listed() || stopped()
        }
    }
}

impl Required {
    /// Whether a match of the required rule is close enough to one of the rule that requires it.
    pub fn near(&self, text: &str, one: &Match, other: &Match) -> bool {
        let (line, column) = place(text, one.whole.start);
        let (other_line, other_column) = place(text, other.whole.start);
        self.lines.is_none_or(|most| line.abs_diff(other_line) <= most)
            && self.columns.is_none_or(|most| column.abs_diff(other_column) <= most)
    }
}

/// Shannon's measure: bits to the character.
pub fn entropy(text: &str) -> f64 {
    let mut counts = std::collections::BTreeMap::<char, usize>::new();
    for c in text.chars() {
        *counts.entry(c).or_default() += 1;
    }
    let length = text.len() as f64;
    counts.into_values().map(|count| count as f64 / length).map(|share| -share * share.log2()).sum()
}

/// Without line breaks at either end: what stands there is the next line's.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let matched = &text[range.clone()];
    let start = range.start + (matched.len() - matched.trim_start_matches('\n').len());
    start..(range.start + matched.trim_end_matches('\n').len()).max(start)
}

/// The next place to look from: behind the secret, and always further than before.
fn after(text: &str, at: usize, end: usize) -> usize {
    if end > at {
        return end;
    }
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(text.len() + 1, |c| at + c.len_utf8())
}

/// The lines that a match stands on.
fn line<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    &text[start..end]
}

fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    (before.matches('\n').count(), at - before.rfind('\n').map_or(0, |at| at + 1))
}
