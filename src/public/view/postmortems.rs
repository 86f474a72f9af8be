//! Published post-mortems: the newest, and all of a year as short lines.

use std::cmp::Reverse;

use chrono::Datelike;
use serde::{Serialize, Serializer};

use super::archive::YearLink;
use super::{Head, Item, Link, Listing, Moment, Place, View as _};
use crate::clock::Time;
use crate::public::{History, Incident, Index, Key, PublicText};

/// The newest post-mortems, with links to all years.
#[derive(Debug, Serialize)]
pub struct PostmortemsPage<'a> {
    pub(super) head: Head<'a>,
    entries: Vec<Entry<'a>>,
    /// Whether older ones are left to the pages of years.
    more: bool,
    years: Vec<YearLink>,
}

/// The post-mortems of a year.
#[derive(Debug, Serialize)]
pub struct PostmortemsYearPage<'a> {
    pub(super) head: Head<'a>,
    year: i32,
    entries: Lines<'a>,
    /// All years, this one too.
    years: Vec<YearLink>,
}

/// One post-mortem.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    line: Line<'a>,
    incident: Item<'a>,
}

/// One post-mortem in a long list.
#[derive(Debug, Serialize)]
struct Line<'a> {
    href: Link,
    title: &'a PublicText,
    published: Moment,
}

/// A published message by its incident.
type Told<'a> = (&'a Incident, Time);

/// The lines of a list. Only the references are held: the lines are made one after the other when the page is.
#[derive(Debug)]
struct Lines<'a> {
    history: &'a History,
    told: Vec<Told<'a>>,
}

impl Serialize for Lines<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.told.iter().map(|told| line(self.history, *told)))
    }
}

impl<'a> PostmortemsPage<'a> {
    /// The newest of all that were published.
    pub fn new(history: &'a History) -> Self {
        let told = told(history);
        let size = history.site.page_size;
        let entry = |told: &Told<'a>| Entry { line: line(history, *told), incident: Item::new(history, told.0) };
        Self {
            head: Head::new(history, Place::postmortems()).feeds_of_postmortems(history),
            entries: told.iter().take(size).map(entry).collect(),
            more: told.len() > size,
            years: years(history, &told),
        }
    }
}

impl<'a> PostmortemsYearPage<'a> {
    /// A page for each year in which a post-mortem was published, newest first.
    pub fn all(history: &'a History) -> Vec<Self> {
        let told = told(history);
        let years = years(history, &told);
        let page = |of_year: &[Told<'a>]| {
            let year = of_year.first()?.1.year();
            let head = Head::new(history, Place::postmortems_year(year)).feeds_of_postmortems(history);
            Some(Self { head, year, entries: Lines { history, told: of_year.to_vec() }, years: years.clone() })
        };
        by_year(&told).filter_map(page).collect()
    }
}

impl Listing for PostmortemsYearPage<'_> {
    fn key(&self, index: &Index<'_>) -> serde_json::Result<Key> {
        let Self { head, year, entries, years } = self;
        index.key(Self::TEMPLATE, entries.told.iter().map(|(incident, _)| *incident), &(head, year, years))
    }
}

/// All that were published, the newest first.
fn told(history: &History) -> Vec<Told<'_>> {
    let mut told: Vec<_> = history.all().filter_map(|incident| Some((incident, incident.postmortem.as_ref()?.published))).collect();
    told.sort_by_key(|(incident, published)| (Reverse(*published), &incident.id));
    told
}

fn by_year<'t, 'a>(told: &'t [Told<'a>]) -> impl Iterator<Item = &'t [Told<'a>]> {
    told.chunk_by(|(_, a), (_, b)| a.year() == b.year())
}

fn years(history: &History, told: &[Told<'_>]) -> Vec<YearLink> {
    let link = |of_year: &[Told<'_>]| {
        let year = of_year.first()?.1.year();
        Some(YearLink::new(year, Link::new(&history.site, &Place::postmortems_year(year)), of_year.len()))
    };
    by_year(told).filter_map(link).collect()
}

fn line<'a>(history: &History, (incident, published): Told<'a>) -> Line<'a> {
    Line { href: Link::new(&history.site, &Place::postmortem(incident)), title: &incident.title, published: Moment::from(published) }
}
