//! A rule of a style: its header, and its kind, compiled when a text first needs it.

use std::ops::Range;
use std::sync::OnceLock;

use super::capitalization::Capitalization;
use super::conditional::Conditional;
use super::consistency::Consistency;
use super::dialect::translated;
use super::exceptions::Vocabulary;
use super::existence::Existence;
use super::file::{Action, RuleFile, line_of};
use super::needles::{Needle, needles};
use super::occurrence::Occurrence;
use super::pattern::GaveUp;
use super::problem::Problem;
use super::repetition::Repetition;
use super::scope::Selector;
use super::substitution::Substitution;
use super::{Hit, Memory};
use crate::diagnostic::Level;

/// One rule file.
#[derive(Debug)]
pub struct TextRule {
    /// The rule's name, style first.
    pub code: String,
    /// The rule's own level.
    pub level: Level,
    /// What it reads.
    pub selector: Selector,
    /// The most hits that are told in one file; 0 is no limit.
    pub limit: usize,
    /// One line about it.
    pub description: String,
    /// Where more is said about it.
    pub link: String,
    file: RuleFile,
    path: String,
    kind: OnceLock<Result<Kind, String>>,
    /// conditional: capitals that must stand in a row.
    capitals: OnceLock<usize>,
}

#[derive(Debug)]
enum Kind {
    Existence(Existence),
    Substitution(Box<Substitution>),
    Occurrence(Occurrence),
    Repetition(Repetition),
    Conditional(Conditional),
    Consistency(Consistency),
    Capitalization(Box<Capitalization>),
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
            let help = "text, heading, heading.h1 to h6, list, blockquote, table, paragraph, sentence, alt, link, strong, emphasis, code, \
                        frontmatter, raw and summary are read";
            Problem::new(path, line_of(text, "scope"), format!("the scope `{scope}` is not supported"), help)
        })?;
        Ok(Self {
            code: code.to_owned(),
            level,
            selector,
            limit: file.limit,
            description: file.description.clone().unwrap_or_default(),
            link: file.link.clone().unwrap_or_default(),
            file,
            path: path.to_owned(),
            kind: OnceLock::new(),
            capitals: OnceLock::new(),
        })
    }

    /// Takes another frame of its tokens than word borders; it holds `%s` where they stand.
    pub fn within(mut self, template: Option<&str>) -> Self {
        self.file.template = template.map(str::to_owned);
        self
    }

    /// Whether its file has a key twice; the last value counts.
    pub fn repeats_a_key(&self) -> bool {
        self.file.repeats_a_key
    }

    /// What an editor may offer.
    pub fn action(&self) -> &Action {
        &self.file.action
    }

    /// Compiles the pattern now, to see whether it can be.
    pub fn compile(&self) -> Result<(), Problem> {
        self.kind().as_ref().map(|_| ()).map_err(|reason| {
            let help = "correct the rule; patterns that `regex` and `fancy-regex` read are allowed";
            Problem::new(&self.path, None, format!("the rule cannot be used: {reason}"), help)
        })
    }

    /// What must stand in a text that the rule finds anything in; see [`super::needles`]. Nothing is compiled for it.
    pub fn needles(&self) -> Option<Vec<Needle>> {
        let source = match self.file.extends.as_str() {
            "existence" => Existence::source(&self.file),
            "substitution" => Substitution::source(&self.file),
            // The others also count, remember or judge what does not stand there.
            _ => return None,
        };
        needles(&translated(&source.ok()?))
    }

    /// Whether it surely finds nothing in a text, nor in a sentence of it, and learns nothing from it. Nothing is compiled for it.
    pub fn rests(&self, text: &str) -> bool {
        match self.file.extends.as_str() {
            "occurrence" => Occurrence::rests(&self.file, text),
            "repetition" => Repetition::rests(&self.file, text),
            "conditional" => {
                let least = *self.capitals.get_or_init(|| Conditional::capitals(&self.file));
                least > 0 && !text.as_bytes().split(|byte| !byte.is_ascii_uppercase()).any(|run| run.len() >= least)
            }
            _ => false,
        }
    }

    /// What it finds in the next block of a file, if needles of it may stand anywhere; see [`Self::hits_near`].
    pub fn hits(&self, text: &str, vocabulary: &Vocabulary, memory: &mut Memory) -> Result<Vec<Hit>, GaveUp> {
        self.hits_near(text, &(0..text.len()), vocabulary, memory)
    }

    /// What it finds in the next block of a file, of which all its needles stand in those bytes. A rule that cannot be compiled finds nothing: loading reports it.
    pub fn hits_near(&self, text: &str, near: &Range<usize>, vocabulary: &Vocabulary, memory: &mut Memory) -> Result<Vec<Hit>, GaveUp> {
        match self.kind() {
            Ok(Kind::Existence(rule)) => rule.hits(text, near, vocabulary),
            Ok(Kind::Substitution(rule)) => rule.hits(text, vocabulary),
            Ok(Kind::Occurrence(rule)) => rule.hits(text),
            Ok(Kind::Repetition(rule)) => rule.hits(text, vocabulary),
            Ok(Kind::Conditional(rule)) => rule.hits(text, vocabulary, memory),
            Ok(Kind::Consistency(rule)) => rule.hits(text, memory),
            Ok(Kind::Capitalization(rule)) => rule.hits(text, vocabulary),
            Err(_) => Ok(Vec::new()),
        }
    }

    fn kind(&self) -> &Result<Kind, String> {
        self.kind.get_or_init(|| match self.file.extends.as_str() {
            "substitution" => Substitution::new(&self.file).map(Box::new).map(Kind::Substitution),
            "occurrence" => Occurrence::new(&self.file).map(Kind::Occurrence),
            "repetition" => Repetition::new(&self.file).map(Kind::Repetition),
            "conditional" => Conditional::new(&self.file).map(Kind::Conditional),
            "consistency" => Consistency::new(&self.file).map(Kind::Consistency),
            "capitalization" => Capitalization::new(&self.file).map(Box::new).map(Kind::Capitalization),
            _ => Existence::new(&self.file).map(Kind::Existence),
        })
    }
}
