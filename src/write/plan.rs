//! Comes in: the new files and what stands in the folder. Goes out: what to link, write, carry and leave behind.
//! Must never: plan to replace or drop a file that the last build did not write.

use std::collections::{BTreeMap, BTreeSet};
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
    let our_folders: BTreeSet<&Path> = last.paths().flat_map(|path| Path::new(path.as_str()).ancestors().skip(1)).collect();
    let mut foreign: Tree = tree
        .iter()
        .filter(|(path, entry)| match entry {
            Entry::Folder => !our_folders.contains(path.as_path()),
            Entry::File(_) => !site_path(path).is_some_and(|path| last.contains(&path) || path.as_str() == super::manifest::NAME),
            Entry::Other => true,
        })
        .map(|(path, entry)| (path.clone(), *entry))
        .collect();
    let above: BTreeSet<PathBuf> = foreign.keys().flat_map(|path| path.ancestors().skip(1)).map(Path::to_path_buf).collect();
    foreign.extend(above.into_iter().filter(|path| !path.as_os_str().is_empty()).map(|path| (path, Entry::Folder)));
    foreign
}

/// What is not ours and stands where a file of the site would go: at its path, above it, or below it.
fn conflict(path: &SitePath, foreign: &Tree) -> Option<PathBuf> {
    let wanted = Path::new(path.as_str());
    let above = wanted.ancestors().skip(1).find(|folder| foreign.get(*folder).is_some_and(|entry| *entry != Entry::Folder));
    above.or_else(|| foreign.contains_key(wanted).then_some(wanted)).map(Path::to_path_buf)
}

fn is_file(tree: &Tree, path: &SitePath) -> bool {
    matches!(tree.get(Path::new(path.as_str())), Some(Entry::File(_)))
}

fn site_path(path: &Path) -> Option<SitePath> {
    path.to_str().and_then(SitePath::new)
}
