//! Two histories of one site, now and then → what is said differently then. All that pages derive from a history but for its days,
//! its uptime and the clock itself is compared, so that nothing else can change unseen.

use std::collections::BTreeMap;

use crate::clock::Time;
use crate::public::{ComponentState, History, Id, Incident, Phase, PublicText};

/// One thing that is said differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The state of the whole.
    Whole {
        /// Until then.
        before: ComponentState,
        /// From then on.
        after: ComponentState,
    },
    /// A component's state.
    Component {
        /// The component.
        id: Id,
        /// Its name.
        name: PublicText,
        /// Until then; `None` while it is not in service.
        before: Option<ComponentState>,
        /// From then on; `None` once it is retired.
        after: Option<ComponentState>,
    },
    /// An incident or a window.
    Incident {
        /// Its id.
        id: Id,
        /// Its page, from the site's root.
        page: String,
        /// Its title, if that is public already.
        title: Option<PublicText>,
        /// What happens to it.
        turn: Turn,
    },
}

/// What happens to an incident or a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Its page appears.
    Appears,
    /// Its page vanishes: from then on, its document has an error.
    Vanishes,
    /// It goes from a phase to another.
    Phase {
        /// Until then.
        before: Phase,
        /// From then on.
        after: Phase,
    },
    /// It gets a status update without another phase.
    Update,
    /// Its message becomes public.
    Message,
    /// Its message is corrected.
    Correction,
    /// Something else about it: its end, or when it counts as begun.
    Other,
}

/// What is said differently, the whole first, then components, then incidents.
pub fn between(now: &History, then: &History) -> Vec<Change> {
    let (before, after) = (now.overall().state(), then.overall().state());
    let mut changes: Vec<Change> = (before != after).then_some(Change::Whole { before, after }).into_iter().collect();
    changes.extend(components(now, then));
    let earlier: BTreeMap<&Id, &Incident> = now.all().map(|incident| (&incident.id, incident)).collect();
    let later: BTreeMap<&Id, &Incident> = then.all().map(|incident| (&incident.id, incident)).collect();
    for (id, incident) in &earlier {
        let turns = later.get(id).map_or_else(|| vec![Turn::Vanishes], |later| turns(incident, now.now, later, then.now));
        changes.extend(turns.into_iter().map(|turn| told(incident, Some(incident.title.clone()), turn)));
    }
    for (_, incident) in later.iter().filter(|(id, _)| !earlier.contains_key(*id)) {
        changes.push(told(incident, None, Turn::Appears));
    }
    changes
}

fn told(incident: &Incident, title: Option<PublicText>, turn: Turn) -> Change {
    Change::Incident { id: incident.id.clone(), page: incident.page(), title, turn }
}

fn components(now: &History, then: &History) -> Vec<Change> {
    let state = |history: &History, id: &Id| {
        let in_service = history.current_components().any(|component| component.id == *id);
        in_service.then(|| history.state(id))
    };
    let change = |component: &crate::public::Component| {
        let (before, after) = (state(now, &component.id), state(then, &component.id));
        (before != after).then(|| Change::Component { id: component.id.clone(), name: component.name.clone(), before, after })
    };
    now.components.iter().filter_map(change).collect()
}

fn turns(before: &Incident, now: Time, after: &Incident, then: Time) -> Vec<Turn> {
    let (earlier, later) = (before.phase_at(now), after.phase_at(then));
    let grown = [
        (earlier != later, Turn::Phase { before: earlier, after: later }),
        (earlier == later && before.updates.len() != after.updates.len(), Turn::Update),
        (before.postmortem != after.postmortem, Turn::Message),
        (before.postmortem.is_some() && before.corrections.len() != after.corrections.len(), Turn::Correction),
    ];
    let turns: Vec<Turn> = grown.into_iter().filter(|(holds, _)| *holds).map(|(_, turn)| turn).collect();
    let same = standing(before, now) == standing(after, then) && written(before) == written(after);
    if turns.is_empty() && !same { vec![Turn::Other] } else { turns }
}

/// What the clock makes of an incident. Of a window that was called off, its times make nothing.
fn standing(incident: &Incident, now: Time) -> (Phase, Option<Time>, [bool; 3]) {
    let is = [incident.is_open(now), incident.is_under_way(now), incident.is_upcoming(now)];
    (incident.phase_at(now), incident.ended(now), is)
}

/// All that is public of it.
fn written(incident: &Incident) -> Option<serde_json::Value> {
    serde_json::to_value(incident).ok()
}
