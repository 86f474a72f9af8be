//! A second folder of links to the very files of OUT, kept in the site's cache between two builds: one that changes a few files changes them
//! there and exchanges the two, and needs no link for every other file. Comes in: the stage after an exchange. Goes out: the stage of the
//! next build. Must never: let anything into OUT that is not the file which stands there, or keep what OUT has no more.

use std::fs;
use std::io::{ErrorKind, Result};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use super::Written;
use super::manifest;
use super::remove;
use super::tree::{self, Entry, Tree};
use crate::public::SitePath;

/// Makes the spare the stage, if it holds the files of OUT, each by its inode, in folders of the same rights, and nothing beside.
/// Whoever moves it has it: a build of the same site into another folder finds none.
pub(super) fn take(spare: &Path, stage: &Path, out: &Tree) -> bool {
    if fs::rename(spare, stage).is_err() {
        return false;
    }
    let is_folder = fs::symlink_metadata(stage).is_ok_and(|data| data.is_dir());
    // Two links may lead to different places.
    let is_plain = out.values().all(|entry| *entry != Entry::Other);
    is_folder && is_plain && tree::read(stage).is_ok_and(|tree| tree == *out)
}

/// A spare that is made the stage while other work is done.
#[derive(Debug)]
pub(super) struct Taking {
    thread: Option<JoinHandle<bool>>,
    spare: PathBuf,
    stage: PathBuf,
}

impl Taking {
    /// Begins.
    pub(super) fn begin(spare: &Path, stage: &Path, out: &Arc<Tree>) -> Self {
        let (from, to, out) = (spare.to_path_buf(), stage.to_path_buf(), Arc::clone(out));
        // Without a thread there is no spare.
        let thread = thread::Builder::new().name("spare".to_owned()).spawn(move || take(&from, &to, &out)).ok();
        Self { thread, spare: spare.to_path_buf(), stage: stage.to_path_buf() }
    }

    /// Waits for it; the place that the stage was taken from, if it was.
    pub(super) fn done(mut self) -> Option<PathBuf> {
        self.wait().then(|| std::mem::take(&mut self.spare))
    }

    fn wait(&mut self) -> bool {
        self.thread.take().is_some_and(|thread| thread.join().unwrap_or_default())
    }
}

impl Drop for Taking {
    fn drop(&mut self) {
        if self.wait() {
            put_back(&self.stage, &self.spare);
        }
    }
}

/// Makes a stage that nobody needed the spare again.
pub(super) fn put_back(stage: &Path, spare: &Path) {
    // What cannot be put back goes with the stage.
    let _ = fs::rename(stage, spare);
}

/// Makes the old site, which stands in the stage after an exchange, the spare of the new one. What the new one no longer has is gone from it.
pub(super) fn keep(stage: &Path, out: &Path, written: &Written, spare: &Path) -> Result<()> {
    for path in written.changed.iter().chain(&written.added).chain(&manifest::path()) {
        make_way(stage, path)?;
        let new = stage.join(path.as_str());
        new.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::hard_link(out.join(path.as_str()), new)?;
    }
    drop_all(stage, &written.removed)?;
    // That of an earlier build, if it was of no use to this one.
    absent(remove::all(spare))?;
    // Only into a cache that is there: the first build of a site makes it later.
    fs::rename(stage, spare)
}

/// Removes what stands in the way of a new file: an older one at its path, a folder there, or a file where a folder above it must be.
pub(super) fn make_way(stage: &Path, path: &SitePath) -> Result<()> {
    for (slash, _) in path.as_str().match_indices('/') {
        let above = stage.join(&path.as_str()[..slash]);
        match fs::symlink_metadata(&above) {
            Ok(data) if !data.is_dir() => fs::remove_file(&above)?,
            Ok(_) => {}
            Err(_) => break,
        }
    }
    absent(remove::all(&stage.join(path.as_str())))
}

/// Removes files, and the folders that are empty without them.
pub(super) fn drop_all(stage: &Path, paths: &[SitePath]) -> Result<()> {
    for path in paths {
        let file = stage.join(path.as_str());
        absent(fs::remove_file(&file))?;
        let above = file.ancestors().skip(1).take_while(|folder| *folder != stage);
        // The first that is not empty ends it.
        above.map(fs::remove_dir).take_while(Result::is_ok).for_each(drop);
    }
    Ok(())
}

/// What is gone already is as good as removed: a new file may stand in place of the folder that it was in, or a folder in place of it.
fn absent(removed: Result<()>) -> Result<()> {
    removed.or_else(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory => Ok(()),
        _ => Err(error),
    })
}
