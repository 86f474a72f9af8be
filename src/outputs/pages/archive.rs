//! `/history/`, `/history/2026/`, `/history/2026-03/`: years and months that have something to show.

use super::{list, page};
use crate::error::Result;
use crate::outputs::{Job, Output};
use crate::public::Index;
use crate::public::view::{HistoryPage, MonthPage, YearPage};
use crate::render::Renderer;

/// The archive.
pub struct Archive;

impl Output for Archive {
    fn name(&self) -> &'static str {
        "archive"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let newest = [page(renderer, HistoryPage::new(index))];
        let years = YearPage::all(index).map(|year| list(index, renderer, year));
        let months = MonthPage::all(index).map(|month| list(index, renderer, month));
        newest.into_iter().chain(years).chain(months).collect()
    }
}
