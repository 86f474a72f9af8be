//! What lies in a folder. Comes in: a folder. Goes out: its files, or figures about them. Must never: hold a list of names where a
//! figure will do, because what this program holds is counted to the programs that it starts.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// Shows every file below a folder, in any order; what a build keeps for the next one is no part of it.
fn walk(folder: &Path, visit: &mut dyn FnMut(PathBuf)) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() == ".allclear" {
            continue;
        }
        if entry.file_type()?.is_dir() { walk(&entry.path(), visit)? } else { visit(entry.path()) }
    }
    Ok(())
}

/// The same with what the file system says of each.
fn examine(folder: &Path, visit: &mut dyn FnMut(&Path, &Metadata)) -> io::Result<()> {
    let mut failed = Ok(());
    walk(folder, &mut |path| match path.metadata() {
        Ok(data) => visit(&path, &data),
        Err(error) => failed = Err(error),
    })?;
    failed
}

/// Every file, sorted.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    walk(folder, &mut |path| files.push(path))?;
    files.sort();
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
    let mut weight = Weight::default();
    examine(folder, &mut |_, data| weight = Weight { files: weight.files + 1, bytes: weight.bytes + data.len() })?;
    Ok(weight)
}

/// The largest file that is neither a sitemap nor the list of all files, which no reader fetches: its name below the folder, and its size.
pub fn largest(folder: &Path) -> io::Result<(String, u64)> {
    let mut largest = (0, String::new());
    examine(folder, &mut |path, data| {
        if data.len() >= largest.0 {
            let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
            if !name.contains("sitemap") && name != ".allclear-site" {
                largest = largest.clone().max((data.len(), name));
            }
        }
    })?;
    Ok((largest.1, largest.0))
}

/// What a write changes of each file, by a digest of its path: its place on the disk, when its bytes changed, when anything of it did.
pub type Trace = BTreeMap<u64, (u64, i64, i64)>;

/// The trace of the files of a folder, and of the folder itself.
pub fn trace(folder: &Path) -> io::Result<Trace> {
    let nanoseconds = |seconds: i64, rest: i64| seconds * 1_000_000_000 + rest;
    let mut trace = Trace::new();
    let mut put = |path: &Path, data: &Metadata| {
        let times = (nanoseconds(data.mtime(), data.mtime_nsec()), nanoseconds(data.ctime(), data.ctime_nsec()));
        trace.insert(digest(path), (data.ino(), times.0, times.1));
    };
    put(Path::new(""), &folder.metadata()?);
    examine(folder, &mut put)?;
    Ok(trace)
}

fn digest(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

/// How many files were written between two traces. A file that was linked to another place is not written.
pub fn written(before: &Trace, after: &Trace) -> usize {
    let itself = digest(Path::new(""));
    let bytes = |trace: &Trace, path: u64| trace.get(&path).map(|(place, modified, _)| (*place, *modified));
    after.keys().filter(|&&path| path != itself && bytes(before, path) != bytes(after, path)).count()
}
