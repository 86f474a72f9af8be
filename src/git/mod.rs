//! The one door to git: a process, never a shell. Comes in: a folder and arguments. Goes out: what git printed.
//! Must never: ask at a prompt, reach the network unless the caller pushes, or take a word of a user for an option.

mod commit;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Error, Result};

pub use self::commit::{Commit, Sent};

/// A git repository on this machine.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The folder that git is run in.
    folder: PathBuf,
}

impl Repository {
    /// The repository that a folder belongs to.
    ///
    /// # Errors
    /// If git is not installed, or the folder is in no repository that git opens.
    pub fn open(folder: &Path) -> Result<Self> {
        let repository = Self { folder: folder.to_path_buf() };
        repository.run(&["rev-parse", "--git-dir"])?;
        Ok(repository)
    }

    /// What a git command prints on standard output.
    ///
    /// # Errors
    /// If git cannot be started or ends with another status than 0; with what it said.
    pub fn run(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let output = self.command().args(arguments).output().map_err(|error| missing(&error))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Error::usage(
            format!("git {} failed: {}", arguments.first().unwrap_or(&""), said.trim()),
            format!("run it in {} to see more", self.folder.display()),
        ))
    }

    /// git, set up so that it asks nobody and changes nothing by itself.
    pub(crate) fn command(&self) -> Command {
        let mut git = Command::new("git");
        git.arg("-C").arg(&self.folder).arg("--no-pager").stdin(Stdio::null());
        git.envs([("GIT_TERMINAL_PROMPT", "0"), ("GIT_OPTIONAL_LOCKS", "0"), ("LC_ALL", "C")]);
        git
    }
}

fn missing(error: &std::io::Error) -> Error {
    Error::usage(format!("git cannot be started: {error}"), "install git, or leave out what needs it")
}
