//! A folder on this machine, exchanged in one step; or, where that cannot be or is not asked for, each file renamed into it.
//! Must never: follow a link out of the folder, or leave a lock behind: the system lets go of it when the process ends.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Order;
use super::place::{Begun, Listing, Place, Released, There};
use super::source::{Local, Source};
use super::state::{Digest, NAME, State};
use crate::error::{Error, Result};
use crate::public::SitePath;
use crate::write::Exchange;
use crate::write::lock::Lock;
use crate::write::place::resolve;
use crate::write::read_bounded;
use crate::write::tree::{self, Entry};

/// How long a deploy waits for another one into the same folder.
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder that a site is served from.
pub(super) struct Folder {
    root: PathBuf,
    held: Option<Lock>,
    /// The right to exchange it; without, it is gone through file by file.
    exchange: Option<Exchange>,
    in_place: bool,
    /// Whether it was not there before.
    made: bool,
    state: State,
}

impl Folder {
    /// Looks at the path; changes nothing.
    pub(super) fn open(order: &Order) -> Result<Self> {
        let root = std::path::absolute(&order.to).map_err(Error::io("find", Path::new(&order.to)))?;
        // Also one that is not there yet: a deploy that makes a folder inside of OUT would have the next build keep it as a foreign one.
        let to = root.canonicalize().or_else(|_| resolve(&root))?;
        if order.out.canonicalize().is_ok_and(|out| to.starts_with(&out) || out.starts_with(&to)) {
            return Err(Error::usage(format!("{} is OUT, lies in it, or holds it", order.to), "name a folder apart from OUT"));
        }
        if root.exists() && !root.is_dir() {
            return Err(Error::usage(format!("{} is no folder", order.to), "name a folder, or s3://BUCKET/PREFIX"));
        }
        Ok(Self { root, held: None, exchange: None, in_place: order.in_place, made: false, state: State::default() })
    }

    fn at(&self, path: &SitePath) -> PathBuf {
        self.root.join(path.as_str())
    }

    /// Where files are written before they are renamed. Its name begins as the state's does: nobody lists it.
    fn parts(&self) -> PathBuf {
        self.root.join(format!("{NAME}.parts"))
    }

    /// Where the next site stands, or grows.
    fn next(&self) -> &Path {
        self.exchange.as_ref().map_or(&self.root, Exchange::path)
    }

    /// Writes a file of the next site.
    fn write(&self, path: &SitePath, bytes: &[u8]) -> Result<()> {
        let target = self.next().join(path.as_str());
        if self.exchange.is_some() { write_beside(&target, bytes) } else { self.place(&target, bytes) }
    }

    /// Puts bytes at a path in one step.
    fn place(&self, target: &Path, bytes: &[u8]) -> Result<()> {
        let parts = self.parts();
        if fs::symlink_metadata(&parts).is_ok_and(|there| !there.is_dir()) {
            return Err(Error::usage(format!("{} is no folder", parts.display()), "remove it, then deploy again"));
        }
        for folder in [Some(parts.as_path()), target.parent()].into_iter().flatten() {
            fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        }
        let part = parts.join("next");
        // What a killed deploy left, or a link of somebody's: it goes, and what it leads to stays.
        let _ = fs::remove_file(&part);
        create(&part, bytes).map_err(Error::io("write", &part))?;
        fs::rename(&part, target).map_err(Error::io("replace", target))
    }

    /// Whether the file that is to go is one that stays, on a disk where names that differ in capital letters only are one.
    fn is_kept_by_another_name(&self, file: &Path, path: &SitePath) -> bool {
        let is = |file: &Path| fs::symlink_metadata(file).map(|data| (data.dev(), data.ino())).ok();
        let twin = |other: &&SitePath| *other != path && other.as_str().eq_ignore_ascii_case(path.as_str());
        self.state.files.keys().filter(twin).any(|other| is(&self.next().join(other.as_str())).is_some_and(|kept| Some(kept) == is(file)))
    }

    fn write_state(&self) -> Result<()> {
        self.place(&self.root.join(NAME), self.state.render().as_bytes())
    }

    fn let_go(&mut self) {
        // What stays is taken for ours by the next deploy, and harmless.
        let parts = self.parts();
        if !parts.is_symlink() {
            let _ = fs::remove_file(parts.join("next"));
            let _ = fs::remove_dir(parts);
        }
        self.held = None;
    }
}

impl Place for Folder {
    fn has_folders(&self) -> bool {
        true
    }

    fn look(&mut self) -> Result<Option<State>> {
        let path = self.root.join(NAME);
        if !fs::symlink_metadata(&path).is_ok_and(|data| data.is_file()) {
            return Ok(None);
        }
        let bytes = read_bounded(&path)?.unwrap_or_default();
        let state = std::str::from_utf8(&bytes).ok().and_then(State::parse).ok_or_else(|| damaged(&self.root.display().to_string()))?;
        Ok(Some(state))
    }

    fn claim(&mut self, waits: &dyn Fn()) -> Result<Option<State>> {
        // Before the lock is written, so that a folder of somebody else's gets none.
        if self.look()?.is_none() && !self.list(false)?.is_empty() {
            return Ok(None);
        }
        self.made = !self.root.exists();
        fs::create_dir_all(&self.root).map_err(Error::io("make the folder", &self.root))?;
        let lock = self.root.join(format!("{NAME}.lock"));
        let mut taken = Lock::take(&lock, Duration::ZERO).map_err(Error::io("write", &lock))?;
        if taken.is_none() {
            waits();
            taken = Lock::take(&lock, PATIENCE).map_err(Error::io("write", &lock))?;
        }
        self.held = Some(taken.ok_or_else(|| {
            Error::usage(format!("another deploy is under way in {}", self.root.display()), "wait until it ends, then deploy again")
        })?);
        if !self.in_place {
            self.exchange = Exchange::claim(&self.root, NAME, PATIENCE)?;
        }
        self.look()
    }

    fn list(&mut self, _all: bool) -> Result<Listing> {
        let mut listing = Listing::new();
        for (path, entry) in tree::read(&self.root)? {
            // A name that is no text is nobody's but its owner's, and cannot be in the way of a file of the site.
            let path = path.to_string_lossy().into_owned();
            let there = match entry {
                Entry::File(file) => There::File(file.length),
                Entry::Other => There::Other,
                Entry::Folder { .. } => continue,
            };
            // A link of the state's name is somebody else's.
            if !path.starts_with(NAME) || there == There::Other {
                listing.insert(path, there);
            }
        }
        Ok(listing)
    }

    fn digests(&mut self, paths: &[&SitePath]) -> Result<Vec<Option<Digest>>> {
        let digest = |path: &&SitePath| Ok(read_bounded(&self.at(path))?.ok().map(|bytes| Digest::of(path, &bytes)));
        paths.iter().map(digest).collect()
    }

    fn begin(&mut self, intent: State) -> Result<Begun> {
        self.state = intent;
        if let Some(exchange) = &mut self.exchange {
            let kept: Vec<&SitePath> = self.state.files.iter().filter(|(_, digest)| digest.is_some()).map(|(path, _)| path).collect();
            if exchange.begin(self.state.files.keys(), &kept)? {
                return Ok(Begun::Held);
            }
            self.exchange = None;
        }
        self.write_state().map(|()| Begun::Held)
    }

    fn put(&mut self, files: &[&Local], source: &Source, done: &mut dyn FnMut()) -> Result<()> {
        for file in files {
            self.write(&file.path, &source.bytes(file)?)?;
            self.state.files.insert(file.path.clone(), Some(file.digest.clone()));
            done();
        }
        Ok(())
    }

    fn remove(&mut self, paths: &[&SitePath], done: &mut dyn FnMut()) -> Result<()> {
        let next = self.next().to_path_buf();
        for path in paths {
            let file = next.join(path.as_str());
            if !self.is_kept_by_another_name(&file, path) {
                let gone = fs::remove_file(&file);
                gone.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
                    .map_err(Error::io("remove", &file))?;
            }
            self.state.files.remove(*path);
            // Folders go with their last file; one that still holds something refuses.
            let above = file.ancestors().skip(1).take_while(|folder| *folder != next);
            let _ = above.map(fs::remove_dir).take_while(std::io::Result::is_ok).count();
            done();
        }
        Ok(())
    }

    fn release(&mut self, whole: bool) -> Result<Released> {
        let Some(exchange) = self.exchange.take() else {
            let written = self.write_state();
            self.let_go();
            return written.map(|()| Released::Done);
        };
        let state = exchange.path().join(NAME);
        let exchanged =
            if whole { write_beside(&state, self.state.render().as_bytes()).and_then(|()| exchange.commit()) } else { Ok(true) };
        self.let_go();
        self.in_place |= matches!(exchanged, Ok(false));
        exchanged.map(|done| if done { Released::Done } else { Released::Again })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.held.is_some() {
            self.let_go();
        }
        if self.made {
            // Only if it is empty: made for nothing.
            let _ = fs::remove_dir(&self.root);
        }
    }
}

/// Writes a file that no reader sees yet.
fn write_beside(target: &Path, bytes: &[u8]) -> Result<()> {
    target.parent().map_or(Ok(()), fs::create_dir_all).map_err(Error::io("make the folder", target))?;
    // Where names that differ in capital letters only are one, something may stand there.
    let _ = fs::remove_file(target);
    create(target, bytes).map_err(Error::io("write", target))
}

fn create(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The refusal of a place whose state cannot be read.
pub(super) fn damaged(shown: &str) -> Error {
    Error::usage(
        format!("the {NAME} of {shown} is damaged, so nobody can tell which files are ours"),
        "empty the place yourself, or name another one; then deploy again",
    )
}
