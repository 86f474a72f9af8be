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

fn diagnostic<'a>(entry: &'a Entry<'_>) -> Diagnostic<'a> {
    Diagnostic {
        message: entry.told(),
        location: Location {
            path: &entry.file,
            range: entry.place.map(|Place { start, end }| Range { start: point(start), end: point(end) }),
        },
        severity: match entry.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Suggestion | Level::Hint => "INFO",
        },
        code: Code { value: entry.rule },
    }
}

fn point(position: Position) -> Point {
    Point { line: position.line, column: position.byte }
}
