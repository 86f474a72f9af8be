//! The bytes of one file → a draft. A document that cannot be read is findings and no draft; nothing of it goes out.

use std::ops::Range;

use super::draft::{Canonical, Draft, DraftKind, Spanned};
use super::entries::Reader;
use super::fields::{self, Fields};
use super::node::{self, Entry, Node, Value};
use super::{actions, clarity, near, outline, public, rules, toml, yaml};
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

/// Front matter for whoever edits it.
pub struct FrontMatter {
    /// What it says, with the place of each value in the text.
    pub node: Node,
    /// Its bytes without the marks around it.
    pub inner: Range<usize>,
    /// Whether it is TOML.
    pub toml: bool,
}

/// The front matter of a document, if it can be read.
pub fn front_matter(text: &str) -> Option<FrontMatter> {
    let cut = cut(text).ok().flatten()?;
    let node = parsed(text, &cut, SourceId(0), &mut Vec::new())?;
    Some(FrontMatter { node, inner: cut.inner, toml: cut.toml })
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
    let node = parsed(text, &cut, id, findings)?;
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

fn parsed(text: &str, cut: &Cut, id: SourceId, findings: &mut Vec<Finding>) -> Option<Node> {
    if cut.inner.len() > LONGEST_FRONT_MATTER {
        findings.push(
            rules::FRONT_MATTER
                .found(id, cut.whole.start..cut.whole.start + 3, "the front matter is longer than 1 MB")
                .help("move long texts into the body"),
        );
        return None;
    }
    let inner = &text[cut.inner.clone()];
    let parsed = if cut.toml { toml::read(inner, cut.inner.start) } else { yaml::read(inner, cut.inner.start) };
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
    odd_keys(entries, id, findings);
    let reader = Reader { text, zone: config.site.time_zone, source: id };
    let outline = outline::outline(text, cut.whole.end..text.len(), id, findings);
    for (content, level) in &outline.levels {
        clarity::check(text, content, *level, id, findings);
    }
    let public = find("public").and_then(|entry| public::block(entry, &fields, findings));
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
    .tight()
}

/// Keys nearly like known ones. One that only differs in case from a key that holds a document back must not be passed over.
fn odd_keys(entries: &[Entry], id: SourceId, findings: &mut Vec<Finding>) {
    const HOLD_BACK: &[&str] = &["publish", "kind", "status"];
    let is_public = entries.iter().any(|entry| entry.key == "public");
    for entry in entries.iter().filter(|entry| !fields::KEYS.contains(&entry.key.as_str())) {
        let key = entry.key.trim().to_lowercase().replace(['-', ' '], "_");
        let near = |known: &&&str| near::within(&key, known, 1) && key != format!("{known}s");
        let Some(known) = fields::KEYS.iter().find(near) else { continue };
        let rule = if is_public && key == **known && HOLD_BACK.contains(known) { &rules::GATE_VALUE } else { &rules::KEY_TYPO };
        findings.push(
            rule.found(id, entry.key_span.clone(), format!("`{}` is kept as an internal value", entry.key))
                .help(format!("did you mean `{known}`?")),
        );
    }
}

fn scalar(entry: &Entry) -> Option<Spanned<InternalText>> {
    match &entry.node.value {
        Value::Text(text) if !text.trim().is_empty() => Some(Spanned::new(InternalText::new(text.as_str()), entry.node.span.clone())),
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
                "this id holds more than a-z, 0-9 and -, is longer than 100 characters, or is a device of Windows such as con",
            ));
        }
        return Spanned::new(text, entry.node.span.clone());
    }
    let name = source.path().rsplit('/').next().unwrap_or_default();
    let stem = name.strip_suffix(".md").unwrap_or(name).to_lowercase();
    if needed && !Id::is_valid(&stem) {
        findings.push(
            rules::ID
                .found(id, None, "the file's name cannot be its id: it holds more than a-z, 0-9 and -, or is a device of Windows")
                .help("rename the file, or declare an `id` in the front matter"),
        );
    }
    Spanned::new(stem, 0..0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Level, Sources};

    /// The errors of a document whose front matter has that line, and whether it may go out.
    #[expect(clippy::disallowed_methods, reason = "a config is a file")]
    fn read_with(line: &str, public: &str) -> (Vec<String>, bool) {
        let config = "[site]\ntitle = \"A\"\nurl = \"https://status.example.com\"\n[[components]]\nid = \"api\"\nname = \"API\"\n";
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("allclear.toml"), config).expect("a file");
        let config = crate::config::load(folder.path()).expect("a config");
        let mut sources = Sources::default();
        let text = format!("---\nid: a\n{line}\n{public}---\n");
        let id = sources.add(Source::new("postmortems/a.md", text));
        let mut findings = Vec::new();
        let draft = read(sources.get(id), id, &config, &mut findings).expect("a draft");
        let errors = findings.into_iter().filter(|finding| finding.level == Level::Error).map(|finding| finding.rule).collect();
        (errors, draft.publish)
    }

    #[test]
    fn a_key_that_holds_back_is_never_passed_over() {
        let public = "public: { title: Slow, impact: none, started: 2026-01-01T00:00:00Z }\n";
        for line in ["Publish: false", "PUBLISH: false", "publish:", "Kind: near miss", "Status: draft", "publish: no"] {
            assert_eq!(read_with(line, public).0, ["document/gate-value"], "{line}");
        }
        assert_eq!(read_with("publish: false", public), (Vec::new(), false));
        assert_eq!(read_with("Status: Complete", "").0, Vec::<String>::new(), "other documents have keys of their own");
    }
}
