//! Comes in: a folder. Goes out: everything in it by relative path, sorted, links not followed.
//! Must never: look outside that folder.

use std::collections::BTreeMap;
use std::fs::{DirEntry, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

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

/// A folder's content: parents stand before what is in them.
pub(crate) type Tree = BTreeMap<PathBuf, Entry>;

/// Reads a folder; one that does not exist is empty.
pub(crate) fn read(root: &Path) -> Result<Tree> {
    if !root.exists() {
        return Ok(Tree::new());
    }
    Ok(walk(root, Path::new(""))?.into_iter().collect())
}

fn walk(root: &Path, below: &Path) -> Result<Vec<(PathBuf, Entry)>> {
    let folder = root.join(below);
    let entries: Vec<DirEntry> = std::fs::read_dir(&folder)
        .map_err(Error::io("list", &folder))?
        .collect::<std::io::Result<_>>()
        .map_err(Error::io("list", &folder))?;
    let found = entries.par_iter().map(|entry| {
        let path = below.join(entry.file_name());
        let data = entry.metadata().map_err(Error::io("read", &entry.path()))?;
        let kind = data.file_type();
        if kind.is_dir() {
            let mut all = walk(root, &path)?;
            all.push((path, Entry::Folder { mode: data.mode() }));
            return Ok(all);
        }
        Ok(vec![(path, if kind.is_file() { Entry::File(Identity::of(&data)) } else { Entry::Other })])
    });
    Ok(found.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}
