//! A rule file as gitleaks writes it → what it says, and each fault with its line. Nothing in it is passed over: an unknown key is a fault.
//! No fault repeats a value of the file.

use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::folder::{Folder, Kind};
use crate::internal::check::wording::Problem;

/// Bytes that a rule file may have.
const LARGEST: u64 = 4 << 20;

/// The longest key of such files has a character less.
const LONGEST_KEY: usize = 14;

/// The mirror of the file.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct File {
    title: Option<String>,
    description: Option<String>,
    #[serde(alias = "minversion")]
    min_version: Option<String>,
    pub extend: Option<Spanned<Extend>>,
    pub rules: Vec<Spanned<Rule>>,
    #[serde(alias = "allowList")]
    allowlist: Option<Spanned<Allowlist>>,
    #[serde(alias = "allowLists")]
    allowlists: Vec<Spanned<Allowlist>>,
}

/// `[extend]`.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Extend {
    #[serde(alias = "usedefault")]
    pub use_default: bool,
    pub path: Option<String>,
    #[serde(alias = "disabledrules")]
    pub disabled_rules: Vec<String>,
}

/// One of `[[rules]]`.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Rule {
    pub id: String,
    pub description: String,
    pub regex: Option<Spanned<String>>,
    pub path: Option<Spanned<String>>,
    #[serde(alias = "secretgroup")]
    pub secret_group: usize,
    pub entropy: f64,
    pub keywords: Vec<String>,
    /// Tags sort reports of the scanner; they say nothing here.
    tags: Vec<String>,
    #[serde(alias = "skipreport")]
    pub skip_report: bool,
    pub required: Vec<Required>,
    #[serde(alias = "allowList")]
    allowlist: Option<Spanned<Allowlist>>,
    #[serde(alias = "allowLists")]
    allowlists: Vec<Spanned<Allowlist>>,
}

/// One of `[[rules.required]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Required {
    pub id: String,
    #[serde(alias = "withinlines")]
    pub within_lines: Option<usize>,
    #[serde(alias = "withincolumns")]
    pub within_columns: Option<usize>,
}

/// An allowlist, of a rule or of all.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Allowlist {
    description: Option<String>,
    pub condition: String,
    pub commits: Vec<String>,
    pub paths: Vec<Spanned<String>>,
    pub regexes: Vec<Spanned<String>>,
    #[serde(alias = "regextarget")]
    pub regex_target: String,
    #[serde(alias = "stopWords")]
    pub stopwords: Vec<String>,
    #[serde(alias = "targetrules")]
    pub target_rules: Vec<String>,
}

/// The text of a file with its name, to tell lines by.
pub struct Written<'a> {
    /// Its name in messages.
    pub path: &'a str,
    /// What it holds.
    pub text: &'a str,
    /// Whether it is this program's own, whose patterns the tests have read.
    pub ours: bool,
}

impl Written<'_> {
    /// A fault at some bytes.
    pub fn fault(&self, span: &Range<usize>, message: impl Into<String>, help: &str) -> Problem {
        let line = self.text.as_bytes().iter().take(span.start).filter(|byte| **byte == b'\n').count() + 1;
        Problem::new(self.path, line, message, help)
    }

    /// Understands the file.
    pub fn parsed(&self) -> Result<File, Problem> {
        let file: File = toml::from_str(self.text).map_err(|error| {
            let said = fault(error.message());
            let help = "see the configuration of gitleaks 8 for its keys; what is not known is not passed over";
            self.fault(&error.span().unwrap_or(0..0), format!("this rule file cannot be understood: {said}"), help)
        })?;
        let File { title: _, description: _, min_version: _, .. } = &file;
        Ok(file)
    }
}

/// The parser's words as far as they name keys alone: a value, or a secret that was pasted for a key, is not repeated.
fn fault(message: &str) -> &str {
    let first = message.lines().next().unwrap_or_default();
    let named = ["unknown field", "missing field", "duplicate field", "duplicate key"].iter().any(|start| first.starts_with(start));
    // Keys of these files are short and of letters: `targetRules`, `report-group`.
    let is_key = |key: &str| key.len() <= LONGEST_KEY && key.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-'));
    match first.split('`').nth(1) {
        _ if !named => "a value or a line of it is not as it has to be",
        Some(key) if !is_key(key) => "it has a key that is not known, or one twice",
        _ => first,
    }
}

impl File {
    /// The allowlists for all rules, in the old way of writing and the new.
    pub fn allowlists(&self, written: &Written<'_>) -> Result<Vec<&Spanned<Allowlist>>, Problem> {
        one_way(self.allowlist.as_ref(), &self.allowlists, written)
    }
}

impl Rule {
    /// Its own allowlists, in the old way of writing and the new.
    pub fn allowlists(&self, written: &Written<'_>) -> Result<Vec<&Spanned<Allowlist>>, Problem> {
        let _ = &self.tags;
        one_way(self.allowlist.as_ref(), &self.allowlists, written)
    }
}

fn one_way<'a>(
    old: Option<&'a Spanned<Allowlist>>,
    new: &'a [Spanned<Allowlist>],
    written: &Written<'_>,
) -> Result<Vec<&'a Spanned<Allowlist>>, Problem> {
    match old {
        Some(old) if !new.is_empty() => {
            let help = "write `[[allowlists]]` for all of them";
            Err(written.fault(&old.span(), "`allowlist` and `allowlists` are both here", help))
        }
        old => Ok(old.into_iter().chain(new).collect()),
    }
}

/// Reads the text of a rule file.
pub fn text(site: &Folder, path: &Path, shown: &str) -> Result<String, Problem> {
    let problem = |message: &str| {
        Problem::new(shown, None, message, "`leaks.gitleaks` names rule files in the format of gitleaks, relative to allclear.toml")
    };
    let length = site.metadata(path).ok().filter(|(kind, _)| *kind == Kind::File).map(|(_, length)| length);
    match length {
        None => Err(problem("there is no such rule file")),
        Some(length) if length > LARGEST => Err(problem("this rule file is larger than 4 MB")),
        Some(_) => {
            let text = site.read_to_string(path).map_err(|_| problem("this rule file cannot be read as text"))?;
            Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
        }
    }
}
