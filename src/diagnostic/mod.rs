//! Findings: what is wrong with an author's documents, where, and what to write instead.
//! The gates hand in findings with byte spans; a report shows them in the format that a person or a tool reads.
//! A report never shows what a leak finding found: its excerpts and messages are masked.

mod entry;
mod finding;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod lines;
mod markdown;
mod masks;
mod page;
mod part;
mod rdjson;
mod report;
mod rule;
mod rule_group;
mod sarif;
mod sarif_log;
mod source_map;
mod suppressed;
mod vale_json;
mod vale_line;

#[cfg(test)]
mod tests;

pub use finding::{Finding, Level, Span};
pub use part::Part;
pub use report::{Format, Report};
pub use rule::{RuleDoc, Sample};
pub use rule_group::RuleGroup;
pub use source_map::{Source, SourceId, Sources};
pub use suppressed::{Suppressed, Suppression};
