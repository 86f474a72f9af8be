//! A rule of a style: its header, and its kind, compiled when a text first needs it.

use std::ops::Range;
use std::sync::OnceLock;

use super::context::Context;
use super::exceptions::Vocabulary;
use super::existence::Existence;
use super::pattern::GaveUp;
use super::problem::Problem;
use super::rule_file::{RuleFile, line_of};
use super::scope::Selector;
use super::substitution::Substitution;
use crate::diagnostic::Level;

/// A place in a text, and what to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The bytes.
    pub range: Range<usize>,
    /// The rule's message, filled.
    pub message: String,
}

/// One rule file.
#[derive(Debug)]
pub struct TextRule {
    /// `STYLE/NAME`.
    pub code: String,
    /// The rule's own level.
    pub level: Level,
    /// What it reads.
    pub selector: Selector,
    /// The most findings in one document; 0 is no limit.
    pub limit: usize,
    /// One line about it.
    pub description: String,
    /// The next step in every finding.
    pub help: String,
    /// Where it does not apply.
    pub context: Context,
    file: RuleFile,
    path: String,
    kind: OnceLock<Result<Kind, String>>,
}

#[derive(Debug)]
enum Kind {
    Existence(Existence),
    Substitution(Substitution),
}

impl TextRule {
    /// Reads a rule file; its pattern is compiled later.
    pub fn read(code: &str, path: &str, text: &str) -> Result<Self, Problem> {
        let file = RuleFile::read(path, text)?;
        let level = match file.level.as_deref() {
            None | Some("warning") => Level::Warning,
            Some("suggestion") => Level::Suggestion,
            Some("error") => Level::Error,
            Some(other) => {
                let message = format!("`{other}` is not a level");
                return Err(Problem::new(path, line_of(text, "level"), message, "write suggestion, warning or error"));
            }
        };
        let selector = Selector::new(&file.scope.0).map_err(|scope| {
            let help = "text, heading, heading.h1 to h6, list, blockquote, table.cell, paragraph, sentence and alt are read";
            Problem::new(path, line_of(text, "scope"), format!("the scope `{scope}` is not supported"), help)
        })?;
        let help = file.link.as_ref().map(|link| format!("see {link}")).unwrap_or_default();
        Ok(Self {
            code: code.to_owned(),
            level,
            selector,
            limit: file.limit,
            description: file.description.clone().unwrap_or_default(),
            help,
            context: Context::default(),
            file,
            path: path.to_owned(),
            kind: OnceLock::new(),
        })
    }

    /// Compiles the pattern now, to see whether it can be.
    pub fn compile(&self) -> Result<(), Problem> {
        self.kind().as_ref().map(|_| ()).map_err(|reason| {
            let help = "correct the pattern; those that `regex` and `fancy-regex` read are allowed";
            Problem::new(&self.path, None, format!("the rule cannot be used: {reason}"), help)
        })
    }

    /// What it finds in a text. A rule that cannot be compiled finds nothing: loading reports it.
    pub fn hits(&self, text: &str, vocabulary: &Vocabulary) -> Result<Vec<Hit>, GaveUp> {
        match self.kind() {
            Ok(Kind::Existence(rule)) => rule.hits(text, vocabulary),
            Ok(Kind::Substitution(rule)) => rule.hits(text, vocabulary),
            Err(_) => Ok(Vec::new()),
        }
    }

    fn kind(&self) -> &Result<Kind, String> {
        self.kind.get_or_init(|| match self.file.extends.as_str() {
            "substitution" => Substitution::new(&self.file).map(Kind::Substitution),
            _ => Existence::new(&self.file).map(Kind::Existence),
        })
    }
}
