//! The program itself: arguments in, exit status and both streams out.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// A run of the program.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Expects an exit status.
    #[track_caller]
    pub fn ends_with(self, status: i32) -> Self {
        assert_eq!(self.status, status, "\n--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// Expects words on standard error.
    #[track_caller]
    pub fn complains(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "no {words:?} in:\n{}", self.stderr);
        self
    }

    /// Expects that a word stands in neither stream.
    #[track_caller]
    pub fn hides(self, word: &str) -> Self {
        assert!(!self.stdout.contains(word), "{word:?} stands in stdout:\n{}", self.stdout);
        assert!(!self.stderr.contains(word), "{word:?} stands in stderr:\n{}", self.stderr);
        self
    }
}

/// Runs the program.
pub fn allclear<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Run {
    run(command().args(args))
}

/// Builds a folder into OUT with the clock of the stories.
pub fn build(site: &Path, out: &Path) -> Run {
    allclear([OsStr::new("build"), site.as_ref(), OsStr::new("--out"), out.as_ref(), OsStr::new("--now"), OsStr::new(super::NOW)])
}

/// The program, to be given arguments and surroundings.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_allclear"));
    command.env_remove("SOURCE_DATE_EPOCH");
    command
}

/// Runs a prepared program.
pub fn run(command: &mut Command) -> Run {
    let output = command.stdin(std::process::Stdio::null()).output().unwrap();
    Run {
        status: output.status.code().expect("killed by a signal"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
