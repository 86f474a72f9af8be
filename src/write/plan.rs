//! Comes in: the new files and what stands in the folder. Goes out: what to link, write, carry and leave behind.
//! Must never: plan to replace or drop a file that the last build did not write.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::Written;
use super::manifest::{Manifest, can_list};
use super::place::refused;
use super::tree::{Entry, Tree};
use crate::error::Result;
use crate::public::SitePath;

/// Where a file of the new site stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// In OUT, with these bytes.
    Same,
    /// In the stage; OUT has other bytes.
    Changed,
    /// In the stage; OUT has no such file.
    Added,
}

/// The new site, file by file.
pub(super) type Marks = BTreeMap<SitePath, Mark>;

/// What a swap will do.
#[derive(Debug)]
pub(super) struct Plan {
    /// What it will report.
    pub(super) written: Written,
    /// What is not ours and goes along: parents first.
    pub(super) foreign: Tree,
}

impl Plan {
    /// Compares the new files with the folder.
    pub(super) fn new(out: &Path, files: &Marks, last: &Manifest, tree: &Tree) -> Result<Self> {
        if let Some(path) = files.keys().find(|path| !can_list(path)) {
            let reason = format!("the site has a file named {:?}, which cannot be listed", path.as_str());
            return Err(refused(out, reason, "rename what it was made from"));
        }
        let foreign = foreign(last, tree);
        if let Some(path) = files.keys().find_map(|path| conflict(path, &foreign)) {
            let reason = format!("the site needs the place of {}, which no build wrote", path.display());
            return Err(refused(out, reason, "move it out of this folder, then build again"));
        }
        let mut written = Written::default();
        for (path, mark) in files {
            match mark {
                Mark::Same => written.unchanged += 1,
                Mark::Changed => written.changed.push(path.clone()),
                Mark::Added => written.added.push(path.clone()),
            }
        }
        written.removed = last.paths().filter(|path| !files.contains_key(*path) && is_file(tree, path)).cloned().collect();
        Ok(Self { written, foreign })
    }
}

/// What of a folder's content is not ours: files that the list does not name, links, and folders without anything of ours.
pub(super) fn foreign(last: &Manifest, tree: &Tree) -> Tree {
    let our_folders: HashSet<&str> = last.paths().flat_map(|path| above(path.as_str())).collect();
    let is_ours = |path: &OsStr, entry: &Entry| {
        path.to_str().is_some_and(|path| match entry {
            Entry::Folder { .. } => our_folders.contains(path),
            Entry::File(_) => last.contains(path) || path == super::manifest::NAME,
            Entry::Other => false,
        })
    };
    let mut foreign: Tree = tree.iter().filter(|(path, entry)| !is_ours(path, entry)).map(|(path, entry)| (path.clone(), *entry)).collect();
    let above: BTreeSet<&OsStr> = foreign.keys().flat_map(|path| Path::new(path).ancestors().skip(1)).map(Path::as_os_str).collect();
    let above: Tree = above.into_iter().filter_map(|path| Some((path.to_os_string(), *tree.get(path)?))).collect();
    foreign.extend(above);
    foreign
}

/// The folders above a path of the site, without the site's own.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}

/// What is not ours and stands where a file of the site would go: at its path, above it, or below it.
fn conflict(path: &SitePath, foreign: &Tree) -> Option<PathBuf> {
    let wanted = Path::new(path.as_str());
    let above = wanted.ancestors().skip(1).find(|folder| foreign.get(folder.as_os_str()).is_some_and(|entry| !entry.is_folder()));
    above.or_else(|| foreign.contains_key(wanted.as_os_str()).then_some(wanted)).map(Path::to_path_buf)
}

fn is_file(tree: &Tree, path: &SitePath) -> bool {
    matches!(tree.get(OsStr::new(path.as_str())), Some(Entry::File(_)))
}
