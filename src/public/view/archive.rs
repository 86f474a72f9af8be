//! The archive: the newest, a year, a month. What is still to come is on the front page only.

mod keys;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Serialize;

use super::{Head, Items, Link, Period, Place};
use crate::public::{Affected, Component, History, Id, Incident, Index, Months, PublicText};

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

/// A year with more shows its months alone: their pages show the incidents.
const LISTED: usize = 250;

/// One year, by month.
#[derive(Debug, Serialize)]
pub struct YearPage<'a> {
    pub(super) head: Head<'a>,
    year: i32,
    count: usize,
    months: Vec<MonthItems<'a>>,
    /// The months of a year that is too long to be shown on one page.
    links: Vec<MonthLink>,
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
#[derive(Debug, Clone, Serialize)]
pub(super) struct YearLink {
    year: i32,
    href: Link,
    count: usize,
    months: Vec<MonthLink>,
}

/// A link to a component's part of the archive.
#[derive(Debug, Clone, Serialize)]
struct ComponentLink<'a> {
    name: &'a PublicText,
    href: Link,
    count: usize,
}

/// A link to a month.
#[derive(Debug, Clone, Serialize)]
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
    items: Items<'a>,
}

impl<'a> HistoryPage<'a> {
    /// The archive's first page.
    pub fn new(index: &'a Index<'a>) -> Self {
        let (history, past) = (index.history, index.past());
        let mut newest = Months::new();
        for incident in past.iter().take(history.site.page_size) {
            newest.entry((incident.started.year(), incident.started.month())).or_default().push(incident);
        }
        let month = |(month, incidents)| MonthItems::new(history, month, Cow::Owned(incidents));
        Self {
            head: Head::new(history, Place::history()),
            years: years(history, index.months()),
            months: newest.into_iter().rev().map(month).collect(),
            more: past.len() > history.site.page_size,
            components: by_year(history, past),
        }
    }
}

impl<'a> YearPage<'a> {
    /// A page for each year that has an incident, newest first.
    pub fn all(index: &'a Index<'a>) -> impl Iterator<Item = Self> {
        let history = index.history;
        let links = years(history, index.months());
        let years: Vec<i32> = links.iter().map(|link| link.year).collect();
        years.into_iter().enumerate().map(move |(at, year)| Self {
            head: Head::new(history, Place::year(year)),
            year,
            count: links[at].count,
            months: if links[at].count > LISTED { Vec::new() } else { months(history, index.months(), year) },
            links: if links[at].count > LISTED { links[at].months.clone() } else { Vec::new() },
            newer: at.checked_sub(1).and_then(|at| links.get(at)).cloned(),
            older: links.get(at + 1).cloned(),
            components: by_year(history, of_year(index.months(), year)),
        })
    }
}

impl<'a> MonthPage<'a> {
    /// A page for each month that has an incident, newest first.
    pub fn all(index: &'a Index<'a>) -> impl Iterator<Item = Self> {
        let history = index.history;
        let link = |(month, incidents): (&(i32, u32), &Vec<&Incident>)| month_link(history, *month, incidents.len());
        let links: Vec<MonthLink> = index.months().iter().rev().map(link).collect();
        index.months().iter().rev().enumerate().map(move |(at, (&(year, month), incidents))| Self {
            head: Head::new(history, Place::month(year, month)),
            year,
            year_href: Link::new(&history.site, &Place::year(year)),
            newer: at.checked_sub(1).and_then(|at| links.get(at)).cloned(),
            older: links.get(at + 1).cloned(),
            components: component_links(
                history,
                incidents,
                |incident| (incident.started.year(), incident.started.month()),
                |id, (year, month)| Place::component_month(id, year, month),
            ),
            month: MonthItems::new(history, (year, month), Cow::Borrowed(incidents)),
        })
    }
}

impl<'a> ComponentYearPage<'a> {
    /// A page for each component and each year in which it has something; the years newest first.
    pub fn all(index: &'a Index<'a>) -> impl Iterator<Item = Self> {
        let history = index.history;
        let of_years = years(history, index.months()).into_iter().map(|link| link.year);
        let of_years: BTreeMap<i32, _> = of_years.map(|year| (year, by_year(history, of_year(index.months(), year)))).collect();
        let pages = move |component: &'a Component| -> Vec<Self> {
            let links = component_years(index, component);
            let page = |link: &YearLink| Self {
                head: Head::new(history, Place::component_year(&component.id, link.year)).feeds_of(history, component),
                name: &component.name,
                href: Link::new(&history.site, &Place::component(&component.id)),
                year: link.year,
                year_href: Link::new(&history.site, &Place::year(link.year)),
                count: link.count,
                months: months(history, index.months_of(&component.id), link.year),
                years: links.clone(),
                components: of_years.get(&link.year).cloned().unwrap_or_default(),
            };
            links.iter().map(page).collect()
        };
        history.components.iter().flat_map(pages)
    }
}

impl YearLink {
    /// A link to a year of another list, which has no months.
    pub(super) fn new(year: i32, href: Link, count: usize) -> Self {
        Self { year, href, count, months: Vec::new() }
    }
}

impl<'a> MonthItems<'a> {
    fn new(history: &'a History, (year, month): (i32, u32), incidents: Cow<'a, [&'a Incident]>) -> Self {
        Self {
            year,
            month,
            iso: Period::from((year, month)),
            href: Link::new(&history.site, &Place::month(year, month)),
            items: Items::new(history, incidents),
        }
    }
}

/// The years in which a component has something, newest first.
pub(super) fn component_years(index: &Index<'_>, component: &Component) -> Vec<YearLink> {
    let site = &index.history.site;
    let link = |year: YearLink| YearLink { href: Link::new(site, &Place::component_year(&component.id, year.year)), ..year };
    years(index.history, index.months_of(&component.id)).into_iter().map(link).collect()
}

/// Links to the year of the newest incident of each component.
fn by_year<'a, 'i>(history: &'a History, incidents: impl IntoIterator<Item = &'i &'i Incident>) -> Vec<ComponentLink<'a>> {
    component_links(history, incidents, |incident| incident.started.year(), Place::component_year)
}

/// The components that some incidents touched, in the order of the catalogue; the place is that of the period of the newest of its
/// incidents, and the count says how many stand there.
fn component_links<'a, 'i, P: PartialEq>(
    history: &'a History,
    incidents: impl IntoIterator<Item = &'i &'i Incident>,
    period: impl Fn(&Incident) -> P,
    place: impl Fn(&Id, P) -> Place,
) -> Vec<ComponentLink<'a>> {
    let mut touched: BTreeMap<&Id, (P, usize)> = BTreeMap::new();
    for incident in incidents {
        for Affected { component, .. } in &incident.affected {
            let here = period(incident);
            match touched.get_mut(component) {
                Some((newest, count)) => *count += usize::from(*newest == here),
                None => drop(touched.insert(component, (here, 1))),
            }
        }
    }
    let link = |component: &'a Component| {
        let (period, count) = touched.remove(&component.id)?;
        Some(ComponentLink { name: &component.name, href: Link::new(&history.site, &place(&component.id, period)), count })
    };
    history.components.iter().filter_map(link).collect()
}

/// The incidents of a year, newest first.
fn of_year<'m, 'a>(all: &'m Months<'a>, year: i32) -> impl Iterator<Item = &'m &'a Incident> {
    all.range((year, 0)..=(year, 12)).rev().flat_map(|(_, incidents)| incidents)
}

fn months<'a>(history: &'a History, all: &'a Months<'a>, year: i32) -> Vec<MonthItems<'a>> {
    let of_year = all.range((year, 0)..=(year, 12)).rev();
    of_year.map(|(month, incidents)| MonthItems::new(history, *month, Cow::Borrowed(incidents))).collect()
}

fn years(history: &History, all: &Months<'_>) -> Vec<YearLink> {
    let mut years: Vec<YearLink> = Vec::new();
    for (&(year, month), incidents) in all.iter().rev() {
        if years.last().is_none_or(|last| last.year != year) {
            years.push(YearLink::new(year, Link::new(&history.site, &Place::year(year)), 0));
        }
        if let Some(link) = years.last_mut() {
            link.count += incidents.len();
            link.months.push(month_link(history, (year, month), incidents.len()));
        }
    }
    years
}

fn month_link(history: &History, (year, month): (i32, u32), count: usize) -> MonthLink {
    MonthLink { year, month, href: Link::new(&history.site, &Place::month(year, month)), count }
}
