//! What many files ask of the history, answered once: its incidents by component and by month, and a key for each of them.
//! Comes in: the history at its moment. Must never: outlive a change of it.

use std::collections::BTreeMap;

use chrono::Datelike;
use foldhash::HashMap;
use rayon::prelude::*;
use serde::Serialize;

use super::{History, Id, Impact, Incident, Key, Phase, SharedIncident};
use crate::clock::Time;

/// Incidents by the year and the month in which they began, newest first.
pub type Months<'a> = BTreeMap<(i32, u32), Vec<&'a Incident>>;

/// A history with what follows from it for many files.
pub struct Index<'a> {
    /// The history.
    pub history: &'a History,
    /// Of the site and its catalogue, which every file may show.
    frame: Key,
    keys: HashMap<&'a Id, Key>,
    past: Vec<&'a Incident>,
    months: Months<'a>,
    components: BTreeMap<&'a Id, OfComponent<'a>>,
    nothing: OfComponent<'a>,
}

/// What concerns one component.
#[derive(Default)]
struct OfComponent<'a> {
    /// What is still to come too.
    all: Vec<&'a Incident>,
    months: Months<'a>,
}

/// What the clock makes of an incident: all that an output may say of it and that does not stand in it.
#[derive(Serialize)]
struct Tense {
    phase: Phase,
    ended: Option<Time>,
    open: bool,
    under_way: bool,
    upcoming: bool,
    impacts: Vec<Impact>,
    /// For each span whether it is over.
    spans: Vec<bool>,
}

impl<'a> Index<'a> {
    /// Looks at every incident once.
    pub fn of(history: &'a History) -> serde_json::Result<Self> {
        let keys: Vec<serde_json::Result<Key>> = history.incidents.par_iter().map(|incident| key(incident, history.now)).collect();
        let ids = history.all().map(|incident| &incident.id);
        let mut index = Self {
            history,
            frame: Key::of_value("frame", &(&history.site, &history.components))?,
            keys: ids.zip(keys).map(|(id, key)| Ok((id, key?))).collect::<serde_json::Result<_>>()?,
            past: Vec::new(),
            months: Months::new(),
            components: BTreeMap::new(),
            nothing: OfComponent::default(),
        };
        history.all().for_each(|incident| index.add(incident));
        Ok(index)
    }

    fn add(&mut self, incident: &'a Incident) {
        let past = !incident.is_upcoming(self.history.now);
        let month = (incident.started.year(), incident.started.month());
        if past {
            self.past.push(incident);
            self.months.entry(month).or_default().push(incident);
        }
        for affected in &incident.affected {
            let component = self.components.entry(&affected.component).or_default();
            component.all.push(incident);
            if past {
                component.months.entry(month).or_default().push(incident);
            }
        }
    }

    /// Everything but what is still to come, newest first.
    pub fn past(&self) -> &[&'a Incident] {
        &self.past
    }

    /// The same by month.
    pub fn months(&self) -> &Months<'a> {
        &self.months
    }

    /// Incidents of a component, newest first, those still to come too.
    pub fn of_component(&self, component: &Id) -> &[&'a Incident] {
        &self.components.get(component).unwrap_or(&self.nothing).all
    }

    /// The past of a component by month.
    pub fn months_of(&self, component: &Id) -> &Months<'a> {
        &self.components.get(component).unwrap_or(&self.nothing).months
    }

    /// The key of what a maker makes of the site, the catalogue, some incidents in their order, and some values more.
    pub fn key<'i>(
        &self,
        maker: &str,
        incidents: impl IntoIterator<Item = &'i Incident>,
        values: &impl Serialize,
    ) -> serde_json::Result<Key> {
        let mut keys: Vec<u8> = self.frame.0.to_vec();
        for incident in incidents {
            keys.extend_from_slice(&self.keys.get(&incident.id).map_or([0; 16], |key| key.0));
        }
        Ok(Key::of([maker.as_bytes(), &keys, &serde_json::to_vec(values)?]))
    }
}

/// All that an output may say of an incident at that moment.
fn key(incident: &SharedIncident, now: Time) -> serde_json::Result<Key> {
    Ok(Key::of([&incident.key()?.0[..], &serde_json::to_vec(&Tense::of(incident, now))?]))
}

impl Tense {
    fn of(incident: &Incident, now: Time) -> Self {
        let spans = incident.affected.iter().flat_map(|affected| &affected.spans);
        Self {
            phase: incident.phase_at(now),
            ended: incident.ended(now),
            open: incident.is_open(now),
            under_way: incident.is_under_way(now),
            upcoming: incident.is_upcoming(now),
            impacts: incident.affected.iter().map(|affected| affected.at(now)).collect(),
            spans: spans.map(|span| span.until.is_some_and(|until| until <= now)).collect(),
        }
    }
}
