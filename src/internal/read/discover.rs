//! The site's folder → its document files, in a stable order. A link that leads out of the folder is a finding and is not followed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::HashMap;
use rayon::prelude::*;

use super::rules;
use crate::diagnostic::{Finding, Source, SourceId, Sources};
use crate::error::{Error, Result};
use crate::folder::{Folder, Kind, Stamp};
use crate::internal::check::registry::Rule;

/// A larger file is an error, in bytes.
const LARGEST: u64 = 16 << 20;

/// Files that were read before, by path, each with what it was known by then.
pub type Known = HashMap<String, (Stamp, Arc<Source>)>;

/// A document's text and place, or none if it could not be read.
pub fn documents(site: &Folder, sources: &mut Sources, findings: &mut Vec<Finding>) -> Result<Vec<SourceId>> {
    Ok(documents_since(site, &Known::default(), sources, findings)?.into_iter().map(|(id, _)| id).collect())
}

/// The same, each with what its file will be known by. Files that are as they were are not read again.
pub fn documents_since(
    site: &Folder,
    known: &Known,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Result<Vec<(SourceId, Option<Stamp>)>> {
    let root = site.canonicalize(site.root()).map_err(Error::io("open the folder", site.root()))?;
    let folder = site.join("postmortems");
    let mut found = Vec::new();
    if site.symlink_metadata(&folder).is_err() {
        return Ok(found);
    }
    let mut walk = Walk { site, root, entered: BTreeSet::new(), files: Vec::new(), outside: Vec::new() };
    walk.folder(&folder, "postmortems")?;
    let Walk { mut files, mut outside, .. } = walk;
    files.sort();
    outside.sort();
    for path in outside {
        let id = sources.add(Source::new(path, ""));
        findings.push(rules::LINK_OUTSIDE.found(id, None, "this link leads out of the site's folder, and is not followed"));
    }
    let opened: Vec<Result<Opened>> = files.par_iter().map(|(shown, path)| open(site, path, known.get(shown))).collect();
    for ((shown, _), opened) in files.into_iter().zip(opened) {
        match opened? {
            Opened::Known(stamp, source) => found.push((sources.add(source), Some(stamp))),
            Opened::Text(text, stamp) => found.push((sources.add(Source::new(shown, text)), stamp)),
            Opened::Odd(rule, message) => {
                let id = sources.add(Source::new(shown, ""));
                findings.push(rule.found(id, None, message));
            }
        }
    }
    Ok(found)
}

struct Walk<'a> {
    site: &'a Folder,
    root: PathBuf,
    /// Folders by their real path: a link may lead back up.
    entered: BTreeSet<PathBuf>,
    files: Vec<(String, PathBuf)>,
    outside: Vec<String>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, shown: &str) -> Result<()> {
        let real = self.site.canonicalize(folder).map_err(Error::io("open the folder", folder))?;
        if !real.starts_with(&self.root) {
            self.outside.push(shown.to_owned());
            return Ok(());
        }
        if !self.entered.insert(real) {
            return Ok(());
        }
        let entries = self.site.entries(folder).map_err(Error::io("list the folder", folder))?;
        let mut entries: Vec<(String, PathBuf, Kind)> = entries
            .into_iter()
            .map(|(kind, path)| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path, kind))
            .filter(|(name, ..)| !name.starts_with('.'))
            .collect();
        entries.sort();
        entries.into_iter().try_for_each(|(name, path, kind)| self.entry(&name, path, kind, format!("{shown}/{name}")))
    }

    fn entry(&mut self, name: &str, path: PathBuf, kind: Kind, shown: String) -> Result<()> {
        let document = Path::new(name).extension().is_some_and(|end| end == "md");
        let is_link = kind == Kind::Link;
        if is_link && !self.site.canonicalize(&path).is_ok_and(|target| target.starts_with(&self.root)) {
            if document || self.site.is_dir(&path) {
                self.outside.push(shown);
            }
            return Ok(());
        }
        if kind == Kind::Folder || (is_link && self.site.is_dir(&path)) {
            return self.folder(&path, &shown);
        }
        if document {
            self.files.push((shown, path));
        }
        Ok(())
    }
}

/// What a file is.
enum Opened {
    /// One that is as it was.
    Known(Stamp, Arc<Source>),
    /// A text, and what its file will be known by.
    Text(String, Option<Stamp>),
    /// No document, and what is wrong with it.
    Odd(&'static Rule, String),
}

fn open(site: &Folder, path: &Path, known: Option<&(Stamp, Arc<Source>)>) -> Result<Opened> {
    if let Some((stamp, source)) = known.filter(|(stamp, _)| site.is_still(path, stamp)) {
        return Ok(Opened::Known(*stamp, Arc::clone(source)));
    }
    let (kind, size) = site.metadata(path).map_err(Error::io("read", path))?;
    if kind != Kind::File {
        return Ok(Opened::Odd(&rules::NOT_A_FILE, "this is no plain file".to_owned()));
    }
    if size > LARGEST {
        return Ok(Opened::Odd(&rules::TOO_LARGE, format!("this file is larger than 16 MB ({} MB)", size >> 20)));
    }
    let (bytes, stamp) = site.read_stamped(path).map_err(Error::io("read", path))?;
    Ok(match String::from_utf8(bytes) {
        // UTF-16 of plain English is valid UTF-8 full of NUL bytes, and would pass for a text without front matter.
        Ok(text) if text.contains('\0') => Opened::Odd(&rules::NOT_UTF8, "this file is not UTF-8 text: it holds a NUL byte".to_owned()),
        Ok(text) => Opened::Text(text, stamp),
        Err(error) => {
            let line = memchr::memchr_iter(b'\n', &error.as_bytes()[..error.utf8_error().valid_up_to()]).count() + 1;
            Opened::Odd(&rules::NOT_UTF8, format!("this file is not UTF-8: line {line} holds a byte that is no character"))
        }
    })
}
