//! Which rules are on for a file. Comes in: what the config chose. Goes out: rules; every rule file is read once.
//! A rule that cannot be used is a problem only if a linted file wants it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::rule::{Problem, TextRule};
use super::settings::{Choice, Settings};
use super::vocabulary::Words;

/// The rules that were read so far.
pub struct Styles<'s> {
    settings: &'s Settings,
    /// Name → rule; `None` if it cannot be used.
    known: BTreeMap<String, Option<Arc<TextRule>>>,
    /// The rule files of each style, by rule.
    folders: BTreeMap<String, BTreeMap<String, PathBuf>>,
    /// What is wrong with the rules that files want.
    pub problems: Vec<Problem>,
    /// What a person should know, and no alert says.
    pub notes: BTreeSet<String>,
}

/// The style that needs no files.
const BUILT_IN: &str = "Vale";

impl<'s> Styles<'s> {
    /// Nothing is read yet.
    pub fn new(settings: &'s Settings) -> Self {
        Self { settings, known: BTreeMap::new(), folders: BTreeMap::new(), problems: Vec::new(), notes: BTreeSet::new() }
    }

    /// The rules for a file, in the order of their names.
    pub fn rules(&mut self, choice: &Choice<'_>) -> Vec<Arc<TextRule>> {
        let mut names: BTreeSet<String> = choice.rules.iter().filter(|(_, on)| **on).map(|(name, _)| name.clone()).collect();
        for style in &choice.styles {
            let all = if style == BUILT_IN {
                ["Avoid", "Repetition", "Spelling", "Terms"].map(|rule| format!("Vale.{rule}")).into()
            } else {
                self.style(style, true)
            };
            names.extend(all.into_iter().filter(|name| choice.rules.get(name) != Some(&false)));
        }
        let floor = self.settings.floor;
        names.iter().filter_map(|name| self.rule(name)).filter(|rule| rule.level >= floor).collect()
    }

    /// The rules of a style by name. A style that a file is based on must be there; one that a single rule names need not.
    fn style(&mut self, style: &str, wanted: bool) -> Vec<String> {
        if !self.folders.contains_key(style) {
            let folder = self.settings.styles.as_ref().map(|styles| styles.join(style)).filter(|folder| folder.is_dir());
            if folder.is_none() && wanted {
                let config = self.settings.path.display().to_string();
                let message = format!("there is no style {style} below StylesPath");
                self.problems.push(Problem::new(&config, None, message, "correct BasedOnStyles or StylesPath; styles are folders"));
            }
            let mut files = BTreeMap::new();
            if let Some(folder) = folder {
                collect(&folder, style, &mut files);
            }
            self.folders.insert(style.to_owned(), files);
        }
        self.folders.get(style).into_iter().flat_map(|files| files.keys().cloned()).collect()
    }

    fn rule(&mut self, name: &str) -> Option<Arc<TextRule>> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let rule = self.read(name).and_then(|read| match read {
            Ok(mut rule) => {
                if rule.repeats_a_key() {
                    self.notes.insert(format!("{name} repeats a key: the last value counts"));
                }
                rule.level = self.settings.levels.get(name).copied().unwrap_or(rule.level);
                Some(Arc::new(rule))
            }
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        });
        self.known.insert(name.to_owned(), rule.clone());
        rule
    }

    /// A rule; nothing if there is none of that name, as in Vale.
    fn read(&mut self, name: &str) -> Option<Result<TextRule, Problem>> {
        if name == "Vale.Spelling" {
            self.notes.insert("Vale.Spelling is passed over: words are not looked up in a dictionary".to_owned());
            return None;
        }
        let style = name.split('.').next().unwrap_or_default();
        if style == BUILT_IN {
            let text = built_in(name, &self.settings.words)?;
            return Some(self.usable(TextRule::read(name, name, &text)));
        }
        self.style(style, false);
        let path = self.folders.get(style)?.get(name)?;
        Some(self.usable(read(name, path)))
    }

    /// The rule with the config's frame, if its pattern compiles.
    fn usable(&self, rule: Result<TextRule, Problem>) -> Result<TextRule, Problem> {
        let rule = rule?.within(self.settings.template.as_deref());
        rule.compile().map(|()| rule)
    }
}

fn read(name: &str, path: &Path) -> Result<TextRule, Problem> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Problem::new(&shown, None, format!("the rule cannot be read: {error}"), "check the file and its permissions"))?;
    TextRule::read(name, &shown, text.strip_prefix('\u{feff}').unwrap_or(&text))
}

/// The rule files of a folder and those below it, but not behind links, which may go round. A folder that cannot be read has none.
fn collect(folder: &Path, style: &str, files: &mut BTreeMap<String, PathBuf>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() && !path.is_symlink() {
            collect(&path, style, files);
        } else if path.extension().is_some_and(|extension| extension == "yml") {
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let name = format!("{style}.{}", file.split('.').next().unwrap_or_default());
            files.entry(name).or_insert(path);
        }
    }
}

/// The file of a built-in rule; nothing if the vocabulary gives it nothing to find.
fn built_in(name: &str, words: &Words) -> Option<String> {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    match name {
        "Vale.Repetition" => Some(
            "extends: repetition\nmessage: \"'%s' is repeated!\"\nlevel: error\nignorecase: true\nalpha: true\ntokens: ['[^\\s.!?]+']\n\
             action: {name: edit, params: [truncate, ' ']}\n"
                .to_owned(),
        ),
        "Vale.Avoid" if !words.rejected.is_empty() => {
            let tokens: String = words.rejected.iter().map(|word| format!("  - {}\n", text(word))).collect();
            Some(format!("extends: existence\nmessage: \"Avoid using '%s'.\"\nlevel: error\ntokens:\n{tokens}"))
        }
        "Vale.Terms" => {
            // Of two spellings of one word, the later one is right. Lower case would change what a pattern means.
            let key = |word: &String| if word.contains('\\') { word.clone() } else { word.to_lowercase() };
            let terms: BTreeMap<String, &String> = words.accepted.iter().map(|word| (key(word), word)).collect();
            let swap: String = terms.into_iter().map(|(key, word)| format!("  {}: {}\n", text(&key), text(word))).collect();
            let head = "extends: substitution\nmessage: \"Use '%s' instead of '%s'.\"\nlevel: error\nignorecase: true\nvocab: false\n";
            (!swap.is_empty()).then(|| format!("{head}swap:\n{swap}"))
        }
        _ => None,
    }
}
