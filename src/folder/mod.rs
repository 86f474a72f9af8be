//! The site's folder, as it is read: on disk, or as a git revision has it. Comes in: paths made with `Folder::join`.
//! Goes out: what stands there. Every read of the site goes through here, so that both are read alike.
//! Must never: write, or ask the disk for what a revision holds.

mod inside;
mod opened;
pub(crate) mod seen;

use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error;
use crate::git::Tree;
use opened::Opened;
pub(crate) use opened::Stamp;
use seen::{Ask, Seen};

/// A site's folder. Cheap to clone, and read from many threads.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    /// None: the disk.
    tree: Option<Arc<Tree>>,
    /// Where it is noted what was asked and answered, if anybody wants to know.
    seen: Option<Arc<Seen>>,
    /// What was read of the disk.
    opened: Arc<Opened>,
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Kind {
    File,
    Folder,
    Link,
    Other,
}

impl Folder {
    /// A folder on disk, as it is now. What git ignores or does not know yet counts: it is what a build would see.
    pub fn disk(path: impl Into<PathBuf>) -> Self {
        Self { root: path.into(), tree: None, seen: None, opened: Arc::default() }
    }

    /// The folder that a tree has at a path from its top.
    pub(crate) fn of_tree(tree: Arc<Tree>, root: PathBuf) -> Self {
        Self { root, tree: Some(tree), seen: None, opened: Arc::default() }
    }

    /// The same folder; what is asked of it from now on is noted there.
    pub(crate) fn watched(&self, seen: &Arc<Seen>) -> Self {
        Self { seen: Some(Arc::clone(seen)), ..self.clone() }
    }

    /// The same folder; nothing that is asked of it is noted.
    pub(crate) fn unwatched(&self) -> Self {
        Self { seen: None, ..self.clone() }
    }

    fn noted<T>(&self, path: &Path, ask: Ask, answer: T, digest: impl FnOnce(&T) -> [u8; 16]) -> T {
        if let Some(seen) = &self.seen {
            seen.note(path, ask, digest(&answer));
        }
        answer
    }

    fn stamped(&self, path: &Path, read: Result<(Vec<u8>, Option<Stamp>)>) -> Result<Vec<u8>> {
        let (bytes, stamp) = read?;
        if let (Some(seen), Some(stamp)) = (&self.seen, stamp) {
            seen.stamp(path, stamp);
        }
        Ok(bytes)
    }

    /// What paths in it begin with, and messages name: as it was given, or from the top of the repository.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether it is read from git.
    pub(crate) fn is_revision(&self) -> bool {
        self.tree.is_some()
    }

    /// A path below it.
    pub(crate) fn join(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join(below)
    }

    /// The bytes of a file.
    pub(crate) fn read(&self, path: &Path) -> Result<Vec<u8>> {
        let of_disk = || self.stamped(path, self.opened.read(path, u64::MAX));
        let answer = self.tree.as_ref().map_or_else(of_disk, |tree| tree.read(path, u64::MAX));
        self.noted(path, Ask::Read, answer, seen::bytes)
    }

    /// The bytes of a file of the site itself: one that a link leads to from outside is not read, whenever the link was put there.
    pub(crate) fn read_inside(&self, path: &Path) -> Result<Vec<u8>> {
        let of_disk = || self.stamped(path, self.opened.read_file(path, inside::open(&self.root, path)?, u64::MAX));
        let answer = self.tree.as_ref().map_or_else(of_disk, |tree| tree.read(path, u64::MAX));
        self.noted(path, Ask::ReadInside, answer, seen::bytes)
    }

    /// The same, and by what the file is known if it is still as it was; nothing where that cannot be told. Nothing is noted.
    pub(crate) fn read_stamped(&self, path: &Path) -> Result<(Vec<u8>, Option<Stamp>)> {
        match &self.tree {
            None => self.opened.read_file(path, inside::open(&self.root, path)?, u64::MAX),
            Some(tree) => Ok((tree.read(path, u64::MAX)?, None)),
        }
    }

    /// Whether a file is still as it was when it was read.
    pub(crate) fn is_still(&self, path: &Path, stamp: &Stamp) -> bool {
        self.tree.is_none() && stamp.holds(path)
    }

    /// The paths in a folder, in no order, with what stands there: for a link, that it is one. Nothing is noted.
    pub(crate) fn entries(&self, path: &Path) -> Result<Vec<(Kind, PathBuf)>> {
        if let Some(tree) = &self.tree {
            let with_kind = |path: PathBuf| (tree.kind(&path, false).unwrap_or(Kind::Other), path);
            return Ok(tree.list(path)?.into_iter().map(with_kind).collect());
        }
        std::fs::read_dir(path)?.map(|entry| entry.map(|entry| (entry.file_type().map_or(Kind::Other, kind), entry.path()))).collect()
    }

    /// The first bytes of a file, no more than so many.
    pub(crate) fn read_up_to(&self, path: &Path, most: u64) -> Result<Vec<u8>> {
        let of_disk = || self.stamped(path, self.opened.read(path, most));
        let answer = self.tree.as_ref().map_or_else(of_disk, |tree| tree.read(path, most));
        self.noted(path, Ask::ReadUpTo(most), answer, seen::bytes)
    }

    /// The text of a file.
    pub(crate) fn read_to_string(&self, path: &Path) -> Result<String> {
        // The words that the standard library has for it.
        String::from_utf8(self.read(path)?).map_err(|_| Error::new(std::io::ErrorKind::InvalidData, "stream did not contain valid UTF-8"))
    }

    /// What stands at a path, and its length in bytes. Links are followed.
    pub(crate) fn metadata(&self, path: &Path) -> Result<(Kind, u64)> {
        let answer = self.tree.as_ref().map_or_else(|| std::fs::metadata(path).map(|data| of_disk(&data)), |tree| tree.metadata(path));
        self.noted(path, Ask::Metadata, answer, seen::metadata)
    }

    /// What stands at a path; for a link, that it is one.
    pub(crate) fn symlink_metadata(&self, path: &Path) -> Result<Kind> {
        let answer = match &self.tree {
            None => std::fs::symlink_metadata(path).map(|data| of_disk(&data).0),
            Some(tree) => tree.kind(path, false),
        };
        self.noted(path, Ask::Kind, answer, seen::kind)
    }

    /// A path without links and dots. One that leads out of a revision does not begin as those inside do.
    pub(crate) fn canonicalize(&self, path: &Path) -> Result<PathBuf> {
        let answer = self.tree.as_ref().map_or_else(|| path.canonicalize(), |tree| tree.canonicalize(path));
        self.noted(path, Ask::Real, answer, seen::real)
    }

    /// The paths in a folder, in no order.
    pub(crate) fn list(&self, path: &Path) -> Result<Vec<PathBuf>> {
        let of_disk = || std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect();
        let answer = self.tree.as_ref().map_or_else(of_disk, |tree| tree.list(path));
        self.noted(path, Ask::List, answer, seen::list)
    }

    /// Whether a file stands there, or a link to one.
    pub(crate) fn is_file(&self, path: &Path) -> bool {
        let answer = self.tree.as_ref().map_or_else(|| path.is_file(), |tree| tree.kind(path, true).is_ok_and(|kind| kind == Kind::File));
        self.noted(path, Ask::Stands(Some(Kind::File)), answer, |answer| seen::stands(*answer))
    }

    /// Whether a folder stands there, or a link to one.
    pub(crate) fn is_dir(&self, path: &Path) -> bool {
        let answer = self.tree.as_ref().map_or_else(|| path.is_dir(), |tree| tree.kind(path, true).is_ok_and(|kind| kind == Kind::Folder));
        self.noted(path, Ask::Stands(Some(Kind::Folder)), answer, |answer| seen::stands(*answer))
    }

    /// Whether anything stands there.
    pub(crate) fn exists(&self, path: &Path) -> bool {
        let answer = self.tree.as_ref().map_or_else(|| path.exists(), |tree| tree.kind(path, true).is_ok());
        self.noted(path, Ask::Stands(None), answer, |answer| seen::stands(*answer))
    }

    /// Fails if git could not hand over something that was asked for, whoever asked and passed over it.
    pub(crate) fn whole(&self) -> error::Result<()> {
        self.tree.as_ref().map_or(Ok(()), |tree| tree.whole())
    }

    /// A file that is no longer as it was read, if there is one. Asked once all is read; then reading begins anew.
    pub(crate) fn changed(&self) -> Option<PathBuf> {
        self.opened.changed()
    }
}

fn of_disk(data: &std::fs::Metadata) -> (Kind, u64) {
    (kind(data.file_type()), data.len())
}

fn kind(of: std::fs::FileType) -> Kind {
    match of {
        kind if kind.is_file() => Kind::File,
        kind if kind.is_dir() => Kind::Folder,
        kind if kind.is_symlink() => Kind::Link,
        _ => Kind::Other,
    }
}

impl From<&Path> for Folder {
    fn from(path: &Path) -> Self {
        Self::disk(path)
    }
}

impl From<&PathBuf> for Folder {
    fn from(path: &PathBuf) -> Self {
        Self::disk(path)
    }
}

impl From<PathBuf> for Folder {
    fn from(path: PathBuf) -> Self {
        Self::disk(path)
    }
}

impl From<&Folder> for Folder {
    fn from(folder: &Folder) -> Self {
        folder.clone()
    }
}

#[cfg(test)]
mod tests;
