//! `deploy`: a built site → the place that it is served from, a folder or a bucket, so that a reader finds a working site at any moment.
//! Comes in: OUT and where it goes. Goes out: a folder, exchanged in one step; or only what changed, assets first and deletions last.
//! Must never: overwrite or remove what no deploy put there, or show a credential.

#[cfg(feature = "deploy")]
mod bucket;
#[cfg(feature = "deploy")]
mod fault;
mod folder;
#[cfg(feature = "deploy")]
mod objects;
mod place;
mod plan;
mod source;
mod state;
mod step;

use std::path::PathBuf;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::login::without_login;
use crate::public::SitePath;
use place::{Begun, Place, Released};
use plan::Plan;
use source::Source;
use state::State;

/// The state that a text is, written again.
#[cfg(feature = "fuzzing")]
pub(crate) fn relisted(text: &str) -> Option<String> {
    State::parse(text).map(|state| state.render())
}

/// What is asked for.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line, and none follows from another")]
pub struct Order {
    /// The folder that `build` wrote.
    pub out: PathBuf,
    /// A folder, or `s3://BUCKET/PREFIX`.
    pub to: String,
    /// Only say what would be done.
    pub dry_run: bool,
    /// Whether the folder stays the one that it is, and its files are replaced one by one.
    pub in_place: bool,
    /// The address of the storage, instead of the one of the environment.
    pub endpoint: Option<String>,
    /// How long another deploy may give no sign of life before its place is taken over.
    pub stale_after: Duration,
    /// Whether the site that is there may be known by another address.
    pub moved: bool,
    /// Whether to go without the guard against two deploys at once.
    pub unguarded: bool,
    /// How many files are under way at once.
    pub at_once: usize,
    /// How often a request that failed is tried again.
    pub retries: usize,
}

/// What happened, or would. All lists are sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deployed {
    /// Where the site is served from, as the order named it.
    pub to: String,
    /// The address that the site knows itself by.
    pub site: Option<String>,
    /// Files that were not there.
    pub added: Vec<SitePath>,
    /// Files that were other.
    pub replaced: Vec<SitePath>,
    /// Files of the last deploy that are gone.
    pub removed: Vec<SitePath>,
    /// How many files stayed as they were.
    pub unchanged: usize,
    /// How many bytes were put there.
    pub bytes: u64,
}

/// What a deploy does right now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Another deploy is under way there.
    Waiting,
    /// So many of so many files are uploaded or removed.
    Done(usize, usize),
}

/// Brings what is served to the state of OUT. `told` is called as it goes on.
///
/// # Errors
/// If OUT is no built site, the place is not ours, another deploy holds it, or anything fails on the way. What is served then still works,
/// and the next deploy completes it. A folder that is exchanged is then as it was.
pub fn deploy(order: &Order, told: &dyn Fn(Progress)) -> Result<Deployed> {
    let source = Source::open(&order.out)?;
    let mut place = open(order)?;
    loop {
        let held = if order.dry_run { place.look()? } else { place.claim(&|| told(Progress::Waiting))? };
        let listing = place.list(held.is_some())?;
        if held.is_none() && !listing.is_empty() {
            return Err(foreign(order));
        }
        let known = held.unwrap_or_default();
        check_site(order, &source, &known)?;
        let plan = Plan::new(&source, &known, &listing, place.as_mut())?;
        let deployed = plan.told(&order.to, &source);
        let intent = plan.intent(&source, &known);
        if order.dry_run || plan.is_nothing() && intent == known {
            return Ok(deployed);
        }
        match place.begin(intent)? {
            Begun::Held => {}
            Begun::Lost => continue,
        }
        // Also after a fault, for the next run to go on from there. If that fails too, the next run looks for itself.
        let done = carry_out(&plan, &source, place.as_mut(), told);
        let released = place.release(done.is_ok());
        match done.and(released)? {
            Released::Done => return Ok(deployed),
            Released::Again => {}
        }
    }
}

fn carry_out(plan: &Plan, source: &Source, place: &mut dyn Place, told: &dyn Fn(Progress)) -> Result<()> {
    let total = plan.count();
    let mut done = 0;
    let mut tick = || {
        done += 1;
        told(Progress::Done(done, total));
    };
    for group in plan.uploads() {
        place.put(&group, source, &mut tick)?;
    }
    for group in plan.removals() {
        place.remove(&group, &mut tick)?;
    }
    Ok(())
}

fn open(order: &Order) -> Result<Box<dyn Place>> {
    let shown = without_login(&order.to);
    if shown != order.to {
        return Err(Error::usage(
            format!("{shown} was given with a user or a password"),
            "leave them out, and take care of what kept the command; a bucket's come from the AWS_ variables of the environment",
        ));
    }
    match order.to.split_once("://") {
        #[cfg(feature = "deploy")]
        Some(("s3", rest)) => Ok(Box::new(bucket::Bucket::open(order, rest)?)),
        #[cfg(not(feature = "deploy"))]
        Some(("s3", _)) => Err(Error::usage(
            format!("{}: this program was built without the feature `deploy`, which speaks to buckets", order.to),
            "install it with its default features, or deploy to a folder",
        )),
        Some(_) => Err(Error::usage(format!("{}: no such kind of place is known", order.to), "name a folder, or s3://BUCKET/PREFIX")),
        None => Ok(Box::new(folder::Folder::open(order)?)),
    }
}

fn foreign(order: &Order) -> Error {
    Error::usage(
        format!("{} is not empty, and no deploy made it (it has no {})", order.to, state::NAME),
        "name an empty place, or a new prefix or folder below this one",
    )
}

/// A place that belongs to another site is not emptied for this one.
fn check_site(order: &Order, source: &Source, known: &State) -> Result<()> {
    match (&known.site, source.site()) {
        (Some(there), Some(here)) if there != here && !order.moved => Err(Error::usage(
            format!("{} holds the site of {there}, and {} is the site of {here}", order.to, order.out.display()),
            "name another place; if the site has moved to a new address, deploy once with --moved",
        )),
        _ => Ok(()),
    }
}
