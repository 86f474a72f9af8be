//! `/components/ID/`: one page for each component of the catalogue, retired ones included.

use rayon::prelude::*;

use super::page;
use crate::error::Result;
use crate::outputs::{Artifact, Output};
use crate::public::History;
use crate::public::view::ComponentPage;
use crate::render::Renderer;

/// The pages of components.
pub struct Components;

impl Output for Components {
    fn name(&self) -> &'static str {
        "component pages"
    }

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        history.components.par_iter().map(|component| page(renderer, &ComponentPage::new(history, component))).collect()
    }
}
