//! Comes in: a folder on disk and a path in it. Goes out: that file, opened.
//! Must never: read through a link that leads out of the folder, not even one that takes a folder's place while it is read.

use std::fs::File;
use std::io::{Error, ErrorKind, Result};
use std::os::fd::OwnedFd;
use std::path::{Component, Path};

use rustix::fs::{Mode, OFlags, openat};
use rustix::io::Errno;

/// Opens a file. Links that stay in the folder are followed.
pub(super) fn open(root: &Path, path: &Path) -> Result<File> {
    let file = if let Ok(Ok(file)) = path.strip_prefix(root).map(|below| walk(root, below)) {
        file
    } else {
        // A link on the way, or a path that is written otherwise: nothing leads further than the place where it really is.
        let (root, path) = (root.canonicalize()?, path.canonicalize()?);
        let below = path.strip_prefix(&root).map_err(|_| Error::new(ErrorKind::PermissionDenied, "it leads out of the site's folder"))?;
        walk(&root, below)?
    };
    let file = File::from(file);
    if !file.metadata()?.is_file() {
        return Err(Error::new(ErrorKind::InvalidInput, "it is no plain file"));
    }
    Ok(file)
}

/// Opens what lies below a folder, and follows no link on the way.
fn walk(root: &Path, below: &Path) -> Result<OwnedFd> {
    if !below.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(Error::from(ErrorKind::InvalidInput));
    }
    let root = rustix::fs::open(root, STEP | OFlags::DIRECTORY, Mode::empty())?;
    match at_once(&root, below) {
        // An older kernel, or one that is forbidden the call.
        Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => step_by_step(root, below),
        opened => Ok(opened?),
    }
}

/// A pipe would let its reader wait for ever.
const STEP: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK);

/// The system goes the way itself, where it knows how.
#[cfg(target_os = "linux")]
fn at_once(root: &OwnedFd, below: &Path) -> rustix::io::Result<OwnedFd> {
    use rustix::fs::{ResolveFlags, openat2};
    openat2(root, below, STEP, Mode::empty(), ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS)
}

#[cfg(not(target_os = "linux"))]
fn at_once(_: &OwnedFd, _: &Path) -> rustix::io::Result<OwnedFd> {
    Err(Errno::NOSYS)
}

/// Opens folder by folder. Each step begins at one that is held open, and follows no link: what changes names meanwhile changes nothing.
fn step_by_step(root: OwnedFd, below: &Path) -> Result<OwnedFd> {
    let mut at = root;
    let mut parts = below.iter().peekable();
    while let Some(name) = parts.next() {
        let folder = if parts.peek().is_some() { OFlags::DIRECTORY } else { OFlags::empty() };
        at = openat(&at, name, STEP | OFlags::NOFOLLOW | folder, Mode::empty())?;
    }
    Ok(at)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test makes the files that it reads")]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn read(root: &Path, path: &Path) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut open(root, path)?, &mut bytes)?;
        Ok(bytes)
    }

    #[test]
    fn only_what_lies_in_the_folder_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("site");
        std::fs::create_dir_all(site.join("a/b")).expect("folders");
        std::fs::write(site.join("a/b/c"), "inside").expect("a file");
        std::fs::write(folder.path().join("secret"), "outside").expect("a file");
        symlink("a/b", site.join("short")).expect("a link");
        symlink("c", site.join("a/b/same")).expect("a link");
        symlink("..", site.join("up")).expect("a link");
        symlink("../secret", site.join("there")).expect("a link");

        for inside in ["a/b/c", "short/c", "a/b/same", "a/../a/b/c"] {
            assert_eq!(read(&site, &site.join(inside)).expect("a file"), b"inside", "{inside}");
        }
        for below in ["a/b/c", "short/c", "a/b/same", "there", "up/secret"] {
            let root = || OwnedFd::from(File::open(&site).expect("a folder"));
            let stepped = step_by_step(root(), Path::new(below)).is_ok();
            assert_eq!(stepped, below == "a/b/c", "{below}");
            assert!(at_once(&root(), Path::new(below)).map_or_else(|error| error == Errno::NOSYS || !stepped, |_| stepped), "{below}");
        }
        for outside in ["up/secret", "there", "../secret", "a/b/../../../secret", "up/site/../secret"] {
            assert!(read(&site, &site.join(outside)).is_err(), "{outside}");
        }
        assert!(read(&site, &folder.path().join("secret")).is_err());
        assert!(read(&site, &site.join("a/b")).is_err(), "a folder is no file");
    }
}
