//! Comes in: OUT, then the files of a site, then word that the whole of it is verified. Goes out: OUT, exchanged in one step.
//! Must never: leave OUT missing, mixed or half written, whatever fails.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use foldhash::HashMap;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::Written;
use super::lock::Lock;
use super::manifest::{Manifest, NAME};
use super::place::{Place, mount_point, refused};
use super::plan::{Mark, Marks, Plan, foreign};
use super::spare::{self, Taking};
use super::stage::{Stage, carry};
use super::tree::{self, Entry, Identity, Tree};
use crate::cache::Known;
use crate::error::{Error, Result};
use crate::keep::Keep;
use crate::outputs::Job;
use crate::public::SitePath;
use crate::verify::{Gist, Verified};

/// How long a build waits for another one that writes into the same folder.
const PATIENCE: Duration = Duration::from_secs(30);

/// An output folder that is ours to write, locked until the build ends. It takes the files of a site one by one: those that stand in
/// OUT already are left there, the others are written to the stage.
#[derive(Debug)]
pub struct Target {
    // Dropped in this order: the stage goes first, then the lock, then folders that were made for nothing.
    stage: OnceLock<Stage>,
    taking: Option<Taking>,
    making: Mutex<()>,
    lock: Lock,
    made: Made,
    place: Place,
    /// The list of the last build with its text; `None` if there was no build.
    list: Option<(Manifest, String)>,
    /// What stands in OUT.
    tree: Arc<Tree>,
    /// What the last build wrote there, and what it was made of.
    known: HashMap<String, Known>,
}

impl Target {
    /// Checks that a folder may be written and locks it. Makes the folders above it, and takes them back if nothing is written.
    ///
    /// # Errors
    /// [`Error::Output`] with the reason and the next step, if it is refused or another build holds it.
    pub fn claim(out: &Path, site_dir: &Path) -> Result<Self> {
        Self::claim_within(out, site_dir, PATIENCE)
    }

    /// The same, waiting for another build at most that long.
    pub(super) fn claim_within(out: &Path, site_dir: &Path, patience: Duration) -> Result<Self> {
        let place = Place::find(out, site_dir)?;
        let made = Made::parent(&place.parent, out)?;
        let cannot_lock = |source: std::io::Error| {
            let reason = format!("the folder above it cannot be written: {source}");
            refused(out, reason, "make that folder writable, or name a folder elsewhere: a build prepares the site beside it")
        };
        let lock = Lock::take(&place.lock, patience).map_err(cannot_lock)?.ok_or_else(|| {
            let reason = format!("another build has been writing here for {} seconds", patience.as_secs());
            refused(out, reason, "wait until it ends, or name another folder")
        })?;
        // Under the lock: what another build was still doing is over, and what a killed one left can go.
        let place = Place::find(out, site_dir).map(|found| Place { lock: place.lock, ..found })?;
        Stage::clear(&place.stage)?;
        let (list, tree) = (read_list(&place.out)?, tree::read(&place.out)?);
        may_be_removed(&place, &tree)?;
        let (stage, making, known) = (OnceLock::new(), Mutex::default(), HashMap::default());
        Ok(Self { stage, taking: None, making, lock, made, place, list, tree: Arc::new(tree), known })
    }

    /// The folder, without links or dots in its path.
    pub fn path(&self) -> &Path {
        &self.place.out
    }

    /// Whether OUT holds the site of these files and no other, each of them as it was when it was looked at.
    pub(crate) fn holds<'f>(&self, files: impl ExactSizeIterator<Item = (&'f str, Identity)>) -> bool {
        let Some((list, _)) = &self.list else { return false };
        list.paths().count() == files.len()
            && list.paths().zip(files).all(|(listed, (path, identity))| {
                listed.as_str() == path && self.tree.get(OsStr::new(path)) == Some(&Entry::File(identity))
            })
    }

    /// Tells what the last build wrote: files that are still so, and would be made of the same, are not made again.
    pub(crate) fn remember(&mut self, known: Vec<(String, Known)>) {
        self.known = known.into_iter().collect();
        self.taking = self.place.spare.as_ref().map(|spare| Taking::begin(spare, &self.place.stage, &self.tree));
    }

    /// Puts the site in place in one step. A site that is already there is left alone, down to the inode of its folder.
    ///
    /// # Errors
    /// If anything fails; the old site is then untouched.
    pub fn swap(self, site: &Verified<Mark>) -> Result<Swapped> {
        self.replace(site.as_map())
    }

    pub(super) fn replace(self, files: &Marks) -> Result<Swapped> {
        let last = self.list.as_ref().map_or_else(Manifest::default, |(list, _)| Manifest::new(list.paths().cloned()));
        let plan = Plan::new(&self.place.out, files, &last, &self.tree)?;
        let written = &plan.written;
        let text = Manifest::new(files.keys().cloned()).render();
        if written.is_nothing() && self.list.as_ref().is_some_and(|(_, old)| *old == text) {
            return Ok(Swapped { written: plan.written, stand: Arc::clone(&self.tree) });
        }
        let stage = self.stage()?;
        stage.complete(&self.place.out, files, &text, &plan, &self.tree)?;
        let is_full = stage.is_full();
        if exchange(stage, &self.place)? {
            rescue(stage, &self.place, &last, &self.tree)?;
        }
        let Self { made, place, lock: _held, tree, .. } = self;
        made.keep();
        let touched = written.added.len() + written.changed.len() + written.removed.len();
        // To link what changed is less work than to remove what did not, and to link all of it again for the next build.
        let keep = |spare: &PathBuf| spare::keep(&place.stage, &place.out, written, spare).is_ok();
        if touched > written.unchanged || !place.spare.as_ref().is_some_and(keep) {
            Stage::clear(&place.stage)?;
            place.spare.as_ref().map_or(Ok(()), |spare| Stage::clear(spare))?;
        }
        let stand = if is_full { tree } else { Arc::default() };
        Ok(Swapped { written: plan.written, stand })
    }

    /// The stage, made when the first file needs it: a build that changes nothing makes none.
    fn stage(&self) -> Result<&Stage> {
        if let Some(stage) = self.stage.get() {
            return Ok(stage);
        }
        // One thread makes it; one that panicked here left nothing half done.
        let _turn = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stage) = self.stage.get() {
            return Ok(stage);
        }
        let made = Stage::make(&self.place.stage)?;
        Ok(self.stage.get_or_init(|| made))
    }
}

impl Keep for Target {
    type Kept = Mark;

    fn begin(&mut self) -> Result<()> {
        self.stage.take();
        if let Some(taking) = self.taking.take() {
            match taking.done() {
                Some(spare) => self.stage = OnceLock::from(Stage::of_spare(&self.place.stage, spare)),
                None => Stage::clear(&self.place.stage)?,
            }
        }
        Ok(())
    }

    fn standing(&self, job: &Job<'_>) -> Option<(Gist, Mark)> {
        let path = job.path.as_str();
        let known = self.known.get(path).filter(|known| known.key == job.key.0)?;
        let stands = self.tree.get(OsStr::new(path)) == Some(&Entry::File(known.identity));
        stands.then(|| (Gist { ids: known.ids.as_deref().map(Arc::from), wanted: known.wanted.as_slice().into() }, Mark::Same))
    }

    fn bytes(&self, path: &SitePath) -> Option<Vec<u8>> {
        fs::read(self.place.out.join(path.as_str())).ok()
    }

    fn keep(&self, path: &SitePath, bytes: Vec<u8>) -> Result<Mark> {
        let standing = self.tree.get(OsStr::new(path.as_str()));
        let same_length = matches!(standing, Some(Entry::File(file)) if file.length == bytes.len() as u64);
        if same_length && fs::read(self.place.out.join(path.as_str())).is_ok_and(|old| old == bytes) {
            return Ok(Mark::Same);
        }
        self.stage()?.put(path, &bytes)?;
        Ok(if matches!(standing, Some(Entry::File(_))) { Mark::Changed } else { Mark::Added })
    }
}

/// What a swap did.
#[derive(Debug)]
pub struct Swapped {
    /// To the files.
    pub written: Written,
    /// What stood in OUT before, if files that did not change were not even linked anew.
    stand: Arc<Tree>,
}

impl Swapped {
    /// What tells the file at that path in OUT from any other; `None` if there is none.
    pub(crate) fn identity(&self, out: &Path, path: &str) -> Option<Identity> {
        let is_new = self.written.changed.binary_search_by(|new| new.as_str().cmp(path)).is_ok();
        match self.stand.get(OsStr::new(path)).filter(|_| !is_new) {
            Some(Entry::File(identity)) => Some(*identity),
            Some(_) => None,
            None => Identity::at(&out.join(path)),
        }
    }
}

/// Swaps stage and OUT. True if the old site now stands in the stage; false if there was none.
fn exchange(stage: &Stage, place: &Place) -> Result<bool> {
    let empty = fs::read_dir(&place.out).map_or(true, |mut list| list.next().is_none());
    let done = if empty {
        // Replaces an empty folder in one step too, and fails if someone filled it meanwhile.
        fs::rename(stage.path(), &place.out)
    } else {
        renameat_with(CWD, stage.path(), CWD, &place.out, RenameFlags::EXCHANGE).map_err(Into::into)
    };
    done.map_err(|source| cannot_swap(&place.out, source))?;
    // The swap itself survives a crash once its folder is synced. Some file systems cannot: no reason to fail.
    let _ = File::open(&place.parent).and_then(|folder| folder.sync_all());
    Ok(!empty)
}

/// Opens as many files at once as it takes to remove a stage. Whoever may not have so many learns it before one is made.
fn may_be_removed(place: &Place, tree: &Tree) -> Result<()> {
    let depth = tree.keys().map(|path| memchr::memchr_iter(b'/', path.as_encoded_bytes()).count()).max();
    // A page of an incident lies in two folders. Beside those: the folder above the stage, the stage, and what is at hand.
    let opened: std::io::Result<Vec<File>> = (0..depth.unwrap_or(0).max(2) + 3).map(|_| File::open(&place.parent)).collect();
    opened.map(drop).map_err(Error::io("open", &place.parent))
}

/// Foreign files that appeared in the old site while the stage was filled go along as well.
fn rescue(stage: &Stage, place: &Place, last: &Manifest, tree: &Tree) -> Result<()> {
    if tree::names(stage.path())?.iter().all(|path| tree.contains_key(path)) {
        return Ok(());
    }
    carry(stage.path(), &place.out, &foreign(last, &tree::read(stage.path())?))
}

fn cannot_swap(out: &Path, source: std::io::Error) -> Error {
    let errno = source.raw_os_error().map(Errno::from_raw_os_error);
    match errno {
        Some(Errno::BUSY | Errno::XDEV) => mount_point(out),
        Some(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => refused(
            out,
            "this file system cannot exchange two folders in one step",
            "name a folder inside it, or build on another file system and copy from there",
        ),
        _ => Error::Io { action: "put the site in place at", path: out.to_path_buf(), source },
    }
}

/// The list of the last build with its text; `None` if there was no build.
fn read_list(out: &Path) -> Result<Option<(Manifest, String)>> {
    let path = out.join(NAME);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("read", &path)(error)),
    };
    // A list that lost lines would turn our own pages into foreign ones that nobody ever withdraws.
    let list = String::from_utf8(bytes).ok().and_then(|text| Some((Manifest::parse(&text)?, text)));
    let damaged =
        || refused(out, "its .allclear-site is damaged, so nobody can tell which files are ours", "empty the folder, then build again");
    list.map(Some).ok_or_else(damaged)
}

/// Folders that were made for OUT, the innermost first. Dropped without [`Made::keep`], the empty ones go again.
#[derive(Debug, Default)]
struct Made(Vec<PathBuf>);

impl Made {
    /// Makes a folder with all above it, for `out`.
    fn parent(parent: &Path, out: &Path) -> Result<Self> {
        let made = Self(parent.ancestors().take_while(|path| !path.exists()).map(Path::to_path_buf).collect());
        let cannot = |source: std::io::Error| {
            refused(out, format!("the folder above it cannot be made: {source}"), "make it yourself, or name a folder elsewhere")
        };
        fs::create_dir_all(parent).map_err(cannot)?;
        Ok(made)
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for folder in &self.0 {
            // Only ever an empty folder; one that someone else uses by now stays.
            let _ = fs::remove_dir(folder);
        }
    }
}
