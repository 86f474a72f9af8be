//! An outcome → the file with the wording findings that are known. Written only when a person asks, in one step.
//! A file that is there was read as a baseline before, so that nothing else is ever overwritten.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::error::{Error, Result};
use crate::internal::Snapshot;
use crate::pipeline::Outcome;

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
    let target = site.join(&path);
    let stage = target.with_extension("toml.new");
    let written = fs::File::create(&stage).and_then(|mut file| file.write_all(text.as_bytes())).and_then(|()| fs::rename(&stage, &target));
    written.map_err(|error| {
        // What is left of a failed try is ours; that it cannot be removed either says nothing new.
        let _ = fs::remove_file(&stage);
        Error::io("write the baseline", &target)(error)
    })?;
    Ok(Written { path, findings, documents })
}
