//! Comes in: OUT, a folder that `build` wrote. Goes out: its files as its own list names them, each with what it is.
//! Must never: follow a link, read what the list does not name, or mix two builds: OUT is opened once, and a swap leaves that one be.

use std::fs::File;
use std::io::Read as _;
use std::os::fd::{AsFd as _, OwnedFd};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustix::fs::{Mode, OFlags};

use super::state::{Digest, can_list};
use crate::error::{Error, Result};
use crate::public::SitePath;
use crate::write::{LARGEST, LIST, paths_of_list};

/// The feed that says the site's address.
const FEED: &str = "feed.json";

/// A built site.
pub(super) struct Source {
    out: PathBuf,
    folder: OwnedFd,
    files: Vec<Local>,
    site: Option<String>,
}

/// A file of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Local {
    pub(super) path: SitePath,
    pub(super) size: u64,
    pub(super) digest: Digest,
}

impl Source {
    /// Reads every file once.
    pub(super) fn open(out: &Path) -> Result<Self> {
        let folder = rustix::fs::open(out, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
        let folder = folder.map_err(|error| Error::io("open the folder", out)(error.into()))?;
        let list = read(&folder, LIST).map_err(|_| no_list(out, "holds no"))?;
        let paths = paths_of_list(&list).ok_or_else(|| no_list(out, "has a damaged"))?;
        if let Some(path) = paths.iter().find(|path| !can_list(path)) {
            return Err(Error::usage(format!("{path} in {} has a name that deploys keep for themselves", out.display()), "rename it"));
        }
        let mut source = Self { out: out.to_path_buf(), folder, files: Vec::new(), site: None };
        source.files = paths.into_par_iter().map(|path| source.local(path)).collect::<Result<_>>()?;
        source.site = source.address()?;
        Ok(source)
    }

    /// Its files, sorted.
    pub(super) fn files(&self) -> &[Local] {
        &self.files
    }

    /// The address that the site knows itself by.
    pub(super) fn site(&self) -> Option<&str> {
        self.site.as_deref()
    }

    /// A file's bytes once more, which must be those that were seen first.
    pub(super) fn bytes(&self, file: &Local) -> Result<Vec<u8>> {
        let bytes = self.read(&file.path)?;
        if Digest::of(&file.path, &bytes) == file.digest { Ok(bytes) } else { Err(self.changed(&file.path)) }
    }

    fn local(&self, path: SitePath) -> Result<Local> {
        let bytes = self.read(&path)?;
        Ok(Local { size: bytes.len() as u64, digest: Digest::of(&path, &bytes), path })
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>> {
        let bytes = read(&self.folder, path.as_str()).map_err(|_| self.changed(path))?;
        if bytes.len() as u64 <= LARGEST { Ok(bytes) } else { Err(self.changed(path)) }
    }

    fn changed(&self, path: &SitePath) -> Error {
        Error::usage(
            format!("{path} in {} is not as the build left it: missing, a link, or changed while it was read", self.out.display()),
            "build again, and deploy when the build is done",
        )
    }

    fn address(&self) -> Result<Option<String>> {
        let Some(feed) = self.files.iter().find(|file| file.path.as_str() == FEED) else { return Ok(None) };
        let feed: serde_json::Value = serde_json::from_slice(&self.bytes(feed)?).unwrap_or_default();
        let address = feed.get("home_page_url").and_then(serde_json::Value::as_str);
        Ok(address.filter(|address| !address.contains(char::is_control)).map(str::to_owned))
    }
}

/// A plain file below a folder, no link on the way. A pipe is not waited for.
fn read(folder: &OwnedFd, path: &str) -> std::io::Result<Vec<u8>> {
    let mut at = folder.try_clone()?;
    let (folders, name) = path.rsplit_once('/').map_or((None, path), |(folders, name)| (Some(folders), name));
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    for part in folders.iter().flat_map(|folders| folders.split('/')) {
        at = rustix::fs::openat(at.as_fd(), part, flags | OFlags::DIRECTORY, Mode::empty())?;
    }
    let file = File::from(rustix::fs::openat(at.as_fd(), name, flags | OFlags::NONBLOCK, Mode::empty())?);
    if !file.metadata()?.is_file() {
        return Err(std::io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn no_list(out: &Path, fact: &str) -> Error {
    Error::usage(
        format!("{} {fact} {LIST}, the list of what a build wrote", out.display()),
        "name a folder that `allclear build` wrote; a step that copied it may have left out names that begin with a dot",
    )
}
