//! Comes in: the verified files and a folder. Goes out: that folder, exchanged in one step, and the list of what changed.
//! Must never: write into a folder that is not ours, leave it missing or mixed, or touch a foreign file.

mod lock;
mod manifest;
mod place;
mod plan;
mod stage;
mod target;
mod tree;

pub use target::Target;

use crate::public::SitePath;

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

#[cfg(test)]
mod tests;
