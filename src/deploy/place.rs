//! What a place that a site is served from can do. Each kind is a file: `folder` and `bucket`.
//! Goes out: what is there. Must never: change anything before `begin`.

use std::collections::BTreeMap;

use super::source::{Local, Source};
use super::state::{Digest, State};
use crate::error::Result;
use crate::public::SitePath;

/// What stands at a path of the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum There {
    /// A file of that many bytes.
    File(u64),
    /// A link or a device: never ours.
    Other,
}

/// Everything in the place but what deploys keep there for themselves.
pub(super) type Listing = BTreeMap<String, There>;

/// Whether a deploy may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begun {
    /// It is ours until `finish` or `release`.
    Held,
    /// Another deploy was there first. A folder has a lock of the system, and no such case.
    #[cfg_attr(not(feature = "deploy"), expect(dead_code, reason = "only a bucket can be lost"))]
    Lost,
}

/// Whether a deploy that was released is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Released {
    /// It is.
    Done,
    /// The place takes no whole site in one step after all, is as it was, and is to be gone through again, file by file.
    Again,
}

/// Where a site is served from.
pub(super) trait Place {
    /// Whether a file stands in the way of another one below its own path.
    fn has_folders(&self) -> bool;

    /// The state that the last deploy left.
    fn look(&mut self) -> Result<Option<State>>;

    /// The same, once no other deploy is under way. `waits` is called before the first wait.
    fn claim(&mut self, waits: &dyn Fn()) -> Result<Option<State>>;

    /// What is there; with `all` unset, the beginning of it is enough.
    fn list(&mut self, all: bool) -> Result<Listing>;

    /// What the files at these paths are, asked one by one.
    fn digests(&mut self, paths: &[&SitePath]) -> Result<Vec<Option<Digest>>>;

    /// Says what is going to be there before anything is.
    fn begin(&mut self, intent: State) -> Result<Begun>;

    /// Puts files there, in any order. Each is there as a whole or not at all.
    fn put(&mut self, files: &[&Local], source: &Source, done: &mut dyn FnMut()) -> Result<()>;

    /// Removes files, in any order.
    fn remove(&mut self, paths: &[&SitePath], done: &mut dyn FnMut()) -> Result<()>;

    /// Says what is there now, and that nobody goes on. `whole` unless a fault came in between.
    fn release(&mut self, whole: bool) -> Result<Released>;
}
