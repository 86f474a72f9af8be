//! A pattern of our own code, without look-around: it never gives up. Read when a text first needs it. Every test run compiles it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use super::pattern::Pattern;

/// A pattern that is a part of the program.
#[derive(Debug)]
pub struct Constant {
    text: Cow<'static, str>,
    pattern: OnceLock<Option<Pattern>>,
}

impl Constant {
    /// A pattern; nothing is read yet.
    pub const fn new(text: &'static str) -> Self {
        Self { text: Cow::Borrowed(text), pattern: OnceLock::new() }
    }

    /// The same of parts.
    pub fn of(text: String) -> Self {
        Self { text: Cow::Owned(text), pattern: OnceLock::new() }
    }

    /// As it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it matches anywhere.
    pub fn is_match(&self, text: &str) -> bool {
        self.pattern().is_some_and(|pattern| pattern.is_match(text).unwrap_or_default())
    }

    /// The first match.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        self.pattern()?.first(text).unwrap_or_default()
    }

    /// All matches, from left to right.
    pub fn all(&self, text: &str) -> Vec<Range<usize>> {
        self.pattern().and_then(|pattern| pattern.all(text).ok()).unwrap_or_default()
    }

    /// The text with every match replaced by what is said of it.
    pub fn replaced<'t>(&self, text: &'t str, said: impl Fn(&str) -> Cow<'static, str>) -> Cow<'t, str> {
        let all = self.all(text);
        if all.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut replaced = String::with_capacity(text.len());
        let mut from = 0;
        for found in all {
            replaced.push_str(&text[from..found.start]);
            replaced.push_str(&said(&text[found.clone()]));
            from = found.end;
        }
        replaced.push_str(&text[from..]);
        Cow::Owned(replaced)
    }

    fn pattern(&self) -> Option<&Pattern> {
        let read = || {
            let pattern = Pattern::own(self.text.to_string());
            debug_assert!(pattern.is_ok(), "{}", self.text);
            pattern.ok()
        };
        self.pattern.get_or_init(read).as_ref()
    }
}
