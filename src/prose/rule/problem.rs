//! What is wrong with a rule file or with a word about rules in the config. The caller turns it into a configuration error.

/// One fault in the wording configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file it is in.
    pub path: String,
    /// Its line, from 1; `None` speaks about the file as a whole.
    pub line: Option<usize>,
    /// The fact, in lower case.
    pub message: String,
    /// The next step.
    pub help: String,
}

impl Problem {
    /// A fault in a file. A path below the working folder is told without `./`, as findings tell it.
    pub fn new(path: &str, line: impl Into<Option<usize>>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { path: path.strip_prefix("./").unwrap_or(path).to_owned(), line: line.into(), message: message.into(), help: help.into() }
    }
}
