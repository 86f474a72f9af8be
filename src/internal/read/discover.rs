//! The site's folder → its document files, in a stable order. A link that leads out of the folder is a finding and is not followed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::rules;
use crate::diagnostic::{Finding, Source, SourceId, Sources};
use crate::error::{Error, Result};
use crate::folder::{Folder, Kind};
use crate::internal::check::registry::Rule;

/// A larger file is an error, in bytes.
const LARGEST: u64 = 16 << 20;

/// A document's text and place, or none if it could not be read.
pub fn documents(site: &Folder, sources: &mut Sources, findings: &mut Vec<Finding>) -> Result<Vec<SourceId>> {
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
    let opened: Vec<Result<Opened>> = files.par_iter().map(|(_, path)| open(site, path)).collect();
    for ((shown, _), opened) in files.into_iter().zip(opened) {
        match opened? {
            Opened::Text(text) => found.push(sources.add(Source::new(shown, text))),
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
        let entries = self.site.list(folder).map_err(Error::io("list the folder", folder))?;
        let mut entries: Vec<(String, PathBuf)> = entries
            .into_iter()
            .map(|path| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path))
            .filter(|(name, _)| !name.starts_with('.'))
            .collect();
        entries.sort();
        entries.into_iter().try_for_each(|(name, path)| self.entry(&name, path, format!("{shown}/{name}")))
    }

    fn entry(&mut self, name: &str, path: PathBuf, shown: String) -> Result<()> {
        let document = Path::new(name).extension().is_some_and(|end| end == "md");
        let kind = self.site.symlink_metadata(&path).ok();
        let is_link = kind == Some(Kind::Link);
        if is_link && !self.site.canonicalize(&path).is_ok_and(|target| target.starts_with(&self.root)) {
            if document || self.site.is_dir(&path) {
                self.outside.push(shown);
            }
            return Ok(());
        }
        if kind == Some(Kind::Folder) || (is_link && self.site.is_dir(&path)) {
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
    /// A text.
    Text(String),
    /// No document, and what is wrong with it.
    Odd(&'static Rule, String),
}

fn open(site: &Folder, path: &Path) -> Result<Opened> {
    let (kind, size) = site.metadata(path).map_err(Error::io("read", path))?;
    if kind != Kind::File {
        return Ok(Opened::Odd(&rules::NOT_A_FILE, "this is no plain file".to_owned()));
    }
    if size > LARGEST {
        return Ok(Opened::Odd(&rules::TOO_LARGE, format!("this file is larger than 16 MB ({} MB)", size >> 20)));
    }
    let bytes = site.read_inside(path).map_err(Error::io("read", path))?;
    Ok(match String::from_utf8(bytes) {
        // UTF-16 of plain English is valid UTF-8 full of NUL bytes, and would pass for a text without front matter.
        Ok(text) if text.contains('\0') => Opened::Odd(&rules::NOT_UTF8, "this file is not UTF-8 text: it holds a NUL byte".to_owned()),
        Ok(text) => Opened::Text(text),
        Err(error) => {
            let line = memchr::memchr_iter(b'\n', &error.as_bytes()[..error.utf8_error().valid_up_to()]).count() + 1;
            Opened::Odd(&rules::NOT_UTF8, format!("this file is not UTF-8: line {line} holds a byte that is no character"))
        }
    })
}
