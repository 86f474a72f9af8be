//! Comes in: a folder. Goes out: everything in it by relative path, sorted, links not followed.
//! Must never: look outside that folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A folder.
    Folder,
    /// A plain file and its length.
    File(u64),
    /// A link or anything else: never ours.
    Other,
}

/// A folder's content: parents stand before what is in them.
pub(crate) type Tree = BTreeMap<PathBuf, Entry>;

/// Reads a folder; one that does not exist is empty.
pub(crate) fn read(root: &Path) -> Result<Tree> {
    let mut tree = Tree::new();
    if root.exists() {
        walk(root, Path::new(""), &mut tree)?;
    }
    Ok(tree)
}

fn walk(root: &Path, below: &Path, tree: &mut Tree) -> Result<()> {
    let folder = root.join(below);
    for entry in std::fs::read_dir(&folder).map_err(Error::io("list", &folder))? {
        let entry = entry.map_err(Error::io("list", &folder))?;
        let path = below.join(entry.file_name());
        let data = entry.metadata().map_err(Error::io("read", &entry.path()))?;
        let kind = data.file_type();
        if kind.is_dir() {
            tree.insert(path.clone(), Entry::Folder);
            walk(root, &path, tree)?;
        } else {
            tree.insert(path, if kind.is_file() { Entry::File(data.len()) } else { Entry::Other });
        }
    }
    Ok(())
}
