//! What several pages share: the head, a line of a list, a story told by its updates.

use serde::Serialize;

use super::{Address, Key, Link, Moment, Place, Span};
use crate::clock::Time;
use crate::public::{ComponentState, History, Id, Incident, Kind, Logo, PublicHtml, PublicText, Update};

/// What every page says of the site and of itself.
#[derive(Debug, Serialize)]
pub struct Head<'a> {
    title: &'a PublicText,
    description: Option<&'a PublicText>,
    language: &'a PublicText,
    url: &'a PublicText,
    base: &'a PublicText,
    support: Option<&'a PublicText>,
    logo: Option<Picture<'a>>,
    accent: Option<&'a PublicText>,
    /// Whether the script for local times is wanted.
    local_times: bool,
    canonical: Option<Address>,
    #[serde(skip)]
    place: Place,
}

/// An image with its size in pixels.
#[derive(Debug, Serialize)]
struct Picture<'a> {
    src: &'a PublicText,
    width: u32,
    height: u32,
}

impl<'a> Head<'a> {
    pub(super) fn new(history: &'a History, place: Place) -> Self {
        let site = &history.site;
        Self {
            title: &site.title,
            description: site.description.as_ref(),
            language: &site.language,
            url: &site.url,
            base: &site.base,
            support: site.support_url.as_ref().filter(|url| is_link(url)),
            logo: site.logo.as_ref().map(|Logo { src, width, height, asset: _ }| Picture { src, width: *width, height: *height }),
            accent: site.accent.as_ref(),
            local_times: site.local_times,
            canonical: Some(Address::new(site, &place)),
            place,
        }
    }

    /// For pages that no search engine should list: no address of their own.
    pub(super) fn unlisted(history: &'a History, place: Place) -> Self {
        Self { canonical: None, ..Self::new(history, place) }
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }
}

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
            duration: duration(incident),
            components: component_names(history, incident),
            summary: incident.summary.as_ref(),
            postmortem: incident.postmortem.is_some(),
        }
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
    updates: Vec<Said<'a>>,
}

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
            updates: incident.updates.iter().rev().map(|update| Said::new(history, update)).collect(),
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

/// Whether an address may stand in a link: nothing that runs in the page.
fn is_link(url: &PublicText) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| url.as_str().starts_with(scheme))
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
        Kind::Incident => {
            incident.affected.iter().map(super::super::Affected::worst).chain([incident.impact]).max().unwrap_or(incident.impact).into()
        }
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

/// How long it took; nothing while it runs.
pub(super) fn duration(incident: &Incident) -> Option<Span> {
    incident.resolved.and_then(|resolved| Span::between(incident.started, resolved))
}

pub(super) fn component_names<'a>(history: &'a History, incident: &Incident) -> Vec<&'a PublicText> {
    incident.affected.iter().filter_map(|affected| history.component(&affected.component)).map(|component| &component.name).collect()
}
