//! The bytes of one file → a draft. A document that cannot be read is findings and no draft; nothing of it goes out.

use std::ops::Range;

use super::draft::{Canonical, Draft, DraftKind, Spanned};
use super::entries::Reader;
use super::fields::{self, Fields};
use super::node::{self, Entry, Node, Value};
use super::{actions, clarity, outline, public, rules};
use crate::config::Config;
use crate::diagnostic::{Finding, Source, SourceId};
use crate::internal::text::InternalText;
use crate::public::Id;

/// Longer front matter is an error, in bytes.
const LONGEST_FRONT_MATTER: usize = 1 << 20;

/// A document's front matter, cut off but not yet parsed.
struct Cut {
    whole: Range<usize>,
    inner: Range<usize>,
    toml: bool,
}

/// Reads a document.
pub fn read(source: &Source, id: SourceId, config: &Config, findings: &mut Vec<Finding>) -> Option<Draft> {
    let text = source.text();
    let cut = match cut(text) {
        Ok(Some(cut)) => cut,
        Ok(None) => {
            findings.push(rules::NO_FRONT_MATTER.found(id, None, "this document has no front matter, so nothing of it is published"));
            return None;
        }
        Err(()) => {
            findings.push(
                rules::FRONT_MATTER
                    .found(id, 0..3, "the front matter is never closed")
                    .help("close it with a line that holds only the same three marks"),
            );
            return None;
        }
    };
    let node = front_matter(text, &cut, id, findings)?;
    let Value::Map(entries) = &node.value else {
        findings.push(rules::FRONT_MATTER.found(id, node.span, "the front matter is no table of keys").help("write `key: value` lines"));
        return None;
    };
    Some(draft(source, id, config, &cut, entries, findings))
}

/// Finds `---` or `+++` on the first line and the line that closes it. A BOM before it is passed over.
fn cut(text: &str) -> Result<Option<Cut>, ()> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let mark = first.trim_end();
    if mark != "---" && mark != "+++" {
        return Ok(None);
    }
    let inner = start + first.len();
    let mut at = inner;
    for line in lines {
        if line.trim_end() == mark {
            return Ok(Some(Cut { whole: start..at + line.len(), inner: inner..at, toml: mark == "+++" }));
        }
        at += line.len();
    }
    Err(())
}

fn front_matter(text: &str, cut: &Cut, id: SourceId, findings: &mut Vec<Finding>) -> Option<Node> {
    if cut.inner.len() > LONGEST_FRONT_MATTER {
        findings.push(
            rules::FRONT_MATTER
                .found(id, cut.whole.start..cut.whole.start + 3, "the front matter is longer than 1 MB")
                .help("move long texts into the body"),
        );
        return None;
    }
    let inner = &text[cut.inner.clone()];
    let parsed = if cut.toml { node::toml(inner, cut.inner.start) } else { node::yaml(inner, cut.inner.start) };
    match parsed {
        Ok(node) if node.depth() <= node::DEEPEST => Some(node),
        Ok(_) => {
            findings.push(
                rules::FRONT_MATTER
                    .found(id, cut.whole.start..cut.whole.start + 3, "the front matter is nested deeper than 64 levels")
                    .help("flatten it"),
            );
            None
        }
        Err(error) => {
            let help = match error.message.as_str() {
                _ if cut.toml => "see https://toml.io for the syntax",
                node::TWICE => "keep one of the two",
                node::TOO_DEEP | node::TOO_MUCH => "flatten it, and write values out where aliases repeat them",
                _ => "put values that hold `: ` or begin with a mark in quotes",
            };
            findings
                .push(rules::FRONT_MATTER.found(id, error.span, format!("the front matter cannot be read: {}", error.message)).help(help));
            None
        }
    }
}

fn draft(source: &Source, id: SourceId, config: &Config, cut: &Cut, entries: &[Entry], findings: &mut Vec<Finding>) -> Draft {
    let text = source.text();
    let fields = Fields { source: id, zone: config.site.time_zone, severities: &config.severities };
    let written = |key: &str| entries.iter().find(|entry| entry.key == key);
    let find = |key: &str| written(key).filter(|entry| !matches!(entry.node.value, Value::Null));
    for entry in entries.iter().filter(|entry| !fields::KEYS.contains(&entry.key.as_str())) {
        let near = fields::KEYS.iter().find(|known| {
            strsim::osa_distance(&entry.key.to_lowercase().replace('-', "_"), known) <= 1 && !entry.key.eq(&format!("{known}s"))
        });
        if let Some(known) = near {
            findings.push(
                rules::KEY_TYPO
                    .found(id, entry.key_span.clone(), format!("`{}` is kept as an internal value", entry.key))
                    .help(format!("did you mean `{known}`?")),
            );
        }
    }
    let reader = Reader { text, zone: config.site.time_zone, source: id };
    let outline = outline::outline(text, cut.whole.end..text.len(), id, findings);
    for (content, level) in &outline.levels {
        clarity::check(text, content, *level, id, findings);
    }
    let public = find("public").and_then(|entry| public::block(&entry.node, &fields, findings));
    let words = |key: &str| find(key).and_then(scalar);
    let meeting = |key: &str| find("meeting").and_then(|entry| child(&entry.node, key));
    let kind = fields.kind(find("kind"), findings);
    let items = outline
        .internal
        .iter()
        .filter(|section| section.canonical == Some(Canonical::Actions))
        .flat_map(|section| actions::actions(text, &section.whole))
        .collect();
    Draft {
        source: id,
        path: source.path().to_owned(),
        id: read_id(source, id, find("id"), public.is_some(), findings),
        title: words("title"),
        status: fields.status(find("status"), findings),
        kind,
        severity: fields.severity(find("severity"), findings),
        publish: fields.publish(written("publish"), findings) && kind != DraftKind::NearMiss,
        no_message: words("no_message"),
        people: fields::people(entries),
        detected: find("detected")
            .and_then(|entry| fields.time(&entry.node, "detected", &rules::INTERNAL_TIME, findings))
            .map(|time| time.value),
        meeting_scheduled: meeting("scheduled").and_then(|node| fields.time(node, "meeting.scheduled", &rules::INTERNAL_TIME, findings)),
        meeting_held: meeting("held").and_then(|node| fields.time(node, "meeting.held", &rules::INTERNAL_TIME, findings)),
        fields: fields::internal(entries),
        public,
        updates: outline.updates.iter().flat_map(|section| reader.updates(&section.content, findings)).collect(),
        corrections: outline.corrections.iter().flat_map(|section| reader.corrections(&section.content, findings)).collect(),
        message: outline.message,
        sections: outline.internal,
        actions: items,
        internal_ranges: outline.internal_ranges,
    }
}

fn scalar(entry: &Entry) -> Option<Spanned<InternalText>> {
    match &entry.node.value {
        Value::Text(text) if !text.trim().is_empty() => Some(Spanned::new(InternalText::new(text.clone()), entry.node.span.clone())),
        _ => None,
    }
}

fn child<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) => {
            entries.iter().find(|entry| entry.key == key && !matches!(entry.node.value, Value::Null)).map(|entry| &entry.node)
        }
        _ => None,
    }
}

/// The declared id, else the file's stem in lower case. Another character is an error, never replaced.
fn read_id(source: &Source, id: SourceId, entry: Option<&Entry>, needed: bool, findings: &mut Vec<Finding>) -> Spanned<String> {
    if let Some(entry) = entry {
        let text = if let Value::Text(text) = &entry.node.value { text.clone() } else { String::new() };
        if !Id::is_valid(&text) {
            findings.push(rules::ID.found(
                id,
                entry.node.span.clone(),
                "this id holds more than a-z, 0-9 and -, or is longer than 100 characters",
            ));
        }
        return Spanned::new(text, entry.node.span.clone());
    }
    let name = source.path().rsplit('/').next().unwrap_or_default();
    let stem = name.strip_suffix(".md").unwrap_or(name).to_lowercase();
    if needed && !Id::is_valid(&stem) {
        findings.push(
            rules::ID
                .found(id, None, "the file's name cannot be its id: it holds more than a-z, 0-9 and -")
                .help("rename the file, or declare an `id` in the front matter"),
        );
    }
    Spanned::new(stem, 0..0)
}
