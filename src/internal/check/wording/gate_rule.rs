//! A rule as the gate uses it: the text rule, with what Vale's format cannot say of it beside.

use super::context::Context;
use super::scope::PARTS;
use crate::prose::rule::{Problem, TextRule};

/// A text rule with its next step and its context.
#[derive(Debug)]
pub struct GateRule {
    /// What it finds.
    pub text: TextRule,
    /// The next step in every finding.
    pub help: String,
    /// Where it does not apply.
    pub context: Context,
}

impl GateRule {
    /// Reads a rule file; its pattern is compiled later. Its help is its link, if it has one.
    pub fn read(code: &str, path: &str, text: &str) -> Result<Self, Problem> {
        let rule = TextRule::read(code, path, text)?;
        if let Some(part) = rule.selector.outside(PARTS) {
            let line = text.lines().position(|line| line.starts_with("scope")).map(|at| at + 1);
            let help = "the gate reads text, heading, heading.h1 to h6, list, blockquote, table.cell, paragraph, sentence and alt";
            return Err(Problem::new(path, line, format!("the scope `{part}` is not supported"), help));
        }
        let help = if rule.link.is_empty() { String::new() } else { format!("see {}", rule.link) };
        Ok(Self { text: rule, help, context: Context::default() })
    }
}
