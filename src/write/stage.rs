//! Comes in: a plan. Goes out: a complete folder beside OUT: linked where nothing changed, written where something did.
//! Must never: open a file of OUT for writing, or outlive the build.
#![expect(clippy::disallowed_methods, reason = "the stage is one of the few places that a build writes to and removes")]

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustix::io::Errno;

use super::manifest::NAME;
use super::place::refused;
use super::plan::{Files, Plan};
use super::tree::{Entry, Tree};
use crate::error::{Error, Result};

/// A folder beside OUT, removed when it is dropped.
#[derive(Debug)]
pub(super) struct Stage(PathBuf);

impl Stage {
    /// Makes an empty one.
    pub(super) fn make(path: &Path) -> Result<Self> {
        fs::create_dir(path).map_err(Error::io("make the folder", path))?;
        Ok(Self(path.to_path_buf()))
    }

    /// Removes what stands at a stage's path. After a swap that is the old site.
    pub(super) fn clear(path: &Path) -> Result<()> {
        let gone = fs::remove_dir_all(path).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            std::io::ErrorKind::NotADirectory => fs::remove_file(path),
            std::io::ErrorKind::PermissionDenied => {
                open_up(path);
                fs::remove_dir_all(path)
            }
            _ => Err(error),
        });
        gone.map_err(Error::io("remove", path))
    }

    /// Fills it with a whole site.
    pub(super) fn fill(&self, out: &Path, files: &Files, list: &str, plan: &Plan) -> Result<()> {
        for path in files.keys() {
            self.make_folder(Path::new(path.as_str()).parent())?;
        }
        carry(out, &self.0, &plan.foreign)?;
        files.par_iter().try_for_each(|(path, bytes)| {
            let (old, new) = (out.join(path.as_str()), self.0.join(path.as_str()));
            if plan.kept.contains(path) && fs::hard_link(&old, &new).is_ok() { Ok(()) } else { write(&new, bytes) }
        })?;
        write(&self.0.join(NAME), list.as_bytes())?;
        keep_modes(out, &self.0);
        Ok(())
    }

    fn make_folder(&self, below: Option<&Path>) -> Result<()> {
        let folder = below.map_or_else(|| self.0.clone(), |below| self.0.join(below));
        fs::create_dir_all(&folder).map_err(Error::io("make the folder", &folder))
    }

    /// Its path.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // An error here has been or will be told: the next build clears the path before it begins.
        let _ = Self::clear(&self.0);
    }
}

/// Takes along what is not ours, unless something stands at its new place: files and sockets as they are (the same inode),
/// links and folders as copies.
pub(super) fn carry(from: &Path, to: &Path, entries: &Tree) -> Result<()> {
    for (path, entry) in entries {
        let (old, new) = (from.join(path), to.join(path));
        match entry {
            _ if fs::symlink_metadata(&new).is_ok() => {}
            Entry::Folder => fs::create_dir_all(&new).map_err(Error::io("make the folder", &new))?,
            Entry::File(_) | Entry::Other => link(&old, &new, *entry).map_err(|error| cannot_carry(from, path, error))?,
        }
    }
    Ok(())
}

fn link(old: &Path, new: &Path, entry: Entry) -> std::io::Result<()> {
    if let Ok(target) = fs::read_link(old) {
        return symlink(target, new);
    }
    fs::hard_link(old, new).or_else(|error| {
        let crosses = error.raw_os_error() == Some(Errno::XDEV.raw_os_error());
        if crosses || entry == Entry::Other { Err(error) } else { fs::copy(old, new).map(drop) }
    })
}

fn cannot_carry(out: &Path, path: &Path, error: std::io::Error) -> Error {
    if error.raw_os_error() == Some(Errno::XDEV.raw_os_error()) {
        let reason = format!("{} lies on another file system and cannot be taken along", path.display());
        return refused(out, reason, "unmount it, or name another folder for the site");
    }
    Error::Io { action: "take along", path: out.join(path), source: error }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    // Synced one by one, so that a crash after the swap finds whole files; all cores wait for the disk at once.
    let all = || {
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    all().map_err(Error::io("write", path))
}

/// Gives the stage's folders the access rights that they have in OUT. Best effort: on most sites nothing differs.
fn keep_modes(out: &Path, stage: &Path) {
    let Ok(tree) = super::tree::read(stage) else { return };
    let folders = tree.iter().rev().filter(|(_, entry)| **entry == Entry::Folder).map(|(path, _)| path.as_path());
    for folder in folders.chain([Path::new("")]) {
        if let Ok(data) = fs::symlink_metadata(out.join(folder))
            && data.is_dir()
        {
            let _ = fs::set_permissions(stage.join(folder), data.permissions());
        }
    }
}

/// Makes folders writable, so that they can be removed. Links are not followed.
fn open_up(folder: &Path) {
    let Ok(data) = fs::symlink_metadata(folder) else { return };
    if !data.is_dir() {
        return;
    }
    let mut mode = data.permissions();
    mode.set_mode(mode.mode() | 0o700);
    let _ = fs::set_permissions(folder, mode);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        open_up(&entry.path());
    }
}
