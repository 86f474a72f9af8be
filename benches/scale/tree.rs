//! What lies in a folder.

use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// Every file below a folder, sorted by folder and name; what a build keeps for the next one is no part of it.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let mut files = Vec::new();
    for entry in entries.into_iter().filter(|entry| entry.file_name() != ".allclear") {
        if entry.file_type()?.is_dir() {
            files.append(&mut self::files(&entry.path())?);
        } else {
            files.push(entry.path());
        }
    }
    Ok(files)
}

/// How many files, and how many bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weight {
    /// Files.
    pub files: usize,
    /// Bytes of them all.
    pub bytes: u64,
}

/// The weight of a folder.
pub fn weight(folder: &Path) -> io::Result<Weight> {
    let files = files(folder)?;
    let bytes = files.iter().map(|file| file.metadata().map(|data| data.len())).sum::<io::Result<u64>>()?;
    Ok(Weight { files: files.len(), bytes })
}

/// The largest file that is no sitemap: its name below the folder, and its size.
pub fn largest(folder: &Path) -> io::Result<(String, u64)> {
    let mut largest = (String::new(), 0);
    for file in files(folder)? {
        let (name, size) = (file.strip_prefix(folder).unwrap_or(&file).display().to_string(), file.metadata()?.len());
        if size > largest.1 && !name.contains("sitemap") {
            largest = (name, size);
        }
    }
    Ok(largest)
}

/// Each file with what a write changes: its place on the disk, when its bytes changed, when anything of it did.
pub type Trace = BTreeMap<PathBuf, (u64, i64, i64)>;

/// The trace of a folder: itself first, then its files.
pub fn trace(folder: &Path) -> io::Result<Trace> {
    let nanoseconds = |seconds: i64, rest: i64| seconds * 1_000_000_000 + rest;
    let traced = |path: PathBuf| {
        let data = path.metadata()?;
        Ok((path, (data.ino(), nanoseconds(data.mtime(), data.mtime_nsec()), nanoseconds(data.ctime(), data.ctime_nsec()))))
    };
    std::iter::once(folder.to_owned()).chain(files(folder)?).map(traced).collect()
}

/// How many files were written between two traces. A file that was linked to another place is not written.
pub fn written(before: &Trace, after: &Trace) -> usize {
    let bytes = |trace: &Trace, path: &Path| trace.get(path).map(|(place, modified, _)| (*place, *modified));
    after.keys().skip(1).filter(|path| bytes(before, path) != bytes(after, path)).count()
}
