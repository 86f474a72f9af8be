//! The edges of what a site can be: nothing to tell, hundreds of open incidents, years, borders, strange titles, a path below the
//! host. Each story builds a whole site, and whatever it is about, every file of it must be well formed.

mod crowd;
mod names;
mod place;
mod quiet;
mod spans;
mod window;
mod zones;

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Built, Folder};

/// A document that a story writes: a public block, updates, and a message if it is reviewed.
#[derive(Clone, Default)]
struct Doc {
    id: String,
    block: String,
    kind: &'static str,
    updates: String,
    message: Option<&'static str>,
}

impl Doc {
    /// An incident; the lines of its public block as an author writes them.
    fn incident(id: &str, title: &str, started: &str) -> Self {
        let block = format!("  title: {}\n  started: {started}\n", Value::from(title));
        Self { id: id.to_owned(), block, kind: "incident", ..Self::default() }
    }

    /// A maintenance window.
    fn window(id: &str, title: &str, from: &str, until: &str) -> Self {
        let block = format!("  title: {}\n  scheduled_for: {from}\n  scheduled_until: {until}\n", Value::from(title));
        Self { id: id.to_owned(), block, kind: "maintenance", ..Self::default() }
    }

    /// One more key of the public block.
    fn with(mut self, key: &str, value: &str) -> Self {
        writeln!(self.block, "  {key}: {value}").unwrap();
        self
    }

    /// One more status update.
    fn said(mut self, when: &str, phase: &str, words: &str) -> Self {
        write!(self.updates, "### {when} — {phase}\n{words}\n\n").unwrap();
        self
    }

    /// The external message of a document whose review is over.
    fn told(mut self, words: &'static str) -> Self {
        self.message = Some(words);
        self
    }

    fn text(&self) -> String {
        let Self { id, block, kind, updates, message } = self;
        let status = if message.is_some() { "reviewed" } else { "draft" };
        let message = message.map(|words| format!("## External message\n{words}\n")).unwrap_or_default();
        format!("---\nid: {id}\nstatus: {status}\nkind: {kind}\npublic:\n{block}---\n## Status updates\n{updates}{message}")
    }
}

/// A site with these documents.
fn site<'a>(docs: impl IntoIterator<Item = &'a Doc>) -> Folder {
    docs.into_iter().fold(Folder::new(), |folder, doc| folder.document(&format!("{}.md", doc.id), doc.text()))
}

/// A document of the API.
#[track_caller]
fn api(built: &Built, name: &str) -> Value {
    serde_json::from_str(built.text(&format!("api/v2/{name}.json"))).unwrap()
}

/// The ids of a list of the API.
fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|object| object["id"].as_str().unwrap()).collect()
}

/// The state of the whole, and that of the component `search`, as the API has them.
fn states(built: &Built) -> (String, String) {
    let summary = api(built, "summary");
    let search = summary["components"].as_array().unwrap().iter().find(|component| component["id"] == "search").unwrap();
    (summary["status"]["indicator"].as_str().unwrap().to_owned(), search["status"].as_str().unwrap().to_owned())
}

/// A feed as a reader's parser reads it.
#[track_caller]
fn feed(built: &Built, path: &str) -> feed_rs::model::Feed {
    feed_rs::parser::parse(built.text(path).as_bytes()).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The words of the interface in English.
fn words(key: &str) -> String {
    let table: toml::Table = toml::from_str(include_str!("../../theme/locales/en.toml")).unwrap();
    let mut value = toml::Value::Table(table);
    for part in key.split('.') {
        value = value.get(part).unwrap_or_else(|| panic!("English has no {key}")).clone();
    }
    value.as_str().unwrap().to_owned()
}

/// On how many of the last 90 days `search` was in another state than operational: the widths of its bars, of which a day has 5.
#[track_caller]
fn troubled_days(built: &Built) -> usize {
    let page = built.text("components/search/index.html");
    let (_, bars) = page.split_once("class=\"bars\"").expect("the page has no bars");
    let (bars, _) = bars.split_once("</svg>").unwrap();
    let width = |bar: &str| bar.split_once(" 16h")?.1.split('"').next()?.parse::<usize>().ok();
    let all: Vec<(bool, usize)> = bars
        .split("<path ")
        .skip(1)
        .map(|bar| (bar.contains("class=\"operational\""), width(bar).unwrap_or_else(|| panic!("no width in {bar}")).div_ceil(5)))
        .collect();
    assert_eq!(all.iter().map(|(_, days)| days).sum::<usize>(), 90, "{bars}");
    all.iter().filter(|(calm, _)| !calm).map(|(_, days)| days).sum()
}

/// What a page says, without markup.
fn said(page: &str) -> String {
    use html5gum::{Token, Tokenizer};
    let text = Tokenizer::new(page).filter_map(|token| match token {
        Ok(Token::String(text)) => Some(String::from_utf8_lossy(&text.value.0).into_owned()),
        _ => None,
    });
    text.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads every file of a site as a client of its kind does.
#[track_caller]
fn is_well_formed(built: &Built) {
    for path in built.site().keys().filter(|path| !path.ends_with(".png") && !path.ends_with(".ico")) {
        let text = built.text(path);
        let controls = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        assert!(!text.contains(controls), "{path} holds a control character: {:?}", text.chars().find(|c| controls(*c)));
        match path.rsplit('.').next().unwrap_or_default() {
            "html" => page_is_well_formed(path, text),
            "json" | "webmanifest" => drop(serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{path}: {error}"))),
            "xml" | "rss" | "atom" if path.contains("feed") || path.contains("history") => drop(feed(built, path)),
            "ics" => calendar_is_well_formed(path, text),
            _ => {}
        }
    }
}

fn page_is_well_formed(path: &str, page: &str) {
    for token in html5gum::Tokenizer::new(page) {
        if let Ok(html5gum::Token::Error(error)) = token {
            panic!("{path}: {:?}", error.value);
        }
    }
}

/// Lines end with CRLF, are at most 75 bytes long, and begin with a name or, folded, with a blank.
fn calendar_is_well_formed(path: &str, text: &str) {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "{path}: a line end is not CRLF");
    for line in text.split_terminator("\r\n") {
        let name = line.split([':', ';']).next().unwrap_or_default();
        let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(line.len() <= 75 && (line.starts_with([' ', '\t']) || named && line.contains(':')), "{path}: {line:?}");
    }
}
