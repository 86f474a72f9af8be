//! The page of an incident or a maintenance window. Its title never changes, and it says nothing that only the clock changes.

use serde::Serialize;

use super::part::{Planned, duration, kind, phase, state_at, state_key, window, worst};
use super::{Head, Key, Link, Moment, Place, Said, Span};
use crate::public::{Affected, ComponentState, History, Id, Incident, PublicHtml, PublicText};

/// The page of an incident or a maintenance window.
#[derive(Debug, Serialize)]
pub struct IncidentPage<'a> {
    pub(super) head: Head<'a>,
    title: &'a PublicText,
    kind: Key,
    /// The worst it was.
    state: Key,
    /// What it is now; the same as `state` once it is over.
    now: Key,
    phase: Key,
    over: bool,
    started: Moment,
    resolved: Option<Moment>,
    duration: Option<Span>,
    window: Option<Planned>,
    summary: Option<&'a PublicText>,
    postmortem: Option<Told<'a>>,
    updates: Vec<Said<'a>>,
    /// Whether the oldest update comes first: once there is a post-mortem.
    oldest_first: bool,
    affected: Vec<Share<'a>>,
    corrections: Vec<Corrected<'a>>,
}

/// The published message.
#[derive(Debug, Serialize)]
struct Told<'a> {
    published: Moment,
    html: &'a PublicHtml,
}

/// A correction.
#[derive(Debug, Serialize)]
struct Corrected<'a> {
    id: &'a Id,
    at: Moment,
    html: &'a PublicHtml,
}

/// A component's share.
#[derive(Debug, Serialize)]
struct Share<'a> {
    name: &'a PublicText,
    href: Link,
    spans: Vec<Hit>,
}

/// One impact from a moment until another.
#[derive(Debug, Serialize)]
struct Hit {
    state: Key,
    from: Moment,
    until: Option<Moment>,
}

impl<'a> IncidentPage<'a> {
    /// The page of an incident.
    pub fn new(history: &'a History, incident: &'a Incident) -> Self {
        let over = incident.resolved.is_some_and(|resolved| resolved <= history.now);
        let oldest_first = incident.postmortem.is_some();
        let mut updates: Vec<_> = incident.updates.iter().map(|update| Said::new(history, update)).collect();
        if !oldest_first {
            updates.reverse();
        }
        let worst = worst(incident);
        Self {
            head: Head::new(history, Place::incident(incident)).card(super::Card::incident(history, incident)),
            title: &incident.title,
            kind: kind(incident),
            state: state_key(worst),
            now: state_key(if over { worst } else { state_at(incident, history.now) }),
            phase: phase(incident, history.now),
            over,
            started: incident.started.into(),
            resolved: incident.resolved.map(Moment::from),
            duration: duration(incident),
            window: window(incident),
            summary: incident.summary.as_ref(),
            postmortem: incident.postmortem.as_ref().map(|told| Told { published: told.published.into(), html: &told.body.html }),
            updates,
            oldest_first,
            affected: incident.affected.iter().filter_map(|affected| share(history, affected)).collect(),
            corrections: incident
                .corrections
                .iter()
                .map(|correction| Corrected { id: &correction.id, at: correction.at.into(), html: &correction.body.html })
                .collect(),
        }
    }
}

fn share<'a>(history: &'a History, affected: &Affected) -> Option<Share<'a>> {
    let component = history.component(&affected.component)?;
    let spans = affected.spans.iter().map(|span| Hit {
        state: Key::new(ComponentState::from(span.impact).key()),
        from: span.from.into(),
        until: span.until.map(Moment::from),
    });
    Some(Share { name: &component.name, href: Link::new(&history.site, &Place::component(&component.id)), spans: spans.collect() })
}
