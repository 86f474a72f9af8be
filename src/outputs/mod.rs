//! History → Site. One file per output and one line in [`OUTPUTS`]; order, formats and paths appear nowhere else.
//! An output sees the public history and the renderer, never a source.

mod api;
mod badges;
mod calendar;
pub(crate) mod feeds;
pub mod headers;
mod icons;
mod images;
mod job;
mod keep;
mod manifest;
mod pages;
mod robots;
mod security;
mod site;
mod sitemap;
mod statuspage;
mod trail;

pub use job::{Job, Key};
pub use keep::{Forget, InMemory, Keep};
pub use site::{Artifact, Site};

use std::collections::HashSet;

use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::public::History;
use crate::render::Renderer;

/// Makes some files of the site.
pub trait Output: Sync {
    /// Its name in messages.
    fn name(&self) -> &'static str;

    /// Its files. Same history, same bytes.
    fn produce(&self, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>>;

    /// The same, none of them made yet.
    fn jobs<'a>(&'a self, history: &'a History, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        Ok(self.produce(history, renderer)?.into_iter().map(Job::made).collect())
    }
}

/// Every output, in no order that matters: two of them cannot claim one path.
pub const OUTPUTS: &[&dyn Output] = &[
    &feeds::UpdateFeeds,
    &feeds::HistoryFeeds,
    &feeds::FeedList,
    &statuspage::Statuspage,
    &api::Api,
    &calendar::Calendars,
    &badges::Badges,
    &sitemap::Sitemap,
    &robots::Robots,
    &headers::Headers,
    &security::SecurityTxt,
    &manifest::Manifest,
    &icons::Icons,
    &images::Images,
    &pages::Front,
    &pages::Incidents,
    &pages::Archive,
    &pages::Components,
    &pages::Postmortems,
    &pages::Subscribe,
    &pages::NotFound,
    &pages::Assets,
];

/// The files of a site, none of them made yet.
///
/// # Errors
/// [`crate::error::Error::Clash`] if two outputs claim one path, or one lies below another.
pub fn jobs<'a>(history: &'a History, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
    let produced: Vec<Vec<Job<'a>>> = OUTPUTS.par_iter().map(|output| output.jobs(history, renderer)).collect::<Result<_>>()?;
    let jobs: Vec<Job<'a>> = produced.into_iter().flatten().collect();
    clash(&jobs)?;
    Ok(jobs)
}

/// A file cannot lie where another lies, nor below it.
fn clash(jobs: &[Job<'_>]) -> Result<()> {
    let mut taken: HashSet<&str> = HashSet::with_capacity(jobs.len());
    let twice = jobs.iter().find(|job| !taken.insert(job.path.as_str()));
    let below = |job: &&Job<'_>| job.path.as_str().match_indices('/').any(|(at, _)| taken.contains(&job.path.as_str()[..at]));
    twice.or_else(|| jobs.iter().find(below)).map_or(Ok(()), |job| Err(Error::Clash { path: job.path.to_string() }))
}
