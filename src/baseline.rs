//! An outcome → the file with the wording findings that are known. Written only when a person asks, in one step.
//! A file that is there was read as a baseline before, so that nothing else is ever overwritten; no link leads the write out of the site.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::internal::Snapshot;
use crate::pipeline::Outcome;
use crate::write::Edit;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Relative to the site's folder.
    pub path: String,
    /// How many findings it holds back.
    pub findings: usize,
    /// In how many documents.
    pub documents: usize,
}

/// Writes the baseline of a site that was checked.
///
/// # Errors
/// If the config names no baseline, or the file cannot be written.
pub fn write(outcome: &Outcome, site: &Path) -> Result<Written> {
    let Some(Snapshot { path, text, findings, documents }) = outcome.baseline.clone() else {
        return Err(Error::usage(
            "allclear.toml names no file for a baseline",
            "add `baseline = \"wording-baseline.toml\"` to `[wording]`, and run this again",
        ));
    };
    let before = fs::read(site.join(&path)).ok();
    Edit::prepare(site, &path, before.as_deref(), text.as_bytes())?.commit()?;
    Ok(Written { path, findings, documents })
}
