//! One pattern of a rule file: checked when it is read, which is cheap, and compiled when a text first needs it, which is not.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use super::dialect;
use crate::internal::check::leak::local;

/// Bytes that a compiled pattern may take. The largest in common use takes a few.
const LARGEST: usize = 32 << 20;

/// A pattern, compiled or not yet.
pub struct Pattern {
    text: String,
    groups: usize,
    regex: OnceLock<Option<Regex>>,
    /// Whether it stays on its line, once that was asked.
    local: OnceLock<bool>,
}

impl Pattern {
    /// Reads a pattern in Go's syntax; a fault says why it is none, and shows nothing of it.
    pub fn read(go: &str) -> Result<Self, String> {
        let text = dialect::translated(go)?;
        let parsed = regex_syntax::Parser::new().parse(&text).map_err(|error| fault(&error))?;
        Ok(Self { groups: parsed.properties().explicit_captures_len(), text, regex: OnceLock::new(), local: OnceLock::new() })
    }

    /// One that is known to be one: it is not even parsed before a text needs it.
    pub fn known(go: &str) -> Result<Self, String> {
        Ok(Self { text: dialect::translated(go)?, groups: 0, regex: OnceLock::new(), local: OnceLock::new() })
    }

    /// How many groups it captures; of a known one nobody asks.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The compiled pattern; `None` if it is too large.
    pub fn regex(&self) -> Option<&Regex> {
        let compiled = || RegexBuilder::new(&self.text).size_limit(LARGEST).build().ok();
        self.regex.get_or_init(compiled).as_ref()
    }

    /// Whether it matches in a text where it matches in a part of it. See [`local::is_local`].
    pub fn is_local(&self) -> bool {
        *self.local.get_or_init(|| local::is_local(&self.text))
    }

    /// Whether a text needed it so far.
    #[cfg(test)]
    pub fn is_compiled(&self) -> bool {
        self.regex.get().is_some()
    }
}

/// The parser's words without the pattern, which its own report would repeat.
fn fault(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "it is no regular expression".to_owned(),
    }
}
