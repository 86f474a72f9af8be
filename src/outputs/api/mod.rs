//! Our own API, without a limit. Comes in: the public history. Goes out: a document per incident, a list per year, the list of years,
//! and the JSON Schemas of them all.
//! Never a byte that the clock alone moves: a document changes when what it says of its incidents changes.

mod incidents;
mod schema;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::Datelike;
use serde::Serialize;

use self::shape::{OneIncident, OneYear, VERSION, YearLink, Years};
use super::{Artifact, Job, Key, Output, key};
use crate::error::{Error, Result};
use crate::public::view::Place;
use crate::public::{self, History, Index};
use crate::render::Renderer;

/// Incidents in one document of a year.
const LISTED: usize = 500;

/// Bytes of a document, roughly.
const USUAL: usize = 8 << 10;

/// `api/incidents/ID.json`, `api/history/YEAR.json`, `api/history/index.json` and `api/schema/*.json`.
pub struct Api;

impl Output for Api {
    fn name(&self) -> &'static str {
        "API"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, _: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let history = index.history;
        let mut jobs = Vec::with_capacity(history.incidents.len());
        let mut by_year: BTreeMap<i32, Vec<&'a public::Incident>> = BTreeMap::new();
        for incident in history.all() {
            by_year.entry(incident.started.year()).or_default().push(incident);
            let make = move || OneIncident { version: VERSION, incident: incidents::object(history, incident) };
            jobs.push(job(incidents::path(incident), key(index, "api", [incident], &())?, make)?);
        }
        jobs.push(listed(&years(history, &by_year))?);
        for (year, incidents) in by_year {
            let pages = incidents.len().div_ceil(LISTED);
            for (page, incidents) in incidents.chunks(LISTED).map(<[_]>::to_vec).enumerate() {
                let next = (page + 1 < pages).then(|| format!("{}/{}", history.site.url, path(year, page + 1)));
                let key = key(index, "api list", incidents.iter().copied(), &(year, &next))?;
                let listed = move || incidents.iter().map(|incident| incidents::listed(history, incident)).collect();
                let make = move || OneYear { version: VERSION, year, incidents: listed(), next: next.clone() };
                jobs.push(job(path(year, page), key, make)?);
            }
        }
        for (path, schema) in schema::all(&history.site) {
            jobs.push(Job::made(Artifact::new(path.clone(), document(&path, &schema)?)?));
        }
        Ok(jobs)
    }
}

/// Where a page of a year's list lies in the site.
fn path(year: i32, page: usize) -> String {
    Place::year_data_page(year, page).file()
}

/// The list of years. A year's document does not name the others, so that a new year changes none of them.
fn years(history: &History, by_year: &BTreeMap<i32, Vec<&public::Incident>>) -> Years {
    let link = |(&year, incidents): (&i32, &Vec<_>)| YearLink {
        year,
        incidents: incidents.len(),
        url: format!("{}/{}", history.site.url, path(year, 0)),
    };
    Years { version: VERSION, years: by_year.iter().rev().map(link).collect() }
}

fn listed<'a>(years: &Years) -> Result<Job<'a>> {
    let path = "api/history/index.json";
    Ok(Job::made(Artifact::new(path, document(path, years)?)?))
}

fn job<'a, T: Serialize>(path: String, key: Key, content: impl Fn() -> T + Send + Sync + 'a) -> Result<Job<'a>> {
    Job::at(path.clone(), key, move || document(&path, &content()))
}

fn document(path: &str, content: &impl Serialize) -> Result<Vec<u8>> {
    let mut document = Vec::with_capacity(USUAL);
    serde_json::to_writer(&mut document, content)
        .map_err(|fault| Error::io("write the document", Path::new(path))(std::io::Error::from(fault)))?;
    Ok(document)
}
