//! `/incidents/ID/` and `/maintenance/ID/`, and small pages at their former paths.

use crate::error::Result;
use crate::outputs::{Job, Output, key};
use crate::public::view::{IncidentPage, Place, RedirectPage, View};
use crate::public::{Incident, Index};
use crate::render::Renderer;

/// The pages of incidents and maintenance.
pub struct Incidents;

impl Output for Incidents {
    fn name(&self) -> &'static str {
        "incident pages"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let mut jobs = Vec::with_capacity(index.history.incidents.len());
        for incident in index.history.all() {
            jobs.push(page(index, renderer, incident)?);
            for alias in &incident.aliases {
                let key = key(index, RedirectPage::TEMPLATE, [incident], alias)?;
                let make = move || renderer.page(&RedirectPage::new(index.history, incident, alias));
                jobs.push(Job::at(Place::alias(alias).file(), key, make)?);
            }
        }
        Ok(jobs)
    }
}

/// Its view is made when the page is: there are as many as documents.
fn page<'a>(index: &'a Index<'a>, renderer: &'a Renderer, incident: &'a Incident) -> Result<Job<'a>> {
    let key = key(index, IncidentPage::TEMPLATE, [incident], &())?;
    Job::at(Place::incident(incident).file(), key, move || renderer.page(&IncidentPage::new(index.history, incident)))
}
