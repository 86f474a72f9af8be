//! Comes in: the place of a lock file. Goes out: the right to be the one build that writes there, until dropped.
//! Must never: outlive its process (the system lets go of it), or follow a link.

use std::fs::{File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

/// How often a waiting build asks again.
const PAUSE: Duration = Duration::from_millis(25);

/// The right to write, held.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock, waiting for another build at most that long; `None` if that one still holds it.
    pub(crate) fn take(path: &Path, wait: Duration) -> std::io::Result<Option<Self>> {
        let begin = Instant::now();
        loop {
            let file = open(path)?;
            match file.try_lock() {
                // The holder before us removes the file when it is done: then we hold a lock on nothing and ask again.
                Ok(()) if is_at(&file, path) => return Ok(Some(Self { path: path.to_path_buf(), file })),
                Ok(()) => continue,
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
            if begin.elapsed() >= wait {
                return Ok(None);
            }
            std::thread::sleep(PAUSE);
        }
    }
}

impl Lock {
    /// The file that is held.
    pub(super) fn file(&self) -> &File {
        &self.file
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if is_at(&self.file, &self.path) {
            // While it is still held, so that nobody else's file is removed. What is left behind is harmless.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn open(path: &Path) -> std::io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let own = rustix::fs::open(path, flags | OFlags::RDWR | OFlags::CREATE, Mode::from_raw_mode(0o644));
    // One that somebody else left, or an edit of a read-only file: whoever may read it can hold it.
    let opened = own.or_else(|error| match error {
        Errno::ACCESS | Errno::PERM => rustix::fs::open(path, flags | OFlags::RDONLY, Mode::empty()).map_err(|_| error),
        _ => Err(error),
    });
    Ok(File::from(opened?))
}

fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(held), Ok(there)) = (file.metadata(), std::fs::symlink_metadata(path)) else { return false };
    (held.dev(), held.ino()) == (there.dev(), there.ino())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(80);

    #[test]
    fn only_one_holds_it_and_the_next_gets_it_when_the_first_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = Lock::take(&path, SHORT).unwrap().expect("free");
        assert!(Lock::take(&path, SHORT).unwrap().is_none());
        let waiting = std::thread::spawn({
            let path = path.clone();
            move || Lock::take(&path, Duration::from_secs(10)).unwrap().is_some()
        });
        std::thread::sleep(SHORT);
        drop(first);
        assert!(waiting.join().unwrap());
        assert!(!path.exists());
    }

    #[test]
    fn a_file_that_a_killed_build_left_is_no_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        File::create(&path).unwrap();
        assert!(Lock::take(&path, SHORT).unwrap().is_some());
    }

    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        std::os::unix::fs::symlink(folder.path().join("victim"), &path).unwrap();
        assert!(Lock::take(&path, SHORT).is_err());
        assert!(!folder.path().join("victim").exists());
    }
}
