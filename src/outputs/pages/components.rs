//! `/components/ID/` and `/components/ID/2026/`: pages for each component of the catalogue, retired ones included, and for each of
//! its years that has something to show.

use rayon::prelude::*;

use super::page;
use crate::error::Result;
use crate::outputs::{Artifact, Output};
use crate::public::view::{ComponentPage, ComponentYearPage};
use crate::public::{Component, History};
use crate::render::Renderer;

/// The pages of components.
pub struct Components;

impl Output for Components {
    fn name(&self) -> &'static str {
        "component pages"
    }

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        let pages: Result<Vec<Vec<Artifact>>> =
            history.components.par_iter().map(|component| pages(history, renderer, component)).collect();
        Ok(pages?.into_iter().flatten().collect())
    }
}

fn pages(history: &History, renderer: &Renderer, component: &Component) -> Result<Vec<Artifact>> {
    let mut pages = vec![page(renderer, &ComponentPage::new(history, component))?];
    for year in ComponentYearPage::all(history, component) {
        pages.push(page(renderer, &year)?);
    }
    Ok(pages)
}
