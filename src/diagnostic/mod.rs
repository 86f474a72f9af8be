//! Findings: what is wrong with an author's documents, where, and what to write instead.
//! The gates hand in findings with byte spans; a report turns them into text or JSON.
//! A report never shows what a leak finding found: its excerpts and messages are masked.

mod finding;
mod human;
mod json;
mod report;
mod rule;
mod source_map;

pub use finding::{Finding, Level, Span};
pub use report::{Format, Report};
pub use rule::{RuleDoc, Sample};
pub use source_map::{Source, SourceId, Sources};
