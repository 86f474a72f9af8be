//! What several pages share: a line of a list, a story told by its updates.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::{Key, Link, Moment, Place, Span};
use crate::clock::Time;
use crate::public::{ComponentState, History, Id, Incident, Kind, PublicHtml, PublicText, Update};

/// An incident or a maintenance window as a line of a list.
#[derive(Debug, Serialize)]
pub struct Item<'a> {
    href: Link,
    title: &'a PublicText,
    kind: Key,
    /// What it is while it runs, the worst it was once it is over.
    state: Key,
    open: bool,
    started: Moment,
    duration: Option<Span>,
    components: Vec<&'a PublicText>,
    summary: Option<&'a PublicText>,
    postmortem: bool,
}

impl<'a> Item<'a> {
    pub(super) fn new(history: &'a History, incident: &'a Incident) -> Self {
        let open = incident.is_open(history.now) || incident.is_under_way(history.now);
        Self {
            href: Link::new(&history.site, &Place::incident(incident)),
            title: &incident.title,
            kind: kind(incident),
            state: state_key(if open { state_at(incident, history.now) } else { worst(incident) }),
            open,
            started: incident.started.into(),
            duration: duration(history, incident),
            components: component_names(history, incident),
            summary: incident.summary.as_ref(),
            postmortem: incident.postmortem.is_some(),
        }
    }
}

/// Incidents as lines of a list. Only the references are held: the lines are made one after the other when the page is.
#[derive(Debug)]
pub(super) struct Items<'a> {
    history: &'a History,
    incidents: Cow<'a, [&'a Incident]>,
}

impl<'a> Items<'a> {
    pub(super) fn new(history: &'a History, incidents: Cow<'a, [&'a Incident]>) -> Self {
        Self { history, incidents }
    }

    pub(super) fn incidents(&self) -> impl Iterator<Item = &Incident> {
        self.incidents.iter().copied()
    }
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.incidents.iter().map(|incident| Item::new(self.history, incident)))
    }
}

/// Something under way or announced, with what was said about it, newest first.
#[derive(Debug, Serialize)]
pub struct Story<'a> {
    id: &'a Id,
    href: Link,
    title: &'a PublicText,
    kind: Key,
    state: Key,
    phase: Key,
    started: Moment,
    window: Option<Planned>,
    components: Vec<&'a PublicText>,
    /// The newest of them.
    updates: Vec<Said<'a>>,
    /// How many there are on its page.
    said: usize,
    /// For a calendar, if it is planned.
    calendar: Option<Link>,
}

/// Updates that a story tells; the others are on its page.
const TOLD: usize = 5;

impl<'a> Story<'a> {
    pub(super) fn new(history: &'a History, incident: &'a Incident) -> Self {
        Self {
            id: &incident.id,
            href: Link::new(&history.site, &Place::incident(incident)),
            title: &incident.title,
            kind: kind(incident),
            state: state_key(state_at(incident, history.now)),
            phase: phase(incident, history.now),
            started: incident.started.into(),
            window: window(incident),
            components: component_names(history, incident),
            updates: incident.updates.iter().rev().take(TOLD).map(|update| Said::new(history, update)).collect(),
            said: incident.updates.len(),
            calendar: calendar(history, incident),
        }
    }
}

/// A planned window.
#[derive(Debug, Serialize)]
pub struct Planned {
    from: Moment,
    until: Moment,
}

/// One update.
#[derive(Debug, Serialize)]
pub struct Said<'a> {
    id: &'a Id,
    at: Moment,
    phase: Key,
    html: &'a PublicHtml,
    changes: Vec<Changed<'a>>,
}

/// A component's state before and after an update.
#[derive(Debug, Serialize)]
struct Changed<'a> {
    component: &'a PublicText,
    before: Key,
    after: Key,
}

impl<'a> Said<'a> {
    pub(super) fn new(history: &'a History, update: &'a Update) -> Self {
        let changes = update.changes.iter().filter_map(|change| {
            Some(Changed {
                component: &history.component(&change.component)?.name,
                before: Key::new(ComponentState::from(change.before).key()),
                after: Key::new(ComponentState::from(change.after).key()),
            })
        });
        Self {
            id: &update.id,
            at: update.at.into(),
            phase: Key::new(update.phase.key()),
            html: &update.body.html,
            changes: changes.collect(),
        }
    }
}

/// The phase it is in, as every output says it.
pub(super) fn phase(incident: &Incident, now: Time) -> Key {
    Key::new(incident.phase_at(now).key())
}

pub(super) fn kind(incident: &Incident) -> Key {
    Key::new(match incident.kind {
        Kind::Incident => "incident",
        Kind::Maintenance => "maintenance",
    })
}

/// The key of an incident's state. One without impact is not `operational`, which is said of components, but `none`.
pub(super) fn state_key(state: ComponentState) -> Key {
    Key::new(if state == ComponentState::Operational { "none" } else { state.key() })
}

/// The state that an incident stands for as a whole: maintenance, or the worst it was.
pub(super) fn worst(incident: &Incident) -> ComponentState {
    match incident.kind {
        Kind::Maintenance => ComponentState::Maintenance,
        Kind::Incident => incident.worst().into(),
    }
}

/// The state that it stands for at a moment: the worst of its components then, or its own impact if it names none.
pub(super) fn state_at(incident: &Incident, now: Time) -> ComponentState {
    match incident.kind {
        Kind::Maintenance => ComponentState::Maintenance,
        Kind::Incident => incident.affected.iter().map(|affected| affected.at(now)).max().unwrap_or(incident.impact).into(),
    }
}

pub(super) fn window(incident: &Incident) -> Option<Planned> {
    incident.window.map(|window| Planned { from: window.scheduled_for.into(), until: window.scheduled_until.into() })
}

/// Where a calendar finds a window. One that is over is history.
pub(super) fn calendar(history: &History, incident: &Incident) -> Option<Link> {
    let planned = incident.window.is_some() && incident.ended(history.now).is_none();
    planned.then(|| Link::new(&history.site, &Place::calendar_entry(&incident.id)))
}

/// How long it took; nothing while it runs.
pub(super) fn duration(history: &History, incident: &Incident) -> Option<Span> {
    incident.ended(history.now).and_then(|end| Span::between(incident.started, end))
}

pub(super) fn component_names<'a>(history: &'a History, incident: &Incident) -> Vec<&'a PublicText> {
    incident.affected.iter().filter_map(|affected| history.component(&affected.component)).map(|component| &component.name).collect()
}
