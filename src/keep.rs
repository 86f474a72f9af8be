//! What becomes of a finished file once it was read again: it is held in memory, written to a stage, or forgotten.
//! So no step of a build needs the whole site at once. Must never: be handed a file in which anything was found.

use crate::error::Result;
use crate::outputs::Job;
use crate::public::SitePath;
use crate::verify::Gist;

/// Takes the files of a site, one by one and from many threads.
pub trait Keep: Sync {
    /// What stays of a file.
    type Kept: Send + Sync;

    /// Told before the first file. A site may be made again without some of its documents: what was kept of it before goes.
    ///
    /// # Errors
    /// If the place for the files cannot be cleared.
    fn begin(&mut self) -> Result<()>;

    /// A file that stands already, and was made of the same as this one would be: what was read in it, and what stays of it.
    fn standing(&self, _: &Job<'_>) -> Option<(Gist, Self::Kept)> {
        None
    }

    /// The bytes of a file that stands already.
    fn bytes(&self, _: &SitePath) -> Option<Vec<u8>> {
        None
    }

    /// Takes a file.
    ///
    /// # Errors
    /// If it cannot be kept.
    fn keep(&self, path: &SitePath, bytes: Vec<u8>) -> Result<Self::Kept>;
}

/// Holds every file in memory.
#[derive(Debug, Clone, Copy, Default)]
pub struct InMemory;

impl Keep for InMemory {
    type Kept = Vec<u8>;

    fn begin(&mut self) -> Result<()> {
        Ok(())
    }

    fn keep(&self, _: &SitePath, mut bytes: Vec<u8>) -> Result<Vec<u8>> {
        bytes.shrink_to_fit();
        Ok(bytes)
    }
}

/// Drops every file: whoever only checks a site needs none of its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forget;

impl Keep for Forget {
    type Kept = ();

    fn begin(&mut self) -> Result<()> {
        Ok(())
    }

    fn keep(&self, _: &SitePath, _: Vec<u8>) -> Result<()> {
        Ok(())
    }
}
