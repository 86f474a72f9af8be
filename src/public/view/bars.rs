//! A component's days as bars. Days of the same state on which nothing happened are one run, to keep pages small.

use serde::Serialize;

use super::{Date, Key, Link, Place};
use crate::public::{Component, ComponentState, Day, History};

/// Days looked at.
pub const DAYS: u32 = 90;
/// Width of a day in the drawing, the gap behind it included.
const STEP: u32 = 5;
/// The gap.
const GAP: u32 = 1;

/// All bars of a component.
#[derive(Debug, Serialize)]
pub struct Bars {
    days: u32,
    width: u32,
    /// Days in a state other than operational.
    troubled: usize,
    /// Days on which the component existed.
    known: usize,
    runs: Vec<Bar>,
}

/// A day, or a run of days on which nothing happened.
#[derive(Debug, Serialize)]
pub struct Bar {
    from: Date,
    until: Date,
    single: bool,
    /// A state, or `absent`.
    state: Key,
    href: Option<Link>,
    x: u32,
    width: u32,
}

impl Bars {
    pub(super) fn new(history: &History, component: &Component) -> Self {
        let days = history.days(component, DAYS);
        let troubled = days.iter().filter(|day| day.state.is_some_and(|state| state != ComponentState::Operational)).count();
        let known = days.iter().filter(|day| day.state.is_some()).count();
        let mut runs = Vec::new();
        let mut first = 0;
        for run in days.chunk_by(|a, b| a.incidents.is_empty() && b.incidents.is_empty() && a.state == b.state) {
            runs.extend(bar(history, run, first));
            first += u32::try_from(run.len()).unwrap_or(DAYS);
        }
        Self { days: DAYS, width: DAYS * STEP - GAP, troubled, known, runs }
    }
}

fn bar(history: &History, run: &[Day], first: u32) -> Option<Bar> {
    let (from, until) = (run.first()?, run.last()?);
    let newest = from.incidents.last().and_then(|id| history.incidents.iter().find(|incident| incident.id == *id));
    Some(Bar {
        from: from.date.into(),
        until: until.date.into(),
        single: run.len() == 1,
        state: Key::new(from.state.map_or("absent", ComponentState::key)),
        href: newest.map(|incident| Link::new(&history.site, &Place::incident(incident))),
        x: first * STEP,
        width: u32::try_from(run.len()).unwrap_or(DAYS) * STEP - GAP,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::sample;

    #[test]
    fn the_runs_cover_every_day_once() {
        let history = sample::history();
        for component in &history.components {
            let bars = Bars::new(&history, component);
            let mut x = 0;
            for run in &bars.runs {
                assert_eq!(run.x, x, "a gap before {run:?}");
                x += run.width + GAP;
            }
            assert_eq!(x, DAYS * STEP);
        }
    }

    #[test]
    fn a_day_with_an_incident_stands_alone_and_leads_to_it() {
        let history = sample::history();
        let bars = Bars::new(&history, &history.components[0]);
        let trouble: Vec<_> = bars.runs.iter().filter(|run| run.state == Key::new("partial")).collect();
        assert_eq!(trouble.len(), 1);
        assert!(trouble[0].single);
        assert_eq!(serde_json::to_value(&trouble[0].href).unwrap(), "/incidents/2026-03-14-slow-search/");
    }
}
