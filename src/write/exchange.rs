//! A folder that a site is served from, prepared anew beside it and exchanged in one step. For deploys; `Target` is the same for builds.
//! Comes in: the folder, and what of it is ours. Goes out: it in its next state, or word that it cannot be exchanged, and is as it was.
//! Must never: touch the folder before all of its next state is ready, or leave behind what is not ours.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::lock::Lock;
use super::manifest::{Manifest, NAME};
use super::place::{LOCK, STAGE, device, hidden};
use super::plan::foreign;
use super::stage::{Stage, carry};
use super::tree::{self, Entry, Tree};
use crate::error::{Error, Result};
use crate::public::SitePath;

/// The right to exchange a folder.
pub(crate) struct Exchange {
    // Dropped in this order.
    stage: Option<Stage>,
    _held: Lock,
    folder: PathBuf,
    path: PathBuf,
    /// What deploys keep in the folder for themselves begins so, and is not taken along.
    own: &'static str,
    /// What of the folder was ours when the next state was begun, and what of the next state is.
    ours: Manifest,
}

impl Exchange {
    /// Takes the right and clears what a killed exchange left; `None` where a folder cannot be exchanged. Waits for another one.
    pub(crate) fn claim(folder: &Path, own: &'static str, wait: Duration) -> Result<Option<Self>> {
        let folder = folder.canonicalize().map_err(Error::io("open the folder", folder))?;
        let (Some(above), Some(name)) = (folder.parent(), folder.file_name()) else { return Ok(None) };
        if device(above) != device(&folder) {
            return Ok(None);
        }
        let (path, lock) = (above.join(hidden(name, STAGE)), above.join(hidden(name, LOCK)));
        let held = match Lock::take(&lock, wait) {
            Ok(held) => held,
            // Nothing can be made beside it.
            Err(error) if matches!(error.kind(), std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem) => {
                return Ok(None);
            }
            Err(error) => return Err(Error::io("write", &lock)(error)),
        };
        let under_way = || Error::usage(format!("another deploy is under way in {}", folder.display()), "wait until it ends");
        let held = held.ok_or_else(under_way)?;
        Stage::clear(&path)?;
        Ok(Some(Self { stage: None, _held: held, folder, path, own, ours: Manifest::default() }))
    }

    /// Begins the next state with what stays: files of `ours` that are kept, and all that is not ours. False if something of it cannot be
    /// taken along.
    pub(crate) fn begin<'a>(&mut self, ours: impl Iterator<Item = &'a SitePath>, kept: &[&SitePath]) -> Result<bool> {
        let stage = Stage::make(&self.path)?;
        self.ours = Manifest::new(ours.cloned());
        let stays = self.foreign(&self.folder).and_then(|theirs| carry(&self.folder, stage.path(), &theirs));
        let linked = kept.iter().all(|path| self.link(path).is_ok());
        self.stage = Some(stage);
        Ok(stays.is_ok() && linked)
    }

    /// Where the next state is prepared.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the next state in place. False if that cannot be done here: the folder is then as it was.
    pub(crate) fn commit(self) -> Result<bool> {
        if !self.keep_rights() {
            return Ok(false);
        }
        match renameat_with(CWD, &self.path, CWD, &self.folder, RenameFlags::EXCHANGE) {
            Ok(()) => {}
            Err(Errno::BUSY | Errno::XDEV | Errno::INVAL | Errno::NOSYS | Errno::NOTSUP | Errno::ACCESS | Errno::PERM) => return Ok(false),
            Err(error) => return Err(Error::io("put the site in place at", &self.folder)(error.into())),
        }
        // It survives a crash once the folder above is synced. Some file systems cannot: no reason to fail.
        let _ = self.folder.parent().map(|above| fs::File::open(above).and_then(|above| above.sync_all()));
        // What somebody put there while the next state was prepared.
        carry(&self.path, &self.folder, &self.foreign(&self.path)?)?;
        Ok(true)
    }

    /// What in a folder is neither of the site nor of deploys.
    fn foreign(&self, folder: &Path) -> Result<Tree> {
        let tree = tree::read(folder)?;
        let mut theirs = foreign(&self.ours, &tree);
        // A link of such a name is somebody else's; and so is the list of a build, which no deploy puts there.
        theirs.retain(|path, entry| *entry == Entry::Other || !path.to_string_lossy().starts_with(self.own));
        theirs.extend(tree.get_key_value(OsStr::new(NAME)).map(|(path, entry)| (path.clone(), *entry)));
        Ok(theirs)
    }

    fn link(&self, path: &SitePath) -> std::io::Result<()> {
        let new = self.path.join(path.as_str());
        new.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::hard_link(self.folder.join(path.as_str()), new)
    }

    /// Gives folders the owner and the rights that they have now: a server that may read them must still be able to.
    fn keep_rights(&self) -> bool {
        let Ok(tree) = tree::read(&self.path) else { return false };
        let folders = tree.iter().rev().filter(|(_, entry)| entry.is_folder()).map(|(path, _)| Path::new(path));
        // The innermost first: one above may become one that cannot be entered.
        folders.chain([Path::new("")]).all(|below| {
            let (old, new) = (self.folder.join(below), self.path.join(below));
            let Some(was) = fs::symlink_metadata(&old).ok().filter(fs::Metadata::is_dir) else { return true };
            let Ok(is) = fs::metadata(&new) else { return false };
            let owned = (was.uid(), was.gid()) == (is.uid(), is.gid()) || chown(&new, Some(was.uid()), Some(was.gid())).is_ok();
            owned && fs::set_permissions(&new, was.permissions()).is_ok()
        })
    }
}
