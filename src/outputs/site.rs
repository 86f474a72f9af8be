//! The finished files, in memory. Nothing is on disk yet.

use std::collections::BTreeMap;
use std::ops::Bound;

use rayon::prelude::*;

use super::OUTPUTS;
use crate::error::{Error, Result};
use crate::public::{History, SitePath};
use crate::render::Renderer;

/// One file of the site.
pub struct Artifact {
    /// Where it lies.
    pub path: SitePath,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Artifact {
    /// A file at a path that code wrote down, `incidents/ID/index.html`; a path that is none is a clash.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Result<Self> {
        let path = path.into();
        let path = SitePath::new(path.clone()).ok_or(Error::Clash { path })?;
        Ok(Self { path, bytes: bytes.into() })
    }
}

/// All files of the site by path. Two outputs cannot claim one path.
#[derive(Default)]
pub struct Site {
    files: BTreeMap<SitePath, Vec<u8>>,
}

impl Site {
    /// Runs every output, spread over the cores, and gathers what they make.
    pub fn collect(history: &History, renderer: &Renderer) -> Result<Self> {
        let produced: Vec<Result<Vec<Artifact>>> = OUTPUTS.par_iter().map(|output| output.produce(history, renderer)).collect();
        let mut site = Self::default();
        for artifacts in produced {
            for artifact in artifacts? {
                site.add(artifact)?;
            }
        }
        Ok(site)
    }

    /// Adds a file; an error if the path is taken, or is a folder of a taken path.
    pub fn add(&mut self, Artifact { path, bytes }: Artifact) -> Result<()> {
        // A file cannot lie below another: neither this one below a taken path, nor a taken path below this one.
        let text = path.as_str();
        let above = text.match_indices('/').any(|(at, _)| self.files.contains_key(&text[..at]));
        let folder = format!("{text}/");
        let behind = self.files.range::<str, _>((Bound::Included(folder.as_str()), Bound::Unbounded)).next();
        let below = behind.is_some_and(|(other, _)| other.as_str().starts_with(&folder));
        if above || below || self.files.contains_key(&path) {
            return Err(Error::Clash { path: path.to_string() });
        }
        self.files.insert(path, bytes);
        Ok(())
    }

    /// The files without the site.
    pub fn into_files(self) -> BTreeMap<SitePath, Vec<u8>> {
        self.files
    }

    /// The files, sorted by path.
    pub fn files(&self) -> &BTreeMap<SitePath, Vec<u8>> {
        &self.files
    }
}
