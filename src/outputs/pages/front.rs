//! `/`: the only page that says when the site was built.

use super::page;
use crate::error::Result;
use crate::outputs::{Job, Output};
use crate::public::Index;
use crate::public::view::FrontPage;
use crate::render::Renderer;

/// The front page.
pub struct Front;

impl Output for Front {
    fn name(&self) -> &'static str {
        "front page"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        Ok(vec![page(renderer, FrontPage::new(index.history))?])
    }
}
