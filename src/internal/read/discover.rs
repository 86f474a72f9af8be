//! The site's folder → its document files, in a stable order. A link that leads out of the folder is a finding and is not followed.

use std::path::{Path, PathBuf};

use super::rules;
use crate::diagnostic::{Finding, Source, SourceId, Sources};
use crate::error::{Error, Result};

/// A larger file is an error, in bytes.
const LARGEST: u64 = 16 << 20;

/// A document's text and place, or none if it could not be read.
pub fn documents(site: &Path, sources: &mut Sources, findings: &mut Vec<Finding>) -> Result<Vec<SourceId>> {
    let root = site.canonicalize().map_err(Error::io("open the folder", site))?;
    let folder = site.join("postmortems");
    let mut found = Vec::new();
    if std::fs::symlink_metadata(&folder).is_err() {
        return Ok(found);
    }
    let mut files = Vec::new();
    let mut outside = Vec::new();
    walk(&folder, "postmortems", &root, 0, &mut files, &mut outside)?;
    files.sort();
    outside.sort();
    for path in outside {
        let id = sources.add(Source::new(path, ""));
        findings.push(rules::LINK_OUTSIDE.found(id, None, "this link leads out of the site's folder, and is not followed"));
    }
    for (shown, path) in files {
        if let Some(id) = open(&shown, &path, sources, findings)? {
            found.push(id);
        }
    }
    Ok(found)
}

/// Folders nested deeper than this are not entered: a link may lead back up.
const DEEPEST: usize = 32;

fn walk(
    folder: &Path,
    shown: &str,
    root: &Path,
    depth: usize,
    files: &mut Vec<(String, PathBuf)>,
    outside: &mut Vec<String>,
) -> Result<()> {
    let entry_fault = Error::io("open the folder", folder);
    if !folder.canonicalize().map_err(entry_fault)?.starts_with(root) {
        outside.push(shown.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(folder).map_err(Error::io("list the folder", folder))?;
    for entry in entries {
        let entry = entry.map_err(Error::io("list the folder", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        let inner = format!("{shown}/{name}");
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        if is_link && !path.canonicalize().is_ok_and(|target| target.starts_with(root)) {
            if Path::new(&name).extension().is_some_and(|end| end == "md") || path.is_dir() {
                outside.push(inner);
            }
            continue;
        }
        if path.is_dir() {
            if depth < DEEPEST {
                walk(&path, &inner, root, depth + 1, files, outside)?;
            }
        } else if Path::new(&name).extension().is_some_and(|end| end == "md") {
            files.push((inner, path));
        }
    }
    Ok(())
}

fn open(shown: &str, path: &Path, sources: &mut Sources, findings: &mut Vec<Finding>) -> Result<Option<SourceId>> {
    let metadata = std::fs::metadata(path).map_err(Error::io("read", path))?;
    let size = metadata.len();
    if !metadata.is_file() {
        let id = sources.add(Source::new(shown, ""));
        findings.push(rules::NOT_A_FILE.found(id, None, "this is no plain file"));
        return Ok(None);
    }
    if size > LARGEST {
        let id = sources.add(Source::new(shown, ""));
        findings.push(rules::TOO_LARGE.found(id, None, format!("this file is larger than 16 MB ({} MB)", size >> 20)));
        return Ok(None);
    }
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(sources.add(Source::new(shown, text)))),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned();
            let line = text.matches('\n').count() + 1;
            let id = sources.add(Source::new(shown, ""));
            findings.push(rules::NOT_UTF8.found(
                id,
                None,
                format!("this file is not UTF-8: line {line} holds a byte that is no character"),
            ));
            Ok(None)
        }
    }
}
