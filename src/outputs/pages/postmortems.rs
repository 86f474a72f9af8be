//! `/postmortems/`: every published post-mortem.

use super::page;
use crate::error::Result;
use crate::outputs::{Artifact, Output};
use crate::public::History;
use crate::public::view::PostmortemsPage;
use crate::render::Renderer;

/// The list of post-mortems.
pub struct Postmortems;

impl Output for Postmortems {
    fn name(&self) -> &'static str {
        "post-mortems"
    }

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        Ok(vec![page(renderer, &PostmortemsPage::new(history))?])
    }
}
