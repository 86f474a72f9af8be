//! What readers load. Comes in: a built site. Goes out: its most wanted files, each with its size as it lies there and as gzip.

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

/// What many ask for, over and over; the whole name, or its beginning where a digest follows.
const WANTED: [&str; 14] = [
    "index.html",
    "assets/style-",
    "assets/local-times-",
    "favicon.svg",
    "feed.xml",
    "feed.atom",
    "feed.json",
    "history.rss",
    "history.atom",
    "calendar.ics",
    "badge.svg",
    "api/v2/summary.json",
    "history/index.html",
    "sitemap.xml",
];

/// A file: its name, its bytes, its bytes packed.
pub type Wired = (&'static str, usize, usize);

/// Those that the site has.
pub fn measure(built: &Path) -> io::Result<Vec<Wired>> {
    let mut all = Vec::new();
    for name in WANTED {
        let Some(path) = find(built, name)? else { continue };
        let bytes = std::fs::read(path)?;
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&bytes)?;
        all.push((name, bytes.len(), packed.finish()?.len()));
    }
    Ok(all)
}

/// The file of that name, or the first whose name begins so.
fn find(built: &Path, name: &str) -> io::Result<Option<PathBuf>> {
    let whole = built.join(name);
    let (Some(folder), Some(begin)) = (whole.parent(), whole.file_name().and_then(OsStr::to_str)) else { return Ok(None) };
    let entries: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().collect::<io::Result<_>>()?;
    let wanted = |found: &str| if begin.ends_with('-') { found.starts_with(begin) } else { found == begin };
    Ok(entries.iter().find(|entry| entry.file_name().to_str().is_some_and(wanted)).map(std::fs::DirEntry::path))
}
