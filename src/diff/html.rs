//! A diff as one page that needs nothing else: for each incident its words, and its page before and after as customers see it.
//! Must never: hold a script, load anything, let a text of a document be markup, or grow without a limit.

use super::human::{states, told};
use super::layout::text;
use super::rendered::{POLICY, Rendered};
use super::{Change, Diff, Hunk, IncidentChange, Line, Mark};
use crate::diagnostic::Format;

/// Room for pages as customers see them, in bytes.
const ROOM_FOR_PAGES: usize = 8 << 20;
/// Room for words, in bytes. Beyond it an incident is named.
const ROOM_FOR_WORDS: usize = 8 << 20;
/// No frame is higher, in pixels; a longer page is scrolled within it.
const HIGHEST: usize = 4_000;

/// How it looks, in light and dark, on a phone and on paper.
const STYLE: &str = include_str!("diff.css");

pub(super) fn render(diff: &Diff) -> String {
    let (pages, left_out) = pages(&diff.incidents);
    let contents: String = diff.incidents.iter().map(entry).collect();
    let contents = if diff.incidents.len() > 1 { format!("<nav><ul>{contents}</ul></nav>") } else { String::new() };
    let notes: String = diff.notes.iter().map(|note| format!("<p class=\"note\">{}</p>", escaped(note))).chain(left_out).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"{POLICY}\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>What becomes public</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header><h1>What becomes public</h1><p>{}</p><p class=\"sides\">{}</p></header>\n\
         <main>\n{notes}{contents}{pages}{}{}{}</main>\n</body>\n</html>\n",
        escaped(&diff.told_counts()),
        escaped(&diff.told_sides()),
        around(diff),
        private(diff),
        findings(diff),
    )
}

fn entry(incident: &IncidentChange) -> String {
    format!(
        "<li class=\"{0}\"><span class=\"fate\">{0}</span> <a href=\"#{1}\">{1}</a></li>",
        incident.change.name(),
        escaped(&incident.id)
    )
}

/// What is left of the room for either.
struct Room {
    pages: usize,
    words: usize,
    /// Incidents whose pages are not shown as customers see them.
    without_pages: usize,
    /// Incidents that are named alone.
    without_words: usize,
}

/// The incidents, and a note for each kind of what was left out.
fn pages(incidents: &[IncidentChange]) -> (String, Vec<String>) {
    let mut room = Room { pages: ROOM_FOR_PAGES, words: ROOM_FOR_WORDS, without_pages: 0, without_words: 0 };
    let pages = incidents.iter().map(|incident| page(incident, &mut room)).collect();
    let of = |count: usize| format!("{count} of {} incidents", incidents.len());
    let notes = [
        (room.without_pages, "would make this file too large with their pages as customers see them: their words stand here instead"),
        (room.without_words, "would make this file too large with their words: compare fewer commits to see these"),
    ];
    let told = notes.into_iter().filter(|(count, _)| *count > 0);
    (pages, told.map(|(count, what)| format!("<p class=\"note\">{} {what}.</p>", of(count))).collect())
}

fn page(incident: &IncidentChange, room: &mut Room) -> String {
    let facts: String = told(incident).map(|fact| format!("<p>{}</p>", escaped(&fact))).collect();
    let sets: String =
        [(&incident.links, "link"), (&incident.pictures, "picture")].into_iter().map(|(set, name)| addresses(set, name)).collect();
    format!(
        "<article id=\"{id}\" class=\"{change}\">\n<h2><span class=\"fate\">{change}</span> {id}</h2>\n<p class=\"where\"><code>{}</code> from <code>{}</code></p>\n\
         {facts}{}{sets}</article>\n",
        escaped(&incident.page),
        escaped(&incident.path),
        told_and_shown(incident, room),
        id = escaped(&incident.id),
        change = incident.change.name(),
    )
}

/// The words that differ, and both pages. What has no page beside it says all of its words.
fn told_and_shown(incident: &IncidentChange, room: &mut Room) -> String {
    let whole = incident.change != Change::Changed;
    let words: String = if whole { String::new() } else { incident.words.hunks.iter().map(hunk).collect() };
    let words = if words.is_empty() { words } else { format!("<div class=\"words\">{words}</div>\n") };
    let frames = frames(incident);
    let framed = frames.as_ref().is_some_and(|frames| frames.len() <= room.pages);
    let left_out = !framed && (frames.is_some() || incident.pages.iter().any(|page| matches!(page, Rendered::LeftOut)));
    let columns = if framed || (left_out && !whole) { String::new() } else { columns(incident) };
    room.without_pages += usize::from(left_out);
    if words.len() + columns.len() > room.words {
        room.without_words += 1;
        return String::new();
    }
    room.words -= words.len() + columns.len();
    let frames = frames.filter(|_| framed).unwrap_or_default();
    room.pages -= frames.len();
    format!("{words}{columns}{frames}")
}

/// What is not there on the side that has no page is no side: a page that is new or gone stands alone.
fn sides(incident: &IncidentChange) -> impl Iterator<Item = (usize, &'static str, &'static str)> {
    let (before, after) = ((0, "Before", "del"), (1, "After", "ins"));
    let sides = [(incident.change != Change::Added).then_some(before), (incident.change != Change::Removed).then_some(after)];
    sides.into_iter().flatten()
}

/// Every page in a frame that may do nothing; none if one of them cannot be shown so.
fn frames(incident: &IncidentChange) -> Option<String> {
    let height = sides(incident).map(|(side, ..)| height(incident, side)).max().unwrap_or_default();
    let frame = |(side, title, _): (usize, &str, &str)| match &incident.pages[side] {
        Rendered::Whole(document) => Some(format!(
            "<section class=\"page\"><h3>{title}</h3><iframe sandbox=\"\" height=\"{height}\" title=\"{title}: {}\" srcdoc=\"{}\"></iframe></section>",
            escaped(&incident.id),
            escaped_whole(document)
        )),
        Rendered::None | Rendered::Masked | Rendered::LeftOut => None,
    };
    let frames: String = sides(incident).map(frame).collect::<Option<String>>()?;
    Some(format!("<div class=\"both\">{frames}</div>\n"))
}

/// About how high a page is, in pixels. A frame cannot tell without a script; with this, most pages are seen as a whole and scroll together.
fn height(incident: &IncidentChange, side: usize) -> usize {
    let characters = if incident.change == Change::Changed { 62 } else { 80 };
    let lines = incident.words.columns[side].iter().map(|line| text(line).chars().count().div_ceil(characters) * 27 + 15);
    (lines.sum::<usize>() + 240).min(HIGHEST)
}

/// Every page as its words. What is only there is marked.
fn columns(incident: &IncidentChange) -> String {
    let masked = incident.pages.iter().any(|page| matches!(page, Rendered::Masked));
    let why = if masked { "<p class=\"where\">A word is masked, so the text of the page stands here and not the page.</p>" } else { "" };
    let column = |(side, title, mark): (usize, &str, &str)| {
        let body: String = incident.words.columns[side].iter().map(|line| block(line, mark)).collect();
        format!("<section><h3>{title}</h3>{body}</section>")
    };
    format!("{why}<div class=\"both\">{}</div>\n", sides(incident).map(column).collect::<String>())
}

/// Changes with the words around them, as one reads them.
fn hunk(hunk: &Hunk) -> String {
    let mut told = String::from(if hunk.begins_within { "… " } else { "" });
    let mut last = None;
    for line in &hunk.lines {
        told.push_str(if last == Some(line.mark) { "<br>" } else { " " });
        last = Some(line.mark);
        let words = escaped(&text(line));
        told.push_str(&match line.mark {
            Mark::Same => words,
            Mark::Added => format!("<ins>{words}</ins>"),
            Mark::Removed => format!("<del>{words}</del>"),
        });
    }
    told.push_str(if hunk.ends_within { " …" } else { "" });
    format!("<p dir=\"auto\">{}</p>", told.trim_start())
}

fn block(line: &Line, mark: &str) -> String {
    let pieces = line.pieces.iter().enumerate().map(|(at, piece)| {
        let apart = if at == 0 {
            ""
        } else if piece.cell {
            "<span class=\"cell\"></span> "
        } else {
            " "
        };
        let text = escaped(&piece.text);
        if piece.changed { format!("{apart}<{mark}>{text}</{mark}>") } else { format!("{apart}{text}") }
    });
    let words: String = pieces.collect();
    match line.heading {
        Some(level) => format!("<p dir=\"auto\" class=\"heading h{level}\">{words}</p>"),
        None if line.item => format!("<p dir=\"auto\" class=\"item\">{words}</p>"),
        None => format!("<p dir=\"auto\">{words}</p>"),
    }
}

fn addresses(set: &super::Set, name: &str) -> String {
    let row = |one: &String, mark: &str, change: &str| format!("<li>{name} {change}: <{mark}><code>{}</code></{mark}></li>", escaped(one));
    let rows: String =
        set.removed.iter().map(|one| row(one, "del", "removed")).chain(set.added.iter().map(|one| row(one, "ins", "added"))).collect();
    if rows.is_empty() { rows } else { format!("<ul>{rows}</ul>") }
}

fn around(diff: &Diff) -> String {
    let components = diff.components.iter().map(|change| escaped(&states(change, "→"))).collect();
    let entries = diff.feed_entries.iter().map(|entry| marked(entry.change, &format!("<code>{}</code>", escaped(&entry.id)))).collect();
    let redirect = |one: &super::Redirect| {
        marked(one.change, &format!("<code>{}</code> leads to <code>{}</code>", escaped(&one.from), escaped(&one.to)))
    };
    let paths: Vec<String> =
        diff.others.pages.iter().chain(&diff.others.files).map(|path| format!("<code>{}</code>", escaped(path))).collect();
    let others = diff.others.told().map_or_else(String::new, |told| folded(&told, &paths));
    list("Components", components)
        + &list("Feed entries", entries)
        + &list("Former paths", diff.redirects.iter().map(redirect).collect())
        + &others
}

fn marked(change: Change, text: &str) -> String {
    format!("<span class=\"{0}\"><span class=\"fate\">{0}</span></span> {text}", change.name())
}

fn private(diff: &Diff) -> String {
    let row = |one: &super::Private| format!("<code>{}</code>: {}", escaped(&one.path), escaped(&one.reason));
    let (touched, rest): (Vec<_>, Vec<_>) = diff.private.iter().partition(|one| one.touched);
    let rest: Vec<String> = rest.into_iter().map(row).collect();
    let folded = folded(&format!("Private documents that this change does not touch: {}", rest.len()), &rest);
    list("Stays private", touched.into_iter().map(row).collect()) + &folded
}

fn findings(diff: &Diff) -> String {
    let told = diff.report.render(Format::Human, false, false);
    if told.is_empty() {
        told
    } else {
        format!("<section class=\"list\"><h2>New findings</h2><pre>{}</pre></section>\n", lines_escaped(&told))
    }
}

fn list(title: &str, rows: Vec<String>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let rows: String = rows.into_iter().map(|row| format!("<li>{row}</li>")).collect();
    format!("<section class=\"list\"><h2>{title}</h2><ul>{rows}</ul></section>\n")
}

fn folded(title: &str, rows: &[String]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let rows: String = rows.iter().map(|row| format!("<li>{row}</li>")).collect();
    format!("<details><summary>{}</summary><ul>{rows}</ul></details>\n", escaped(title))
}

fn lines_escaped(text: &str) -> String {
    text.trim_end().lines().map(|line| escaped_whole(line) + "\n").collect()
}

fn escaped(text: &str) -> String {
    escaped_whole(&plain_whole(text))
}

/// Of any length: here nothing is cut.
fn plain_whole(text: &str) -> String {
    text.chars().map(super::layout::visible).collect()
}

/// A text as text and as the value of an attribute.
pub(super) fn escaped_whole(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            character => escaped.push(character),
        }
    }
    escaped
}
