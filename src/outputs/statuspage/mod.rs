//! The eight documents of the Statuspage API v2, so that its clients work here unchanged.
//! Comes in: the public history. Goes out: `api/v2/*.json`, all eight always, also when there is nothing to tell.
//! Never a field of our own, never a withheld number, never the time of the build.

mod catalogue;
mod incidents;
mod shape;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use self::incidents::Maker;
use self::shape::{Component, Document, Incident, Maintenance, Page, Stamp, Status};
use super::{Job, Output, key};
use crate::error::{Error, Result};
use crate::public::{self, ComponentState, History, Index, Kind};
use crate::render::Renderer;

/// `incidents.json` and `scheduled-maintenances.json` hold so many; those that run or are to come are never cut.
const NEWEST: usize = 50;

/// Chooses what a document holds.
type Choice = for<'a> fn(&'a Api<'a>) -> Document<'a>;

/// Path and content of each document.
const DOCUMENTS: [(&str, Choice); 8] = [
    ("summary.json", |api| Document {
        components: Some(api.components),
        incidents: Some(api.incidents(Incident::is_unresolved)),
        scheduled_maintenances: Some(api.maintenances(|one| one.is_active() || one.is_upcoming())),
        status: Some(api.status),
        ..api.document()
    }),
    ("status.json", |api| Document { status: Some(api.status), ..api.document() }),
    ("components.json", |api| Document { components: Some(api.components), ..api.document() }),
    ("incidents.json", |api| Document { incidents: Some(newest(api.incidents(|_| true))), ..api.document() }),
    ("incidents/unresolved.json", |api| Document { incidents: Some(api.incidents(Incident::is_unresolved)), ..api.document() }),
    ("scheduled-maintenances.json", |api| Document { scheduled_maintenances: Some(newest(api.maintenances(|_| true))), ..api.document() }),
    ("scheduled-maintenances/active.json", |api| Document {
        scheduled_maintenances: Some(api.maintenances(Maintenance::is_active)),
        ..api.document()
    }),
    ("scheduled-maintenances/upcoming.json", |api| Document {
        scheduled_maintenances: Some(api.maintenances(Maintenance::is_upcoming)),
        ..api.document()
    }),
];

/// `api/v2/*.json`.
pub struct Statuspage;

impl Output for Statuspage {
    fn name(&self) -> &'static str {
        "Statuspage API"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, _: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let shared = Arc::new(Shared::of(index));
        let states = (shared.status, shared.updated, &shared.components);
        let job = |(name, choice): &'static (&str, Choice)| {
            let path = format!("api/v2/{name}");
            let key = key(index, &path, shared.chosen.iter().copied(), &states)?;
            let shared = Arc::clone(&shared);
            Job::at(path.clone(), key, move || {
                shared
                    .document(index.history, *choice)
                    .map_err(|fault| Error::io("write the document", Path::new(&path))(std::io::Error::from(fault)))
            })
        };
        DOCUMENTS.iter().map(job).collect()
    }
}

/// Everything that the documents choose from.
struct Api<'a> {
    page: Page<'a>,
    status: Status,
    components: &'a [Component<'a>],
    incidents: Vec<Incident<'a>>,
    maintenances: Vec<Maintenance<'a>>,
}

impl<'a> Api<'a> {
    fn document(&'a self) -> Document<'a> {
        Document { page: &self.page, components: None, incidents: None, scheduled_maintenances: None, status: None }
    }

    fn incidents(&'a self, wanted: impl Fn(&Incident<'a>) -> bool) -> Vec<&'a Incident<'a>> {
        self.incidents.iter().filter(|incident| wanted(incident)).collect()
    }

    fn maintenances(&'a self, wanted: impl Fn(&Maintenance<'a>) -> bool) -> Vec<&'a Maintenance<'a>> {
        self.maintenances.iter().filter(|maintenance| wanted(maintenance)).collect()
    }
}

impl Incident<'_> {
    fn is_unresolved(&self) -> bool {
        self.resolved_at.is_none()
    }
}

impl Maintenance<'_> {
    fn is_active(&self) -> bool {
        matches!(self.incident.status, "in_progress" | "verifying")
    }

    fn is_upcoming(&self) -> bool {
        self.incident.status == "scheduled"
    }
}

/// What a document can hold: the newest, and all that runs or is to come.
fn chosen(history: &History) -> Vec<&public::Incident> {
    let mut room = [NEWEST; 2];
    let chosen = |incident: &&public::Incident| {
        if incident.kind == Kind::Maintenance && incident.window.is_none() {
            return false;
        }
        let room = &mut room[usize::from(incident.kind == Kind::Maintenance)];
        let new = *room > 0;
        *room = room.saturating_sub(1);
        new || incident.ended(history.now).is_none()
    };
    history.all().filter(chosen).collect()
}

/// What all documents of a build share.
struct Shared<'a> {
    page_id: String,
    status: Status,
    updated: Stamp,
    components: Vec<Component<'a>>,
    chosen: Vec<&'a public::Incident>,
}

impl<'a> Shared<'a> {
    fn of(index: &Index<'a>) -> Self {
        let history = index.history;
        let page_id = catalogue::slug(history.site.feed_authority.as_str());
        Self {
            status: status(history),
            updated: Stamp(history.last_change()),
            components: catalogue::catalogue(index, &page_id),
            chosen: chosen(history),
            page_id,
        }
    }

    fn document(&self, history: &'a History, choice: Choice) -> serde_json::Result<Vec<u8>> {
        let maker = Maker { history, catalogue: &self.components, page_id: &self.page_id };
        let of_kind = |kind| self.chosen.iter().copied().filter(move |incident| incident.kind == kind);
        let site = &history.site;
        let api = Api {
            page: Page {
                id: self.page_id.clone(),
                name: &site.title,
                url: &site.url,
                time_zone: &site.time_zone,
                updated_at: self.updated,
            },
            status: self.status,
            components: &self.components,
            incidents: of_kind(Kind::Incident).map(|incident| maker.incident(incident)).collect(),
            maintenances: of_kind(Kind::Maintenance).filter_map(|incident| maker.maintenance(incident)).collect(),
        };
        serde_json::to_vec(&choice(&api))
    }
}

/// The indicator keeps Statuspage's values. So do the descriptions, but for a partial disruption, which Statuspage calls an outage:
/// that word is kept for a whole that is down. Like the front page, it calls one part that is down a partial disruption of the whole.
fn status(history: &History) -> Status {
    let (indicator, description) = match history.overall().state() {
        ComponentState::Operational => ("none", "All Systems Operational"),
        ComponentState::Maintenance => ("maintenance", "Service Under Maintenance"),
        ComponentState::Degraded => ("minor", "Partially Degraded Service"),
        ComponentState::Partial => ("major", "Partial Service Disruption"),
        ComponentState::Full => ("critical", "Major System Outage"),
    };
    Status { indicator, description }
}

fn newest<T>(mut objects: Vec<T>) -> Vec<T> {
    objects.truncate(NEWEST);
    objects
}
