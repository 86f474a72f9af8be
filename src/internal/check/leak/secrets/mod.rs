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

use std::sync::{Arc, LazyLock};

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

/// Rules by set and place.
pub type Rules = Vec<(usize, usize)>;

/// All rules.
pub struct Secrets {
    sets: Vec<Arc<RuleSet>>,
    /// Rules without keywords.
    always: Rules,
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
        (Self::new(sets), problems)
    }

    /// Every keyword with its rule. A rule that has some is tried only where one of them stands.
    pub fn keywords(&self, reach: Reach) -> impl Iterator<Item = (&str, (usize, usize))> {
        let rules = self.patterns().filter(move |(_, rule)| rule.runs(reach));
        rules.flat_map(|(place, rule)| rule.keywords.iter().map(move |keyword| (keyword.as_str(), place)))
    }

    /// The rules that every text is to be tried with.
    pub fn always(&self) -> &Rules {
        &self.always
    }

    /// What the rules that a text woke find in it. Finished files are spared what only looks like a secret.
    pub fn scan(&self, text: &str, awake: &Rules, reach: Reach) -> Vec<Hit> {
        let rules = awake.iter().map(|(set, rule)| (&self.sets[*set], &self.sets[*set].rules[*rule]));
        rules.filter(|(_, rule)| rule.runs(reach)).flat_map(|(set, rule)| hits(set, rule, text)).collect()
    }

    /// The rules of a team's file that extends no other.
    #[cfg(feature = "fuzzing")]
    pub fn of_text(text: &str) -> Option<Self> {
        RuleSet::of_text(text).ok().map(|set| Self::new(vec![Arc::new(set)]))
    }

    /// Where any of the rules finds something, whatever woke it.
    #[cfg(feature = "fuzzing")]
    pub fn places(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let all = self.patterns().map(|(place, _)| place).collect();
        self.scan(text, &all, Reach::Text).into_iter().map(|hit| hit.span).collect()
    }

    /// Whether the rules that a part of a text woke find nothing in it, whatever stands around it.
    pub fn are_still(&self, part: &str, awake: &Rules) -> bool {
        awake.iter().all(|(set, rule)| self.sets[*set].rules[*rule].is_still(part))
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

    fn new(sets: Vec<Arc<RuleSet>>) -> Self {
        let mut secrets = Self { sets, always: Vec::new() };
        secrets.always = secrets.patterns().filter(|(_, rule)| rule.keywords.is_empty()).map(|(place, _)| place).collect();
        secrets
    }

    /// The rules about texts, each with its set and place.
    fn patterns(&self) -> impl Iterator<Item = ((usize, usize), &Rule)> {
        let rules =
            self.sets.iter().enumerate().flat_map(|(set, rules)| rules.rules.iter().enumerate().map(move |(at, rule)| ((set, at), rule)));
        rules.filter(|(_, rule)| rule.pattern.is_some())
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
        Self::new(vec![Arc::clone(&SHIPPED)])
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
