//! `allclear explain`: what a rule finds, why, and what to write instead.

use allclear::diagnostic::{RuleDoc, Sample};

use super::{Status, terminal};

/// Explain a rule, or list them all.
#[derive(clap::Args)]
pub struct Args {
    /// The rule's code, such as wording/outage-unless-full; the part behind the slash is enough.
    rule: Option<String>,
}

/// Prints one rule, or the list.
pub fn run(args: &Args) -> Status {
    let rules = allclear::rules();
    let Some(wanted) = &args.rule else {
        let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
        for rule in &rules {
            terminal::print(&format!("{:width$}  {:10}  {}\n", rule.code, rule.level.name(), rule.summary));
        }
        return Ok(0);
    };
    let Some(rule) = rules.iter().find(|rule| rule.code == *wanted || rule.code.rsplit('/').next() == Some(wanted)) else {
        let help =
            nearest(&rules, wanted).map_or_else(|| "`allclear explain` lists all rules".to_owned(), |code| format!("did you mean {code}?"));
        anyhow::bail!("there is no rule {wanted}\nhelp: {help}");
    };
    terminal::print(&page(rule));
    Ok(0)
}

/// The rule whose name, or a word of whose name, is nearest to what was asked for.
fn nearest<'r>(rules: &'r [RuleDoc], wanted: &str) -> Option<&'r str> {
    let name = |code: &'r str| code.rsplit('/').next().unwrap_or_default();
    let wanted = wanted.rsplit('/').next().unwrap_or_default();
    let far = |text: &str| strsim::osa_distance(text, wanted);
    let near = rules.iter().map(|rule| {
        let word = name(&rule.code).split('-').map(far).min().unwrap_or(usize::MAX);
        let begun = if name(&rule.code).starts_with(wanted) { 0 } else { usize::MAX };
        (begun.min(far(name(&rule.code))).min(word + 1), rule.code.as_str())
    });
    near.min().filter(|(distance, _)| *distance <= 1.max(wanted.chars().count() / 3)).map(|(_, code)| code)
}

fn page(rule: &RuleDoc) -> String {
    let mut page = format!("{} ({})\n\n{}\n\nWhy: {}\n", rule.code, rule.level.name(), capital(&rule.summary), rule.why);
    for (title, samples) in [("Found", &rule.bad), ("Fine", &rule.good)] {
        let shown: Vec<String> = samples.iter().filter_map(|sample| shown(sample, &rule.good)).collect();
        if !shown.is_empty() {
            page.push_str(&format!("\n{title}:\n"));
        }
        for sample in shown {
            page.push_str(&sample.lines().map(|line| format!("  | {line}\n")).collect::<String>());
            page.push('\n');
        }
    }
    let (group, name) = rule.code.split_once('/').unwrap_or(("", &rule.code));
    if group == "wording" {
        page.push_str(&format!(
            "To change its level, in allclear.toml:\n  [wording.rules]\n  {name} = \"warning\"   # or error, suggestion, hint, off\n"
        ));
    }
    page
}

/// A sample as a reader needs it: of a whole document only what differs from the good one.
fn shown(sample: &Sample, good: &[Sample]) -> Option<String> {
    match sample {
        Sample::Message(text) => Some(text.trim().to_owned()),
        Sample::Beside { message, internal } => Some(format!("{}\n(in the internal half: {})", message.trim(), internal.trim())),
        Sample::Document(text) => match good.first() {
            Some(Sample::Document(good)) if good != text => Some(difference(text, good)),
            Some(_) => None,
            None => (text.lines().count() <= 14).then(|| text.trim().to_owned()),
        },
    }
}

/// The lines that only the first text has; if there are none, those that it lacks.
fn difference(text: &str, good: &str) -> String {
    let only = |one: &str, other: &str| {
        one.lines().filter(|line| !line.trim().is_empty() && !other.lines().any(|there| there == *line)).collect::<Vec<_>>().join("\n")
    };
    let added = only(text, good);
    if added.is_empty() { format!("(without)\n{}", only(good, text)) } else { added }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + ".")
}
