//! A report as a JSON array. Keys: `path`, `line`, `column`, `rule`, `level`, `message`, `help`.

use super::entry::Entry;

#[derive(serde::Serialize)]
struct Object<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    rule: &'a str,
    level: &'static str,
    message: &'a str,
    help: &'a str,
}

pub(super) fn render(entries: &[Entry<'_>]) -> String {
    let objects: Vec<Object<'_>> = entries.iter().map(object).collect();
    text(&objects)
}

fn object<'a>(entry: &'a Entry<'_>) -> Object<'a> {
    let start = entry.start();
    Object {
        path: entry.path,
        line: start.line,
        column: start.column,
        rule: entry.rule,
        level: entry.level.name(),
        message: &entry.message,
        help: &entry.help,
    }
}

/// Indented JSON. Nothing, which no program takes for a clean report, if it cannot be written.
pub(super) fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).map_or_else(|_| String::new(), |text| text + "\n")
}
