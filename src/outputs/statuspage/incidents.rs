//! Public incidents and windows → incident and maintenance objects.
//! `resolved_at` is null exactly while something is open, and the status agrees with it whatever the last update says: clients
//! decide by the one or by the other.

use super::catalogue::full_name;
use super::shape::{AffectedComponent, Component, Incident, IncidentUpdate, Maintenance, Stamp};
use crate::clock::Time;
use crate::outputs::trail::{self, Step};
use crate::public::{self, Change, ComponentState, History, Id, Impact, Kind, Phase, Window};

/// What all objects of a build share.
pub struct Maker<'a> {
    pub history: &'a History,
    pub catalogue: &'a [Component<'a>],
    pub page_id: &'a str,
}

impl<'a> Maker<'a> {
    /// The object of an incident.
    pub fn incident(&self, incident: &'a public::Incident) -> Incident<'a> {
        let over = incident.ended(self.history.now);
        Incident {
            id: &incident.id,
            name: &incident.title,
            status: status(incident, self.history.now),
            created_at: Stamp(incident.first_word()),
            updated_at: Stamp(incident.last_change()),
            monitoring_at: newest(incident, Phase::Monitoring).map(Stamp),
            resolved_at: over.map(Stamp),
            impact: impact(incident),
            shortlink: trail::page(&self.history.site, incident),
            started_at: Stamp(incident.started),
            page_id: self.page_id.to_owned(),
            incident_updates: trail::steps(incident).iter().rev().map(|step| self.update(incident, step)).collect(),
            components: self.components(incident),
        }
    }

    /// The object of a maintenance window; `None` for what has no window.
    pub fn maintenance(&self, incident: &'a public::Incident) -> Option<Maintenance<'a>> {
        let Window { scheduled_for, scheduled_until } = incident.window?;
        Some(Maintenance {
            incident: self.incident(incident),
            scheduled_for: Stamp(scheduled_for),
            scheduled_until: Stamp(scheduled_until),
        })
    }

    fn update(&self, incident: &'a public::Incident, step: &Step<'a>) -> IncidentUpdate<'a> {
        let at = Stamp(step.at());
        let text = &step.body().text;
        IncidentUpdate {
            // Unique in the whole API: clients remember the updates that they have seen by this alone.
            id: format!("{}-{}", incident.id, step.name('-')),
            status: step_status(incident, step),
            body: if let Step::Correction(_) = step { format!("Correction: {text}") } else { text.to_string() },
            incident_id: &incident.id,
            created_at: at,
            updated_at: at,
            display_at: at,
            affected_components: self.affected(step),
            deliver_notifications: true,
            custom_tweet: None,
            tweet_id: None,
        }
    }

    fn affected(&self, step: &Step<'a>) -> Option<Vec<AffectedComponent<'a>>> {
        let Step::Update(update) = step else { return None };
        let named = |change: &'a Change| {
            Some(AffectedComponent {
                code: &change.component,
                name: full_name(self.history.component(&change.component)?),
                old_status: ComponentState::from(change.before).statuspage(),
                new_status: ComponentState::from(change.after).statuspage(),
            })
        };
        let affected: Vec<_> = update.changes.iter().filter_map(named).collect();
        (!affected.is_empty()).then_some(affected)
    }

    fn components(&self, incident: &public::Incident) -> Vec<&'a Component<'a>> {
        let object = |id: &Id| self.catalogue.iter().find(|object| !object.group && object.id == id.as_str());
        incident.affected.iter().filter_map(|affected| object(&affected.component)).collect()
    }
}

/// A published message makes an incident `postmortem`, as on Statuspage, where clients count it as resolved. Windows keep to the
/// four words that they have.
fn status(incident: &public::Incident, now: Time) -> &'static str {
    match incident.phase_at(now) {
        Phase::Resolved if incident.postmortem.is_some() => "postmortem",
        phase => phase.key(),
    }
}

/// The API has no word for an update without a phase: such a one has the phase that holds at its time.
fn step_status(incident: &public::Incident, step: &Step<'_>) -> &'static str {
    let Step::Update(update) = step else {
        return match incident.kind {
            Kind::Incident => "postmortem",
            Kind::Maintenance => "completed",
        };
    };
    let until = incident.updates.iter().take_while(|earlier| earlier.id != update.id).chain([*update]);
    let first = match incident.kind {
        Kind::Incident => Phase::Investigating,
        Kind::Maintenance => Phase::Scheduled,
    };
    until.map(|earlier| earlier.phase).filter(|phase| *phase != Phase::Update).last().unwrap_or(first).key()
}

fn newest(incident: &public::Incident, phase: Phase) -> Option<Time> {
    incident.updates.iter().rev().find(|update| update.phase == phase).map(|update| update.at)
}

fn impact(incident: &public::Incident) -> &'static str {
    match (incident.kind, incident.worst()) {
        (Kind::Maintenance, _) => "maintenance",
        (Kind::Incident, Impact::None) => "none",
        (Kind::Incident, Impact::Degraded) => "minor",
        (Kind::Incident, Impact::Partial) => "major",
        (Kind::Incident, Impact::Full) => "critical",
    }
}
