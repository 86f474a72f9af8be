//! `/postmortems/` and `/postmortems/2026/`: the newest post-mortems, and those of each year.

use super::{list, page};
use crate::error::Result;
use crate::outputs::{Job, Output};
use crate::public::Index;
use crate::public::view::{PostmortemsPage, PostmortemsYearPage};
use crate::render::Renderer;

/// The lists of post-mortems.
pub struct Postmortems;

impl Output for Postmortems {
    fn name(&self) -> &'static str {
        "post-mortems"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let newest = [page(renderer, PostmortemsPage::new(index.history))];
        let years = PostmortemsYearPage::all(index.history).into_iter().map(|year| list(index, renderer, year));
        newest.into_iter().chain(years).collect()
    }
}
