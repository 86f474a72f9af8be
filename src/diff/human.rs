//! A diff for a terminal or a log: what goes out page by page, then what changes around it, what stays private, and the new findings.
//! Every mark is a character as well as a colour.

use super::layout::{lines, plain};
use super::{Change, ComponentChange, Diff, IncidentChange, Mark, Shown};
use crate::diagnostic::Format;

/// Documents that the change does not touch are counted beyond these.
const MOST_UNTOUCHED: usize = 5;
/// Entries, components and former paths beyond these are counted.
const MOST: usize = 40;

pub(super) fn render(diff: &Diff, color: bool) -> String {
    let ink = Ink { color };
    let mut text = String::new();
    diff.incidents.iter().for_each(|incident| text.push_str(&page(incident, ink)));
    text.push_str(&list("components", diff.components.iter().map(|change| component(change, ink)).collect(), ink));
    let entry = |entry: &super::EntryChange| ink.of(entry.change, &format!("{} {}", entry.change.sign(), plain(&entry.id)));
    text.push_str(&list("feed entries", diff.feed_entries.iter().map(entry).collect(), ink));
    let redirect =
        |one: &super::Redirect| ink.of(one.change, &format!("{} {} leads to {}", one.change.sign(), plain(&one.from), plain(&one.to)));
    text.push_str(&list("former paths", diff.redirects.iter().map(redirect).collect(), ink));
    text.extend(diff.others.told().map(|told| format!("{told}\n\n")));
    text.push_str(&private(diff, ink));
    text.push_str(&diff.report.render(Format::Human, color, false));
    text.extend(diff.notes.iter().map(|note| format!("note: {note}\n")));
    text + &format!("{}\n{}\n", diff.told_sides(), ink.bold(&diff.told_counts()))
}

fn page(incident: &IncidentChange, ink: Ink) -> String {
    let mut text = format!("{} {}\n  {} from {}\n", incident.change.name(), incident.id, incident.page, plain(&incident.path));
    text = ink.of(incident.change, text.lines().next().unwrap_or_default()) + &text[text.find('\n').unwrap_or_default()..];
    text.extend(told(incident).map(|fact| format!("  {fact}\n")));
    for (at, hunk) in incident.words.hunks.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { "\n" });
        for (mark, line) in lines(hunk) {
            text.push_str(&match mark {
                Mark::Same => format!("    {line}\n"),
                Mark::Added => ink.of(Change::Added, &format!("  + {line}")) + "\n",
                Mark::Removed => ink.of(Change::Removed, &format!("  - {line}")) + "\n",
            });
        }
    }
    for (set, name) in [(&incident.links, "link"), (&incident.pictures, "picture")] {
        text.extend(set.removed.iter().map(|one| ink.of(Change::Removed, &format!("  - {name} {}", plain(one))) + "\n"));
        text.extend(set.added.iter().map(|one| ink.of(Change::Added, &format!("  + {name} {}", plain(one))) + "\n"));
    }
    text + "\n"
}

/// What is to be said of a page beside its words.
pub(super) fn told(incident: &IncidentChange) -> impl Iterator<Item = String> {
    let same = incident.change == Change::Changed
        && incident.words.hunks.is_empty()
        && [&incident.links, &incident.pictures].iter().all(|set| set.added.is_empty() && set.removed.is_empty());
    let facts = [
        incident.moved_from.as_ref().map(|from| format!("it moves here from {from}")),
        incident.withheld.then(|| {
            "an error withholds it: a build stops and leaves the page as it is, with --keep-going it takes the page away".to_owned()
        }),
        (same && incident.moved_from.is_none()).then(|| "its words stay, how they are set changes".to_owned()),
    ];
    facts.into_iter().flatten()
}

fn component(change: &ComponentChange, ink: Ink) -> String {
    let kind = Change::of(change.before.as_ref(), change.after.as_ref()).unwrap_or(Change::Changed);
    ink.of(kind, &format!("{} {}", kind.sign(), states(change, "->")))
}

/// `search: Operational -> Degraded performance`, with the names if they differ.
pub(super) fn states(change: &ComponentChange, arrow: &str) -> String {
    let shown = |shown: &Shown| match (&change.before, &change.after) {
        (Some(before), Some(after)) if before.name == after.name => shown.label.clone(),
        _ => format!("{}, {}", plain(&shown.name), shown.label),
    };
    let states: Vec<String> = [&change.before, &change.after].into_iter().flatten().map(shown).collect();
    format!("{}: {}", change.id, states.join(&format!(" {arrow} ")))
}

fn private(diff: &Diff, ink: Ink) -> String {
    let (touched, rest): (Vec<_>, Vec<_>) = diff.private.iter().partition(|document| document.touched);
    let shown = if rest.len() > MOST_UNTOUCHED { &[][..] } else { &rest[..] };
    let mut lines: Vec<String> = touched.iter().chain(shown).map(|one| format!("{}: {}", plain(&one.path), one.reason)).collect();
    if shown.len() < rest.len() {
        let (count, other) = (rest.len(), if touched.is_empty() { "" } else { "other " });
        lines.push(format!("{count} {other}documents that this change does not touch; --format json has them"));
    }
    list("stays private", lines, ink)
}

fn list(title: &str, lines: Vec<String>, ink: Ink) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let more = lines.len().saturating_sub(MOST);
    let mut text = format!("{}\n", ink.bold(title));
    text.extend(lines.into_iter().take(MOST).map(|line| format!("  {line}\n")));
    if more > 0 {
        text.push_str(&format!("  and {more} more; --format json has them\n"));
    }
    text + "\n"
}

/// Colours, if there are any.
#[derive(Clone, Copy)]
struct Ink {
    color: bool,
}

impl Ink {
    fn of(self, change: Change, text: &str) -> String {
        let code = match change {
            Change::Added => "32",
            Change::Changed => "33",
            Change::Removed => "31",
        };
        self.paint(code, text)
    }

    fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
