//! A site whose every byte was read again: nothing withheld in it, no dead internal link, no unsafe markup.
//! Made with the word of this folder that all of it was found to be so.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Gist, Places};
use crate::outputs::Key;
use crate::public::SitePath;

/// A verified site, with what stays of each of its files: the bytes, or where they stand.
pub struct Verified<K = Vec<u8>> {
    files: BTreeMap<SitePath, K>,
    readings: Readings,
}

/// Word that every file of a site was read, and that nothing was found. Only this folder can give it.
pub struct Sound(());

impl Sound {
    pub(super) fn found() -> Self {
        Self(())
    }
}

/// What was read in the files of a site, and what they were made of.
#[derive(Debug, Default)]
pub struct Readings {
    /// The places that they lead to, by number.
    pub(crate) places: Arc<Places>,
    /// Of each file, in the order of their paths.
    pub(crate) files: Vec<(SitePath, Key, Gist)>,
}

impl<K> Verified<K> {
    /// The site of these files, of which that was found.
    pub(crate) fn new(_: Sound, files: BTreeMap<SitePath, K>, readings: Readings) -> Self {
        Self { files, readings }
    }

    /// What was read in its files.
    pub(crate) fn readings(&self) -> &Readings {
        &self.readings
    }

    /// The same, without the site.
    pub(crate) fn into_readings(self) -> Readings {
        self.readings
    }

    /// The files, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&SitePath, &K)> {
        self.files.iter()
    }

    /// The files by path.
    pub fn as_map(&self) -> &BTreeMap<SitePath, K> {
        &self.files
    }

    /// The site, of whose files nothing stays.
    pub(crate) fn forget(self) -> Verified<()> {
        Verified { files: self.files.into_keys().map(|path| (path, ())).collect(), readings: self.readings }
    }

    /// The files without the site.
    pub fn into_files(self) -> BTreeMap<SitePath, K> {
        self.files
    }
}
