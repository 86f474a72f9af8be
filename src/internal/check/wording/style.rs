//! A folder of the user's own rules: `FOLDER/NAME.yml` is the rule `FOLDER/NAME` with Vale's own levels; `context.toml` may stand beside.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::context::Context;
use super::gate_rule::GateRule;
use crate::folder::Folder;
use crate::prose::rule::Problem;

/// Reads every rule of a folder, in name order. Files that are no `.yml` are none, as in Vale.
pub fn read(site: &Folder, folder: &Path) -> (Vec<Arc<GateRule>>, Vec<Problem>) {
    let mut problems = Vec::new();
    let files = match rule_files(site, folder) {
        Ok(files) => files,
        Err(error) => {
            let message = format!("the style cannot be read: {error}");
            let help = "correct the path under [wording] styles, or take it out";
            return (Vec::new(), vec![Problem::new(&folder.display().to_string(), None, message, help)]);
        }
    };
    let style = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut contexts = contexts(site, folder, &mut problems);
    let mut rules = Vec::new();
    for file in files {
        match rule(site, &style, &file) {
            Ok(mut rule) => {
                let name = rule.text.code.rsplit('/').next().unwrap_or_default();
                rule.context = contexts.remove(name).unwrap_or_default();
                rules.push(Arc::new(rule));
            }
            Err(problem) => problems.push(problem),
        }
    }
    let path = folder.join("context.toml").display().to_string();
    problems.extend(contexts.keys().map(|name| {
        Problem::new(&path, None, format!("there is no rule {style}/{name}"), "name a rule file of this folder without its ending")
    }));
    (rules, problems)
}

fn rule_files(site: &Folder, folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = site.list(folder)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yml") && site.is_file(file));
    files.sort();
    Ok(files)
}

fn rule(site: &Folder, style: &str, file: &Path) -> Result<GateRule, Problem> {
    let path = file.display().to_string();
    let text = site
        .read_to_string(file)
        .map_err(|error| Problem::new(&path, None, format!("the rule cannot be read: {error}"), "check the file and its permissions"))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = name.split('.').next().unwrap_or_default();
    let mut rule = GateRule::read(&format!("{style}/{name}"), &path, text.strip_prefix('\u{feff}').unwrap_or(&text))?;
    rule.text.compile()?;
    if rule.help.is_empty() {
        rule.help = format!("change the words, or set \"{style}/{name}\" under [wording.rules]");
    }
    Ok(rule)
}

fn contexts(site: &Folder, folder: &Path, problems: &mut Vec<Problem>) -> std::collections::BTreeMap<String, Context> {
    let path = folder.join("context.toml");
    if !site.exists(&path) {
        return std::collections::BTreeMap::new();
    }
    let read = site.read_to_string(&path).map_err(|error| (None, error.to_string())).and_then(|text| Context::read(&text));
    read.unwrap_or_else(|(line, reason)| {
        problems.push(Problem::new(&path.display().to_string(), line, reason, "correct the context of that rule"));
        std::collections::BTreeMap::new()
    })
}
