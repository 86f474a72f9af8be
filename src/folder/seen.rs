//! What a build asked of the site's folder, and a digest of each answer. Comes in: questions with their answers, from many threads.
//! Goes out: whether the same questions have the same answers now. Must never: hold an answer itself, which may be internal.

use std::collections::BTreeMap;
use std::io::Result;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use foldhash::HashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Folder, Kind, Stamp};
use crate::digest::{Digest as Answer, first_half};

/// What was asked about a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Ask {
    /// Its bytes.
    Read,
    /// Its bytes, if it lies in the folder.
    ReadInside,
    /// Its first bytes, at most so many.
    ReadUpTo(u64),
    /// What stands there and how long it is, links followed.
    Metadata,
    /// What stands there, a link as such.
    Kind,
    /// The path without links and dots.
    Real,
    /// The paths in a folder.
    List,
    /// Whether a file, a folder, or anything stands there.
    Stands(Option<Kind>),
}

/// Questions, sorted, each with the digest of its answer.
pub(crate) type Answers = Vec<(PathBuf, Ask, Answer)>;

/// What files were known by when their bytes were asked for, as far as that can be told.
pub(crate) type Stamps = HashMap<PathBuf, Stamp>;

/// Questions with the digests of their answers. A question that had two answers in one run has none that could hold.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    answers: Mutex<BTreeMap<(PathBuf, Ask), Option<Answer>>>,
    stamps: Mutex<Stamps>,
}

impl Seen {
    pub(super) fn note(&self, path: &Path, ask: Ask, answer: Answer) {
        let mut all = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.entry((path.to_path_buf(), ask)).or_insert(Some(answer));
        if *known != Some(answer) {
            *known = None;
        }
    }

    pub(super) fn stamp(&self, path: &Path, stamp: Stamp) {
        self.stamps.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_path_buf(), stamp);
    }

    /// What the files were known by whose bytes were asked for.
    pub(crate) fn stamps(&self) -> Stamps {
        self.stamps.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The questions, sorted, each with the digest of its answer; `None` if one of them had two.
    pub(crate) fn answers(&self) -> Option<Answers> {
        let all = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|((path, ask), answer)| Some((path.clone(), *ask, (*answer)?))).collect()
    }

    /// The same with those of an earlier run that still hold: what was asked then was perhaps not asked again.
    pub(crate) fn with(&self, earlier: &Answers) -> Option<Answers> {
        let mut all: BTreeMap<(PathBuf, Ask), Answer> = earlier.iter().map(|(path, ask, answer)| ((path.clone(), *ask), *answer)).collect();
        for (path, ask, answer) in self.answers()? {
            if all.insert((path, ask), answer).is_some_and(|known| known != answer) {
                return None;
            }
        }
        Some(all.into_iter().map(|((path, ask), answer)| (path, ask, answer)).collect())
    }

    /// Whether a folder answers such questions today as it did then.
    pub(crate) fn still_holds(answers: &[(PathBuf, Ask, Answer)], folder: &Folder) -> bool {
        Self::still_holds_since(answers, &Stamps::default(), folder)
    }

    /// The same; of files that are still known by that, the bytes are not asked for again.
    pub(crate) fn still_holds_since(answers: &[(PathBuf, Ask, Answer)], stamps: &Stamps, folder: &Folder) -> bool {
        let is_still = |path: &PathBuf| stamps.get(path).is_some_and(|stamp| folder.is_still(path, stamp));
        answers.par_iter().all(|(path, ask, answer)| ask.is_of_bytes() && is_still(path) || ask.of(folder, path) == *answer)
    }
}

impl Ask {
    /// Whether bytes of a file answer it.
    fn is_of_bytes(self) -> bool {
        matches!(self, Self::Read | Self::ReadInside | Self::ReadUpTo(_))
    }

    /// Asks, and digests the answer.
    fn of(self, folder: &Folder, path: &Path) -> Answer {
        match self {
            Self::Read => bytes(&folder.read(path)),
            Self::ReadInside => bytes(&folder.read_inside(path)),
            Self::ReadUpTo(most) => bytes(&folder.read_up_to(path, most)),
            Self::Metadata => metadata(&folder.metadata(path)),
            Self::Kind => kind(&folder.symlink_metadata(path)),
            Self::Real => real(&folder.canonicalize(path)),
            Self::List => list(&folder.list(path)),
            Self::Stands(Some(Kind::File)) => stands(folder.is_file(path)),
            Self::Stands(Some(_)) => stands(folder.is_dir(path)),
            Self::Stands(None) => stands(folder.exists(path)),
        }
    }
}

/// The digest of an answer's parts, each with its length; of an error that of its kind.
fn digest<T>(answer: &Result<T>, parts: impl FnOnce(&T) -> Vec<Vec<u8>>) -> Answer {
    let mut digest = Sha256::new();
    match answer {
        Ok(answer) => parts(answer).iter().for_each(|part| {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }),
        Err(error) => digest.update(format!("error {:?}", error.kind())),
    }
    first_half(digest)
}

pub(super) fn bytes(answer: &Result<Vec<u8>>) -> Answer {
    match answer {
        Ok(bytes) => first_half(Sha256::new_with_prefix(b"bytes").chain_update(bytes)),
        Err(_) => digest(answer, |_| Vec::new()),
    }
}

pub(super) fn metadata(answer: &Result<(Kind, u64)>) -> Answer {
    digest(answer, |(kind, length)| vec![format!("{kind:?} {length}").into_bytes()])
}

pub(super) fn kind(answer: &Result<Kind>) -> Answer {
    digest(answer, |kind| vec![format!("{kind:?}").into_bytes()])
}

pub(super) fn real(answer: &Result<PathBuf>) -> Answer {
    digest(answer, |path| vec![path.as_os_str().as_encoded_bytes().to_vec()])
}

pub(super) fn list(answer: &Result<Vec<PathBuf>>) -> Answer {
    digest(answer, |paths| {
        let mut names: Vec<Vec<u8>> = paths.iter().map(|path| path.as_os_str().as_encoded_bytes().to_vec()).collect();
        names.sort();
        names
    })
}

pub(super) fn stands(answer: bool) -> Answer {
    [u8::from(answer); 16]
}
