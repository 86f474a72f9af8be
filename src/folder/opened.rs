//! Files of a site on disk, as they are opened → their bytes; and, once all is read, whether each of them is still the same file.
//! If so, all of them stood there together: what was made of them is one state of the site, and no half of a file that was being written.
//! Must never: take a file for unchanged that was written, exchanged or removed since it was opened.

use std::fs::{File, Metadata};
use std::io::{Read as _, Result};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rayon::prelude::*;

use crate::clock;

/// The files that were opened.
#[derive(Debug, Default)]
pub(super) struct Opened(Mutex<Vec<(PathBuf, Stamp)>>);

/// What a file was when it was opened. Whoever sets the time of the content back cannot set back the time of the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    file: (u64, u64),
    size: u64,
    content: (i64, i64),
    change: (i64, i64),
}

impl Opened {
    /// The bytes of a file, no more than so many, and what tells it from the same one after any change, if that can be told.
    pub(super) fn read(&self, path: &Path, most: u64) -> Result<(Vec<u8>, Option<Stamp>)> {
        self.read_file(path, File::open(path)?, most)
    }

    /// The same of a file that was opened at that path.
    pub(super) fn read_file(&self, path: &Path, file: File, most: u64) -> Result<(Vec<u8>, Option<Stamp>)> {
        // Before the first byte: what is written from now on is noticed.
        let data = file.metadata()?;
        let stamp = Stamp::of(&data);
        if data.is_file() {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push((path.to_path_buf(), stamp));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(data.len().min(most)).unwrap_or(0).saturating_add(SPARE));
        file.take(most).read_to_end(&mut bytes)?;
        Ok((bytes, Some(stamp).filter(|stamp| data.is_file() && stamp.is_settled())))
    }

    /// The first file that is not as it was opened. From then on nothing counts as opened.
    pub(super) fn changed(&self) -> Option<PathBuf> {
        let seen = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let is_other = |(path, stamp): &(PathBuf, Stamp)| !stamp.holds(path);
        seen.into_par_iter().find_first(is_other).map(|(path, _)| path)
    }
}

/// The coarsest clock of a file system: the two seconds of FAT.
const COARSEST: Duration = Duration::from_secs(2);

/// Room for the read that finds the end of a file, so that the buffer does not grow for it.
const SPARE: usize = 64;

impl Stamp {
    fn of(data: &Metadata) -> Self {
        Self {
            file: (data.dev(), data.ino()),
            size: data.len(),
            content: (data.mtime(), data.mtime_nsec()),
            change: (data.ctime(), data.ctime_nsec()),
        }
    }

    /// Whether the file at a path is still that one, as it was.
    pub(super) fn holds(&self, path: &Path) -> bool {
        std::fs::metadata(path).is_ok_and(|data| Self::of(&data) == *self)
    }

    /// Whether the next change will have another time: two within one tick of the disk's clock cannot be told apart.
    fn is_settled(&self) -> bool {
        let (seconds, nanoseconds) = self.change;
        clock::age(seconds, nanoseconds).is_some_and(|age| age > COARSEST)
    }
}
