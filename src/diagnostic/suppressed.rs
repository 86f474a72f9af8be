//! A finding that something lets pass. It fails nothing, and is told only where that is asked for.

use super::Finding;

/// A finding that is let pass, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// What was found.
    pub finding: Finding,
    /// What lets it pass.
    pub by: Suppression,
    /// Why, in words that may stand in a log.
    pub justification: String,
}

/// What lets a finding pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suppression {
    /// An entry of the file with exceptions.
    Exception,
    /// An entry of the wording baseline.
    Baseline,
}
