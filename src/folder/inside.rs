//! Comes in: a folder on disk and a path in it. Goes out: that file, opened.
//! Must never: read through a link that leads out of the folder, not even one that takes a folder's place while it is read.

use std::fs::File;
use std::io::{Error, ErrorKind, Result};
use std::os::fd::OwnedFd;
use std::path::{Component, Path};

use rustix::fs::{Mode, OFlags, openat};

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

/// Opens folder by folder. Each step begins at one that is held open, and follows no link: what changes names meanwhile changes nothing.
fn walk(root: &Path, below: &Path) -> Result<OwnedFd> {
    // A pipe would let its reader wait for ever.
    let step = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let mut at = rustix::fs::open(root, step | OFlags::DIRECTORY, Mode::empty())?;
    let mut parts = below.components().peekable();
    while let Some(part) = parts.next() {
        let Component::Normal(name) = part else { return Err(Error::from(ErrorKind::InvalidInput)) };
        let folder = if parts.peek().is_some() { OFlags::DIRECTORY } else { OFlags::empty() };
        at = openat(&at, name, step | OFlags::NOFOLLOW | folder, Mode::empty())?;
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
        for outside in ["up/secret", "there", "../secret", "a/b/../../../secret", "up/site/../secret"] {
            assert!(read(&site, &site.join(outside)).is_err(), "{outside}");
        }
        assert!(read(&site, &folder.path().join("secret")).is_err());
        assert!(read(&site, &site.join("a/b")).is_err(), "a folder is no file");
    }
}
