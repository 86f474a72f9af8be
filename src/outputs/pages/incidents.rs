//! `/incidents/ID/` and `/maintenance/ID/`, and small pages at their former paths.

use rayon::prelude::*;

use super::page;
use crate::error::Result;
use crate::outputs::{Artifact, Output};
use crate::public::view::{IncidentPage, RedirectPage};
use crate::public::{History, Incident};
use crate::render::Renderer;

/// The pages of incidents and maintenance.
pub struct Incidents;

impl Output for Incidents {
    fn name(&self) -> &'static str {
        "incident pages"
    }

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        let pages: Result<Vec<Vec<Artifact>>> = history.incidents.par_iter().map(|incident| pages(history, renderer, incident)).collect();
        Ok(pages?.into_iter().flatten().collect())
    }
}

fn pages(history: &History, renderer: &Renderer, incident: &Incident) -> Result<Vec<Artifact>> {
    let mut pages = vec![page(renderer, &IncidentPage::new(history, incident))?];
    for alias in &incident.aliases {
        pages.push(page(renderer, &RedirectPage::new(history, incident, alias))?);
    }
    Ok(pages)
}
