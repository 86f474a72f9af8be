//! The archive: the newest, a year, a month. What is still to come is on the front page only.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Serialize;

use super::{Head, Item, Link, Period, Place};
use crate::public::{Affected, Component, History, Id, Incident, PublicText};

/// The newest of the archive, with links to all years and months.
#[derive(Debug, Serialize)]
pub struct HistoryPage<'a> {
    pub(super) head: Head<'a>,
    years: Vec<YearLink>,
    months: Vec<MonthItems<'a>>,
    /// Whether older ones are left to the pages of years.
    more: bool,
    components: Vec<ComponentLink<'a>>,
}

/// One year, by month.
#[derive(Debug, Serialize)]
pub struct YearPage<'a> {
    pub(super) head: Head<'a>,
    year: i32,
    count: usize,
    months: Vec<MonthItems<'a>>,
    newer: Option<YearLink>,
    older: Option<YearLink>,
    components: Vec<ComponentLink<'a>>,
}

/// One month.
#[derive(Debug, Serialize)]
pub struct MonthPage<'a> {
    pub(super) head: Head<'a>,
    year: i32,
    year_href: Link,
    month: MonthItems<'a>,
    newer: Option<MonthLink>,
    older: Option<MonthLink>,
    components: Vec<ComponentLink<'a>>,
}

/// One component's part of a year, by month: the archive narrowed to what a reader depends on.
#[derive(Debug, Serialize)]
pub struct ComponentYearPage<'a> {
    pub(super) head: Head<'a>,
    name: &'a PublicText,
    href: Link,
    year: i32,
    year_href: Link,
    count: usize,
    months: Vec<MonthItems<'a>>,
    /// All years of the component, this one too.
    years: Vec<YearLink>,
    /// All components of the year, this one too.
    components: Vec<ComponentLink<'a>>,
}

/// A link to a year.
#[derive(Debug, Serialize)]
pub(super) struct YearLink {
    year: i32,
    href: Link,
    count: usize,
    months: Vec<MonthLink>,
}

/// A link to a component's part of the archive.
#[derive(Debug, Serialize)]
struct ComponentLink<'a> {
    name: &'a PublicText,
    href: Link,
    count: usize,
}

/// A link to a month.
#[derive(Debug, Serialize)]
struct MonthLink {
    year: i32,
    month: u32,
    href: Link,
    count: usize,
}

/// A month with its incidents, newest first.
#[derive(Debug, Serialize)]
struct MonthItems<'a> {
    year: i32,
    month: u32,
    iso: Period,
    href: Link,
    items: Vec<Item<'a>>,
}

type ByMonth<'a> = BTreeMap<(i32, u32), Vec<&'a Incident>>;

impl<'a> HistoryPage<'a> {
    /// The archive's first page.
    pub fn new(history: &'a History) -> Self {
        let all = by_month(past(history));
        let newest = by_month(past(history).take(history.site.page_size));
        Self {
            head: Head::new(history, Place::history()),
            years: years(history, &all),
            months: months(history, newest),
            more: past(history).count() > history.site.page_size,
            components: component_links(history, past(history), |id, newest| Place::component_year(id, newest.started.year())),
        }
    }
}

impl<'a> YearPage<'a> {
    /// A page for each year that has an incident, newest first.
    pub fn all(history: &'a History) -> Vec<Self> {
        let all = by_month(past(history));
        let years: Vec<i32> = years(history, &all).into_iter().map(|year| year.year).collect();
        let page = |(index, year): (usize, &i32)| Self {
            head: Head::new(history, Place::year(*year)),
            year: *year,
            count: of_year(&all, *year).values().map(Vec::len).sum(),
            months: months(history, of_year(&all, *year)),
            newer: index.checked_sub(1).and_then(|index| years.get(index)).map(|year| year_link(history, &all, *year)),
            older: years.get(index + 1).map(|year| year_link(history, &all, *year)),
            components: components_of_year(history, *year),
        };
        years.iter().enumerate().map(page).collect()
    }
}

impl<'a> MonthPage<'a> {
    /// A page for each month that has an incident, newest first.
    pub fn all(history: &'a History) -> Vec<Self> {
        let all = by_month(past(history));
        let keys: Vec<(i32, u32)> = all.keys().rev().copied().collect();
        let link = |key: &(i32, u32)| month_link(history, *key, all.get(key).map_or(0, Vec::len));
        months(history, all.clone())
            .into_iter()
            .enumerate()
            .map(|(index, month)| Self {
                head: Head::new(history, Place::month(month.year, month.month)),
                year: month.year,
                year_href: Link::new(&history.site, &Place::year(month.year)),
                newer: index.checked_sub(1).and_then(|index| keys.get(index)).map(link),
                older: keys.get(index + 1).map(link),
                components: component_links(history, of_month(&all, &month), |id, newest| {
                    Place::component_month(id, newest.started.year(), newest.started.month())
                }),
                month,
            })
            .collect()
    }
}

impl<'a> ComponentYearPage<'a> {
    /// A page for each year in which the component has something, newest first.
    pub fn all(history: &'a History, component: &'a Component) -> Vec<Self> {
        let all = by_month(of_component(history, component));
        let page = |year: i32| Self {
            head: Head::new(history, Place::component_year(&component.id, year)).feeds_of(history, component),
            name: &component.name,
            href: Link::new(&history.site, &Place::component(&component.id)),
            year,
            year_href: Link::new(&history.site, &Place::year(year)),
            count: of_year(&all, year).values().map(Vec::len).sum(),
            months: months(history, of_year(&all, year)),
            years: component_years(history, component),
            components: components_of_year(history, year),
        };
        component_years(history, component).into_iter().map(|link| page(link.year)).collect()
    }
}

/// The years in which a component has something, newest first.
pub(super) fn component_years(history: &History, component: &Component) -> Vec<YearLink> {
    let all = by_month(of_component(history, component));
    let link = |year: YearLink| YearLink { href: Link::new(&history.site, &Place::component_year(&component.id, year.year)), ..year };
    years(history, &all).into_iter().map(link).collect()
}

fn components_of_year(history: &History, year: i32) -> Vec<ComponentLink<'_>> {
    let of_year = past(history).filter(|incident| incident.started.year() == year);
    component_links(history, of_year, |id, newest| Place::component_year(id, newest.started.year()))
}

/// The components that some incidents touched, in the order of the catalogue; the place is that of the newest of its
/// incidents, and the count says how many stand there.
fn component_links<'a>(
    history: &'a History,
    incidents: impl Iterator<Item = &'a Incident>,
    place: impl Fn(&Id, &Incident) -> Place,
) -> Vec<ComponentLink<'a>> {
    let mut touched: BTreeMap<&Id, (Link, usize)> = BTreeMap::new();
    for incident in incidents {
        for Affected { component, .. } in &incident.affected {
            let here = Link::new(&history.site, &place(component, incident));
            match touched.get_mut(component) {
                Some((newest, count)) => *count += usize::from(*newest == here),
                None => drop(touched.insert(component, (here, 1))),
            }
        }
    }
    let link = |component: &'a Component| {
        let (href, count) = touched.remove(&component.id)?;
        Some(ComponentLink { name: &component.name, href, count })
    };
    history.components.iter().filter_map(link).collect()
}

fn of_component<'a>(history: &'a History, component: &'a Component) -> impl Iterator<Item = &'a Incident> {
    history.of_component(&component.id).filter(|incident| !incident.is_upcoming(history.now))
}

fn of_month<'a>(all: &ByMonth<'a>, month: &MonthItems) -> impl Iterator<Item = &'a Incident> {
    all.get(&(month.year, month.month)).cloned().unwrap_or_default().into_iter()
}

fn past(history: &History) -> impl Iterator<Item = &Incident> {
    history.incidents.iter().filter(|incident| !incident.is_upcoming(history.now))
}

fn by_month<'a>(incidents: impl Iterator<Item = &'a Incident>) -> ByMonth<'a> {
    let mut months = ByMonth::new();
    for incident in incidents {
        months.entry((incident.started.year(), incident.started.month())).or_default().push(incident);
    }
    months
}

fn of_year<'a>(all: &ByMonth<'a>, year: i32) -> ByMonth<'a> {
    all.range((year, 0)..=(year, 12)).map(|(key, incidents)| (*key, incidents.clone())).collect()
}

fn months<'a>(history: &'a History, by_month: ByMonth<'a>) -> Vec<MonthItems<'a>> {
    let month = |((year, month), incidents): ((i32, u32), Vec<&'a Incident>)| MonthItems {
        year,
        month,
        iso: Period::from((year, month)),
        href: Link::new(&history.site, &Place::month(year, month)),
        items: incidents.into_iter().map(|incident| Item::new(history, incident)).collect(),
    };
    by_month.into_iter().rev().map(month).collect()
}

fn years(history: &History, all: &ByMonth) -> Vec<YearLink> {
    let mut years: Vec<i32> = all.keys().rev().map(|(year, _)| *year).collect();
    years.dedup();
    years.into_iter().map(|year| year_link(history, all, year)).collect()
}

fn year_link(history: &History, all: &ByMonth, year: i32) -> YearLink {
    let of_year = of_year(all, year);
    YearLink {
        year,
        href: Link::new(&history.site, &Place::year(year)),
        count: of_year.values().map(Vec::len).sum(),
        months: of_year.iter().rev().map(|(key, incidents)| month_link(history, *key, incidents.len())).collect(),
    }
}

fn month_link(history: &History, (year, month): (i32, u32), count: usize) -> MonthLink {
    MonthLink { year, month, href: Link::new(&history.site, &Place::month(year, month)), count }
}
