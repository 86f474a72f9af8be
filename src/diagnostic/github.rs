//! A report as workflow commands of GitHub Actions, which shows them beside the changed lines.
//! It shows ten of each level and step: leaks and errors come first. A finding is one line, whatever its words hold.

use super::Level;
use super::entry::Entry;

pub(super) fn render(entries: &[Entry<'_>]) -> String {
    let mut sorted: Vec<&Entry<'_>> = entries.iter().collect();
    sorted.sort_by_key(|entry| std::cmp::Reverse((entry.level, entry.leak)));
    sorted.into_iter().map(command).collect()
}

fn command(entry: &Entry<'_>) -> String {
    let name = match entry.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Suggestion | Level::Hint => "notice",
    };
    let mut properties = format!("file={},line={}", property(&entry.file), entry.start().line);
    if let Some(place) = entry.place {
        properties.push_str(&format!(",endLine={}", place.end.line));
        // Columns of a place on several lines are refused.
        if place.start.line == place.end.line {
            properties.push_str(&format!(",col={},endColumn={}", place.start.column, place.end.column));
        }
    }
    let help = if entry.help.is_empty() { String::new() } else { format!("\nhelp: {}", entry.help) };
    format!("::{name} {properties},title={}::{}\n", property(entry.rule), data(&format!("{}{help}", entry.message)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
