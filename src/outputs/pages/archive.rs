//! `/history/`, `/history/2026/`, `/history/2026-03/`: years and months that have something to show.

use rayon::prelude::*;

use super::page;
use crate::error::Result;
use crate::outputs::{Artifact, Output};
use crate::public::History;
use crate::public::view::{HistoryPage, MonthPage, YearPage};
use crate::render::Renderer;

/// The archive.
pub struct Archive;

impl Output for Archive {
    fn name(&self) -> &'static str {
        "archive"
    }

    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
        let mut pages = vec![page(renderer, &HistoryPage::new(history))?];
        let years: Result<Vec<_>> = YearPage::all(history).par_iter().map(|year| page(renderer, year)).collect();
        let months: Result<Vec<_>> = MonthPage::all(history).par_iter().map(|month| page(renderer, month)).collect();
        pages.extend(years?);
        pages.extend(months?);
        Ok(pages)
    }
}
