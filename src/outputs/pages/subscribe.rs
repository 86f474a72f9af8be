//! `/subscribe/`: feeds, calendar, API and badges, with addresses to copy.

use super::page;
use crate::error::Result;
use crate::outputs::{Job, Output};
use crate::public::Index;
use crate::public::view::SubscribePage;
use crate::render::Renderer;

/// The page about ways to follow the site.
pub struct Subscribe;

impl Output for Subscribe {
    fn name(&self) -> &'static str {
        "subscribe page"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        Ok(vec![page(renderer, SubscribePage::new(index.history))?])
    }
}
