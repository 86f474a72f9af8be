//! One fault in one document. Collected, located, coded; never thrown.

use std::ops::Range;

use super::SourceId;

/// How much a finding weighs. Only [`Level::Error`] fails a run unless the config says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A note about something that is still to come.
    Hint,
    /// A better way to say it.
    Suggestion,
    /// Likely wrong; does not stop a build.
    Warning,
    /// Wrong; its document is not published.
    Error,
}

impl Level {
    /// The level as reports print it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Suggestion => "suggestion",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A byte range in a source.
pub type Span = Range<usize>;

/// One fault in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code, `group/name`. Those of group `leak` have their evidence masked everywhere.
    pub rule: String,
    /// How much it weighs, after overrides.
    pub level: Level,
    /// The source it is about.
    pub source: SourceId,
    /// The bytes it is about; `None` speaks about the source as a whole.
    pub span: Option<Span>,
    /// The fact, in lower case.
    pub message: String,
    /// The next step.
    pub help: String,
    /// What may stand in the place of the bytes.
    pub suggestions: Vec<String>,
}

impl Finding {
    /// A finding of a rule at its own level.
    pub fn new(rule: &str, level: Level, source: SourceId, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            rule: rule.to_owned(),
            level,
            source,
            span: span.into(),
            message: message.into(),
            help: String::new(),
            suggestions: Vec::new(),
        }
    }

    /// The same finding with its next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same finding with what may stand in its place.
    #[must_use]
    pub fn suggest(mut self, suggestions: Vec<String>) -> Self {
        self.suggestions = suggestions;
        self
    }

    /// The same finding, no heavier than that level.
    #[must_use]
    pub fn at_most(mut self, level: Level) -> Self {
        self.level = self.level.min(level);
        self
    }

    /// Whether it is about something internal in a public place.
    pub fn is_leak(&self) -> bool {
        self.rule.starts_with("leak/")
    }
}
