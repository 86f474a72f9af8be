//! `.vale.ini` → what is linted in which file, and how. Comes in: the file. Goes out: settings, or every problem at once.
//! A key that is not known is a problem; what only other formats need is passed over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use regex::Regex;

use super::glob;
use super::ini::{self, Entry, Section};
use super::rule::{Pattern, Problem, Vocabulary};
use super::vocabulary::Words;
use super::walker::Layout;
use crate::diagnostic::Level;

/// A `.vale.ini`, read.
#[derive(Debug)]
pub struct Settings {
    /// The file itself.
    pub path: PathBuf,
    /// Where the styles are, if it says so.
    pub styles: Option<PathBuf>,
    /// What is not told below.
    pub floor: Level,
    /// What of a file is read.
    pub layout: Layout,
    /// The words of the vocabularies.
    pub words: Words,
    /// The same as exceptions of rules.
    pub vocabulary: Vocabulary,
    /// Levels that rules have everywhere.
    pub levels: BTreeMap<String, Level>,
    /// What stands around the tokens of rules instead of word borders, with `%s` for them.
    pub template: Option<String>,
    /// Ends of names, and the ends that they are read like.
    pub formats: BTreeMap<String, String>,
    sections: Vec<Scoped>,
}

/// What a section says of the files that it is for.
#[derive(Debug)]
struct Scoped {
    global: bool,
    glob: Regex,
    styles: Option<Vec<String>>,
    rules: BTreeMap<String, bool>,
    tokens: Vec<Pattern>,
    blocks: Vec<Pattern>,
}

/// What holds for one file.
#[derive(Debug, Default)]
pub struct Choice<'s> {
    /// The styles, all of whose rules are on.
    pub styles: Vec<String>,
    /// Rules that are on or off by name.
    pub rules: BTreeMap<String, bool>,
    /// Patterns of text to mask.
    pub tokens: Vec<&'s Pattern>,
    /// Patterns of text to leave out.
    pub blocks: Vec<&'s Pattern>,
}

/// Keys for other formats, for packages and for language models.
const PASSED_OVER: &[&str] = &[
    "Packages",
    "Transform",
    "Lang",
    "NLPEndpoint",
    "DictionaryPath",
    "CommentDelimiters",
    "View",
    "Blueprint",
    "SphinxBuildPath",
    "SphinxAutoBuild",
];

/// What a config may be called.
const NAMES: &[&str] = &[".vale.ini", "_vale.ini", "vale.ini", ".vale", "_vale"];

impl Settings {
    /// Reads the config of the folder that it is called in, or of the next one above that has one.
    pub fn find() -> Result<Self, Vec<Problem>> {
        let here = std::path::absolute(".").unwrap_or_default();
        match in_folder(Path::new("")).or_else(|| here.ancestors().find_map(in_folder)) {
            Some(path) => Self::read(&path),
            None => Err(vec![Problem::new(
                ".vale.ini",
                None,
                "there is no config here or in a folder above",
                "write a `.vale.ini`, or name one with --config",
            )]),
        }
    }

    /// Reads a file, or the config in a folder.
    pub fn read(path: &Path) -> Result<Self, Vec<Problem>> {
        let inside = if path.is_dir() { in_folder(path) } else { None };
        let path = inside.as_deref().unwrap_or(path);
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let help = "name a `.vale.ini` with --config, and check that you may read it";
            vec![Problem::new(&shown, None, format!("the config cannot be read: {error}"), help)]
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let sections =
            ini::parse(text).map_err(|(line, reason)| vec![Problem::new(&shown, line, reason, "write `key = value`, or `[pattern]`")])?;
        let mut reading = Reading { shown, problems: Vec::new(), levels: BTreeMap::new() };
        let mut settings = Self {
            path: path.to_owned(),
            styles: None,
            floor: Level::Warning,
            layout: Layout::default(),
            words: Words::default(),
            vocabulary: Vocabulary::default(),
            levels: BTreeMap::new(),
            template: None,
            formats: BTreeMap::new(),
            sections: Vec::new(),
        };
        for section in &sections {
            match section.name.as_str() {
                "" | "DEFAULT" => settings.core(section, &mut reading),
                "formats" => settings.formats.extend(section.entries.iter().map(|entry| (entry.key.clone(), entry.value.clone()))),
                "asciidoctor" => {}
                _ => settings.sections.extend(reading.scoped(section)),
            }
        }
        settings.levels = std::mem::take(&mut reading.levels);
        match Vocabulary::accepting(&settings.words.accepted) {
            Ok(vocabulary) => settings.vocabulary = vocabulary,
            Err(reason) => reading.problem(None, format!("a vocabulary cannot be used: {reason}"), "correct the entry in accept.txt"),
        }
        if reading.problems.is_empty() { Ok(settings) } else { Err(reading.problems) }
    }

    /// What holds for a file; nothing if no section is for it.
    pub fn choice(&self, path: &str) -> Choice<'_> {
        let mut choice = Choice::default();
        // The section for all files comes first, wherever it stands.
        let (global, special): (Vec<&Scoped>, Vec<&Scoped>) = self.sections.iter().partition(|section| section.global);
        for section in global.into_iter().chain(special).filter(|section| section.glob.is_match(path)) {
            if let Some(styles) = &section.styles {
                choice.styles.clone_from(styles);
            }
            choice.rules.extend(section.rules.iter().map(|(rule, on)| (rule.clone(), *on)));
            choice.tokens.extend(&section.tokens);
            choice.blocks.extend(&section.blocks);
        }
        choice
    }

    fn core(&mut self, section: &Section, reading: &mut Reading) {
        // Vocabularies are below StylesPath, which may stand behind them.
        for entry in section.entries.iter().filter(|entry| entry.key == "StylesPath") {
            let folder = self.path.parent().unwrap_or(Path::new("")).join(&entry.value);
            if folder.is_dir() {
                self.styles = Some(folder);
            } else {
                reading.problem(
                    entry.line,
                    format!("there is no folder {}", folder.display()),
                    "correct StylesPath; it is relative to the config",
                );
            }
        }
        let (mut masked, mut skipped) = (Vec::new(), Vec::new());
        for entry in &section.entries {
            match entry.key.as_str() {
                "StylesPath" => {}
                "MinAlertLevel" => match level(&entry.value) {
                    Some(level) => self.floor = level,
                    None => reading.problem(entry.line, format!("`{}` is no level", entry.value), "write suggestion, warning or error"),
                },
                "Vocab" => {
                    for name in entry.list() {
                        if let Err(message) = self.words.load(self.styles.as_deref(), &name) {
                            reading.problem(entry.line, message, "vocabularies are config/vocabularies/NAME below StylesPath");
                        }
                    }
                }
                "IgnoredScopes" => masked.extend(entry.list()),
                "SkippedScopes" => skipped.extend(entry.list()),
                "IgnoredClasses" => self.layout.classes.extend(entry.list()),
                "WordTemplate" if entry.value.contains("%s") => self.template = Some(entry.value.clone()),
                "WordTemplate" => reading.problem(entry.line, "`WordTemplate` has no place for the tokens", "write `%s` where they stand"),
                key if PASSED_OVER.contains(&key) => {}
                key => reading.unknown(entry.line, key, "at the top of the file"),
            }
        }
        if !masked.is_empty() {
            self.layout.masked = masked;
        }
        if !skipped.is_empty() {
            self.layout.skipped = skipped;
        }
    }
}

/// The config in a folder.
fn in_folder(folder: &Path) -> Option<PathBuf> {
    NAMES.iter().map(|name| folder.join(name)).find(|file| file.is_file())
}

/// `suggestion`, `warning` or `error`.
fn level(name: &str) -> Option<Level> {
    [Level::Suggestion, Level::Warning, Level::Error].into_iter().find(|level| level.name() == name)
}

/// The problems found so far, and the levels that sections gave to rules.
struct Reading {
    shown: String,
    problems: Vec<Problem>,
    levels: BTreeMap<String, Level>,
}

impl Reading {
    fn problem(&mut self, line: impl Into<Option<usize>>, message: impl Into<String>, help: &str) {
        self.problems.push(Problem::new(&self.shown, line, message, help));
    }

    fn unknown(&mut self, line: usize, key: &str, place: &str) {
        self.problem(line, format!("`{key}` is not known {place}"), "docs/prose.md lists the keys that are read");
    }

    fn scoped(&mut self, section: &Section) -> Option<Scoped> {
        let glob =
            glob::compile(&section.name).map_err(|reason| self.problem(section.line, reason, "write a pattern such as *.md")).ok()?;
        let mut scoped =
            Scoped { global: section.name == "*", glob, styles: None, rules: BTreeMap::new(), tokens: Vec::new(), blocks: Vec::new() };
        for entry in &section.entries {
            match entry.key.as_str() {
                "BasedOnStyles" => scoped.styles.get_or_insert_default().extend(entry.list()),
                "TokenIgnores" => scoped.tokens.extend(self.patterns(entry)),
                "BlockIgnores" | "IgnorePatterns" => scoped.blocks.extend(self.patterns(entry)),
                key if PASSED_OVER.contains(&key) => {}
                key if key.contains('.') => {
                    if let Some(on) = self.switch(entry) {
                        scoped.rules.insert(key.to_owned(), on);
                    }
                }
                key => self.unknown(entry.line, key, "in a section"),
            }
        }
        Some(scoped)
    }

    fn switch(&mut self, entry: &Entry) -> Option<bool> {
        match (entry.value.as_str(), level(&entry.value)) {
            ("YES", _) => Some(true),
            ("NO", _) => Some(false),
            (_, Some(level)) => {
                self.levels.insert(entry.key.clone(), level);
                Some(true)
            }
            (other, None) => {
                self.problem(entry.line, format!("`{other}` is nothing for a rule"), "write YES, NO, suggestion, warning or error");
                None
            }
        }
    }

    fn patterns(&mut self, entry: &Entry) -> Vec<Pattern> {
        let compiled: Vec<Result<Pattern, String>> = entry.list().map(|text| Pattern::new(&text)).collect();
        compiled
            .into_iter()
            .filter_map(|pattern| {
                pattern
                    .map_err(|reason| self.problem(entry.line, format!("`{}` cannot be used: {reason}", entry.key), "correct the pattern"))
                    .ok()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
