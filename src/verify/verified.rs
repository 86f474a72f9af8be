//! A site whose every byte was read again: nothing withheld in it, no dead internal link, no unsafe markup.
//! Made by [`crate::stream`] and by this folder, once all of it was found to be so.

use std::collections::BTreeMap;

use crate::public::SitePath;

/// A verified site, with what stays of each of its files: the bytes, or where they stand.
pub struct Verified<K = Vec<u8>> {
    files: BTreeMap<SitePath, K>,
}

impl<K> Verified<K> {
    pub(crate) fn new(files: BTreeMap<SitePath, K>) -> Self {
        Self { files }
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
        Verified { files: self.files.into_keys().map(|path| (path, ())).collect() }
    }

    /// The files without the site.
    pub fn into_files(self) -> BTreeMap<SitePath, K> {
        self.files
    }
}
