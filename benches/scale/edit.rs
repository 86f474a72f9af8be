//! One change in one document. Comes in: a site. Goes out: the same site, one document of the middle changed, and put back at the end.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::tree;

/// A document that changes.
pub struct Edited {
    path: PathBuf,
    text: String,
}

/// Which half of a document changes.
#[derive(Clone, Copy)]
pub enum Half {
    /// A sentence of its message.
    Public,
    /// A line of its notes.
    Internal,
}

impl Half {
    fn heading(self) -> &'static str {
        match self {
            Self::Public => "### What we learned\n",
            Self::Internal => "## Root cause\n",
        }
    }
}

impl Edited {
    /// A document of the middle of the site.
    pub fn of(site: &Path) -> Result<Self> {
        let documents: Vec<PathBuf> = tree::files(&site.join("postmortems"))?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
            .collect();
        let path = documents.get(documents.len() / 2).context("a site has documents")?.clone();
        Ok(Self { text: std::fs::read_to_string(&path)?, path })
    }

    /// Its id.
    pub fn id(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Saves it with a line that no other run writes; the line.
    pub fn save(&self, half: Half, run: usize) -> Result<String> {
        let line = format!("This line was written anew in round {run} of a trial.");
        let text = self.text.replacen(half.heading(), &format!("{}{line}\n", half.heading()), 1);
        std::fs::write(&self.path, text)?;
        Ok(line)
    }
}

impl Drop for Edited {
    /// A document that stays changed is one that the next measurement does not know.
    fn drop(&mut self) {
        let _ = std::fs::write(&self.path, &self.text);
    }
}
