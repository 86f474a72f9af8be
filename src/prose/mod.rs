//! Prose: any Markdown, any styles in Vale's format. Comes in: a `.vale.ini` and files. Goes out: alerts, as Vale prints them.
//! It knows nothing of drafts or incidents; the wording gate uses the same rules (`rule`).

mod alert;
mod block;
mod files;
mod front_matter;
mod glob;
mod html;
mod ini;
mod lint;
mod markdown;
pub(crate) mod rule;
mod runs;
mod sentences;
mod settings;
mod styles;
mod switches;
mod vocabulary;
mod walker;

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Map, Value};

pub use self::alert::Alert;
use self::lint::Reading;
use self::rule::{Problem, TextRule};
pub(crate) use self::runs::Runs;
pub(crate) use self::sentences::sentences;
use self::settings::{Choice, Settings};
use self::styles::Styles;
use crate::diagnostic::Level;
use crate::error::{Error, Result};

/// What is to be linted.
#[derive(Debug)]
pub struct Order {
    /// The `.vale.ini`.
    pub config: PathBuf,
    /// Files, and folders with files.
    pub paths: Vec<PathBuf>,
    /// Whether each file is one block of text, whatever its markup.
    pub ignore_syntax: bool,
}

/// What was found.
#[derive(Debug)]
pub struct Outcome {
    /// The files in the order of their paths, each with its alerts in order.
    pub files: Vec<(String, Vec<Alert>)>,
    /// What a person should know, and no alert says.
    pub notes: Vec<String>,
}

/// Lints files. What is wrong with the config, or with a rule that is on for one of them, is an error.
pub fn lint(order: &Order) -> Result<Outcome> {
    let settings = Settings::read(&order.config).map_err(|problems| unusable(&problems))?;
    let mut styles = Styles::new(&settings);
    let files: Vec<(PathBuf, Reading)> = files::files(&order.paths, order.ignore_syntax)?;
    let jobs: Vec<(PathBuf, Reading, Choice<'_>, Vec<Arc<TextRule>>)> = files
        .into_iter()
        .map(|(path, reading)| {
            let choice = settings.choice(&path.to_string_lossy());
            let rules = styles.rules(&choice);
            (path, reading, choice, rules)
        })
        .collect();
    if !styles.problems.is_empty() {
        return Err(unusable(&styles.problems));
    }
    let linted = jobs.into_par_iter().map(|(path, reading, choice, rules)| {
        let failed = |source| Error::Io { action: "read", path: path.clone(), source };
        let text = std::fs::read_to_string(&path).map_err(failed)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        Ok((path.to_string_lossy().into_owned(), lint::lint(text, reading, &rules, &settings, &choice)))
    });
    Ok(Outcome { files: linted.collect::<Result<_>>()?, notes: styles.notes.into_iter().collect() })
}

impl Outcome {
    /// One line for each alert: `path:line:column:Style.Rule:message`.
    pub fn lines(&self) -> String {
        self.files.iter().flat_map(|(path, alerts)| alerts.iter().map(move |alert| format!("{path}:{}\n", alert.to_line()))).collect()
    }

    /// An object with the alerts of each file that has some.
    pub fn json(&self) -> String {
        let told = self.files.iter().filter(|(_, alerts)| !alerts.is_empty());
        let files: Map<String, Value> = told.map(|(path, alerts)| (path.clone(), alerts.iter().map(Alert::to_json).collect())).collect();
        format!("{:#}\n", Value::Object(files))
    }

    /// Whether an alert is an error.
    pub fn has_errors(&self) -> bool {
        self.files.iter().flat_map(|(_, alerts)| alerts).any(|alert| alert.level == Level::Error)
    }
}

/// The problems of a configuration of rules, as one error.
pub(crate) fn unusable(problems: &[Problem]) -> Error {
    let line = |problem: &Problem| {
        let place = problem.line.map_or_else(|| problem.path.clone(), |line| format!("{}:{line}", problem.path));
        format!("{place}: {}\n  help: {}", problem.message, problem.help)
    };
    Error::Config { report: problems.iter().map(line).collect::<Vec<_>>().join("\n") }
}
