//! A report as a table in Markdown, for the summary of a CI job. The worst comes first, and long lists are cut: a summary has a size limit.
//! Nothing that a document says is markup here.

use std::cmp::Reverse;

use super::entry::{Entry, one_line};
use super::{Level, Report};

/// Rows beyond these are counted only. GitHub takes a mebibyte for a step, and nobody reads that much.
const MOST_ROWS: usize = 200;

pub(super) fn render(report: &Report, entries: &[Entry<'_>]) -> String {
    let mut sorted: Vec<&Entry<'_>> = entries.iter().collect();
    sorted.sort_by_key(|entry| Reverse((entry.level, entry.leak)));
    let mut text = format!("### Allclear: {}\n", report.counts());
    if !sorted.is_empty() {
        text.push_str("\n| Level | Rule | Place | Finding |\n| --- | --- | --- | --- |\n");
    }
    text.extend(sorted.iter().take(MOST_ROWS).map(|entry| row(entry)));
    if let Some(more @ 1..) = sorted.len().checked_sub(MOST_ROWS) {
        text.push_str(&format!("\nand {more} more, all of them lighter or later\n"));
    }
    text + "\n"
}

fn row(entry: &Entry<'_>) -> String {
    let level = match entry.level {
        Level::Error if entry.leak => "**leak**",
        level => level.name(),
    };
    let start = entry.start();
    let place = format!("{}:{}:{}", entry.file, start.line, start.column);
    format!("| {level} | {} | {} | {} |\n", plain(entry.rule), plain(&place), plain(&entry.told()))
}

/// A text of which no character is markup.
fn plain(text: &str) -> String {
    let escape = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        // A handle would be a mention, and an address a link.
        '@' => "&#64;".to_owned(),
        ':' => "&#58;".to_owned(),
        c if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '/' | '-' | '\'' | '"') => format!("\\{c}"),
        c => c.to_string(),
    };
    one_line(text).chars().map(escape).collect()
}
