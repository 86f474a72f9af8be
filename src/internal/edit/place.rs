//! Front matter and a setting → the bytes to replace, and what stands there instead.
//! Knows block and flow style of YAML, and tables, inline tables and dotted keys of TOML; whatever else it meets, it refuses.

use std::ops::Range;

use super::{Setting, Unsafe, Written};
use crate::internal::read::FrontMatter;
use crate::internal::read::node::{Entry, Node, Value};

type Change = Result<(Range<usize>, String), Unsafe>;

/// The change that a setting takes.
pub fn change(text: &str, front: &FrontMatter, setting: &Setting) -> Change {
    let page = Page { text, front };
    let table = match setting.table {
        None => &front.node,
        Some(name) => {
            let Value::Map(entries) = &front.node.value else { return Err(NO_TABLE) };
            &entries.iter().find(|entry| entry.key == name).ok_or(NO_TABLE)?.node
        }
    };
    let Value::Map(entries) = &table.value else { return Err(NO_TABLE) };
    match entries.iter().find(|entry| entry.key == setting.key) {
        Some(entry) => page.replace(entry, &setting.value),
        None if page.is_flow(table) => page.insert_in_flow(entries, setting),
        None => page.insert_line(entries, setting),
    }
}

const NO_TABLE: Unsafe = Unsafe("a key that is to be written into is no table");
const UNUSUAL: Unsafe = Unsafe("its front matter is written in an unusual way");

struct Page<'a> {
    text: &'a str,
    front: &'a FrontMatter,
}

impl Page<'_> {
    /// The bytes of a scalar or a key with its quotes.
    fn literal(&self, span: &Range<usize>) -> Range<usize> {
        let before = self.text.get(..span.start).and_then(|text| text.chars().next_back());
        let behind = self.text.get(span.end..).and_then(|text| text.chars().next());
        let quoted = matches!(before, Some('"' | '\'')) && before == behind;
        if quoted { span.start - 1..span.end + 1 } else { span.clone() }
    }

    fn replace(&self, entry: &Entry, value: &Written) -> Change {
        if matches!(entry.node.value, Value::List(_) | Value::Map(_)) {
            return Err(Unsafe("a key that is to be written holds a list or a table"));
        }
        let key = self.literal(&entry.key_span);
        let mark = if self.front.toml { '=' } else { ':' };
        let gap = self.text[key.end..].find(mark).filter(|gap| self.text[key.end..key.end + gap].trim().is_empty()).ok_or(UNUSUAL)?;
        let from = key.end + gap + 1;
        let old = self.literal(&entry.node.span);
        // A key without a value has no place of its own that could be told from the next line's.
        if matches!(entry.node.value, Value::Null)
            && self.text.get(old.clone()).is_none_or(|old| !matches!(old, "~" | "null" | "Null" | "NULL"))
        {
            return Ok((from..from, format!(" {}", self.written(value, None))));
        }
        let between = self.text.get(from..old.start).ok_or(UNUSUAL)?;
        if between.chars().all(|c| matches!(c, ' ' | '\t')) {
            let quote = self.text[old.clone()].chars().next().filter(|c| matches!(c, '"' | '\''));
            return Ok((old, self.written(value, quote)));
        }
        let header = between.trim();
        if header.starts_with(['|', '>']) && !header.contains('#') {
            let start = from + (between.len() - between.trim_start().len());
            let end = old.start + self.text[old.clone()].trim_end().len();
            return Ok((start..end, self.written(value, None)));
        }
        Err(UNUSUAL)
    }

    /// Whether a table is written between braces.
    fn is_flow(&self, table: &Node) -> bool {
        self.text.get(table.span.start..).is_some_and(|text| text.starts_with('{'))
    }

    fn insert_in_flow(&self, entries: &[Entry], setting: &Setting) -> Change {
        let pair = self.pair(setting);
        let scalar = |entry: &&Entry| matches!(entry.node.value, Value::Text(_) | Value::Bool(_)) && !entry.node.span.is_empty();
        if let Some(last) = entries.iter().rfind(scalar) {
            let at = self.literal(&last.node.span).end;
            return Ok((at..at, format!(", {pair}")));
        }
        let first = self.literal(&entries.first().ok_or(UNUSUAL)?.key_span).start;
        Ok((first..first, format!("{pair}, ")))
    }

    /// A line of its own: behind the last key of the table whose value ends on its line, else before the first key.
    fn insert_line(&self, entries: &[Entry], setting: &Setting) -> Change {
        let pair = self.pair(setting);
        if let Some((at, indent)) = entries.iter().rev().find_map(|entry| self.behind(entry)) {
            return Ok((at..at, format!("{indent}{pair}{}", self.line_end(at))));
        }
        let key = entries.first().map(|first| self.literal(&first.key_span)).ok_or(UNUSUAL)?;
        let line = self.line_start(key.start);
        match self.indent(&key) {
            Some(indent) => Ok((line..line, format!("{indent}{pair}{}", self.line_end(self.front.inner.start)))),
            // The first key of the whole may be a table's head.
            None if self.front.toml && setting.table.is_none() => {
                let at = self.front.inner.start;
                Ok((at..at, format!("{pair}{}", self.line_end(at))))
            }
            None => Err(UNUSUAL),
        }
    }

    /// Where the line behind an entry begins, and how its keys are indented; if its value is a scalar that ends on the line it begins on.
    fn behind(&self, entry: &Entry) -> Option<(usize, String)> {
        if !matches!(entry.node.value, Value::Text(_) | Value::Bool(_)) || entry.node.span.is_empty() {
            return None;
        }
        let key = self.literal(&entry.key_span);
        let value = self.literal(&entry.node.span);
        let end = value.end + self.text[value.end..].find('\n')?;
        let rest = self.text[value.end..end].trim();
        let one_line = key.start < value.start && !self.text[key.start..value.end].contains('\n');
        (one_line && (rest.is_empty() || rest.starts_with('#')) && end < self.front.inner.end).then_some(())?;
        Some((end + 1, self.indent(&key)?))
    }

    /// What stands before a key on its line: blanks, in TOML also the table's name in a dotted key.
    fn indent(&self, key: &Range<usize>) -> Option<String> {
        let before = &self.text[self.line_start(key.start)..key.start];
        let dotted = self.front.toml && before.trim_end().ends_with('.');
        (dotted || before.chars().all(|c| matches!(c, ' ' | '\t'))).then(|| before.to_owned())
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// How the line before that place ends.
    fn line_end(&self, at: usize) -> &'static str {
        if self.text[..at].ends_with("\r\n") { "\r\n" } else { "\n" }
    }

    fn pair(&self, setting: &Setting) -> String {
        format!("{}{}{}", setting.key, self.mark(), self.written(&setting.value, None))
    }

    fn mark(&self) -> &'static str {
        if self.front.toml { " = " } else { ": " }
    }

    /// A value in the syntax of the front matter, in the quotes that stood there before where they fit.
    fn written(&self, value: &Written, quote: Option<char>) -> String {
        match (value, quote) {
            (Written::Words(text) | Written::Time(text), Some(quote)) if !text.contains(['"', '\'', '\\']) => {
                format!("{quote}{text}{quote}")
            }
            (Written::Time(text), _) => text.clone(),
            (Written::Words(text), _) if !self.front.toml => scalar(text),
            // A string of JSON is one of YAML and of TOML.
            (Written::Words(text), _) => serde_json::Value::from(text.as_str()).to_string(),
            (Written::Table(entries), _) => {
                let pairs: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{key}{}{}", self.mark(), self.written(value, None))).collect();
                format!("{{ {} }}", pairs.join(", "))
            }
        }
    }
}

/// A text as a value of YAML, in quotes where it needs them.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// Whether every YAML parser reads a text without quotes as that text.
fn is_plain(text: &str) -> bool {
    const OTHER: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"];
    text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-' | ':'))
        && !text.contains(": ")
        && !text.ends_with([' ', ':'])
        && !OTHER.contains(&text.to_lowercase().as_str())
}
