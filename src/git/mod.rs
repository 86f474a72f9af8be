//! The one door to git: a process, never a shell. Comes in: a folder and arguments. Goes out: what git printed.
//! Must never: ask at a prompt, reach the network unless the caller pushes, or take a word of a user for an option.

mod commit;
mod objects;
mod revision;
mod tree;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Error, Result};
use crate::login::without_login;

pub use self::commit::{Commit, Sent};
pub use self::revision::Revision;
pub(crate) use self::tree::Tree;

/// A git repository on this machine.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The folder that git is run in.
    folder: PathBuf,
    /// Whether that folder alone says which repository is meant, and nothing that git says to its hooks.
    by_folder: bool,
}

/// With what git tells the programs that it runs where it is at work.
const SAID_TO_HOOKS: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_PREFIX",
];

/// The name that git signs commits with in a folder, if it has one; the folder need be in no repository.
pub fn user_name(folder: &Path) -> Option<String> {
    let asked = Repository { folder: folder.to_path_buf(), by_folder: false }.run(&["config", "--get", "user.name"]);
    String::from_utf8(asked.ok()?).ok().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}

impl Repository {
    /// The repository that a folder belongs to.
    ///
    /// # Errors
    /// If git is not installed, or the folder is in no repository that git opens.
    pub fn open(folder: &Path) -> Result<Self> {
        Self { folder: folder.to_path_buf(), by_folder: false }.opened()
    }

    /// The same for a folder that is written into: a hook of another repository does not make it that one's.
    fn of_folder(folder: &Path) -> Result<Self> {
        Self { folder: folder.to_path_buf(), by_folder: true }.opened()
    }

    fn opened(self) -> Result<Self> {
        let repository = self;
        let output = repository.command().args(["rev-parse", "--git-dir"]).output().map_err(|error| missing(&error))?;
        if output.status.success() { Ok(repository) } else { Err(repository.closed(&String::from_utf8_lossy(&output.stderr))) }
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
            format!("git {} failed: {}", arguments.first().unwrap_or(&""), without_login(said.trim())),
            format!("run it in {} to see more", self.folder.display()),
        ))
    }

    /// git, set up so that it asks nobody and changes nothing by itself.
    pub(crate) fn command(&self) -> Command {
        let mut git = self.begun();
        git.envs([("GIT_TERMINAL_PROMPT", "0"), ("GIT_OPTIONAL_LOCKS", "0"), ("LC_ALL", "C")]);
        git
    }

    /// git in the folder that is meant.
    fn begun(&self) -> Command {
        let mut git = Command::new("git");
        if self.by_folder {
            SAID_TO_HOOKS.iter().for_each(|name| {
                git.env_remove(name);
            });
        }
        // A hook says with this which repository it runs for, and may say it as seen from where it runs.
        if self.by_folder || std::env::var_os("GIT_DIR").is_none() {
            git.arg("-C").arg(&self.folder);
        }
        git.arg("--no-pager").stdin(Stdio::null());
        git
    }

    /// git, set up so that it reads what is here: it reaches no network even for what a partial clone lacks, and nothing is replaced.
    fn reading(&self) -> Command {
        let mut git = self.command();
        git.arg("--no-replace-objects").envs([("GIT_NO_LAZY_FETCH", "1"), ("GIT_ALLOW_PROTOCOL", "none")]);
        git
    }

    /// Why git opens no repository here, and what to do.
    fn closed(&self, said: &str) -> Error {
        let folder = self.folder.display();
        if said.contains("dubious ownership") {
            return Error::usage(
                format!("git does not open the repository of {folder}: it belongs to another user"),
                "if you trust it, run `git config --global --add safe.directory DIR` with the folder of the repository, as this user",
            );
        }
        if said.contains("not a git repository") {
            return Error::usage(format!("{folder} is in no git repository"), "run this inside of a repository");
        }
        if said.contains("cannot change to") {
            return Error::usage(format!("{folder} is no folder that can be entered"), "name a folder inside of a git repository");
        }
        Error::usage(
            format!("git does not open the repository of {folder}: {}", without_login(said.trim())),
            "run `git status` there to see more",
        )
    }
}

fn missing(error: &std::io::Error) -> Error {
    Error::usage(format!("git cannot be started: {error}"), "install git, or leave out what needs it")
}
