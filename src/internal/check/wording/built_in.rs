//! The built-in set: `rules/NAME.yml` in Vale's format, `rules/NAME.toml` with help and samples beside it, and `rules/context.toml`.
//! Read once per process.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use rust_embed::RustEmbed;
use serde::Deserialize;

use super::context::Context;
use super::gate_rule::GateRule;
use crate::diagnostic::{RuleDoc, Sample};
use crate::prose::rule::Problem;

/// The embedded files.
#[derive(RustEmbed)]
#[folder = "src/internal/check/wording/rules"]
struct Files;

/// What a rule says of itself beside its pattern.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// What to write instead; stands in every finding.
    pub help: String,
    /// Why it matters to a reader.
    pub why: String,
    /// Messages that the rule is silent about.
    pub good: Vec<String>,
    /// Messages that it finds.
    pub bad: Vec<String>,
}

/// The built-in rules by code, their cards, and the contexts by rule name.
#[derive(Default)]
pub struct BuiltIn {
    /// The rules, in code order.
    pub rules: Vec<Arc<GateRule>>,
    /// Their cards by code.
    pub cards: BTreeMap<String, Card>,
    /// Contexts by rule name, native rules included.
    pub contexts: BTreeMap<String, Context>,
    /// The rule files as they are, by code.
    pub files: BTreeMap<String, String>,
    /// What is wrong with them. A test keeps it empty.
    pub problems: Vec<Problem>,
}

/// The folder of the built-in rules in codes.
pub const STYLE: &str = "wording";

static BUILT_IN: LazyLock<BuiltIn> = LazyLock::new(BuiltIn::read);

impl BuiltIn {
    /// The one set of this process.
    pub fn get() -> &'static Self {
        &BUILT_IN
    }

    /// The public face of every rule of the set, in code order.
    pub fn docs(&self) -> impl Iterator<Item = RuleDoc> {
        self.rules.iter().filter_map(|rule| {
            let card = self.cards.get(&rule.text.code)?;
            let samples = |list: &[String]| list.iter().cloned().map(Sample::Message).collect();
            Some(RuleDoc {
                code: rule.text.code.clone(),
                level: rule.text.level,
                summary: rule.text.description.clone(),
                why: card.why.clone(),
                good: samples(&card.good),
                bad: samples(&card.bad),
            })
        })
    }

    fn read() -> Self {
        let mut set = Self::default();
        match Context::read(&text("context.toml")) {
            Ok(contexts) => set.contexts = contexts,
            Err((line, reason)) => set.problems.push(Problem::new("context.toml", line, reason, "")),
        }
        let mut names: Vec<String> = Files::iter().filter_map(|file| file.strip_suffix(".yml").map(str::to_owned)).collect();
        names.sort_unstable();
        for name in names {
            if let Err(problem) = set.add(&name) {
                set.problems.push(problem);
            }
        }
        set
    }

    fn add(&mut self, name: &str) -> Result<(), Problem> {
        let code = format!("{STYLE}/{name}");
        let (path, card_path) = (format!("{name}.yml"), format!("{name}.toml"));
        let file = text(&path);
        let mut rule = GateRule::read(&code, &path, &file)?;
        self.files.insert(code.clone(), file);
        let card: Card = toml::from_str(&text(&card_path)).map_err(|error| Problem::new(&card_path, None, error.message(), ""))?;
        rule.help.clone_from(&card.help);
        rule.context = self.contexts.get(name).cloned().unwrap_or_default();
        self.rules.push(Arc::new(rule));
        self.cards.insert(code, card);
        Ok(())
    }
}

fn text(path: &str) -> String {
    Files::get(path).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::NATIVE;
    use super::*;

    #[test]
    fn the_set_is_whole() {
        let set = BuiltIn::get();
        assert_eq!(set.problems, [], "every rule file is read");
        for rule in &set.rules {
            assert_eq!(rule.text.compile(), Ok(()), "{}", rule.text.code);
            assert!(
                !rule.text.description.is_empty() && !rule.text.description.ends_with('.'),
                "{} is described in one line",
                rule.text.code
            );
        }
    }

    #[test]
    fn files_come_in_pairs_and_contexts_name_rules() {
        let set = BuiltIn::get();
        let known = |name: &str| {
            let code = format!("{STYLE}/{name}");
            set.cards.contains_key(&code) || NATIVE.iter().any(|native| native.rule.code == code)
        };
        for file in Files::iter().filter(|file| *file != "context.toml") {
            let name = file.strip_suffix(".yml").or_else(|| file.strip_suffix(".toml"));
            assert!(name.is_some_and(known), "{file} belongs to no rule");
        }
        for name in set.contexts.keys() {
            assert!(known(name), "context.toml names {name}, and there is no such rule");
        }
    }

    #[test]
    fn every_rule_explains_itself() {
        for (code, card) in &BuiltIn::get().cards {
            assert!(!card.help.is_empty() && !card.why.is_empty(), "{code}");
            assert!(card.good.len() >= 2 && card.bad.len() >= 2, "{code} shows two good and two bad texts");
        }
    }
}
