//! `/404.html`: hosts serve it for every path that leads nowhere, at any depth.

use super::page;
use crate::error::Result;
use crate::outputs::{Job, Output};
use crate::public::Index;
use crate::public::view::NotFoundPage;
use crate::render::Renderer;

/// The page for unknown paths.
pub struct NotFound;

impl Output for NotFound {
    fn name(&self) -> &'static str {
        "404 page"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        Ok(vec![page(renderer, NotFoundPage::new(index.history))?])
    }
}
