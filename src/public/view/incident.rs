//! The page of an incident or a maintenance window. Its title never changes, and it says nothing that only the clock changes.

use serde::Serialize;

use super::part::{Planned, calendar, duration, kind, phase, state_at, state_key, window, worst};
use super::{Head, Key, Link, Moment, Place, Said, Span};
use crate::clock::Time;
use crate::public::{Affected, Anchored, ComponentState, Heading, History, Id, ImpactSpan, Incident, Postmortem, PublicHtml, PublicText};

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
    postmortem: Option<Told>,
    updates: Vec<Said<'a>>,
    /// Whether the oldest update comes first: once there is a post-mortem.
    oldest_first: bool,
    affected: Vec<Share<'a>>,
    /// For a calendar, if it is planned.
    calendar: Option<Link>,
    corrections: Vec<Corrected<'a>>,
}

/// The published message.
#[derive(Debug, Serialize)]
struct Told {
    published: Moment,
    /// With an anchor at every heading.
    html: PublicHtml,
    /// The highest headings.
    headings: Vec<Heading>,
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
    /// Its impact as a drawing, once all is over.
    strip: Vec<Piece>,
}

/// One impact in the drawing, on the scale of the whole incident.
#[derive(Debug, Serialize)]
struct Piece {
    state: Key,
    x: i64,
    width: i64,
}

/// Width of the drawing.
const WIDTH: i64 = 1000;

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
        let over = incident.ended(history.now).is_some();
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
            duration: duration(history, incident),
            window: window(incident),
            summary: incident.summary.as_ref(),
            postmortem: incident.postmortem.as_ref().map(told),
            updates,
            oldest_first,
            affected: incident.affected.iter().filter_map(|affected| share(history, incident, affected)).collect(),
            calendar: calendar(history, incident),
            corrections: incident
                .corrections
                .iter()
                .map(|correction| Corrected { id: &correction.id, at: correction.at.into(), html: &correction.body.html })
                .collect(),
        }
    }
}

fn told(postmortem: &Postmortem) -> Told {
    let Anchored { html, headings } = postmortem.body.html.anchored("postmortem-");
    Told { published: postmortem.published.into(), html, headings }
}

fn share<'a>(history: &'a History, incident: &Incident, affected: &Affected) -> Option<Share<'a>> {
    let component = history.component(&affected.component)?;
    let spans = affected.spans.iter().map(|span| Hit {
        state: Key::new(ComponentState::from(span.impact).key()),
        from: span.from.into(),
        until: span.until.map(Moment::from),
    });
    Some(Share {
        name: &component.name,
        href: Link::new(&history.site, &Place::component(&component.id)),
        spans: spans.collect(),
        strip: strip(incident, affected),
    })
}

/// The spans as parts of the time from start to end. Nothing while it runs: the drawing would change with the clock.
fn strip(incident: &Incident, affected: &Affected) -> Vec<Piece> {
    let Some(end) = incident.resolved else { return Vec::new() };
    let length = (end - incident.started).num_seconds();
    let at = |time: Time| ((time - incident.started).num_seconds().clamp(0, length) * WIDTH).checked_div(length).unwrap_or(0);
    let piece = |span: &ImpactSpan| {
        let (from, until) = (at(span.from), at(span.until.unwrap_or(end)));
        Piece { state: Key::new(ComponentState::from(span.impact).key()), x: from, width: (until - from).max(1) }
    };
    if length > 0 { affected.spans.iter().map(piece).collect() } else { Vec::new() }
}
