//! The engine: one rule of a style, in Vale's YAML. Comes in: a rule file, then the blocks of a file one by one. Goes out: hits.
//! It knows nothing of documents, drafts or Markdown; the wording gate and `allclear prose` both use it.

mod action;
mod capitalization;
mod case;
mod conditional;
mod consistency;
mod dialect;
mod exceptions;
mod existence;
mod file;
mod message;
mod needles;
mod occurrence;
mod pattern;
mod problem;
mod relaxed;
mod repetition;
mod scope;
mod spotter;
mod substitution;
mod text_rule;
mod title;

use std::collections::BTreeSet;
use std::ops::Range;

pub use self::exceptions::Vocabulary;
pub use self::needles::{Needle, Sieve};
pub use self::pattern::{GaveUp, Pattern, constant};
pub use self::problem::Problem;
pub use self::scope::Selector;
pub use self::text_rule::TextRule;

/// A place in a block, and what to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The bytes of the block.
    pub range: Range<usize>,
    /// The rule's message, filled.
    pub message: String,
    /// What may stand there instead.
    pub suggestions: Vec<String>,
    /// Whether it is about something that the file does not have, so that it has no place.
    pub whole_file: bool,
}

impl Hit {
    fn new(range: Range<usize>, message: String) -> Self {
        Self { range, message, suggestions: Vec::new(), whole_file: false }
    }

    fn about_the_file(message: String) -> Self {
        Self { range: 0..0, message, suggestions: Vec::new(), whole_file: true }
    }

    fn offering(mut self, suggestions: Vec<String>) -> Self {
        self.suggestions = suggestions;
        self
    }
}

/// What a rule remembers from one block of a file to the next.
#[derive(Debug, Default)]
pub struct Memory {
    /// conditional: what has been defined.
    defined: BTreeSet<String>,
    /// consistency: which sides of which pairs were seen.
    sides: BTreeSet<(usize, usize)>,
}
