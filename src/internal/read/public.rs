//! The `public:` block, field by field. Unknown keys are errors: this is the only front matter that customers can ever see.

use super::draft::{PublicBlock, Spanned};
use super::fields::Fields;
use super::node::{Entry, Node, Value};
use super::rules;
use crate::clock::Time;
use crate::diagnostic::Finding;
use crate::internal::text::InternalText;
use crate::public::{Impact, SitePath};

/// The keys of the block.
pub const KEYS: &[&str] = &[
    "title",
    "impact",
    "components",
    "started",
    "resolved",
    "published",
    "scheduled_for",
    "scheduled_until",
    "summary",
    "seal",
    "aliases",
];

/// `degraded`, `partial`, `full` or `none`, in any case.
pub fn impact(text: &str) -> Option<Impact> {
    match text.trim().to_lowercase().as_str() {
        "none" => Some(Impact::None),
        "degraded" => Some(Impact::Degraded),
        "partial" => Some(Impact::Partial),
        "full" => Some(Impact::Full),
        _ => None,
    }
}

/// Reads the block.
pub fn block(entry: &Entry, fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<PublicBlock> {
    let Value::Map(entries) = &entry.node.value else {
        findings.push(
            rules::PUBLIC_VALUE
                .found(fields.source, entry.node.span.clone(), "`public` is no block of keys")
                .help("write `title`, `impact` and `started` below `public:`, indented"),
        );
        return None;
    };
    if let Some(span) = entry.node.borrowed() {
        findings.push(
            rules::PUBLIC_VALUE
                .found(fields.source, span.clone(), "an alias brings a value into `public` that was written elsewhere")
                .help("write the value itself: only what stands in the block is public"),
        );
        return None;
    }
    let mut block = PublicBlock { span: entry.key_span.clone(), ..PublicBlock::default() };
    for entry in entries {
        let node = &entry.node;
        if matches!(node.value, Value::Null) && KEYS.contains(&entry.key.as_str()) {
            continue;
        }
        let known = findings.len();
        match entry.key.as_str() {
            "title" => block.title = text(node, "title", fields, findings),
            "summary" => block.summary = text(node, "summary", fields, findings),
            "seal" => block.seal = text(node, "seal", fields, findings),
            "impact" => block.impact = read_impact(node, fields, findings),
            "components" => block.components = components(node, fields, findings),
            "started" => block.started = time(node, "started", fields, findings),
            "resolved" => block.resolved = time(node, "resolved", fields, findings),
            "published" => block.published = time(node, "published", fields, findings),
            "scheduled_for" => block.scheduled_for = time(node, "scheduled_for", fields, findings),
            "scheduled_until" => block.scheduled_until = time(node, "scheduled_until", fields, findings),
            "aliases" => block.aliases = aliases(node, fields, findings),
            other => {
                let near = super::fields::nearest(other, KEYS)
                    .map_or_else(|| format!("the keys are {}", KEYS.join(", ")), |near| format!("did you mean `{near}`?"));
                findings.push(
                    rules::PUBLIC_KEY.found(fields.source, entry.key_span.clone(), format!("`public` has no key `{other}`")).help(near),
                );
            }
        }
        if findings.len() > known {
            block.unreadable.push(entry.key.clone());
        }
    }
    Some(block)
}

fn text(node: &Node, key: &str, fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Spanned<InternalText>> {
    match &node.value {
        Value::Text(text) if !text.trim().is_empty() => Some(Spanned::new(InternalText::new(text.as_str()), node.span.clone())),
        Value::Text(_) => None,
        _ => {
            findings.push(
                rules::PUBLIC_VALUE
                    .found(fields.source, node.span.clone(), format!("`public.{key}` is not a text"))
                    .help("write one line of plain text, in quotes if it holds a colon"),
            );
            None
        }
    }
}

fn time(node: &Node, key: &str, fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Spanned<Time>> {
    fields.time(node, &format!("public.{key}"), &rules::TIME, findings)
}

fn read_impact(node: &Node, fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Spanned<Impact>> {
    let Value::Text(text) = &node.value else {
        findings.push(rules::PUBLIC_VALUE.found(fields.source, node.span.clone(), "this impact is not known").help(IMPACTS));
        return None;
    };
    let found = impact(text);
    if found.is_none() {
        findings.push(rules::PUBLIC_VALUE.found(fields.source, node.span.clone(), "this impact is not known").help(IMPACTS));
    }
    found.map(|impact| Spanned::new(impact, node.span.clone()))
}

const IMPACTS: &str = "write degraded, partial, full or none";

fn components(node: &Node, fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Vec<(Spanned<String>, Option<Impact>)> {
    let wrong = |node: &Node| {
        rules::PUBLIC_VALUE
            .found(fields.source, node.span.clone(), "this is no list of component ids")
            .help("write `[search, api]`, or `{ search: degraded, api: partial }`")
    };
    let mut found = Vec::new();
    match &node.value {
        Value::Text(id) => found.push((Spanned::new(id.clone(), node.span.clone()), None)),
        Value::List(list) => {
            for item in list {
                match &item.value {
                    Value::Text(id) => found.push((Spanned::new(id.clone(), item.span.clone()), None)),
                    _ => findings.push(wrong(item)),
                }
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                let declared = if matches!(entry.node.value, Value::Null) {
                    None
                } else {
                    read_impact(&entry.node, fields, findings).map(|impact| impact.value)
                };
                found.push((Spanned::new(entry.key.clone(), entry.key_span.clone()), declared));
            }
        }
        _ => findings.push(wrong(node)),
    }
    found
}

fn aliases(node: &Node, fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Vec<Spanned<String>> {
    let items = match &node.value {
        Value::List(list) => list.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut found = Vec::new();
    for item in items {
        match &item.value {
            Value::Text(path) if alias_path(path).is_some() => found.push(Spanned::new(path.clone(), item.span.clone())),
            _ => findings.push(rules::ALIAS.found(fields.source, item.span.clone(), "this is no path of the site")),
        }
    }
    found
}

/// The file that an alias such as `/incidents/old-name/` stands for, `incidents/old-name/index.html`; `None` if it is no plain path.
pub fn alias_path(alias: &str) -> Option<String> {
    let inner = alias.trim().trim_matches('/');
    let plain = |segment: &str| {
        !segment.starts_with('.')
            && !segment.is_empty()
            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let file = if std::path::Path::new(inner).extension().is_some_and(|end| end == "html") {
        inner.to_owned()
    } else {
        format!("{inner}/index.html")
    };
    (inner.len() <= 200 && inner.split('/').all(plain) && SitePath::new(file.as_str()).is_some()).then_some(file)
}
