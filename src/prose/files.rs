//! Paths as they are given → the files to read. A folder stands for the Markdown and text files in it; those with a dot are passed over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::lint::Reading;
use crate::error::{Error, Result};

/// How files are read, by the ends of their names.
#[derive(Debug, Default)]
pub struct Formats<'f> {
    /// Every file is one text, whatever it is.
    pub ignore_syntax: bool,
    /// The end of a name that counts for every file that is named.
    pub named: Option<&'f str>,
    /// Other ends of names, and what they stand for.
    pub aliases: BTreeMap<String, String>,
}

impl Formats<'_> {
    /// How a file is read; nothing for one that is neither Markdown nor plain text.
    pub fn reading(&self, path: &Path) -> Option<Reading> {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        let read = self.named.map(|named| named.trim_start_matches('.').to_ascii_lowercase()).or(extension)?;
        match self.aliases.get(&read).map_or(read.as_str(), String::as_str) {
            "md" | "mdown" | "markdown" | "markdn" | "mkd" => Some(self.unless_ignored(Reading::Markdown)),
            "txt" => Some(self.unless_ignored(Reading::Text)),
            _ => None,
        }
    }

    fn unless_ignored(&self, reading: Reading) -> Reading {
        if self.ignore_syntax { Reading::Lines } else { reading }
    }

    /// The same for a file that was named.
    fn named(&self, path: &Path) -> Result<Reading> {
        self.reading(path).or(self.ignore_syntax.then_some(Reading::Lines)).ok_or_else(|| Error::Usage {
            message: format!("{} is neither Markdown nor plain text", path.display()),
            help:
                "name files that end in .md, .markdown or .txt, say what it is with --ext=.md, or read it as it stands with --ignore-syntax"
                    .to_owned(),
        })
    }
}

/// The files with how each is read, in the order of their paths.
pub fn files(paths: &[PathBuf], formats: &Formats<'_>) -> Result<Vec<(PathBuf, Reading)>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &Formats { named: None, aliases: formats.aliases.clone(), ..*formats }, &mut found)?;
        } else {
            found.push((path.clone(), formats.named(path)?));
        }
    }
    found.sort_by(|(a, _), (b, _)| a.to_string_lossy().cmp(&b.to_string_lossy()));
    found.dedup_by(|(a, _), (b, _)| a == b);
    Ok(found)
}

fn walk(folder: &Path, formats: &Formats<'_>, found: &mut Vec<(PathBuf, Reading)>) -> Result<()> {
    let failed = |source| Error::Io { action: "list", path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") || name == "node_modules" {
            continue;
        }
        let path = if folder == Path::new(".") { PathBuf::from(&name) } else { folder.join(&name) };
        // A link to a folder may lead back to where it stands.
        if path.is_dir() {
            if !path.is_symlink() {
                walk(&path, formats, found)?;
            }
        } else if path.metadata().is_ok_and(|found| !found.is_file()) {
            // A pipe or a device never ends. One that is named is what somebody wants to be read.
        } else {
            found.extend(formats.reading(&path).map(|reading| (path, reading)));
        }
    }
    Ok(())
}
