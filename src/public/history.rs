//! All published incidents, and what follows from them: states, days, uptime. Nothing here is set by hand and nothing is probed.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, TimeDelta};
use serde::Serialize;

use super::{Component, ComponentState, Id, Impact, Incident, Kind, SharedIncident, Site};
use crate::clock::Time;

/// Everything public at one moment.
#[derive(Debug, Clone, Serialize)]
pub struct History {
    /// The site.
    pub site: Site,
    /// The catalogue, in the order of the config.
    pub components: Vec<Component>,
    /// Newest start first, ties by id.
    pub incidents: Vec<SharedIncident>,
    /// The moment.
    pub now: Time,
}

/// The state of the whole, derived from open incidents and running maintenance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Overall {
    /// The worst state of a component, or of an open incident that names none.
    pub worst: ComponentState,
    /// Whether every component of the catalogue is in that state.
    pub everywhere: bool,
}

impl Overall {
    /// The state that the whole is said to be in. A full outage of one part is a partial disruption of the whole.
    pub fn state(self) -> ComponentState {
        if self.worst == ComponentState::Full && !self.everywhere { ComponentState::Partial } else { self.worst }
    }
}

/// One day of a component.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Day {
    /// The day, in UTC.
    pub date: NaiveDate,
    /// The worst state of the day; `None` when the component did not exist.
    pub state: Option<ComponentState>,
    /// Incidents and maintenance that touched it, oldest first.
    pub incidents: Vec<Id>,
}

/// A component's uptime over some days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Uptime {
    /// Seconds looked at: the days that the component existed, until now.
    pub seconds: i64,
    /// Weighted seconds of impact.
    pub down: f64,
    /// `100 * (1 - down / seconds)`; 100 when no time was looked at.
    pub percent: f64,
}

impl History {
    /// Sorts what was published.
    pub fn new(site: Site, components: Vec<Component>, mut incidents: Vec<SharedIncident>, now: Time) -> Self {
        incidents.sort_by(|a, b| b.started.cmp(&a.started).then_with(|| a.id.cmp(&b.id)));
        Self { site, components, incidents, now }
    }

    /// All incidents, newest start first.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Incident> + ExactSizeIterator {
        self.incidents.iter().map(|incident| &**incident)
    }

    /// Open incidents, newest start first.
    pub fn open(&self) -> impl Iterator<Item = &Incident> {
        self.all().filter(|incident| incident.is_open(self.now))
    }

    /// Maintenance under way.
    pub fn under_way(&self) -> impl Iterator<Item = &Incident> {
        self.all().filter(|incident| incident.is_under_way(self.now))
    }

    /// Maintenance to come, the nearest first.
    pub fn upcoming(&self) -> Vec<&Incident> {
        let mut upcoming: Vec<_> = self.all().filter(|incident| incident.is_upcoming(self.now)).collect();
        upcoming.sort_by_key(|incident| (incident.started, &incident.id));
        upcoming
    }

    /// The component of an id.
    pub fn component(&self, id: &Id) -> Option<&Component> {
        self.components.iter().find(|component| component.id == *id)
    }

    /// Components that exist at the moment of the history.
    pub fn current_components(&self) -> impl Iterator<Item = &Component> {
        let today = self.now.date_naive();
        self.components.iter().filter(move |component| {
            component.since.is_none_or(|since| since <= today) && component.retired.is_none_or(|retired| today < retired)
        })
    }

    /// A component's state now: the worst impact on it of any open incident; maintenance only where there is none.
    pub fn state(&self, component: &Id) -> ComponentState {
        let trouble = self.open().filter_map(|incident| impact_on(incident, component, self.now)).map(ComponentState::from);
        let work = self.under_way().filter(|incident| incident.affects(component)).map(|_| ComponentState::Maintenance);
        trouble.chain(work).max().unwrap_or(ComponentState::Operational)
    }

    /// The state of the whole. Always agrees with the components; an open incident without components counts by its own impact.
    pub fn overall(&self) -> Overall {
        let states: Vec<_> = self.current_components().map(|component| self.state(&component.id)).collect();
        let nameless = self.open().filter(|incident| incident.affected.is_empty()).map(|incident| ComponentState::from(incident.impact));
        let idle = self.under_way().filter(|incident| incident.affected.is_empty()).map(|_| ComponentState::Maintenance);
        let worst = states.iter().copied().chain(nameless).chain(idle).max().unwrap_or(ComponentState::Operational);
        let nameless_outage = self.open().any(|incident| incident.affected.is_empty() && incident.impact == Impact::Full);
        let everywhere = nameless_outage || (!states.is_empty() && states.iter().all(|state| *state == worst));
        Overall { worst, everywhere }
    }

    /// Incidents of a component, newest first.
    pub fn of_component<'a>(&'a self, component: &'a Id) -> impl Iterator<Item = &'a Incident> {
        self.all().filter(move |incident| incident.affects(component))
    }

    /// The last `count` days of a component, the oldest first, today last.
    pub fn days(&self, component: &Component, count: u32) -> Vec<Day> {
        let today = self.now.date_naive();
        let first = midnight(today.checked_sub_days(Days::new(u64::from(count))).unwrap_or(today));
        let lately = |stretches: &Vec<Stretch>| stretches.iter().any(|stretch| first < stretch.until);
        let told = self.of_component(&component.id).map(|incident| (&incident.id, self.stretches(incident, &component.id)));
        // An old site has many more that were over before.
        let told: Vec<_> = told.filter(|(_, stretches)| lately(stretches)).collect();
        (0..u64::from(count))
            .rev()
            .filter_map(|back| today.checked_sub_days(Days::new(back)))
            .map(|date| day(component, date, &told))
            .collect()
    }

    /// When an incident or a window was in which state for a component, until now. What lasts still ends behind this second, so that
    /// the day that has just begun is not told to be calm.
    fn stretches(&self, incident: &Incident, component: &Id) -> Vec<Stretch> {
        let now = self.now + TimeDelta::seconds(1);
        let work = incident.work(self.now).map(|(from, until)| Stretch { from, until, state: ComponentState::Maintenance });
        let trouble = spans_on(incident, component).filter(|span| incident.kind == Kind::Incident && span.from < now);
        let trouble = trouble.map(|span| Stretch { from: span.from, until: span.until.unwrap_or(now), state: span.impact.into() });
        work.into_iter().chain(trouble).collect()
    }

    /// A component's uptime over the last `days` days, today until now included. Each second counts once, with the worst impact
    /// on it; maintenance does not count.
    pub fn uptime(&self, component: &Component, days: u32) -> Uptime {
        let today = self.now.date_naive();
        let first = today.checked_sub_days(Days::new(u64::from(days.max(1)) - 1)).unwrap_or(today);
        let from = midnight(component.since.map_or(first, |since| first.max(since)));
        let until = component.retired.map_or(self.now, |retired| self.now.min(midnight(retired)));
        let seconds = (until - from).num_seconds().max(0);
        let down = self.weighted_seconds(&component.id, from, until);
        let percent = if seconds == 0 { 100.0 } else { 100.0 * (1.0 - down / seconds as f64) };
        Uptime { seconds, down, percent }
    }

    fn weighted_seconds(&self, component: &Id, from: Time, until: Time) -> f64 {
        let clip = |time: Time| time.clamp(from, until.max(from));
        let mut spans: Vec<(Time, Time, Impact)> = Vec::new();
        for incident in self.all().filter(|incident| incident.kind == Kind::Incident) {
            for span in spans_on(incident, component) {
                let (start, end) = (clip(span.from), clip(span.until.unwrap_or(self.now)));
                if start < end {
                    spans.push((start, end, span.impact));
                }
            }
        }
        let mut borders: Vec<(Time, Impact, i64)> =
            spans.iter().flat_map(|(start, end, impact)| [(*start, *impact, 1), (*end, *impact, -1)]).collect();
        borders.sort_unstable();
        let mut running: BTreeMap<Impact, i64> = BTreeMap::new();
        let mut down = 0.0;
        for (at, (time, impact, change)) in borders.iter().enumerate() {
            *running.entry(*impact).or_default() += change;
            let Some((next, ..)) = borders.get(at + 1) else { break };
            let worst = running.iter().rev().find(|(_, count)| **count > 0).map_or(Impact::None, |(impact, _)| *impact);
            down += (*next - *time).num_seconds() as f64 * self.weight(worst);
        }
        down
    }

    fn weight(&self, impact: Impact) -> f64 {
        let weights = self.site.weights;
        match impact {
            Impact::None => 0.0,
            Impact::Degraded => weights.degraded,
            Impact::Partial => weights.partial,
            Impact::Full => weights.full,
        }
    }

    /// When the newest public word became public; the epoch for an empty history.
    pub fn last_change(&self) -> Time {
        self.all().map(Incident::last_change).max().unwrap_or_default()
    }
}

/// A state for some time; `until` is exclusive.
struct Stretch {
    from: Time,
    until: Time,
    state: ComponentState,
}

/// A day of a component, from the stretches of what touched it, newest start first.
fn day(component: &Component, date: NaiveDate, told: &[(&Id, Vec<Stretch>)]) -> Day {
    let absent = component.since.is_some_and(|since| date < since) || component.retired.is_some_and(|retired| retired <= date);
    if absent {
        return Day { date, state: None, incidents: Vec::new() };
    }
    let (from, until) = (midnight(date), midnight(date) + TimeDelta::days(1));
    let mut state = ComponentState::Operational;
    let mut incidents = Vec::new();
    for (id, stretches) in told.iter().rev() {
        let worst = stretches.iter().filter(|stretch| stretch.from < until && from < stretch.until).map(|stretch| stretch.state).max();
        if let Some(worst) = worst {
            state = state.max(worst);
            incidents.push((*id).clone());
        }
    }
    Day { date, state: Some(state), incidents }
}

/// Midnight UTC at the beginning of a day.
pub fn midnight(date: NaiveDate) -> Time {
    date.and_time(chrono::NaiveTime::MIN).and_utc()
}

fn impact_on(incident: &Incident, component: &Id, now: Time) -> Option<Impact> {
    incident.affected.iter().find(|affected| affected.component == *component).map(|affected| affected.at(now))
}

fn spans_on<'a>(incident: &'a Incident, component: &'a Id) -> impl Iterator<Item = &'a super::ImpactSpan> {
    incident.affected.iter().filter(move |affected| affected.component == *component).flat_map(|affected| &affected.spans)
}

#[cfg(test)]
mod tests;
