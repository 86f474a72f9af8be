//! Comes in: a built site, the state that the last deploy left, and what is there. Goes out: what to put there and what to remove.
//! Must never: plan to overwrite or remove what no deploy put there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Deployed;
use super::place::{Listing, Place, There};
use super::source::{Local, Source};
use super::state::{Digest, State};
use super::step::Step;
use crate::error::{Error, Result};
use crate::public::SitePath;

/// What a deploy will do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    added: Vec<Local>,
    replaced: Vec<Local>,
    removed: Vec<SitePath>,
    /// Files that are there as they are in OUT.
    kept: BTreeMap<SitePath, Option<Digest>>,
}

impl Plan {
    /// Compares OUT with what is there. Files that a killed deploy was about to put there are looked at one by one.
    pub(super) fn new(source: &Source, known: &State, listing: &Listing, place: &mut dyn Place) -> Result<Self> {
        let mut plan = Self::default();
        let mut open = Vec::new();
        for file in source.files() {
            if let Some(obstacle) = obstacle(&file.path, known, listing, place.has_folders()) {
                return Err(in_the_way(&obstacle));
            }
            let there = listing.get(file.path.as_str());
            let same_size = there == Some(&There::File(file.size));
            match known.files.get(&file.path) {
                _ if there.is_none() => plan.added.push(file.clone()),
                Some(None) if same_size => open.push(file),
                Some(Some(digest)) if same_size && *digest == file.digest => plan.keep(file),
                _ => plan.replaced.push(file.clone()),
            }
        }
        let paths: Vec<&SitePath> = open.iter().map(|file| &file.path).collect();
        for (file, digest) in open.iter().zip(place.digests(&paths)?) {
            if digest.as_ref() == Some(&file.digest) { plan.keep(file) } else { plan.replaced.push((*file).clone()) }
        }
        plan.replaced.sort_by(|a, b| a.path.cmp(&b.path));
        let wanted: BTreeSet<&SitePath> = source.files().iter().map(|file| &file.path).collect();
        let gone = known.files.keys().filter(|path| !wanted.contains(path));
        plan.removed = gone.filter(|path| matches!(listing.get(path.as_str()), Some(There::File(_)))).cloned().collect();
        Ok(plan)
    }

    fn keep(&mut self, file: &Local) {
        self.kept.insert(file.path.clone(), Some(file.digest.clone()));
    }

    /// Whether all is there as it is in OUT.
    pub(super) fn is_nothing(&self) -> bool {
        self.count() == 0
    }

    /// How many files it is about.
    pub(super) fn count(&self) -> usize {
        self.added.len() + self.replaced.len() + self.removed.len()
    }

    /// What the state says before the first upload: every path that may be there from now on, so that a later deploy knows it is ours.
    pub(super) fn intent(&self, source: &Source, known: &State) -> State {
        let open = self.added.iter().chain(&self.replaced).map(|file| (file.path.clone(), None));
        let leaving = self.removed.iter().map(|path| (path.clone(), known.files.get(path).cloned().flatten()));
        let files = self.kept.clone().into_iter().chain(open).chain(leaving).collect();
        State { site: source.site().map(str::to_owned), run: None, files }
    }

    /// What to put there, in turns.
    pub(super) fn uploads(&self) -> Vec<Vec<&Local>> {
        let files = || self.added.iter().map(|file| (file, true)).chain(self.replaced.iter().map(|file| (file, false)));
        let turn = |step: Step| files().filter(|(file, new)| Step::of(&file.path, *new) == step).map(|(file, _)| file).collect();
        Step::ALL.map(turn).into_iter().filter(|turn: &Vec<_>| !turn.is_empty()).collect()
    }

    /// What to remove, in turns: first what tells of pages, then pages, then what they show.
    pub(super) fn removals(&self) -> Vec<Vec<&SitePath>> {
        let turn = |step: Step| self.removed.iter().filter(|path| Step::of(path, false) == step).collect();
        Step::ALL.map(turn).into_iter().rev().filter(|turn: &Vec<_>| !turn.is_empty()).collect()
    }

    /// What a person is told.
    pub(super) fn told(&self, to: &str, source: &Source) -> Deployed {
        let paths = |files: &[Local]| files.iter().map(|file| file.path.clone()).collect();
        Deployed {
            to: to.to_owned(),
            site: source.site().map(str::to_owned),
            added: paths(&self.added),
            replaced: paths(&self.replaced),
            removed: self.removed.clone(),
            unchanged: self.kept.len(),
            bytes: self.added.iter().chain(&self.replaced).map(|file| file.size).sum(),
        }
    }
}

/// What stands where a file should go, and is not ours.
fn obstacle(path: &SitePath, known: &State, listing: &Listing, folders: bool) -> Option<String> {
    let foreign = |path: &str| match listing.get(path) {
        Some(There::Other) => true,
        Some(There::File(_)) => !known.files.contains_key(path),
        None => false,
    };
    if foreign(path.as_str()) {
        return Some(path.as_str().to_owned());
    }
    let mut above = Path::new(path.as_str()).ancestors().skip(1).filter_map(Path::to_str).filter(|_| folders);
    above.find(|folder| listing.contains_key(*folder)).map(str::to_owned)
}

fn in_the_way(path: &str) -> Error {
    Error::usage(
        format!("the site needs the place of {path}, which no deploy put there; nothing was changed"),
        "move it away, then deploy again",
    )
}
