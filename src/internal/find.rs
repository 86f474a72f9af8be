//! An id → the one document that bears it. What it refuses, it refuses without a word of a document.

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::read;
use super::read::draft::{Draft, DraftKind};
use crate::config::Config;
use crate::diagnostic::{SourceId, Sources};
use crate::error::{Error, Result};
use crate::public::Id;

/// The one document of an id.
pub fn find(files: &[SourceId], sources: &Sources, config: &Config, id: &str) -> Result<Draft> {
    one_of(&drafts(files, sources, config), sources, id)
}

/// The documents that can be read.
pub fn drafts(files: &[SourceId], sources: &Sources, config: &Config) -> Vec<Draft> {
    files.par_iter().filter_map(|file| read::read(sources.get(*file), *file, config, &mut Vec::new())).collect()
}

/// An id as it is compared with others.
pub fn fold(id: &str) -> String {
    id.nfkc().flat_map(char::to_lowercase).collect()
}

/// The one of these documents that has an id.
pub fn one_of(drafts: &[Draft], sources: &Sources, id: &str) -> Result<Draft> {
    let mut twins: Vec<&Draft> = drafts.iter().filter(|draft| fold(&draft.id.value) == fold(id)).collect();
    match (twins.len(), twins.pop()) {
        (1, Some(draft)) if draft.id.value == id && Id::is_valid(id) => Ok(draft.clone()),
        (2.., Some(last)) => {
            let paths: Vec<&str> = twins.into_iter().chain([last]).map(|draft| sources.get(draft.source).path()).collect();
            Err(Error::usage(format!("{id} is the id of {}", paths.join(" and ")), "give all but one of them another id"))
        }
        _ => {
            // The id of a document that stays private is told to nobody who does not know it.
            let public = drafts.iter().filter(|draft| draft.public.is_some() && draft.publish && draft.kind != DraftKind::NearMiss);
            let near = public.map(|draft| (strsim::osa_distance(&draft.id.value, id), &draft.id.value)).min();
            let help = match near.filter(|(distance, _)| *distance <= 1.max(id.chars().count() / 4)) {
                Some((_, near)) => format!("did you mean {near}?"),
                None => "the id is the `id` of the front matter, else the file's name without .md; `allclear check` says which documents \
                         cannot be read"
                    .to_owned(),
            };
            Err(Error::usage(format!("no document has the id {id}"), help))
        }
    }
}
