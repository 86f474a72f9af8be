//! Comes in: a plan. Goes out: a complete folder beside OUT: linked where nothing changed, written where something did.
//! Must never: open a file of OUT for writing, or outlive the build but as its spare.
#![expect(clippy::disallowed_methods, reason = "the stage is one of the few places that a build writes to and removes")]

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use rayon::prelude::*;
use rustix::fs::syncfs;
use rustix::io::Errno;

use super::manifest::{self, NAME};
use super::place::refused;
use super::plan::{Mark, Marks, Plan};
use super::tree::{Entry, Tree};
use super::{remove, spare};
use crate::error::{Error, Result};
use crate::public::SitePath;

/// Up to so many new files are synced one by one; with more, it takes less to sync their file system once, with all that others wrote there.
const SYNCED_ONE_BY_ONE: usize = 64;

/// After so many new files the disk is told to begin, while the next ones are made: it has less to do at the end.
const BEGUN_AFTER: usize = 2048;

/// A folder beside OUT, removed when it is dropped.
#[derive(Debug)]
pub(super) struct Stage {
    path: PathBuf,
    /// The place of the spare that it was, which has the files of OUT; `None` if it began empty.
    spare: Option<PathBuf>,
    /// How many files were written.
    files: AtomicUsize,
    /// Who waits for the disk.
    begun: Mutex<Option<JoinHandle<()>>>,
}

impl Stage {
    /// Makes an empty one.
    pub(super) fn make(path: &Path) -> Result<Self> {
        fs::create_dir(path).map_err(Error::io("make the folder", path))?;
        Ok(Self::at(path, None))
    }

    /// The spare, which was taken.
    pub(super) fn of_spare(path: &Path, spare: PathBuf) -> Self {
        Self::at(path, Some(spare))
    }

    fn at(path: &Path, spare: Option<PathBuf>) -> Self {
        Self { path: path.to_path_buf(), spare, files: AtomicUsize::new(0), begun: Mutex::default() }
    }

    /// Whether it began with the files of OUT.
    pub(super) fn is_full(&self) -> bool {
        self.spare.is_some()
    }

    /// Removes what stands at a stage's path. After a swap that is the old site.
    pub(super) fn clear(path: &Path) -> Result<()> {
        let gone = remove::all(path).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            std::io::ErrorKind::PermissionDenied => {
                open_up(path);
                fs::remove_dir_all(path)
            }
            _ => Err(error),
        });
        gone.map_err(Error::io("remove", path))
    }

    /// Writes a file of the new site. It is not on the disk for certain before [`Stage::complete`].
    pub(super) fn put(&self, path: &SitePath, bytes: &[u8]) -> Result<()> {
        let way = self.make_way(path);
        let path = self.path.join(path.as_str());
        let written = way.and_then(|()| create(&path)).and_then(|mut file| file.write_all(bytes));
        if (self.files.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(BEGUN_AFTER) {
            self.begin_to_sync();
        }
        written.map_err(Error::io("write", &path))
    }

    /// What is in the way of a new file goes: it would be written into the file of OUT.
    fn make_way(&self, path: &SitePath) -> std::io::Result<()> {
        if self.is_full() { spare::make_way(&self.path, path) } else { Ok(()) }
    }

    /// Has what was written so far brought to the disk, unless that is still under way. Errors are those of the last sync.
    fn begin_to_sync(&self) {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        if begun.as_ref().is_none_or(JoinHandle::is_finished)
            && let Ok(stage) = File::open(&self.path)
        {
            *begun = thread::Builder::new().name("sync".to_owned()).spawn(move || syncfs(stage).unwrap_or_default()).ok();
        }
    }

    fn await_disk(&self) {
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner).take();
        // It cannot panic.
        let _ = begun.map(JoinHandle::join);
    }

    /// Links what stands in OUT already, takes along what is not ours, and writes the list: a whole site, safe from a crash.
    pub(super) fn complete(&self, out: &Path, files: &Marks, list: &str, plan: &Plan, tree: &Tree) -> Result<()> {
        carry(out, &self.path, &plan.foreign)?;
        if self.is_full() {
            spare::drop_all(&self.path, &plan.written.removed).map_err(Error::io("remove files in", &self.path))?;
        } else {
            files.par_iter().filter(|(_, mark)| **mark == Mark::Same).try_for_each(|(path, _)| self.link(out, path))?;
        }
        let listed = self.path.join(NAME);
        let way = manifest::path().map_or(Ok(()), |path| self.make_way(&path));
        let written = way.and_then(|()| create(&listed)).and_then(|mut file| file.write_all(list.as_bytes()));
        written.map_err(Error::io("write", &listed))?;
        keep_modes(out, &self.path, if self.is_full() { None } else { Some(tree) });
        self.sync(files)
    }

    /// Waits until every new file is on the disk, so that a crash after the swap finds whole ones.
    fn sync(&self, files: &Marks) -> Result<()> {
        let new: Vec<&SitePath> = files.iter().filter(|(_, mark)| **mark != Mark::Same).map(|(path, _)| path).collect();
        if new.len() > SYNCED_ONE_BY_ONE {
            return File::open(&self.path).and_then(|stage| Ok(syncfs(stage)?)).map_err(Error::io("sync", &self.path));
        }
        let paths = new.par_iter().map(|path| self.path.join(path.as_str())).chain([self.path.join(NAME), self.path.clone()]);
        paths.try_for_each(|path| File::open(&path).and_then(|file| file.sync_all()).map_err(Error::io("sync", &path)))
    }

    fn link(&self, out: &Path, path: &SitePath) -> Result<()> {
        let (old, new) = (out.join(path.as_str()), self.path.join(path.as_str()));
        let linked = fs::hard_link(&old, &new).or_else(|error| {
            if error.kind() != std::io::ErrorKind::NotFound {
                return Err(error);
            }
            make_parent(&new)?;
            fs::hard_link(&old, &new)
        });
        // A file system without links, or a file with too many.
        linked.or_else(|_| fs::copy(&old, &new).map(drop)).map_err(Error::io("take along", &old))
    }

    /// Its path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.await_disk();
        // One that was changed all the same would be found out when it is taken again.
        if let Some(spare) = self.spare.as_ref().filter(|_| self.files.load(Ordering::Relaxed) == 0) {
            spare::put_back(&self.path, spare);
        }
        // An error here has been or will be told: the next build clears the path before it begins.
        let _ = Self::clear(&self.path);
    }
}

/// Takes along what is not ours, unless something stands at its new place: files and sockets as they are (the same inode),
/// links and folders as copies.
pub(super) fn carry(from: &Path, to: &Path, entries: &Tree) -> Result<()> {
    for (path, entry) in entries {
        let (old, new) = (from.join(path), to.join(path));
        match entry {
            _ if fs::symlink_metadata(&new).is_ok() => {}
            Entry::Folder { .. } => fs::create_dir_all(&new).map_err(Error::io("make the folder", &new))?,
            Entry::File(_) | Entry::Other => link(&old, &new, *entry).map_err(|error| cannot_carry(from, Path::new(path), error))?,
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

/// Makes a file that is not there, with the folders above it.
fn create(path: &Path) -> std::io::Result<File> {
    File::create_new(path).or_else(|error| {
        if error.kind() != std::io::ErrorKind::NotFound {
            return Err(error);
        }
        make_parent(path)?;
        File::create_new(path)
    })
}

fn make_parent(path: &Path) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Gives the stage's folders the access rights that they have in OUT, those of the tree and OUT's own. Best effort: on most sites nothing differs.
fn keep_modes(out: &Path, stage: &Path, tree: Option<&Tree>) {
    let Ok(usual) = fs::metadata(stage).map(|data| data.permissions().mode()) else { return };
    let rights = |(path, entry): (&OsString, &Entry)| match entry {
        Entry::Folder { mode } if *mode != usual => Some((stage.join(path), fs::Permissions::from_mode(*mode))),
        _ => None,
    };
    // The innermost first: a folder above may become one that cannot be entered.
    for (folder, permissions) in tree.into_iter().flatten().rev().filter_map(rights) {
        let _ = fs::set_permissions(folder, permissions);
    }
    if let Ok(data) = fs::symlink_metadata(out)
        && data.is_dir()
    {
        let _ = fs::set_permissions(stage, data.permissions());
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
