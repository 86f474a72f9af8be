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
mod manifest;
mod pages;
mod robots;
mod security;
mod site;
mod sitemap;
mod statuspage;
mod trail;

pub use job::Job;
pub use site::{Artifact, Site};

pub use crate::public::Key;

use std::path::Path;

use foldhash::HashSet;
use rayon::prelude::*;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::public::{History, Incident, Index};
use crate::render::Renderer;

/// Makes some files of the site.
pub trait Output: Sync {
    /// Its name in messages.
    fn name(&self) -> &'static str;

    /// Its files, none of them made yet. Same history, same bytes.
    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>>;
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

/// What all outputs ask of a history, answered once.
pub fn index(history: &History) -> Result<Index<'_>> {
    Index::of(history).map_err(unkeyed)
}

/// Every file of the site, sorted by path, none of them made yet; an error if two claim one path, or one lies below another.
pub fn jobs<'a>(index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
    let of_each: Vec<Result<Vec<Job<'_>>>> = OUTPUTS.par_iter().map(|output| output.jobs(index, renderer)).collect();
    let mut jobs = Vec::new();
    for of_one in of_each {
        jobs.extend(of_one?);
    }
    jobs.sort_by(|a, b| a.path.cmp(&b.path));
    let paths: HashSet<&str> = jobs.iter().map(|job| job.path.as_str()).collect();
    let twice = jobs.windows(2).find(|pair| pair[0].path == pair[1].path).map(|pair| &pair[0]);
    let below = |job: &&Job<'_>| job.path.as_str().match_indices('/').any(|(at, _)| paths.contains(&job.path.as_str()[..at]));
    if let Some(Job { path, .. }) = twice.or_else(|| jobs.iter().find(below)) {
        return Err(Error::Clash { path: path.to_string() });
    }
    Ok(jobs)
}

/// The key of a file, by the name of its maker.
fn key<'i>(index: &Index<'_>, maker: &str, incidents: impl IntoIterator<Item = &'i Incident>, values: &impl Serialize) -> Result<Key> {
    index.key(maker, incidents, values).map_err(unkeyed)
}

fn unkeyed(fault: serde_json::Error) -> Error {
    Error::io("tell files apart in", Path::new("the site"))(fault.into())
}

#[cfg(test)]
mod tests;
