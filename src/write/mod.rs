//! Comes in: the files of a site, then word that it is verified, and a folder. Goes out: that folder, exchanged in one step, and the list of what changed.
//! Must never: write into a folder that is not ours, leave it missing or mixed, or touch a foreign file.

mod edit;
mod exchange;
pub(crate) mod lock;
mod manifest;
pub(crate) mod place;
mod plan;
mod remove;
mod spare;
mod stage;
mod target;
pub(crate) mod tree;

pub(crate) use edit::Edit;
pub(crate) use exchange::Exchange;
pub use plan::Mark;
pub use target::{Swapped, Target};
pub(crate) use tree::Identity;

use std::io::Read as _;
use std::path::Path;

use crate::error::{Error, Result};
use crate::public::SitePath;

/// A file of an earlier build larger than this is none of ours.
pub(crate) const LARGEST: u64 = 64 << 20;

/// What a build did to its folder. All lists are sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there before.
    pub added: Vec<SitePath>,
    /// Files with other bytes than before.
    pub changed: Vec<SitePath>,
    /// Files of the last build that are gone.
    pub removed: Vec<SitePath>,
    /// How many files stayed as they were, not rewritten.
    pub unchanged: usize,
}

impl Written {
    /// Whether the folder is as it was, down to its inode.
    pub fn is_nothing(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// The files that a build wrote to a folder, from its list there.
pub(crate) fn listed(folder: &Path) -> Result<Vec<SitePath>> {
    let list = folder.join(manifest::NAME);
    if !list.exists() {
        return Err(Error::usage(
            format!("{} holds no {}, the list of what a build wrote", folder.display(), manifest::NAME),
            "name a folder that `allclear build` wrote; a step that copied it may have left out names that begin with a dot",
        ));
    }
    let bytes = read_bounded(&list)?.unwrap_or_default();
    paths_of_list(&bytes).ok_or_else(|| {
        Error::usage(format!("{} is no list of a built site, or is cut short", list.display()), "name a folder that `allclear build` wrote")
    })
}

/// The name of the list in the folder that it describes.
pub(crate) const LIST: &str = manifest::NAME;

/// The paths of a list; `None` if it is none, or was cut short.
pub(crate) fn paths_of_list(bytes: &[u8]) -> Option<Vec<SitePath>> {
    Some(manifest::Manifest::parse(std::str::from_utf8(bytes).ok()?)?.paths().cloned().collect())
}

/// The list that a text is, written again.
#[cfg(feature = "fuzzing")]
pub(crate) fn relisted(text: &str) -> Option<String> {
    manifest::Manifest::parse(text).map(|list| list.render())
}

/// A file of an earlier build, which may be in anybody's hands by now; else a clause that says why it is none. What is no file is not
/// even opened: a pipe would let its reader wait for ever.
pub(crate) fn read_bounded(path: &Path) -> Result<std::result::Result<Vec<u8>, &'static str>> {
    if !std::fs::metadata(path).map_err(Error::io("read", path))?.is_file() {
        return Ok(Err("it is no file"));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(Error::io("read", path))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(Error::io("read", path))?;
    Ok(if bytes.len() as u64 > LARGEST { Err("it is larger than 64 MB") } else { Ok(bytes) })
}

#[cfg(test)]
mod tests;
