//! Our own API, without a limit. Comes in: the public history. Goes out: a document per incident, one per year, the list of years,
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
use rayon::prelude::*;
use serde::Serialize;

use self::shape::{Incident, OneIncident, OneYear, VERSION, YearLink, Years};
use super::{Artifact, Output};
use crate::error::{Error, Result};
use crate::public::History;
use crate::render::Renderer;

/// `api/incidents/ID.json`, `api/history/YEAR.json`, `api/history/index.json` and `api/schema/*.json`.
pub struct Api;

impl Output for Api {
    fn name(&self) -> &'static str {
        "API"
    }

    fn produce(&self, history: &History, _: &Renderer) -> Result<Vec<Artifact>> {
        documents(history)
    }
}

fn documents(history: &History) -> Result<Vec<Artifact>> {
    let objects: Vec<_> = history.incidents.par_iter().map(|incident| incidents::object(history, incident)).collect();
    let paths = history.incidents.iter().map(incidents::path);
    let single = paths.zip(&objects).map(|(path, incident)| document(path, &OneIncident { version: VERSION, incident }));
    let mut artifacts = single.collect::<Result<Vec<_>>>()?;
    artifacts.extend(years(history, objects)?);
    for (path, schema) in schema::all(&history.site) {
        artifacts.push(document(path, &schema)?);
    }
    Ok(artifacts)
}

/// The document of each year, and their list. A year's document does not name the others, so that a new year changes none of them.
fn years(history: &History, objects: Vec<Incident<'_>>) -> Result<Vec<Artifact>> {
    let mut by_year: BTreeMap<i32, Vec<Incident<'_>>> = BTreeMap::new();
    for incident in objects {
        by_year.entry(incident.started.0.year()).or_default().push(incident);
    }
    let path = |year: i32| format!("api/history/{year:04}.json");
    let years = by_year.iter().rev().map(|(&year, incidents)| YearLink {
        year,
        incidents: incidents.len(),
        url: format!("{}/{}", history.site.url, path(year)),
    });
    let list = document("api/history/index.json".to_owned(), &Years { version: VERSION, years: years.collect() });
    let each = by_year.iter().map(|(&year, incidents)| document(path(year), &OneYear { version: VERSION, year, incidents }));
    each.chain([list]).collect()
}

fn document(path: String, content: &impl Serialize) -> Result<Artifact> {
    let json =
        serde_json::to_vec(content).map_err(|fault| Error::io("write the document", Path::new(&path))(std::io::Error::from(fault)))?;
    Artifact::new(path, json)
}
