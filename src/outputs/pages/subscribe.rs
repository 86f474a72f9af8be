//! `/subscribe/`: feeds, calendar, API and badges, with addresses to copy.

use super::page;
use crate::error::Result;
use crate::outputs::{Artifact, Output};
use crate::public::History;
use crate::public::view::SubscribePage;
use crate::render::Renderer;

/// The page about ways to follow the site.
pub struct Subscribe;

impl Output for Subscribe {
    fn name(&self) -> &'static str {
        "subscribe page"
    }

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        Ok(vec![page(renderer, &SubscribePage::new(history))?])
    }
}
