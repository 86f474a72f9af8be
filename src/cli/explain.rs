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
        let near = rules
            .iter()
            .map(|rule| {
                (
                    strsim::osa_distance(rule.code.rsplit('/').next().unwrap_or_default(), wanted.rsplit('/').next().unwrap_or_default()),
                    &rule.code,
                )
            })
            .min();
        let help = near
            .filter(|(distance, _)| *distance <= 1.max(wanted.len() / 5))
            .map_or_else(|| "`allclear explain` lists all rules".to_owned(), |(_, code)| format!("did you mean {code}?"));
        anyhow::bail!("there is no rule {wanted}\nhelp: {help}");
    };
    terminal::print(&page(rule));
    Ok(0)
}

fn page(rule: &RuleDoc) -> String {
    let mut page = format!("{} ({})\n\n{}\n\nWhy: {}\n", rule.code, rule.level.name(), capital(&rule.summary), rule.why);
    for (title, samples) in [("Found", &rule.bad), ("Fine", &rule.good)] {
        let shown: Vec<String> = samples.iter().filter_map(shown).collect();
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

/// A sample as a reader needs it: whole documents are too long to show the point.
fn shown(sample: &Sample) -> Option<String> {
    match sample {
        Sample::Message(text) => Some(text.trim().to_owned()),
        Sample::Beside { message, internal } => Some(format!("{}\n(in the internal half: {})", message.trim(), internal.trim())),
        Sample::Document(text) => (text.lines().count() <= 14).then(|| text.trim().to_owned()),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + ".")
}
