//! A report in Reviewdog's diagnostic format. Columns count bytes of UTF-8; an end is behind the last byte.

use super::Level;
use super::entry::{Entry, Place, Position};
use super::json;

#[derive(serde::Serialize)]
struct DiagnosticResult<'a> {
    source: Source,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(serde::Serialize)]
struct Source {
    name: &'static str,
}

#[derive(serde::Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
}

/// What may stand in the place of a range.
#[derive(serde::Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(serde::Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(serde::Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(serde::Serialize)]
struct Point {
    line: usize,
    column: usize,
}

#[derive(serde::Serialize)]
struct Code<'a> {
    value: &'a str,
}

pub(super) fn render(entries: &[Entry<'_>]) -> String {
    let diagnostics = entries.iter().map(diagnostic).collect();
    json::text(&DiagnosticResult { source: Source { name: "allclear" }, diagnostics })
}

/// Reviewers can take over a suggestion with one click, so only one that leaves nothing to choose is offered.
fn suggestions<'a>(entry: &'a Entry<'_>) -> Vec<Suggestion<'a>> {
    match (&entry.suggestions[..], entry.place) {
        ([text], Some(place)) => vec![Suggestion { range: range(place), text }],
        _ => Vec::new(),
    }
}

fn diagnostic<'a>(entry: &'a Entry<'_>) -> Diagnostic<'a> {
    Diagnostic {
        message: entry.told(),
        location: Location { path: &entry.file, range: entry.place.map(range) },
        severity: match entry.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Suggestion | Level::Hint => "INFO",
        },
        code: Code { value: entry.rule },
        suggestions: suggestions(entry),
    }
}

fn range(Place { start, end }: Place) -> Range {
    Range { start: point(start), end: point(end) }
}

fn point(position: Position) -> Point {
    Point { line: position.line, column: position.byte }
}
