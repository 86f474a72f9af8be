//! A folder that an earlier build wrote, or one feed of it → what was public. Must never: write, or read more than feeds.

use std::fs;
use std::path::Path;

use super::reading::{self, Said};
use crate::error::{Error, Result};
use crate::pipeline::Outcome;
use crate::public::SitePath;
use crate::verify::Verified;
use crate::write;

/// As much of a parser's message as says what is wrong.
const LONGEST: usize = 200;

/// The names of feeds, wherever they lie.
const FEEDS: [&str; 5] = ["feed.xml", "feed.atom", "feed.json", "history.rss", "history.atom"];

/// What was public.
pub struct Earlier {
    /// The entries of its feeds.
    pub(super) entries: Vec<Said>,
    /// Its files; `None` if a single feed was given.
    pub(super) files: Option<Vec<SitePath>>,
    /// What findings about it are shown at.
    pub(super) name: String,
}

impl Earlier {
    /// The pages of a build in memory. Its entries are not compared: whoever changes one sees it among the changes.
    pub(crate) fn of(outcome: Option<&Outcome>) -> Self {
        let site = outcome.and_then(|outcome| outcome.site.as_ref());
        let files = site.into_iter().flat_map(Verified::files).map(|(path, _)| path.clone()).collect();
        Self { entries: Vec::new(), files: Some(files), name: "published/feed.xml".to_owned() }
    }

    /// Reads a folder or a feed.
    ///
    /// # Errors
    /// [`Error::Usage`] or [`Error::Io`] if it is neither.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.file_name().map_or_else(|| "published".to_owned(), |name| name.to_string_lossy().escape_debug().to_string());
        if !fs::metadata(path).map_err(Error::io("read", path))?.is_dir() {
            return Ok(Self { entries: feed(path)?, files: None, name: format!("published/{name}") });
        }
        let files = write::listed(path)?;
        let mut entries = Vec::new();
        for file in files.iter().filter(|file| is_feed(file)) {
            entries.extend(feed(&path.join(file.as_str()))?);
        }
        Ok(Self { entries, files: Some(files), name: "published/feed.xml".to_owned() })
    }
}

/// Feeds lie at the root, beside the list of post-mortems and beside each component.
fn is_feed(file: &SitePath) -> bool {
    let (folder, name) = file.as_str().rsplit_once('/').unwrap_or(("", file.as_str()));
    let place = folder.is_empty() || folder == "postmortems" || folder.strip_prefix("components/").is_some_and(|id| !id.contains('/'));
    place && FEEDS.contains(&name)
}

fn feed(path: &Path) -> Result<Vec<Said>> {
    let unusable = |reason: &str| {
        // A parser's message may repeat what it read, and as much of it as there was.
        let reason: String = reason.chars().filter(|character| !character.is_control()).take(LONGEST).collect();
        let help = "name a folder that `allclear build` wrote, or one feed of it: RSS, Atom or JSON Feed";
        Error::usage(format!("{}: this feed cannot be compared, {reason}", path.display()), help)
    };
    let bytes = write::read_bounded(path)?.map_err(unusable)?;
    reading::entries(&bytes).map_err(|reason| unusable(&reason))
}
