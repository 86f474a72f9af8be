//! A report in Vale's JSON format: path → alerts. Columns count code points, and the end of a span is its last character.

use std::collections::BTreeMap;

use super::Level;
use super::entry::Entry;
use super::{json, vale_line};

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Alert<'a> {
    action: Action<'a>,
    span: [usize; 2],
    check: String,
    description: &'a str,
    link: &'static str,
    message: &'a str,
    severity: &'static str,
    #[serde(rename = "Match")]
    quote: &'a str,
    line: usize,
}

/// What an editor can put in the place of a match. Vale's names; without anything to offer, an empty one and no list.
#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Action<'a> {
    name: &'static str,
    params: Option<&'a [&'a str]>,
}

impl<'a> Action<'a> {
    fn of(suggestions: &'a [&'a str]) -> Self {
        match suggestions {
            [] => Self { name: "", params: None },
            [""] => Self { name: "remove", params: None },
            words => Self { name: "replace", params: Some(words) },
        }
    }
}

pub(super) fn render(entries: &[Entry<'_>]) -> String {
    let mut files: BTreeMap<&str, Vec<Alert<'_>>> = BTreeMap::new();
    for entry in entries {
        files.entry(&entry.file).or_default().push(alert(entry));
    }
    json::text(&files)
}

fn alert<'a>(entry: &'a Entry<'_>) -> Alert<'a> {
    let start = entry.start();
    Alert {
        action: Action::of(&entry.suggestions),
        span: [start.column, start.column + entry.quote.chars().count().saturating_sub(1)],
        check: vale_line::check(entry.rule),
        description: &entry.help,
        link: "",
        message: &entry.message,
        severity: match entry.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Suggestion | Level::Hint => "suggestion",
        },
        quote: &entry.quote,
        line: start.line,
    }
}
