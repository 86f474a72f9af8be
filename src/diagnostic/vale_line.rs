//! A report in Vale's line format: `path:line:column:Style.Rule:message`, for editors that read it. Columns count code points.

use super::entry::{Entry, one_line};

pub(super) fn render(entries: &[Entry<'_>]) -> String {
    entries.iter().map(line).collect()
}

fn line(entry: &Entry<'_>) -> String {
    let start = entry.start();
    format!("{}:{}:{}:{}:{}\n", entry.file, start.line, start.column, check(entry.rule), one_line(&entry.message))
}

/// A rule's code as Vale writes the names of rules.
pub(super) fn check(rule: &str) -> String {
    rule.replacen('/', ".", 1)
}
