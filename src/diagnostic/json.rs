//! A report as a JSON array. Keys: `path`, `line`, `column`, `rule`, `level`, `message`, `help`.

use super::Report;
use super::report::Masks;

#[derive(serde::Serialize)]
struct Entry<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    rule: &'a str,
    level: &'static str,
    message: String,
    help: String,
}

pub(super) fn render(report: &Report, masks: &Masks) -> String {
    let entries: Vec<Entry<'_>> = report
        .findings()
        .iter()
        .map(|finding| {
            let source = report.sources().get(finding.source);
            let (line, column) = source.position(finding.span.as_ref().map_or(0, |span| span.start));
            Entry {
                path: source.path(),
                line,
                column,
                rule: &finding.rule,
                level: finding.level.name(),
                message: masks.message(&finding.message),
                help: masks.message(&finding.help),
            }
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&entries).unwrap_or_else(|_| "[]".to_owned());
    text.push('\n');
    text
}
