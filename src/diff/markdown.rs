//! A diff as a comment on a merge request. A bot knows its own comment by the first line.
//! Must never: let a text of a document be markup, or a mention or a reference of a code host; hence every such text is code.

use super::human::{states, told};
use super::layout::{lines, plain};
use super::{Change, Diff, IncidentChange, Mark};
use crate::diagnostic::Format;

/// How a bot finds its own comment.
const MARKER: &str = "<!-- allclear:diff -->";
/// The whole comment, in bytes. GitHub takes 65,536 characters.
const LONGEST: usize = 60_000;
/// All of it but the pages.
const LONGEST_REST: usize = 36_000;
/// The findings in it.
const LONGEST_FINDINGS: usize = 12_000;
/// What one page gets at least, while there is room.
const LEAST_OF_PAGE: usize = 3_000;
/// Rows of a list.
const MOST_ROWS: usize = 40;

pub(super) fn render(diff: &Diff) -> String {
    let head = format!("{MARKER}\n### What becomes public\n\n{}\n", diff.told_counts());
    let notes: String = diff.notes.iter().map(|note| format!("\n> {}\n", code(note))).collect();
    let rest = fitting([around(diff), vec![findings(diff)], private(diff)].concat()) + &sides(diff);
    let mut text = head + &notes;
    let room = LONGEST.saturating_sub(text.len() + rest.len());
    text.push_str(&pages(&diff.incidents, room));
    text + &rest
}

/// Sections as far as there is room for them. The pages come before them and get what they leave.
fn fitting(sections: Vec<String>) -> String {
    let (mut text, mut left_out) = (String::new(), 0);
    for section in sections {
        if text.len() + section.len() <= LONGEST_REST { text.push_str(&section) } else { left_out += 1 }
    }
    if left_out > 0 {
        text.push_str("\nNot every list fits into a comment. `allclear diff --format html` shows them all.\n");
    }
    text
}

fn pages(incidents: &[IncidentChange], room: usize) -> String {
    let share = (room / incidents.len().max(1)).max(LEAST_OF_PAGE);
    let (mut text, mut shortened, mut left_out) = (String::new(), 0, 0);
    for incident in incidents {
        let title = title(incident);
        let (words, whole) = words(incident, share.saturating_sub(title.len()));
        if text.len() + title.len() + words.len() <= room {
            text.push_str(&title);
            text.push_str(&words);
            shortened += usize::from(!whole);
        } else if text.len() + title.len() <= room {
            text.push_str(&title);
            shortened += 1;
        } else {
            left_out += 1;
        }
    }
    if shortened + left_out > 0 {
        let cut = [(shortened, "not all words of"), (left_out, "nothing of")].into_iter().filter(|(count, _)| *count > 0);
        let cut: Vec<String> = cut.map(|(count, what)| format!("{what} {count} {}", if count == 1 { "page" } else { "pages" })).collect();
        text.push_str(&format!(
            "\nA comment has its limits: {} stands here. `allclear diff --format html` has room for more.\n",
            cut.join(", ")
        ));
    }
    text
}

fn title(incident: &IncidentChange) -> String {
    let change = match incident.change {
        Change::Added => "New",
        Change::Changed => "Changed",
        Change::Removed => "Gone",
    };
    let facts: String = told(incident).map(|fact| format!("\n{}\n", sentence(&fact))).collect();
    format!("\n#### {change}: {}\n\n{} from {}\n{facts}", code(&incident.id), code(&incident.page), code(&incident.path))
}

/// A fact of ours, which may hold an address of the site.
fn sentence(fact: &str) -> String {
    match fact.split_once(" from /") {
        Some((fact, address)) => format!("{fact} from {}", code(&format!("/{address}"))),
        None => fact.to_owned(),
    }
}

/// The words in a fence, and whether they are all there.
fn words(incident: &IncidentChange, room: usize) -> (String, bool) {
    let mut rows: Vec<String> = Vec::new();
    for (at, hunk) in incident.words.hunks.iter().enumerate() {
        rows.extend((at > 0).then(String::new));
        rows.extend(lines(hunk).into_iter().map(|(mark, line)| match mark {
            Mark::Same => format!("  {line}"),
            Mark::Added => format!("+ {line}"),
            Mark::Removed => format!("- {line}"),
        }));
    }
    for (set, name) in [(&incident.links, "link"), (&incident.pictures, "picture")] {
        rows.extend(set.removed.iter().map(|one| format!("- {name} {}", plain(one))));
        rows.extend(set.added.iter().map(|one| format!("+ {name} {}", plain(one))));
    }
    if incident.change == Change::Removed {
        // What nobody will read any more is there for whoever asks.
        let (block, whole) = fenced("diff", &rows, room.saturating_sub(80));
        return (format!("\n<details><summary>Its words</summary>\n{block}\n</details>\n"), whole);
    }
    fenced("diff", &rows, room)
}

/// Lines in a fence that none of them can close; as many as there is room for.
fn fenced(language: &str, rows: &[String], room: usize) -> (String, bool) {
    if rows.is_empty() {
        return (String::new(), true);
    }
    let fence = "`".repeat(rows.iter().map(|row| longest_run(row)).max().unwrap_or(0).max(2) + 1);
    let mut left = room.saturating_sub(2 * fence.len() + language.len() + 8);
    let fitting = rows.iter().take_while(|row| {
        let fits = row.len() < left;
        left = left.saturating_sub(row.len() + 1);
        fits
    });
    let shown: Vec<&str> = fitting.map(String::as_str).collect();
    let whole = shown.len() == rows.len();
    let rest = if whole { "" } else { "\n…" };
    (format!("\n{fence}{language}\n{}{rest}\n{fence}\n", shown.join("\n")), whole)
}

/// What changes around the pages.
fn around(diff: &Diff) -> Vec<String> {
    let components = diff.components.iter().map(|change| code(&states(change, "→"))).collect();
    let entries: Vec<String> = diff.feed_entries.iter().map(|entry| format!("{}: {}", entry.change.name(), code(&entry.id))).collect();
    let count = entries.len();
    let redirect = |one: &super::Redirect| format!("{}: {} leads to {}", one.change.name(), code(&one.from), code(&one.to));
    vec![
        diff.others.told().map_or_else(String::new, |told| format!("\n{told}\n")),
        rows("Components", components),
        rows("Former paths", diff.redirects.iter().map(redirect).collect()),
        folded(&format!("{count} feed {} added, changed or removed", if count == 1 { "entry" } else { "entries" }), entries),
    ]
}

fn findings(diff: &Diff) -> String {
    let told = diff.report.render(Format::Human, false, false);
    let rows: Vec<String> = told.trim_end().lines().map(str::to_owned).collect();
    if told.is_empty() {
        return String::new();
    }
    let (block, whole) = fenced("text", &rows, LONGEST_FINDINGS);
    let more = if whole { "" } else { "\nThe rest is in the report of `allclear check`.\n" };
    format!("\n#### New findings\n{block}{more}")
}

fn private(diff: &Diff) -> Vec<String> {
    let row = |one: &super::Private| format!("{}: {}", code(&one.path), one.reason);
    let (touched, rest): (Vec<_>, Vec<_>) = diff.private.iter().partition(|one| one.touched);
    let count = rest.len();
    let title = format!("{count} {} that this change does not touch", if count == 1 { "private document" } else { "private documents" });
    vec![rows("Stays private", touched.into_iter().map(row).collect()), folded(&title, rest.into_iter().map(row).collect())]
}

fn sides(diff: &Diff) -> String {
    let head = diff.head.as_deref().map_or_else(|| "the work tree".to_owned(), code);
    format!("\n<sub>From {} to {head}, both as of {}.</sub>\n", code(&diff.base), super::layout::time(diff.now))
}

fn rows(title: &str, rows: Vec<String>) -> String {
    if rows.is_empty() { String::new() } else { format!("\n#### {title}\n\n{}", bullets(rows)) }
}

fn folded(title: &str, rows: Vec<String>) -> String {
    if rows.is_empty() { String::new() } else { format!("\n<details><summary>{title}</summary>\n\n{}\n</details>\n", bullets(rows)) }
}

fn bullets(rows: Vec<String>) -> String {
    let more = rows.len().saturating_sub(MOST_ROWS);
    let mut text: String = rows.into_iter().take(MOST_ROWS).map(|row| format!("- {row}\n")).collect();
    if more > 0 {
        text.push_str(&format!("- and {more} more\n"));
    }
    text
}

/// A text as code: no code host reads markup, mentions or references in it.
fn code(text: &str) -> String {
    let text = plain(text);
    let ticks = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
