//! A component's page: its days, its uptime with the way it is computed, its incidents.

use std::borrow::Cow;

use serde::Serialize;

use super::archive::{YearLink, component_years};
use super::bars::{Bars, DAYS, DayRow, runs};
use super::{Date, Factor, Head, Items, Key, Link, Percent, Place};
use crate::public::{Component, Index, PublicText};

/// A component's page.
#[derive(Debug, Serialize)]
pub struct ComponentPage<'a> {
    pub(super) head: Head<'a>,
    name: &'a PublicText,
    group: Option<&'a PublicText>,
    description: Option<&'a PublicText>,
    since: Option<Date>,
    retired: Option<Date>,
    /// Nothing once it is retired.
    state: Option<Key>,
    bars: Bars<'a>,
    /// Days of the bars on which something happened, the newest first.
    days: Vec<DayRow<'a>>,
    /// Nothing where no time was looked at.
    uptime: Option<Percent>,
    weights: Weights,
    items: Items<'a>,
    /// Whether older ones are left to the pages of years.
    more: bool,
    /// Its years that have something, the newest first.
    years: Vec<YearLink>,
    feed: Link,
}

/// The weights of the uptime.
#[derive(Debug, Serialize)]
struct Weights {
    full: Factor,
    partial: Factor,
    degraded: Factor,
}

impl<'a> ComponentPage<'a> {
    /// The page of a component.
    pub fn new(index: &'a Index<'a>, component: &'a Component) -> Self {
        let history = index.history;
        let weights = history.site.weights;
        let retired = component.retired.is_some_and(|retired| retired <= history.now.date_naive());
        let uptime = history.uptime(component, DAYS);
        let runs = runs(history, component);
        let incidents = index.of_component(&component.id);
        Self {
            head: Head::new(history, Place::component(&component.id))
                .card(super::Card::component(history, component))
                .feeds_of(history, component),
            name: &component.name,
            group: component.group.as_ref(),
            description: component.description.as_ref(),
            since: component.since.map(Date::from),
            retired: component.retired.filter(|_| retired).map(Date::from),
            state: (!retired).then(|| Key::new(history.state(&component.id).key())),
            bars: Bars::new(history, component, &runs),
            days: DayRow::all(history, &runs),
            uptime: (uptime.seconds > 0).then(|| uptime.percent.into()),
            weights: Weights { full: weights.full.into(), partial: weights.partial.into(), degraded: weights.degraded.into() },
            items: Items::new(history, Cow::Borrowed(&incidents[..incidents.len().min(history.site.page_size)])),
            more: incidents.len() > history.site.page_size,
            years: component_years(index, component),
            feed: Link::new(&history.site, &Place::component(&component.id)),
        }
    }
}
