//! A diff as one page that needs nothing else: both sides of every page beside each other, and all that a comment has no room for.
//! Must never: hold a script, load anything, or let a text of a document be markup.

use super::human::{states, told};
use super::{Change, Diff, IncidentChange, Line};
use crate::diagnostic::Format;

/// How it looks, in light and dark, on a phone and on paper.
const STYLE: &str = include_str!("diff.css");

pub(super) fn render(diff: &Diff) -> String {
    let pages: String = diff.incidents.iter().map(page).collect();
    let contents: String = diff.incidents.iter().map(entry).collect();
    let contents = if diff.incidents.len() > 1 { format!("<nav><ul>{contents}</ul></nav>") } else { String::new() };
    let notes: String = diff.notes.iter().map(|note| format!("<p class=\"note\">{}</p>", escaped(note))).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
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

fn page(incident: &IncidentChange) -> String {
    let facts: String = told(incident).map(|fact| format!("<p>{}</p>", escaped(&fact))).collect();
    let sides = [("Before", &incident.words.columns[0], "del"), ("After", &incident.words.columns[1], "ins")];
    let [before, after] = sides.map(|(title, lines, mark)| column(title, lines, mark));
    let sets: String =
        [(&incident.links, "link"), (&incident.pictures, "picture")].into_iter().map(|(set, name)| addresses(set, name)).collect();
    format!(
        "<article id=\"{id}\" class=\"{change}\">\n<h2><span class=\"fate\">{change}</span> {id}</h2>\n<p class=\"where\"><code>{}</code> from <code>{}</code></p>\n\
         {facts}<div class=\"both\">{before}{after}</div>\n{sets}</article>\n",
        escaped(&incident.page),
        escaped(&incident.path),
        id = escaped(&incident.id),
        change = incident.change.name(),
    )
}

/// A side of a page. What is only there is marked.
fn column(title: &str, lines: &[Line], mark: &str) -> String {
    if lines.is_empty() {
        return format!("<section class=\"none\"><h3>{title}</h3><p>No page.</p></section>");
    }
    let body: String = lines.iter().map(|line| block(line, mark)).collect();
    format!("<section><h3>{title}</h3>{body}</section>")
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

fn escaped_whole(text: &str) -> String {
    let escape = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}
