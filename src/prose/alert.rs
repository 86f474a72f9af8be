//! What is told about a file, as Vale tells it: a line of text, or an object of JSON.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

use super::rule::{Hit, TextRule};
use crate::diagnostic::Level;

/// One alert about one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// From 1.
    pub line: usize,
    /// In code points, from 1.
    pub column: usize,
    /// The rule, `Style.Rule`.
    pub check: String,
    /// How much it weighs.
    pub level: Level,
    /// What it says.
    pub message: String,
    /// The last column of the match in its line.
    end: usize,
    description: String,
    link: String,
    matched: String,
    action: (String, Vec<String>),
}

impl Alert {
    /// A hit of a rule at a place.
    pub(super) fn new(rule: &TextRule, level: Level, line: usize, columns: RangeInclusive<usize>, matched: &str, hit: Hit) -> Self {
        let action = rule.action();
        let computed = action.name == "replace" && action.params.0.is_empty();
        Self {
            line,
            column: *columns.start(),
            end: *columns.end(),
            check: rule.code.clone(),
            level,
            // An alert is one line, whatever it matched.
            message: hit.message.replace('\n', " "),
            description: rule.description.clone(),
            link: rule.link.clone(),
            matched: matched.to_owned(),
            action: (action.name.clone(), if computed { hit.suggestions } else { action.params.0.clone() }),
        }
    }

    /// An error about the file as a whole.
    pub(super) fn bare(check: &str, message: String) -> Self {
        let none = String::new;
        Self {
            line: 1,
            column: 1,
            end: 1,
            check: check.to_owned(),
            level: Level::Error,
            message,
            description: none(),
            link: none(),
            matched: none(),
            action: (none(), Vec::new()),
        }
    }

    /// `line:column:Style.Rule:message`, to stand behind a path.
    pub(super) fn to_line(&self) -> String {
        format!("{}:{}:{}:{}", self.line, self.column, self.check, self.message)
    }

    /// The object that Vale prints.
    pub(super) fn to_json(&self) -> Value {
        let (name, params) = &self.action;
        let params = if params.is_empty() { Value::Null } else { json!(params) };
        json!({
            "Action": { "Name": name, "Params": params },
            "Span": [self.column, self.end],
            "Check": self.check,
            "Description": self.description,
            "Link": self.link,
            "Message": self.message,
            "Severity": self.level.name(),
            "Match": self.matched,
            "Line": self.line,
        })
    }
}
