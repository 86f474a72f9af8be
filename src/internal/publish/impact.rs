//! Declared components and `Affects:` lines → each component's impact over time.

use std::collections::BTreeMap;

use super::Clearance;
use crate::clock::Time;
use crate::config::Config;
use crate::internal::read::draft::{DraftUpdate, PublicBlock};
use crate::public::{Affected, Change, Id, Impact, ImpactSpan};

/// The impact of an incident over time, by place in the catalogue.
pub struct Course {
    /// What holds now, while updates are read in order.
    current: BTreeMap<usize, Impact>,
    /// When each component's impact changed, and to what.
    steps: BTreeMap<usize, Vec<(Time, Impact)>>,
}

impl Course {
    /// At the start: each declared component with its own impact, else with that of the incident.
    pub fn begin(public: &PublicBlock, started: Time, impact: Impact, config: &Config) -> Self {
        let mut course = Self { current: BTreeMap::new(), steps: BTreeMap::new() };
        for (name, declared) in &public.components {
            if let Some(at) = find(config, &name.value) {
                let impact = declared.unwrap_or(impact);
                course.current.insert(at, impact);
                course.steps.insert(at, vec![(started, impact)]);
            }
        }
        course
    }

    /// Takes the next update; gives back what it changes, in catalogue order.
    pub fn update(&mut self, update: &DraftUpdate, started: Time, config: &Config, token: &Clearance) -> Vec<Change> {
        let mut changes = Vec::new();
        for (name, after) in &update.affects {
            let Some(at) = find(config, &name.value) else { continue };
            let before = self.current.insert(at, *after).unwrap_or(Impact::None);
            self.steps.entry(at).or_default().push((update.at.max(started), *after));
            if before != *after
                && let Some(component) = Id::clear(token, &config.components[at].id)
            {
                changes.push((at, Change { component, before, after: *after }));
            }
        }
        changes.sort_by_key(|(at, _)| *at);
        changes.into_iter().map(|(_, change)| change).collect()
    }

    /// The impact of every component over time; the last span ends with the incident.
    pub fn finish(self, resolved: Option<Time>, config: &Config, token: &Clearance) -> Vec<Affected> {
        let affected = |(at, steps): (usize, Vec<(Time, Impact)>)| {
            let component = Id::clear(token, &config.components[at].id)?;
            Some(Affected { component, spans: spans(&steps, resolved) })
        };
        self.steps.into_iter().filter_map(affected).collect()
    }
}

fn spans(steps: &[(Time, Impact)], resolved: Option<Time>) -> Vec<ImpactSpan> {
    let mut spans: Vec<ImpactSpan> = Vec::new();
    for (at, (from, impact)) in steps.iter().enumerate() {
        let next = steps.get(at + 1).map(|(time, _)| *time);
        let until = match (next, resolved) {
            (Some(next), Some(end)) => Some(next.min(end)),
            (next, end) => next.or(end),
        };
        if *impact == Impact::None || until.is_some_and(|until| until <= *from) {
            continue;
        }
        match spans.last_mut() {
            Some(last) if last.impact == *impact && last.until == Some(*from) => last.until = until,
            _ => spans.push(ImpactSpan { impact: *impact, from: *from, until }),
        }
    }
    spans
}

/// A component's place in the catalogue, by id, else by name.
fn find(config: &Config, name: &str) -> Option<usize> {
    let by_id = config.components.iter().position(|component| component.id == name);
    by_id.or_else(|| config.components.iter().position(|component| component.name.eq_ignore_ascii_case(name)))
}
