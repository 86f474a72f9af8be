//! Comes in: a path. Goes out: nothing there any more. Spread over the cores: a site that was swapped away may have many thousands of files.
//! Must never: follow a link, not even one that is put in place of a folder meanwhile. So every step goes from an open folder.

use std::ffi::CStr;
use std::fs::File;
use std::os::fd::{AsFd as _, BorrowedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use rayon::prelude::*;
use rustix::fs::{AtFlags, Dir, DirEntry, FileType, Mode, OFlags, openat, unlinkat};
use rustix::io::Errno;

/// Removes a folder with all that is in it; a link or file at its path goes as such.
#[expect(clippy::disallowed_methods, reason = "the stage is one of the few places that a build writes to and removes")]
pub(super) fn all(path: &Path) -> std::io::Result<()> {
    spread(path).or_else(|error| match error.raw_os_error().map(Errno::from_raw_os_error) {
        // One folder after the other needs no more open files than the tree is deep.
        Some(Errno::MFILE | Errno::NFILE) => std::fs::remove_dir_all(path),
        _ => Err(error),
    })
}

fn spread(path: &Path) -> std::io::Result<()> {
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else { return Err(Errno::INVAL.into()) };
    let parent = File::open(parent)?;
    let name = std::ffi::CString::new(name.as_bytes())?;
    Ok(entry(parent.as_fd(), &name, FileType::Unknown)?)
}

fn entry(above: BorrowedFd<'_>, name: &CStr, kind: FileType) -> rustix::io::Result<()> {
    if !matches!(kind, FileType::Directory) {
        match unlinkat(above, name, AtFlags::empty()) {
            // What unlinking a folder answers: on Linux, and elsewhere.
            Err(Errno::ISDIR | Errno::PERM) => {}
            done => return done,
        }
    }
    let folder = openat(above, name, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())?;
    let entries: Vec<DirEntry> = Dir::read_from(&folder)?.collect::<rustix::io::Result<_>>()?;
    let within = |entry: &&DirEntry| !matches!(entry.file_name().to_bytes(), b"." | b"..");
    let folder = folder.as_fd();
    entries.par_iter().filter(within).try_for_each(|found| entry(folder, found.file_name(), found.file_type()))?;
    unlinkat(above, name, AtFlags::REMOVEDIR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes into a folder of its own")]
    fn a_link_goes_without_what_it_leads_to() {
        let root = tempfile::tempdir().unwrap();
        let (gone, stays) = (root.path().join("gone"), root.path().join("stays"));
        std::fs::create_dir_all(gone.join("a/b")).unwrap();
        std::fs::create_dir_all(stays.join("inner")).unwrap();
        std::fs::write(stays.join("inner/file"), "kept").unwrap();
        std::fs::write(gone.join("a/b/file"), "").unwrap();
        std::os::unix::fs::symlink(&stays, gone.join("a/link")).unwrap();
        all(&gone).unwrap();
        assert!(!gone.exists());
        std::os::unix::fs::symlink(&stays, &gone).unwrap();
        all(&gone).unwrap();
        assert!(std::fs::symlink_metadata(&gone).is_err());
        assert_eq!(std::fs::read_to_string(stays.join("inner/file")).unwrap(), "kept");
        assert_eq!(all(&gone).unwrap_err().kind(), std::io::ErrorKind::NotFound);
    }
}
