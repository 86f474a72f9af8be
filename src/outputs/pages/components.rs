//! `/components/ID/` and `/components/ID/2026/`: pages for each component of the catalogue, retired ones included, and for each of
//! its years that has something to show.

use super::{list, page};
use crate::error::Result;
use crate::outputs::{Job, Output};
use crate::public::Index;
use crate::public::view::{ComponentPage, ComponentYearPage};
use crate::render::Renderer;

/// The pages of components.
pub struct Components;

impl Output for Components {
    fn name(&self) -> &'static str {
        "component pages"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let newest = index.history.components.iter().map(|component| page(renderer, ComponentPage::new(index, component)));
        let years = ComponentYearPage::all(index).map(|year| list(index, renderer, year));
        newest.chain(years).collect()
    }
}
