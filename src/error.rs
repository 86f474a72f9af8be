//! Failures of the environment: files, folders, the theme, the network.
//! Faults of an author's document are never errors; they are findings (see [`crate::diagnostic`]).
//! Each error names its path and the next step. None may hold internal text.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rustix::io::Errno;

/// A failure that stops the command with exit status 2.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read, written or listed.
    #[error("cannot {action} {}: {source}\nhelp: {}", path.display(), next_step(source))]
    Io {
        /// What was tried, as a verb phrase: `read`, `make the folder`.
        action: &'static str,
        /// The path it was tried on.
        path: PathBuf,
        /// What the system answered.
        source: std::io::Error,
    },
    /// `allclear.toml` is missing or has problems; every problem is in `report`.
    #[error("{report}")]
    Config {
        /// The rendered problems, one block each.
        report: String,
    },
    /// The output folder may not be written.
    #[error("{}: {reason}\nhelp: {help}", path.display())]
    Output {
        /// The folder that was asked for.
        path: PathBuf,
        /// Why it is refused.
        reason: String,
        /// What to do instead.
        help: String,
    },
    /// A template or another theme file is unusable.
    #[error("theme file {file}: {reason}\nhelp: {help}")]
    Theme {
        /// The theme file, relative to the theme folder.
        file: String,
        /// What is wrong with it.
        reason: String,
        /// What to do about it.
        help: String,
    },
    /// Two outputs claim one path of the site: a bug in an output or an alias that meets a page.
    #[error("two outputs write {path}\nhelp: rename the alias or the incident that leads to this path")]
    Clash {
        /// The path inside the site.
        path: String,
    },
    /// The command line asks for something impossible.
    #[error("{message}\nhelp: {help}")]
    Usage {
        /// The fact.
        message: String,
        /// The next step.
        help: String,
    },
}

impl Error {
    /// An [`Error::Io`], for use with `map_err`.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { action, path, source }
    }

    /// An [`Error::Usage`].
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: help.into() }
    }
}

/// What to do about what the system answered.
fn next_step(source: &std::io::Error) -> &'static str {
    match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space there, then run the command again",
        ErrorKind::ReadOnlyFilesystem => "this file system can only be read: name a folder elsewhere",
        ErrorKind::FileTooLarge => "raise the limit on the size of files (`ulimit -f`), then run the command again",
        ErrorKind::InvalidFilename => "shorten the name, or those of the folders above it",
        _ if source.raw_os_error() == Some(Errno::MFILE.raw_os_error()) => {
            "raise the limit on open files (`ulimit -n`), then run the command again"
        }
        _ => "check that it is there, and that you may use it",
    }
}

/// The result of everything that touches the environment.
pub type Result<T> = std::result::Result<T, Error>;
