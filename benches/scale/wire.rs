//! What readers load. Comes in: a built site. Goes out: its most wanted files, each with its size as it lies there and as gzip.

use std::io::{self, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// What many ask for, over and over.
const WANTED: [&str; 11] = [
    "index.html",
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
    let there = WANTED.into_iter().filter(|name| built.join(name).is_file());
    there
        .map(|name| {
            let bytes = std::fs::read(built.join(name))?;
            let mut packed = GzEncoder::new(Vec::new(), Compression::default());
            packed.write_all(&bytes)?;
            Ok((name, bytes.len(), packed.finish()?.len()))
        })
        .collect()
}
