//! Regular expressions of rules. Most texts that need one are few and short: it is walked until compiling it would have cost less.
//! A pattern that reaches its limit says so, and is never taken for one that found nothing.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::dialect::translated;
use super::engine::Engine;
use super::walk::{Tired, Walk};

/// A pattern, compiled or not yet.
#[derive(Debug)]
pub struct Pattern {
    text: String,
    walk: Option<Walk>,
    /// Steps walked so far.
    walked: AtomicUsize,
    engine: OnceLock<Result<Engine, String>>,
    #[cfg(debug_assertions)]
    witness: OnceLock<Result<Engine, String>>,
}

#[cfg(test)]
thread_local! {
    /// How many patterns this thread compiled.
    static COMPILED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// How many patterns this thread compiled so far.
#[cfg(test)]
pub fn compiled_so_far() -> usize {
    COMPILED.get()
}

/// A pattern took too long on a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GaveUp;

/// Steps after which a pattern is compiled: about those that take as long. So what is spent on it is at most twice what it had to be.
const WORTH: usize = 15_000;

impl Pattern {
    /// Reads a pattern in the dialect of rules; the error is one line that says what is wrong with it.
    pub fn new(pattern: &str) -> Result<Self, String> {
        Self::own(translated(pattern).into_owned())
    }

    /// The same for a pattern in our own dialect.
    pub fn own(text: String) -> Result<Self, String> {
        let walk = Walk::of(&text);
        let new = Self {
            text,
            walk,
            walked: AtomicUsize::new(0),
            engine: OnceLock::new(),
            #[cfg(debug_assertions)]
            witness: OnceLock::new(),
        };
        match new.walk {
            Some(_) => Ok(new),
            None => new.compiled().map(|_| ()).map_err(Clone::clone).map(|()| new),
        }
    }

    fn compiled(&self) -> Result<&Engine, &String> {
        let compile = || {
            #[cfg(test)]
            COMPILED.set(COMPILED.get() + 1);
            Engine::new(&self.text)
        };
        self.engine.get_or_init(compile).as_ref()
    }

    fn engine(&self) -> Result<&Engine, GaveUp> {
        self.compiled().map_err(|_| GaveUp)
    }

    /// What the walk says, or the engine; both say the same, but each may give up where the other does not.
    fn ask<T: PartialEq>(
        &self,
        text: &str,
        walked: impl Fn(&Walk) -> Result<T, Tired>,
        compiled: impl Fn(&Engine) -> Result<T, GaveUp>,
    ) -> Result<T, GaveUp> {
        let walk = self.walk.as_ref().filter(|_| Walk::knows(text));
        let early = self.walked.load(Ordering::Relaxed) < WORTH;
        if let Some(Ok(found)) = walk.filter(|_| early).map(&walked) {
            // Every test is one of this, too.
            #[cfg(debug_assertions)]
            if let Ok(engine) = self.witness.get_or_init(|| Engine::new(&self.text)) {
                debug_assert!(!compiled(engine).is_ok_and(|same| same != found), "{}", self.text);
            }
            return Ok(found);
        }
        // Which of the two is asked first depends on what was read before, and on how many threads read. What is found must not.
        compiled(self.engine()?).or_else(|gave_up| walk.filter(|_| !early).and_then(|walk| walked(walk).ok()).ok_or(gave_up))
    }

    /// The first match that begins there or later, walked.
    fn walk(&self, walk: &Walk, text: &str, from: usize) -> Result<Option<Range<usize>>, Tired> {
        let mut taken = 0;
        let found = walk.find(text, from, &mut taken);
        self.walked.fetch_add(taken, Ordering::Relaxed);
        found
    }

    /// The most bytes that a match has, if there is such a number, and no match depends on more than what stands beside it.
    pub fn longest(&self) -> Option<usize> {
        self.walk.as_ref().map_or_else(|| self.compiled().ok().and_then(Engine::longest), Walk::longest)
    }

    /// Whether it matches anywhere.
    pub fn is_match(&self, text: &str) -> Result<bool, GaveUp> {
        self.ask(text, |walk| self.walk(walk, text, 0).map(|found| found.is_some()), |engine| engine.is_match(text))
    }

    /// The first match.
    pub fn first(&self, text: &str) -> Result<Option<Range<usize>>, GaveUp> {
        self.ask(text, |walk| self.walk(walk, text, 0), |engine| engine.first(text, 0))
    }

    /// All matches that are not empty, from left to right.
    pub fn matches(&self, text: &str) -> Result<Vec<Range<usize>>, GaveUp> {
        let mut found = self.all(text)?;
        found.retain(|found| !found.is_empty());
        Ok(found)
    }

    /// All matches from left to right, the empty ones too.
    pub fn all(&self, text: &str) -> Result<Vec<Range<usize>>, GaveUp> {
        self.ask(text, |walk| self.walk_all(walk, text), |engine| engine.all(text))
    }

    fn walk_all(&self, walk: &Walk, text: &str) -> Result<Vec<Range<usize>>, Tired> {
        let mut all = Vec::new();
        let mut from = 0;
        while let Some(found) = self.walk(walk, text, from)? {
            from = found.end;
            all.push(found);
        }
        Ok(all)
    }

    /// Whether it matches exactly there.
    pub fn matches_at(&self, text: &str, place: &Range<usize>) -> Result<bool, GaveUp> {
        let found = self.ask(text, |walk| self.walk(walk, text, place.start), |engine| engine.first(text, place.start))?;
        Ok(found.as_ref() == Some(place))
    }

    /// The expression that an engine of linear time runs, if one can: for whoever needs its groups.
    pub fn linear(&self) -> Option<&regex::Regex> {
        self.compiled().ok().and_then(Engine::linear)
    }

    /// What the capture groups caught, match by match.
    pub fn captured(&self, text: &str) -> Result<Vec<String>, GaveUp> {
        if self.is_match(text)? { self.engine()?.captured(text) } else { Ok(Vec::new()) }
    }

    /// How many capture groups it has.
    pub fn groups(&self) -> usize {
        self.walk.as_ref().map_or_else(|| self.compiled().map_or(0, Engine::groups), Walk::groups)
    }

    /// The first group of every match, or the whole match where there is none.
    pub fn first_groups(&self, text: &str) -> Result<Vec<Range<usize>>, GaveUp> {
        self.engine()?.first_groups(text)
    }

    /// The text with every match replaced by a template; as it is if the pattern gives up.
    pub fn replaced(&self, text: &str, template: &str) -> String {
        self.compiled().map_or_else(|_| text.to_owned(), |engine| engine.replaced(text, template))
    }

    /// A template with its `${1}` filled from the first match; the template as it is if nothing matches.
    pub fn expand(&self, text: &str, template: &str) -> Result<String, GaveUp> {
        self.engine()?.expand(text, template)
    }
}

/// A pattern of our own code. Every test run compiles it.
#[expect(clippy::unwrap_used, reason = "the text is a constant, not input")]
pub fn constant(pattern: &str) -> regex::Regex {
    regex::Regex::new(pattern).unwrap()
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
        assert!(matches!(Pattern::new("a+b").unwrap().compiled(), Ok(Engine::Linear(_))));
        let slow = Pattern::new(r"(?:x+x+)+(?=y)z").unwrap();
        assert!(matches!(slow.compiled(), Ok(Engine::Backtracking(_))));
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
