//! `/404.html`: hosts serve it for every path that leads nowhere, at any depth.

use super::page;
use crate::error::Result;
use crate::outputs::{Artifact, Output};
use crate::public::History;
use crate::public::view::NotFoundPage;
use crate::render::Renderer;

/// The page for unknown paths.
pub struct NotFound;

impl Output for NotFound {
    fn name(&self) -> &'static str {
        "404 page"
    }

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        Ok(vec![page(renderer, &NotFoundPage::new(history))?])
    }
}
