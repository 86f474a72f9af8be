//! What a rule says of itself: the text behind `allclear explain`, and the samples that are its test.

use super::Level;

/// The public face of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDoc {
    /// `group/name`, equal to the path of its file below `check/`.
    pub code: String,
    /// The level it has unless the config says otherwise.
    pub level: Level,
    /// One line: what it finds.
    pub summary: String,
    /// Why that matters to a reader, and how to allow it where it is right.
    pub why: String,
    /// Texts it is silent about.
    pub good: Vec<Sample>,
    /// Texts it finds.
    pub bad: Vec<Sample>,
}

impl RuleDoc {
    /// A rule about something other than a document's text, which no sample can show.
    pub fn without_samples(code: &str, level: Level, summary: &str, why: &str) -> Self {
        Self { code: code.to_owned(), level, summary: summary.to_owned(), why: why.to_owned(), good: Vec::new(), bad: Vec::new() }
    }
}

/// A text that shows a rule at work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sample {
    /// An external message of an otherwise complete document whose impact is partial.
    Message(String),
    /// An external message, beside an internal section with the second text.
    Beside {
        /// The external message.
        message: String,
        /// What stands in the internal half of the same document.
        internal: String,
    },
    /// A whole document.
    Document(String),
}
