//! Comes in: a folder. Goes out: everything in it by relative path, sorted, links not followed.
//! Must never: look outside that folder.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{DirEntry, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A folder, with its access rights.
    Folder {
        /// As the system has them.
        mode: u32,
    },
    /// A plain file.
    File(Identity),
    /// A link or anything else: never ours.
    Other,
}

/// What tells a file from every other, and from itself once it was written to again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// Its length in bytes.
    pub(crate) length: u64,
    inode: u64,
    /// Seconds and nanoseconds of its last change of content, and of its last change at all. Nobody can set the second pair.
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Identity {
    /// That of the file at a path; `None` if there is none.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        std::fs::symlink_metadata(path).ok().filter(Metadata::is_file).map(|data| Self::of(&data))
    }

    fn of(data: &Metadata) -> Self {
        Self {
            length: data.len(),
            inode: data.ino(),
            modified: (data.mtime(), data.mtime_nsec()),
            changed: (data.ctime(), data.ctime_nsec()),
        }
    }
}

impl Entry {
    /// Whether it is a folder.
    pub(crate) fn is_folder(self) -> bool {
        matches!(self, Self::Folder { .. })
    }
}

/// A folder's content by path below it, in the order of their bytes: parents stand before what is in them.
pub(crate) type Tree = BTreeMap<OsString, Entry>;

/// Reads a folder; one that does not exist is empty.
pub(crate) fn read(root: &Path) -> Result<Tree> {
    let look = |found: &DirEntry| {
        let data = found.metadata()?;
        Ok(match data.file_type() {
            kind if kind.is_dir() => Entry::Folder { mode: data.mode() },
            kind if kind.is_file() => Entry::File(Identity::of(&data)),
            _ => Entry::Other,
        })
    };
    let mut found = walk(root, OsStr::new(""), &look, Entry::is_folder)?;
    found.par_sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found.into_iter().collect())
}

/// What stands in a folder, by path below it, in no order.
pub(crate) fn names(root: &Path) -> Result<Vec<OsString>> {
    let found = walk(root, OsStr::new(""), &DirEntry::file_type, |kind| kind.is_dir())?;
    Ok(found.into_iter().map(|(path, _)| path).collect())
}

/// Looks at all that is in a folder, and in the folders there.
fn walk<T: Copy + Send>(
    root: &Path,
    below: &OsStr,
    look: &(impl Fn(&DirEntry) -> std::io::Result<T> + Sync),
    is_folder: impl Fn(T) -> bool + Copy + Sync,
) -> Result<Vec<(OsString, T)>> {
    let path = root.join(below);
    let mut found = match list(&path, below, look) {
        Err(error) if error.kind() == ErrorKind::NotFound && below.is_empty() => return Ok(Vec::new()),
        listed => listed.map_err(Error::io("list", &path))?,
    };
    let folders: Vec<&OsStr> = found.iter().filter(|(_, what)| is_folder(*what)).map(|(path, _)| path.as_os_str()).collect();
    let within: Vec<Vec<_>> = folders.into_par_iter().map(|folder| walk(root, folder, look, is_folder)).collect::<Result<_>>()?;
    found.extend(within.into_iter().flatten());
    Ok(found)
}

/// What stands in one folder, by path from the top.
fn list<T>(path: &Path, below: &OsStr, look: &impl Fn(&DirEntry) -> std::io::Result<T>) -> std::io::Result<Vec<(OsString, T)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name();
        let mut path = OsString::with_capacity(below.len() + 1 + name.len());
        if !below.is_empty() {
            path.push(below);
            path.push("/");
        }
        path.push(name);
        found.push((path, look(&entry)?));
    }
    Ok(found)
}
