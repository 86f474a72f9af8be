//! The built-in rules as a folder that Vale and editors read. Comes in: the rule files. Goes out: paths and texts; nothing is written here.
//! The rules stay as they are, with the address of their page added; what only the gate knows (facts, audience) is said in the pages.

use std::collections::BTreeMap;

use super::built_in::{BuiltIn, STYLE};
use super::context::Context;
use crate::config::raw::{Profile, Setting};
use crate::diagnostic::{RuleDoc, Sample};

/// The name of the style outside: a folder, and the first part of each rule's name.
const NAME: &str = "Incident";

/// The files of the folder: path below it, with forward slashes, and text. A rule has its file, and a page beside the rules.
pub fn export() -> BTreeMap<String, String> {
    let set = BuiltIn::get();
    let mut files = BTreeMap::from([(".vale.ini".to_owned(), config(set))]);
    for doc in set.docs() {
        let name = doc.code.trim_start_matches(STYLE).trim_start_matches('/');
        // No Markdown: the config would have it linted.
        let page = format!("styles/{NAME}/pages/{name}.txt");
        let rule = set.files.get(&doc.code).map_or_else(String::new, |text| linked(text, &page));
        files.insert(format!("styles/{NAME}/{name}.yml"), rule);
        files.insert(page, told(name, &doc, set.contexts.get(name)));
    }
    files
}

fn config(set: &BuiltIn) -> String {
    let mut text = format!(
        "# The wording rules of allclear {}, for editors and for Vale.\n# Written by `allclear rules export`. A rule that needs facts of an \
         incident cannot know them here: it always speaks.\nStylesPath = styles\nMinAlertLevel = suggestion\n\n[*.md]\nBasedOnStyles = {NAME}\n",
        env!("CARGO_PKG_VERSION")
    );
    let off = set.contexts.iter().filter(|(_, context)| context.setting(Profile::Default) == Some(Setting::Off));
    for (name, _) in off {
        text.push_str(&format!("{NAME}.{name} = NO\n"));
    }
    text
}

/// The rule file with the address of its page, right behind the description.
fn linked(rule: &str, page: &str) -> String {
    let line = |line: &str| if line.starts_with("description:") { format!("{line}\nlink: {page}\n") } else { format!("{line}\n") };
    rule.lines().map(line).collect()
}

fn told(name: &str, doc: &RuleDoc, context: Option<&Context>) -> String {
    let mut text = format!("{NAME}.{name} ({})\n\nFinds {}.\n\n{}\n", doc.level.name(), doc.summary, doc.why.trim());
    if context.is_some_and(Context::needs_facts) {
        text.push_str(
            "\nIn `allclear check` the facts of the incident, its readers or a number in the sentence can make this rule silent.\n",
        );
    }
    for (title, samples) in [("Found", &doc.bad), ("Fine", &doc.good)] {
        text.push_str(&format!("\n{title}:\n"));
        let messages = samples.iter().filter_map(|sample| if let Sample::Message(message) = sample { Some(message) } else { None });
        text.extend(messages.flat_map(|message| message.trim().lines()).map(|line| format!("  | {line}\n")));
    }
    text
}
