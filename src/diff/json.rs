//! A diff for programs. `docs/diff.schema.json` says what it holds.

use serde_json::{Value, json};

use super::{Diff, IncidentChange, Set, Shown};
use crate::diagnostic::Format;

pub(super) fn render(diff: &Diff) -> String {
    // The findings are what `check` prints, to the letter.
    let findings: Value = serde_json::from_str(&diff.report.render(Format::Json, false, false)).unwrap_or_default();
    let value = json!({
        "schema": 1,
        "base": diff.base,
        "head": diff.head,
        "now": super::layout::time(diff.now),
        "public_change": diff.public_change,
        "notes": diff.notes,
        "incidents": diff.incidents.iter().map(incident).collect::<Vec<_>>(),
        "components": diff.components.iter().map(|one| json!({"id": one.id, "before": shown(one.before.as_ref()), "after": shown(one.after.as_ref())})).collect::<Vec<_>>(),
        "feed_entries": diff.feed_entries.iter().map(|one| json!({"id": one.id, "incident": one.incident, "change": one.change.name()})).collect::<Vec<_>>(),
        "redirects": diff.redirects.iter().map(|one| json!({"from": one.from, "to": one.to, "change": one.change.name()})).collect::<Vec<_>>(),
        "others": {"pages": diff.others.pages, "files": diff.others.files},
        "private": diff.private.iter().filter(|one| !one.message_alone).map(|one| json!({"path": one.path, "reason": one.reason})).collect::<Vec<_>>(),
        "findings": findings,
    });
    serde_json::to_string_pretty(&value).map_or_else(|_| String::new(), |text| text + "\n")
}

fn incident(incident: &IncidentChange) -> Value {
    json!({
        "id": incident.id,
        "path": incident.path,
        "page": incident.page,
        "change": incident.change.name(),
        "words": {"added": incident.words.added, "removed": incident.words.removed},
        "links": set(&incident.links),
        "pictures": set(&incident.pictures),
    })
}

fn set(set: &Set) -> Value {
    json!({"added": set.added, "removed": set.removed})
}

fn shown(shown: Option<&Shown>) -> Value {
    shown.map_or(Value::Null, |shown| json!({"name": shown.name, "state": shown.state}))
}
