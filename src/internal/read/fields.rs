//! Front matter values → typed values, with a finding for each that does not fit.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use super::draft::{DraftKind, InternalField, Person, Spanned, Status};
use super::node::{Entry, Node, Value};
use super::{rules, times};
use crate::clock::Time;
use crate::diagnostic::{Finding, SourceId};
use crate::internal::check::registry::Rule;
use crate::internal::text::InternalText;

/// Keys that Allclear knows. A key one typo away from one of them is a warning.
pub const KEYS: &[&str] = &[
    "id",
    "title",
    "status",
    "severity",
    "kind",
    "owner",
    "commander",
    "scribe",
    "responders",
    "reviewers",
    "attendees",
    "moderator",
    "detected",
    "meeting",
    "recording",
    "channel",
    "tickets",
    "publish",
    "no_message",
    "approved",
    "closed",
    "unknown_because",
    "public",
];

/// Keys whose values are people, beside those that Allclear reads for the lifecycle.
pub const PEOPLE: &[&str] = &[
    "owner",
    "owners",
    "author",
    "authors",
    "commander",
    "commanders",
    "incident_commander",
    "scribe",
    "scribes",
    "responder",
    "responders",
    "reviewer",
    "reviewers",
    "attendee",
    "attendees",
    "moderator",
    "facilitator",
    "presenter",
    "presenters",
    "contributor",
    "contributors",
    "participants",
    "on_call",
    "oncall",
    "paged",
    "people",
    "roles",
    "driver",
    "reporter",
    "reported_by",
    "written_by",
    "incident_lead",
    "incident_manager",
    "liaison",
    "customer_liaison",
    "lead",
    "approver",
    "approvers",
    "assignee",
    "devils_advocate",
    "stakeholders",
    "requested_by",
];

/// Keys below which a name stands as `by`.
const SIGNED: &[&str] = &["approved", "closed"];

/// The paths that most documents have, so that each need not keep them: the known keys, those of the meeting, and the first of lists.
static PATHS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let first = |key: &str| (0..8).map(|at| format!("{key}[{at}]")).collect::<Vec<_>>();
    let known = KEYS.iter().copied().chain(["meeting.scheduled", "meeting.held"]).map(str::to_owned);
    known.chain(["responders", "reviewers", "attendees", "tickets"].into_iter().flat_map(first)).collect()
});

fn path(key: &str) -> Cow<'static, str> {
    PATHS.get(key).map_or_else(|| Cow::Owned(key.to_owned()), |known| Cow::Borrowed(known.as_str()))
}

/// What fields are read with.
pub struct Fields<'a> {
    /// The source in the report.
    pub source: SourceId,
    /// The zone of times without one.
    pub zone: Option<chrono_tz::Tz>,
    /// The severity scale.
    pub severities: &'a crate::config::Severities,
}

/// The known key nearest to a text, if one is near.
pub fn nearest<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let key = key.to_lowercase().replace('-', "_");
    known
        .iter()
        .copied()
        .map(|name| (strsim::osa_distance(&key, name), name))
        .filter(|(distance, name)| *distance <= 1.max(name.len() / 4))
        .min()
        .map(|(_, name)| name)
}

impl Fields<'_> {
    /// A time, or a finding of that rule.
    pub fn time(&self, node: &Node, key: &str, rule: &Rule, findings: &mut Vec<Finding>) -> Option<Spanned<Time>> {
        let result = match &node.value {
            Value::Text(text) => times::parse(text, self.zone),
            _ => Err(times::Fault::NotATime),
        };
        match result {
            Ok(time) => Some(Spanned::new(time, node.span.clone())),
            Err(fault) => {
                let (fact, step) = fault.words();
                findings.push(rule.found(self.source, node.span.clone(), format!("`{key}` {fact}")).help(step));
                None
            }
        }
    }

    /// `status`; anything unknown is an error and counts as draft, so that nothing goes out.
    pub fn status(&self, entry: Option<&Entry>, findings: &mut Vec<Finding>) -> Spanned<Status> {
        let Some(entry) = entry else { return Spanned::new(Status::Draft, 0..0) };
        let span = entry.node.span.clone();
        let status = match gate(&entry.node).as_deref() {
            Some("draft") => Status::Draft,
            Some("in review") => Status::InReview,
            Some("reviewed") => Status::Reviewed,
            Some("closed") => Status::Closed,
            _ => {
                let message = "`status` is none of draft, in review, reviewed, closed";
                findings.push(
                    rules::GATE_VALUE
                        .found(self.source, span.clone(), message)
                        .help("write one of these four; nothing is published until then"),
                );
                Status::Draft
            }
        };
        Spanned::new(status, span)
    }

    /// `kind`; anything unknown is an error and counts as a near miss, so that nothing goes out.
    pub fn kind(&self, entry: Option<&Entry>, findings: &mut Vec<Finding>) -> DraftKind {
        let Some(entry) = entry else { return DraftKind::Incident };
        match gate(&entry.node).as_deref() {
            Some("incident") => DraftKind::Incident,
            Some("near miss") => DraftKind::NearMiss,
            Some("maintenance") => DraftKind::Maintenance,
            _ => {
                let message = "`kind` is none of incident, near miss, maintenance";
                findings.push(
                    rules::GATE_VALUE
                        .found(self.source, entry.node.span.clone(), message)
                        .help("write one of these three; nothing is published until then"),
                );
                DraftKind::NearMiss
            }
        }
    }

    /// `publish`; anything but true and false is an error and counts as false.
    pub fn publish(&self, entry: Option<&Entry>, findings: &mut Vec<Finding>) -> bool {
        match entry.map(|entry| (&entry.node.value, entry)) {
            None => true,
            Some((Value::Bool(publish), _)) => *publish,
            Some((_, entry)) => {
                let message = "`publish` is neither true nor false";
                findings.push(
                    rules::GATE_VALUE
                        .found(self.source, entry.node.span.clone(), message)
                        .help("write `publish: false` to keep the document private, or leave the line out"),
                );
                false
            }
        }
    }

    /// The name in the configured scale that `severity` stands for.
    pub fn severity(&self, entry: Option<&Entry>, findings: &mut Vec<Finding>) -> Option<Spanned<String>> {
        let entry = entry?;
        let Value::Text(text) = &entry.node.value else { return None };
        let name = self.severities.find(text);
        if name.is_none() {
            let help = format!("the scale is {}; other words go into `aliases` of `[severities]`", self.severities.names.join(", "));
            findings.push(
                rules::SEVERITY.found(self.source, entry.node.span.clone(), "`severity` is not on the scale of allclear.toml").help(help),
            );
        }
        name.map(|name| Spanned::new(name, entry.node.span.clone()))
    }
}

/// A gate value in lower case, with blanks for hyphens and underscores.
fn gate(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()),
        _ => None,
    }
}

/// People by role: names in a text, a list, or a list of `{name, role}`.
pub fn people(entries: &[Entry]) -> Vec<Person> {
    let mut people = Vec::new();
    for entry in entries {
        let role = entry.key.to_lowercase().replace(['-', ' '], "_");
        if let Some(role) = PEOPLE.iter().find(|known| **known == role) {
            names(&entry.node, role, &mut people);
        } else if let Value::Map(signed) = &entry.node.value
            && let Some(role) = SIGNED.iter().find(|known| **known == role)
        {
            // Beside the name stands a time.
            signed.iter().filter(|entry| entry.key == "by").for_each(|by| names(&by.node, role, &mut people));
        }
    }
    people
}

fn names(node: &Node, role: &'static str, people: &mut Vec<Person>) {
    match &node.value {
        Value::Text(text) => {
            let mut at = node.span.start;
            for part in text.split_inclusive([',', ';']) {
                let name = part.trim_matches([',', ';', ' ', '\n']);
                if !name.is_empty() {
                    people.push(Person { role, name: Spanned::new(InternalText::new(name), at..at + part.len()) });
                }
                at += part.len();
            }
        }
        Value::List(list) => list.iter().for_each(|item| names(item, role, people)),
        Value::Map(entries) => {
            let named = entries.iter().find(|entry| entry.key.eq_ignore_ascii_case("name"));
            match named {
                Some(entry) => names(&entry.node, role, people),
                None => {
                    for entry in entries {
                        // `Dana Whitfield: commander` names somebody as much as `commander: Dana Whitfield` does.
                        if entry.key.trim().contains(' ') {
                            let name = Spanned::new(InternalText::new(entry.key.as_str()), entry.key_span.clone());
                            people.push(Person { role, name });
                        }
                        names(&entry.node, role, people);
                    }
                }
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Every scalar outside `public:`, with its key path.
pub fn internal(entries: &[Entry]) -> Vec<InternalField> {
    let mut fields = Vec::new();
    for entry in entries.iter().filter(|entry| entry.key != "public") {
        entry.node.scalars(&entry.key, &mut |key, text, span| {
            fields.push(InternalField { key: path(key), value: Spanned::new(InternalText::new(text), span.clone()) });
        });
    }
    fields
}
