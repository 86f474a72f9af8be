//! `allclear explain`: what a rule finds, why, what to write instead, and how to allow it where it is right.

use std::collections::BTreeSet;

use allclear::diagnostic::{RuleDoc, RuleGroup};

use super::{Status, terminal};

/// Explain a rule, or list them.
#[derive(clap::Args)]
pub struct Args {
    /// The rule's code, such as wording/outage-unless-full; the part behind the slash is enough, and a group such as leak lists its
    /// rules. Default: all groups.
    rule: Option<String>,
}

/// Prints one rule, the rules of a group, or all of them.
pub fn run(args: &Args) -> Status {
    let rules = allclear::rules();
    let groups = RuleGroup::all();
    let Some(wanted) = &args.rule else {
        let lists: Vec<String> = groups.iter().map(|group| list(*group, &rules)).collect();
        terminal::print(&lists.join("\n"));
        return Ok(0);
    };
    // As reports in Vale's formats and the exported styles call it.
    let spelled = wanted.trim_end_matches('/').replacen('.', "/", 1);
    let wanted = spelled.strip_prefix("Incident/").unwrap_or(&spelled);
    if let Some(group) = groups.iter().find(|group| group.name == wanted) {
        terminal::print(&list(*group, &rules));
        return Ok(0);
    }
    let Some(rule) = rules.iter().find(|rule| rule.code == wanted || rule.name() == wanted) else {
        let own = wanted.split_once('/').is_some_and(|(style, _)| groups.iter().all(|group| group.name != style));
        let help = match nearest(&rules, wanted) {
            Some(code) => format!("did you mean {code}?"),
            None if own => "`allclear explain` lists the built-in rules; one of your own is explained in its file".to_owned(),
            None => "`allclear explain` lists all rules".to_owned(),
        };
        anyhow::bail!("there is no rule {wanted}\nhelp: {help}");
    };
    terminal::print(&rule.text());
    Ok(0)
}

/// A group with its rules.
fn list(group: RuleGroup, rules: &[RuleDoc]) -> String {
    let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let rows = rules.iter().filter(|rule| rule.group() == group.name);
    let rows = rows.map(|rule| format!("  {:width$}  {:10}  {}\n", rule.code, rule.level.name(), rule.summary));
    format!("{}: {}\n{}", group.name, without_links(group.about), rows.collect::<String>())
}

/// Markdown for a terminal: of a link its words are left.
fn without_links(text: &str) -> String {
    let Some((before, rest)) = text.split_once("](") else { return text.to_owned() };
    let (Some((left, words)), Some((_, right))) = (before.rsplit_once('['), rest.split_once(')')) else { return text.to_owned() };
    format!("{left}docs/{words}{}", without_links(right))
}

/// The rule whose name, or a word of whose name, is nearest to what was asked for; or the group.
fn nearest<'r>(rules: &'r [RuleDoc], wanted: &str) -> Option<&'r str> {
    let wanted = wanted.rsplit('/').next().unwrap_or_default();
    let far = |text: &str| strsim::osa_distance(text, wanted);
    let near = rules.iter().map(|rule| {
        let word = rule.name().split('-').map(far).min().unwrap_or(usize::MAX);
        let begun = if rule.name().starts_with(wanted) { 0 } else { usize::MAX };
        (begun.min(far(rule.name())).min(word + 1), rule.code.as_str())
    });
    let groups: BTreeSet<&str> = rules.iter().map(RuleDoc::group).collect();
    let near = near.chain(groups.into_iter().map(|name| (far(name), name))).min();
    near.filter(|(distance, _)| *distance <= 1.max(wanted.chars().count() / 3)).map(|(_, code)| code)
}
