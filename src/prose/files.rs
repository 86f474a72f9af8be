//! Paths as they are given → the files to read. A folder stands for the Markdown and text files in it; those with a dot are passed over.

use std::path::{Path, PathBuf};

use super::lint::Reading;
use crate::error::{Error, Result};

/// The files with how each is read, in the order of their paths.
pub fn files(paths: &[PathBuf], ignore_syntax: bool) -> Result<Vec<(PathBuf, Reading)>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut found)?;
        } else if ignore_syntax {
            found.push((path.clone(), Reading::Lines));
        } else if let Some(reading) = reading(path) {
            found.push((path.clone(), reading));
        } else {
            return Err(Error::Usage {
                message: format!("{} is neither Markdown nor plain text", path.display()),
                help: "name files that end in .md, .markdown or .txt, or read any file as it stands with --ignore-syntax".to_owned(),
            });
        }
    }
    if ignore_syntax {
        found.iter_mut().for_each(|(_, reading)| *reading = Reading::Lines);
    }
    found.sort_by(|(a, _), (b, _)| a.to_string_lossy().cmp(&b.to_string_lossy()));
    found.dedup_by(|(a, _), (b, _)| a == b);
    Ok(found)
}

/// How a file is read, by the end of its name.
fn reading(path: &Path) -> Option<Reading> {
    let extension = path.extension()?.to_string_lossy().to_ascii_lowercase();
    match extension.as_str() {
        "md" | "mdown" | "markdown" | "markdn" | "mkd" => Some(Reading::Markdown),
        "txt" => Some(Reading::Text),
        _ => None,
    }
}

fn walk(folder: &Path, found: &mut Vec<(PathBuf, Reading)>) -> Result<()> {
    let failed = |source| Error::Io { action: "list", path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') || name == "node_modules" {
            continue;
        }
        let path = if folder == Path::new(".") { PathBuf::from(name.as_ref()) } else { folder.join(name.as_ref()) };
        if path.is_dir() {
            walk(&path, found)?;
        } else {
            found.extend(reading(&path).map(|reading| (path, reading)));
        }
    }
    Ok(())
}
