//! `/assets/…` and `/favicon.svg`: the theme's static files, named after their content, and the icon of the state now.
//! The icon's path stays the same, so that a change of state changes no page.

use crate::error::Result;
use crate::outputs::{Artifact, Job, Output};
use crate::public::Index;
use crate::render::Renderer;

/// The theme's static files.
pub struct Assets;

impl Output for Assets {
    fn name(&self) -> &'static str {
        "static files"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let history = index.history;
        let icon = renderer.icon(history.overall().state()).map(|icon| Artifact::new("favicon.svg", icon));
        let files = renderer.assets(&history.site).into_iter().map(|(path, bytes)| Artifact::new(path, bytes));
        files.chain(icon).map(|file| Ok(Job::made(file?))).collect()
    }
}
