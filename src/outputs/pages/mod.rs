//! The pages. One file per kind; each turns the history into views, and views into files. Decides nothing about looks.

mod archive;
mod assets;
mod components;
mod front;
mod incidents;
mod not_found;
mod postmortems;
mod subscribe;

pub use archive::Archive;
pub use assets::Assets;
pub use components::Components;
pub use front::Front;
pub use incidents::Incidents;
pub use not_found::NotFound;
pub use postmortems::Postmortems;
pub use subscribe::Subscribe;

use super::Artifact;
use crate::error::Result;
use crate::public::view::View;
use crate::render::Renderer;

/// A view as the file that a host serves for it.
fn page<V: View>(renderer: &Renderer, view: &V) -> Result<Artifact> {
    Artifact::new(view.place().file(), renderer.page(view)?)
}

#[cfg(test)]
mod tests;
