//! A report in GitLab's code quality format. GitLab drops entries that share a fingerprint; ours never do.

use super::Level;
use super::entry::Entry;
use super::json;

#[derive(serde::Serialize)]
struct Degradation<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(serde::Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(serde::Serialize)]
struct Lines {
    begin: usize,
}

pub(super) fn render(entries: &[Entry<'_>]) -> String {
    let degradations: Vec<Degradation<'_>> = entries.iter().map(degradation).collect();
    json::text(&degradations)
}

fn degradation<'a>(entry: &'a Entry<'_>) -> Degradation<'a> {
    Degradation {
        description: entry.told(),
        check_name: entry.rule,
        fingerprint: &entry.fingerprint,
        severity: match entry.level {
            Level::Error if entry.leak => "blocker",
            Level::Error => "critical",
            Level::Warning => "major",
            Level::Suggestion => "minor",
            Level::Hint => "info",
        },
        location: Location { path: &entry.file, lines: Lines { begin: entry.start().line } },
    }
}
