//! `/`: the only page that says when the site was built.

use super::page;
use crate::error::Result;
use crate::outputs::{Artifact, Output};
use crate::public::History;
use crate::public::view::FrontPage;
use crate::render::Renderer;

/// The front page.
pub struct Front;

impl Output for Front {
    fn name(&self) -> &'static str {
        "front page"
    }

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        Ok(vec![page(renderer, &FrontPage::new(history))?])
    }
}
