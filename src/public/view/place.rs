//! Where pages lie: the one list of the site's paths. Made from ids and numbers only.

use std::fmt;

use chrono::NaiveDate;

use crate::public::{Id, Incident, SitePath};

/// A page's path from the site's root: `/`, `/incidents/ID/`, `/404.html`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(String);

impl Place {
    /// The front page.
    pub fn front() -> Self {
        Self("/".to_owned())
    }

    /// An incident's or a maintenance window's page.
    pub fn incident(incident: &Incident) -> Self {
        Self(incident.page())
    }

    /// An incident's post-mortem.
    pub fn postmortem(incident: &Incident) -> Self {
        Self(format!("{}#postmortem", incident.page()))
    }

    /// A component's page.
    pub fn component(id: &Id) -> Self {
        Self(format!("/components/{id}/"))
    }

    /// A component's incidents of a year.
    pub fn component_year(id: &Id, year: i32) -> Self {
        Self(format!("/components/{id}/{year:04}/"))
    }

    /// A month among a component's incidents of a year.
    pub fn component_month(id: &Id, year: i32, month: u32) -> Self {
        Self(format!("/components/{id}/{year:04}/#m-{year:04}-{month:02}"))
    }

    /// A day in the table of a component's page.
    pub fn component_day(id: &Id, day: NaiveDate) -> Self {
        Self(format!("/components/{id}/#d-{day}"))
    }

    /// All windows for a calendar.
    pub fn calendar() -> Self {
        Self("/calendar.ics".to_owned())
    }

    /// An incident as data.
    pub fn incident_data(id: &Id) -> Self {
        Self(format!("/api/incidents/{id}.json"))
    }

    /// The list of the incidents of a year as data.
    pub fn year_data(year: i32) -> Self {
        Self::year_data_page(year, 0)
    }

    /// A page of that list, counted from 0.
    pub fn year_data_page(year: i32, page: usize) -> Self {
        let further = if page == 0 { String::new() } else { format!("-{}", page + 1) };
        Self(format!("/api/history/{year:04}{further}.json"))
    }

    /// A window's entry for a calendar.
    pub fn calendar_entry(id: &Id) -> Self {
        Self(format!("/maintenance/{id}.ics"))
    }

    /// Feeds, calendar, API and badges, with addresses to copy.
    pub fn subscribe() -> Self {
        Self("/subscribe/".to_owned())
    }

    /// The newest of the archive.
    pub fn history() -> Self {
        Self("/history/".to_owned())
    }

    /// A year of the archive.
    pub fn year(year: i32) -> Self {
        Self(format!("/history/{year:04}/"))
    }

    /// A month of the archive.
    pub fn month(year: i32, month: u32) -> Self {
        Self(format!("/history/{year:04}-{month:02}/"))
    }

    /// All published post-mortems.
    pub fn postmortems() -> Self {
        Self("/postmortems/".to_owned())
    }

    /// The post-mortems that were published in a year.
    pub fn postmortems_year(year: i32) -> Self {
        Self(format!("/postmortems/{year:04}/"))
    }

    /// The page for paths that lead nowhere.
    pub fn not_found() -> Self {
        Self("/404.html".to_owned())
    }

    /// A former path. One that names no file becomes a folder, as the others are.
    pub fn alias(path: &SitePath) -> Self {
        let names_a_file = path.as_str().rsplit('/').next().is_some_and(|last| last.contains('.'));
        Self(if names_a_file { format!("/{path}") } else { format!("/{path}/") })
    }

    /// The file that a host serves for it: `incidents/ID/index.html`.
    pub fn file(&self) -> String {
        let path = self.0.trim_start_matches('/');
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
