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

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Map, Value};

pub use self::alert::Alert;
use self::files::Formats;
use self::lint::Reading;
use self::rule::{Problem, TextRule};
pub(crate) use self::runs::Runs;
pub(crate) use self::sentences::sentences;
use self::settings::{Choice, Settings};
use self::styles::Styles;
use crate::error::{Error, Result};

pub use crate::diagnostic::Level;

/// What is to be linted.
#[derive(Debug, Default)]
pub struct Order {
    /// The `.vale.ini`, or a folder with one; without it the nearest one is looked for, from the working folder upwards.
    pub config: Option<PathBuf>,
    /// Files, and folders with files.
    pub paths: Vec<PathBuf>,
    /// A text that stands in no file.
    pub piped: Option<String>,
    /// What files that are named, and the piped text, are read like, whatever their names end in: `.md` or `.txt`.
    pub extension: Option<String>,
    /// Whether each file is one block of text, whatever its markup.
    pub ignore_syntax: bool,
    /// What is told at least, if it is not what the config says.
    pub floor: Option<Level>,
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
    let read = order.config.as_deref().map_or_else(Settings::find, Settings::read);
    let mut settings = read.map_err(|problems| unusable(&problems))?;
    settings.floor = order.floor.unwrap_or(settings.floor);
    let mut styles = Styles::new(&settings);
    let jobs: Vec<Job<'_>> = inputs(order, &settings)?
        .into_iter()
        .map(|(path, reading)| {
            let choice = settings.choice(&path.to_string_lossy());
            let rules = styles.rules(&choice);
            Job { path, reading, choice, rules }
        })
        .collect();
    if !styles.problems.is_empty() {
        return Err(unusable(&styles.problems));
    }
    let mut notes: Vec<String> = styles.notes.into_iter().collect();
    notes.extend(unread(&jobs, order));
    let linted = jobs.into_par_iter().map(|job| {
        let text = order.piped.clone().map_or_else(|| read_text(&job.path), Ok)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        Ok((job.path.to_string_lossy().into_owned(), lint::lint(text, job.reading, &job.rules, &settings, &job.choice)))
    });
    Ok(Outcome { files: linted.collect::<Result<_>>()?, notes })
}

/// What to say if no rule is on for any of the files: it looks like a clean result, and is none.
fn unread(jobs: &[Job<'_>], order: &Order) -> Option<String> {
    let first = jobs.first().filter(|_| jobs.iter().all(|job| job.rules.is_empty()))?;
    let others = if jobs.len() > 1 { format!(" and {} more", jobs.len() - 1) } else { String::new() };
    let extension = if order.piped.is_some() && order.extension.is_none() { "; --ext=.md reads it as Markdown" } else { "" };
    Some(format!("no section of the config switches on a rule for {}{others}: nothing was checked{extension}", first.path.display()))
}

/// A file with how it is read and what for.
struct Job<'s> {
    path: PathBuf,
    reading: Reading,
    choice: Choice<'s>,
    rules: Vec<Arc<TextRule>>,
}

/// The files, or the name that the piped text goes by.
fn inputs(order: &Order, settings: &Settings) -> Result<Vec<(PathBuf, Reading)>> {
    let formats = Formats { ignore_syntax: order.ignore_syntax, named: order.extension.as_deref(), aliases: settings.formats.clone() };
    if order.piped.is_none() {
        return files::files(&order.paths, &formats);
    }
    let extension = order.extension.as_deref().unwrap_or("txt").trim_start_matches('.');
    files::files(&[PathBuf::from(format!("stdin.{extension}"))], &formats)
}

fn read_text(path: &Path) -> Result<String> {
    let failed = |source| Error::Io { action: "read", path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(failed)?;
    String::from_utf8(bytes).map_err(|error| Error::Usage {
        message: format!("{} is not UTF-8 from byte {} on", path.display(), error.utf8_error().valid_up_to()),
        help: "save it as UTF-8".to_owned(),
    })
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

#[cfg(test)]
mod tests;
