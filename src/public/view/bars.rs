//! A component's days as bars and as rows of a table. Days that say the same are one run, to keep pages small: a quiet month, and an
//! incident of three years. Every day is in exactly one run.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Date, Key, Link, Percent, Place};
use crate::public::{Component, ComponentState, History, Id, Incident, PublicText};

/// Days looked at.
pub const DAYS: u32 = 90;
/// Width of a day in the drawing, the gap behind it included.
const STEP: u32 = 5;
/// The gap.
const GAP: u32 = 1;
/// More runs than these are drawn as one shape for each state on a page of many components: without links and without a table, which
/// the page of the component has. So a troubled quarter makes that page no larger.
const DRAWN_ONE_BY_ONE: usize = 24;
/// Incidents that a row of the table names; the rest are a number.
const NAMED: usize = 12;

/// All bars of a component.
#[derive(Debug, Serialize)]
pub struct Bars<'a> {
    days: u32,
    width: u32,
    /// Days in a state other than operational.
    troubled: usize,
    /// Days on which the component existed.
    known: usize,
    /// How many marks lead somewhere.
    linked: usize,
    /// Nothing where no time was looked at.
    uptime: Option<Percent>,
    /// The first day.
    from: Option<Date>,
    runs: Vec<Bar<'a>>,
    /// Instead of the runs, if these are too many.
    shapes: Vec<Shape>,
}

/// All days of one state.
#[derive(Debug, Serialize)]
pub struct Shape {
    state: Key,
    /// A path of SVG.
    path: String,
}

/// A day, or a run of days of which the same is to be said.
#[derive(Debug, Serialize)]
pub struct Bar<'a> {
    from: Date,
    until: Date,
    single: bool,
    /// A state, or `absent`.
    state: Key,
    /// How many incidents and windows touched it.
    count: usize,
    /// The only one's title.
    title: Option<&'a PublicText>,
    /// The only one's page; with several, the row of the day on the component's page.
    href: Option<Link>,
    x: u32,
    width: u32,
}

/// A row of the table: a run of days on which something happened.
#[derive(Debug, Serialize)]
pub(super) struct DayRow<'a> {
    from: Date,
    until: Date,
    single: bool,
    state: Key,
    incidents: Vec<Named<'a>>,
    /// How many more there are.
    more: usize,
}

/// An incident's title with its page.
#[derive(Debug, Serialize)]
struct Named<'a> {
    href: Link,
    title: &'a PublicText,
}

/// Days of one state with the same incidents.
#[derive(Debug)]
pub(super) struct Run {
    from: NaiveDate,
    until: NaiveDate,
    days: u32,
    state: Option<ComponentState>,
    /// Oldest first.
    incidents: Vec<Id>,
}

/// The last [`DAYS`] days of a component, the oldest first.
pub(super) fn runs(history: &History, component: &Component) -> Vec<Run> {
    let days = history.days(component, DAYS);
    let run = |run: &[crate::public::Day]| {
        let (from, until) = (run.first()?, run.last()?);
        let days = u32::try_from(run.len()).unwrap_or(DAYS);
        Some(Run { from: from.date, until: until.date, days, state: from.state, incidents: from.incidents.clone() })
    };
    days.chunk_by(|a, b| a.state == b.state && a.incidents == b.incidents).filter_map(run).collect()
}

impl<'a> Bars<'a> {
    pub(super) fn new(history: &'a History, component: &Component, runs: &[Run]) -> Self {
        let days =
            |wanted: fn(ComponentState) -> bool| runs.iter().filter(|run| run.state.is_some_and(wanted)).map(|run| run.days as usize).sum();
        let uptime = history.uptime(component, DAYS);
        let mut first = 0;
        let mut bars = Vec::with_capacity(runs.len());
        for run in runs {
            bars.push(bar(history, component, run, first));
            first += run.days;
        }
        Self {
            days: DAYS,
            width: DAYS * STEP - GAP,
            troubled: days(|state| state != ComponentState::Operational),
            known: days(|_| true),
            linked: bars.iter().filter(|bar| bar.href.is_some()).count(),
            uptime: (uptime.seconds > 0).then(|| uptime.percent.into()),
            from: runs.first().map(|run| run.from.into()),
            runs: bars,
            shapes: Vec::new(),
        }
    }

    /// The same for a page of many components.
    pub(super) fn among_others(history: &'a History, component: &Component, runs: &[Run]) -> Self {
        let mut bars = Self::new(history, component, runs);
        if bars.runs.len() > DRAWN_ONE_BY_ONE {
            for Bar { state, x, width, .. } in std::mem::take(&mut bars.runs) {
                let at = bars.shapes.iter().position(|shape| shape.state == state).unwrap_or_else(|| {
                    bars.shapes.push(Shape { state, path: String::new() });
                    bars.shapes.len() - 1
                });
                bars.shapes[at].path += &format!("M{x} 16h{width}");
            }
            bars.linked = 0;
        }
        bars
    }
}

impl<'a> DayRow<'a> {
    /// The runs on which something happened, the newest first.
    pub(super) fn all(history: &'a History, runs: &[Run]) -> Vec<Self> {
        let row = |run: &Run| Self {
            from: run.from.into(),
            until: run.until.into(),
            single: run.days == 1,
            state: key(run),
            incidents: run.incidents.iter().rev().take(NAMED).filter_map(|id| incident(history, id)).map(|it| named(history, it)).collect(),
            more: run.incidents.len().saturating_sub(NAMED),
        };
        runs.iter().rev().filter(|run| !run.incidents.is_empty()).map(row).collect()
    }
}

fn bar<'a>(history: &'a History, component: &Component, run: &Run, first: u32) -> Bar<'a> {
    let only = match run.incidents.as_slice() {
        [id] => incident(history, id),
        _ => None,
    };
    let place = match (only, run.incidents.len()) {
        (Some(incident), _) => Some(Place::incident(incident)),
        (None, 0) => None,
        (None, _) => Some(Place::component_day(&component.id, run.from)),
    };
    Bar {
        from: run.from.into(),
        until: run.until.into(),
        single: run.days == 1,
        state: key(run),
        count: run.incidents.len(),
        title: only.map(|incident| &incident.title),
        href: place.map(|place| Link::new(&history.site, &place)),
        x: first * STEP,
        width: run.days * STEP - GAP,
    }
}

fn key(run: &Run) -> Key {
    Key::new(run.state.map_or("absent", ComponentState::key))
}

fn named<'a>(history: &History, incident: &'a Incident) -> Named<'a> {
    Named { href: Link::new(&history.site, &Place::incident(incident)), title: &incident.title }
}

fn incident<'a>(history: &'a History, id: &Id) -> Option<&'a Incident> {
    history.all().find(|incident| incident.id == *id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::sample;

    fn bars(history: &History) -> Bars<'_> {
        let component = &history.components[0];
        Bars::new(history, component, &runs(history, component))
    }

    #[test]
    fn the_runs_cover_every_day_once() {
        let history = sample::history();
        for component in &history.components {
            let bars = Bars::new(&history, component, &runs(&history, component));
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
        let bars = bars(&history);
        let trouble: Vec<_> = bars.runs.iter().filter(|run| run.state == Key::new("partial")).collect();
        assert_eq!(trouble.len(), 1);
        assert!(trouble[0].single);
        assert_eq!(serde_json::to_value(&trouble[0].href).unwrap(), "/incidents/2026-03-14-slow-search/");
    }

    #[test]
    fn among_others_many_runs_are_a_shape_for_each_state() {
        let mut history = sample::history();
        let incident = history.all().find(|incident| incident.postmortem.is_some()).unwrap().clone();
        let brief = |history: &History| {
            let component = &history.components[0];
            let bars = Bars::among_others(history, component, &runs(history, component));
            (bars.runs.len(), bars.shapes.iter().map(|shape| shape.path.matches('M').count()).sum::<usize>(), bars.linked)
        };
        let (runs, marks, linked) = brief(&history);
        assert!(runs > 0 && marks == 0 && linked > 0, "a few are drawn one by one");

        for number in 0..20 {
            let mut another = incident.clone();
            another.id = sample::id(&format!("another-{number}"));
            for span in another.affected.iter_mut().flat_map(|affected| &mut affected.spans) {
                let earlier = chrono::TimeDelta::days(3 * number);
                (span.from, span.until) = (span.from - earlier, span.until.map(|until| until - earlier));
            }
            history.incidents.push(another.into());
        }

        let (runs, marks, linked) = brief(&history);
        assert!(runs == 0 && marks > DRAWN_ONE_BY_ONE && linked == 0, "{runs} {marks} {linked}");
    }

    #[test]
    fn a_day_with_several_leads_to_its_row_which_names_them_all() {
        let mut history = sample::history();
        let mut second = history.all().find(|incident| incident.postmortem.is_some()).unwrap().clone();
        second.id = sample::id("second");
        history.incidents.push(second.into());

        let runs = runs(&history, &history.components[0]);

        let bars = Bars::new(&history, &history.components[0], &runs);
        let day = bars.runs.iter().find(|run| run.count == 2).unwrap();
        assert_eq!(serde_json::to_value(&day.href).unwrap(), "/components/search/#d-2026-03-14");
        let rows = DayRow::all(&history, &runs);
        assert_eq!(rows.iter().map(|row| row.incidents.len()).max(), Some(2));
    }

    #[test]
    fn an_incident_of_three_years_is_one_run() {
        let mut history = sample::history();
        history.incidents.retain(|incident| incident.postmortem.is_some());
        let span = &mut history.incidents[0].affected[0].spans;
        span.truncate(1);
        (span[0].from, span[0].until) = (sample::time("2023-03-20T12:00:00Z"), None);
        history.components[0].since = None;
        assert_eq!(bars(&history).runs.len(), 1);
    }

    #[test]
    fn a_row_names_some_of_hundreds_and_counts_the_rest() {
        let mut history = sample::history();
        let told = history.all().find(|incident| incident.postmortem.is_some()).unwrap().clone();
        for number in 0..300 {
            let mut more = told.clone();
            more.id = sample::id(&format!("more-{number}"));
            history.incidents.push(more.into());
        }
        let rows = DayRow::all(&history, &runs(&history, &history.components[0]));
        let row = rows.iter().find(|row| row.more > 0).unwrap();
        assert_eq!((row.incidents.len(), row.more), (NAMED, 301 - NAMED));
    }
}
