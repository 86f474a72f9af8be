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

use super::{Job, Key};
use crate::error::Result;
use crate::public::Index;
use crate::public::view::{Listing, View};
use crate::render::Renderer;

/// A view as the file that a host serves for it. A page is made of its view and of nothing else.
fn page<'a, V: View + Send + Sync + 'a>(renderer: &'a Renderer, view: V) -> Result<Job<'a>> {
    let key = Key::of_value(V::TEMPLATE, &view);
    keyed(renderer, view, key)
}

/// The same of a list.
fn list<'a, V: Listing + Send + Sync + 'a>(index: &Index<'_>, renderer: &'a Renderer, view: V) -> Result<Job<'a>> {
    let key = view.key(index);
    keyed(renderer, view, key)
}

fn keyed<'a, V: View + Send + Sync + 'a>(renderer: &'a Renderer, view: V, key: serde_json::Result<Key>) -> Result<Job<'a>> {
    let key = key.map_err(super::unkeyed)?;
    Job::at(view.place().file(), key, move || renderer.page(&view))
}

#[cfg(test)]
mod tests;
