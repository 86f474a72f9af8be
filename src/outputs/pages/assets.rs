//! `/assets/…` and `/favicon.svg`: the theme's static files, named after their content, and the icon of the state now.
//! The icon's path stays the same, so that a change of state changes no page.

use crate::error::Result;
use crate::outputs::{Artifact, Output};
use crate::public::History;
use crate::render::Renderer;

/// The theme's static files.
pub struct Assets;

impl Output for Assets {
    fn name(&self) -> &'static str {
        "static files"
    }

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        let icon = renderer.icon(history.overall().state()).map(|icon| Artifact::new("favicon.svg", icon));
        let files = renderer.assets(&history.site).into_iter().map(|(path, bytes)| Artifact::new(path, bytes));
        files.chain(icon).collect()
    }
}
