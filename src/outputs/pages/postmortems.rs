//! `/postmortems/`: every published post-mortem.

use super::page;
use crate::error::Result;
use crate::outputs::{Job, Output};
use crate::public::Index;
use crate::public::view::PostmortemsPage;
use crate::render::Renderer;

/// The list of post-mortems.
pub struct Postmortems;

impl Output for Postmortems {
    fn name(&self) -> &'static str {
        "post-mortems"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        Ok(vec![page(renderer, PostmortemsPage::new(index.history))?])
    }
}
