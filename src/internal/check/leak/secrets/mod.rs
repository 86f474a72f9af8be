//! Secrets by their shape: rules in the format of gitleaks, this program's own (`rules.toml`) and those of the team's files.
//! Comes in: a text. Goes out: hits with their ranges. One pass over the keywords says which patterns are worth a try; the rest of
//! them are never compiled. No hit says what was found.

mod dialect;
mod entry;
mod file;
mod pattern;
mod rule;
mod rule_set;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use serde::Deserialize;

use self::rule::{Match, Rule, TooLarge};
use self::rule_set::RuleSet;
use super::detector::{Hit, Reach};
use crate::diagnostic::{Level, RuleDoc, Sample};
use crate::folder::Folder;
use crate::internal::check::wording::Problem;

/// The code of every finding about a secret: no file can give its own another, and so get an exception for it.
pub const CODE: &str = "leak/secret";

/// What the reference says of the rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    summary: String,
    why: String,
    help: String,
    good: Vec<String>,
    bad: Vec<String>,
}

static PAGE: LazyLock<Page> =
    LazyLock::new(|| toml::from_str(include_str!("page.toml")).expect("a data file of our own is well-formed, as the tests show"));

static SHIPPED: LazyLock<Arc<RuleSet>> = LazyLock::new(|| {
    Arc::new(RuleSet::shipped(include_str!("rules.toml")).expect("a data file of our own is well-formed, as the tests show"))
});

/// All rules behind one automaton of keywords.
pub struct Secrets {
    sets: Vec<Arc<RuleSet>>,
    /// None if no rule has a keyword.
    keywords: AhoCorasick,
    /// Keyword → rules, by set and place.
    owners: Vec<Vec<(usize, usize)>>,
    /// Rules without keywords.
    always: Vec<(usize, usize)>,
}

impl Secrets {
    /// This program's rules and those of the files that the config names, relative to the site's folder.
    pub fn load(files: &[String], site: &Folder) -> (Self, Vec<Problem>) {
        let mut sets = vec![Arc::clone(&SHIPPED)];
        let mut problems = Vec::new();
        for file in files {
            match RuleSet::of_team(site, &site.join(file), file) {
                Ok(set) => sets.push(Arc::new(set)),
                Err(faults) => problems.extend(faults),
            }
        }
        match Self::new(sets) {
            Ok(secrets) => (secrets, problems),
            Err(problem) => {
                problems.push(problem);
                (Self::default(), problems)
            }
        }
    }

    /// What the rules find in a text. Finished files are spared what only looks like a secret.
    pub fn scan(&self, text: &str, reach: Reach) -> Vec<Hit> {
        let mut worth = self.always.clone();
        let mut seen = vec![false; self.owners.len()];
        for found in self.keywords.find_overlapping_iter(text) {
            let keyword = found.pattern().as_usize();
            if !std::mem::replace(&mut seen[keyword], true) {
                worth.extend(&self.owners[keyword]);
            }
        }
        worth.sort_unstable();
        worth.dedup();
        let rules = worth.into_iter().map(|(set, rule)| (&self.sets[set], &self.sets[set].rules[rule]));
        let run = |rule: &Rule| rule.reported && (reach == Reach::Text || rule.level() == Level::Error);
        rules.filter(|(_, rule)| run(rule)).flat_map(|(set, rule)| hits(set, rule, text)).collect()
    }

    /// What the reference says of them.
    pub fn doc() -> RuleDoc {
        let samples = |list: &[String]| list.iter().map(|text| Sample::Message(text.clone())).collect();
        RuleDoc {
            code: CODE.to_owned(),
            level: Level::Error,
            summary: PAGE.summary.clone(),
            why: format!("{} What to do: {}.", PAGE.why, PAGE.help),
            good: samples(&PAGE.good),
            bad: samples(&PAGE.bad),
        }
    }

    fn new(sets: Vec<Arc<RuleSet>>) -> Result<Self, Problem> {
        let mut by_keyword: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        let mut always = Vec::new();
        for (set, rules) in sets.iter().enumerate() {
            for (at, rule) in rules.rules.iter().enumerate().filter(|(_, rule)| rule.pattern.is_some()) {
                if rule.keywords.is_empty() {
                    always.push((set, at));
                }
                for keyword in &rule.keywords {
                    by_keyword.entry(keyword).or_default().push((set, at));
                }
            }
        }
        let keywords = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(by_keyword.keys());
        let keywords = keywords.map_err(|_| {
            Problem::new(crate::config::FILE, None, "the rule files have too many keywords", "name fewer files in `leaks.gitleaks`")
        })?;
        let owners = by_keyword.into_values().collect();
        Ok(Self { sets, keywords, owners, always })
    }

    /// How many patterns texts needed so far.
    #[cfg(test)]
    fn compiled(&self) -> usize {
        let rules = self.sets.iter().flat_map(|set| &set.rules);
        rules.filter(|rule| rule.pattern.as_ref().is_some_and(pattern::Pattern::is_compiled)).count()
    }
}

impl Default for Secrets {
    /// This program's rules alone.
    fn default() -> Self {
        Self::new(vec![Arc::clone(&SHIPPED)]).expect("the keywords of our own fit an automaton")
    }
}

fn hits(set: &RuleSet, rule: &Rule, text: &str) -> Vec<Hit> {
    let level = rule.level();
    let hit = |span| Hit {
        rule: CODE,
        level,
        rank: if level == Level::Error { 100 } else { 30 },
        span,
        fact: rule.fact.clone(),
        help: &PAGE.help,
    };
    match matches(set, rule, text) {
        Ok(matches) => matches.into_iter().map(|found| hit(if rule.whole { found.whole } else { found.secret })).collect(),
        // Nobody knows what it would have found: the text does not pass.
        Err(TooLarge) => vec![Hit { fact: format!("{}, or not: its pattern is too large to be tried", rule.fact), ..hit(0..text.len()) }],
    }
}

/// The matches of a rule near which there is all that it requires.
fn matches(set: &RuleSet, rule: &Rule, text: &str) -> Result<Vec<Match>, TooLarge> {
    let mut matches = rule.matches(text)?;
    for required in &rule.required {
        if matches.is_empty() {
            break;
        }
        let others = set.rules[required.rule].matches(text)?;
        matches.retain(|found| others.iter().any(|other| required.near(text, found, other)));
    }
    Ok(matches)
}
