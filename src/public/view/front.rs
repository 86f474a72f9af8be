//! The front page: the state now, what is under way, and the last days. The only page that says when it was built.

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use serde::Serialize;

use super::bars::{Bars, runs};
use super::part::state_at;
use super::{Date, Head, Item, Key, Link, Moment, Place, Story};
use crate::clock::Time;
use crate::public::history::midnight;
use crate::public::{Component, ComponentState, History, Incident, Kind, PublicText};

/// The most days that the front page lists, whatever the config asks for.
const LONGEST: u32 = 366;

/// Incidents and windows of one kind that are told in full; the others are lines.
const TOLD: usize = 5;
/// Names in the banner.
const NAMED: usize = 8;
/// What began on a day, and what went on.
const LISTED: usize = 10;

/// The front page.
#[derive(Debug, Serialize)]
pub struct FrontPage<'a> {
    pub(super) head: Head<'a>,
    state: Key,
    /// Whether no component is operational.
    everywhere: bool,
    /// Components that are not operational.
    concerned: Vec<&'a PublicText>,
    /// How many more there are than are named.
    concerned_more: usize,
    components: usize,
    /// The worst first, then the newest.
    running: Vec<Story<'a>>,
    running_lines: Vec<Item<'a>>,
    under_way: Vec<Story<'a>>,
    under_way_lines: Vec<Item<'a>>,
    upcoming: Vec<Story<'a>>,
    upcoming_lines: Vec<Item<'a>>,
    groups: Vec<Group<'a>>,
    days: Vec<PastDay<'a>>,
    built: Moment,
    documents: usize,
}

/// Components that are shown together.
#[derive(Debug, Serialize)]
struct Group<'a> {
    name: Option<&'a PublicText>,
    components: Vec<Row<'a>>,
}

/// One component.
#[derive(Debug, Serialize)]
struct Row<'a> {
    href: Link,
    name: &'a PublicText,
    description: Option<&'a PublicText>,
    state: Key,
    bars: Bars<'a>,
}

/// One day with what happened on it.
#[derive(Debug, Serialize)]
struct PastDay<'a> {
    date: Date,
    /// What began on that day, newest first.
    began: Vec<Item<'a>>,
    /// How many more began than are listed.
    began_more: usize,
    /// What had begun before and still ran.
    went_on: Vec<Item<'a>>,
    /// How many more went on than are listed.
    went_on_more: usize,
    /// The month, if something began on the day.
    href: Link,
}

impl<'a> FrontPage<'a> {
    /// The front page of a history.
    pub fn new(history: &'a History) -> Self {
        let current: Vec<&Component> = history.current_components().collect();
        let overall = history.overall().state();
        let concerned: Vec<_> =
            current.iter().filter(|component| is_concerned(history.state(&component.id), overall)).map(|it| &it.name).collect();
        let mut running: Vec<_> = history.open().collect();
        running.sort_by_key(|incident| std::cmp::Reverse(state_at(incident, history.now)));
        let (running, running_lines) = told(history, &running);
        let (under_way, under_way_lines) = told(history, &history.under_way().collect::<Vec<_>>());
        let (upcoming, upcoming_lines) = told(history, &history.upcoming());
        Self {
            head: Head::new(history, Place::front()).card(super::Card::front(history)),
            state: Key::new(overall.key()),
            everywhere: !current.is_empty() && concerned.len() == current.len(),
            concerned_more: concerned.len().saturating_sub(NAMED),
            concerned: concerned.into_iter().take(NAMED).collect(),
            components: current.len(),
            running,
            running_lines,
            under_way,
            under_way_lines,
            upcoming,
            upcoming_lines,
            groups: groups(history, &current),
            days: past_days(history),
            built: history.now.into(),
            documents: history.incidents.len(),
        }
    }
}

/// Whether a component in this state is one that the banner speaks of: work that goes as planned is no part of trouble.
fn is_concerned(state: ComponentState, overall: ComponentState) -> bool {
    state != ComponentState::Operational && (state != ComponentState::Maintenance || overall == ComponentState::Maintenance)
}

/// The first in full, the others as lines: with hundreds open, the components must still be found.
fn told<'a>(history: &'a History, incidents: &[&'a Incident]) -> (Vec<Story<'a>>, Vec<Item<'a>>) {
    let (full, lines) = incidents.split_at(incidents.len().min(TOLD));
    let full = full.iter().map(|incident| Story::new(history, incident));
    (full.collect(), lines.iter().map(|incident| Item::new(history, incident)).collect())
}

/// Groups in the order in which the catalogue first names them.
fn groups<'a>(history: &'a History, components: &[&'a Component]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group> = Vec::new();
    for component in components {
        let row = Row {
            href: Link::new(&history.site, &Place::component(&component.id)),
            name: &component.name,
            description: component.description.as_ref(),
            state: Key::new(history.state(&component.id).key()),
            bars: Bars::among_others(history, component, &runs(history, component)),
        };
        let name = component.group.as_ref();
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.components.push(row),
            None => groups.push(Group { name, components: vec![row] }),
        }
    }
    groups
}

fn past_days(history: &History) -> Vec<PastDay<'_>> {
    let today = history.now.date_naive();
    let dates = (0..u64::from(history.site.front_page_days.min(LONGEST))).filter_map(|back| today.checked_sub_days(Days::new(back)));
    let stretches = history.all().filter_map(|incident| {
        let (begun, ended) = stretch(incident, history.now)?;
        Some((begun, ended, incident))
    });
    let dates: Vec<NaiveDate> = dates.collect();
    let first = dates.last().copied().map(midnight);
    let lately: Vec<_> = stretches.filter(|(_, ended, _)| first.is_some_and(|first| first < *ended)).collect();
    dates.into_iter().map(|date| past_day(history, &lately, date)).collect()
}

/// A day of what ran lately, each with its begin and its end.
fn past_day<'a>(history: &'a History, lately: &[(Time, Time, &'a Incident)], date: NaiveDate) -> PastDay<'a> {
    let (from, until) = (midnight(date), midnight(date) + TimeDelta::days(1));
    let on_it = lately.iter().filter(|(begun, ended, _)| *begun < until && from < *ended);
    let ran: Vec<(Time, &'a Incident)> = on_it.map(|(begun, _, incident)| (*begun, *incident)).collect();
    let side = |new: bool| -> Vec<&'a Incident> {
        ran.iter().filter(|(begun, _)| (from <= *begun) == new).map(|(_, incident)| *incident).collect()
    };
    let (began, went_on) = (side(true), side(false));
    let items = |incidents: &[&'a Incident]| incidents.iter().take(LISTED).map(|incident| Item::new(history, incident)).collect();
    PastDay {
        date: date.into(),
        began: items(&began),
        began_more: began.len().saturating_sub(LISTED),
        went_on: items(&went_on),
        went_on_more: went_on.len().saturating_sub(LISTED),
        href: Link::new(&history.site, &Place::month(date.year(), date.month())),
    }
}

/// When it ran until now, the end exclusive. An incident that ended as it began still belongs to its day; maintenance has its own idea
/// of when it was under way.
fn stretch(incident: &Incident, now: Time) -> Option<(Time, Time)> {
    match incident.kind {
        Kind::Maintenance => incident.work(now),
        Kind::Incident => {
            let end = incident.resolved.unwrap_or(now).max(incident.started + TimeDelta::seconds(1));
            (incident.started <= now).then_some((incident.started, end))
        }
    }
}
