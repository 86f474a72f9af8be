//! `completeness/timeline-moments`: a timeline with fewer than four moments.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::content::Content;
use crate::internal::read::draft::Canonical;
use std::sync::LazyLock;

use regex::Regex;

/// The rule.
pub const RULE: Rule = Rule {
    code: "completeness/timeline-moments",
    level: Level::Warning,
    summary: "a timeline with fewer than four moments",
    why: "Start, detection, reaction and resolution are the least that lets a team judge how it responded.",
    help: "add the moments that are missing, each with its time",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("| 10:02 | detected by an alert |\n| 10:20 | reindex stopped |\n", "")],
};

/// A clock time, or a gap where one belongs (`??`, `--:--`, `HH:MM`).
#[expect(clippy::expect_used, reason = "a constant pattern, compiled by every test")]
static MOMENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2}\s?[ap]m\b|\?\?|--:--|\bHH:MM\b").expect("a pattern"));

/// Advice on a timeline in which fewer than four lines or headings hold a time.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(timeline) = subject.draft.sections.iter().find(|section| section.canonical == Some(Canonical::Timeline)) else { return };
    let text = &subject.source.text()[timeline.whole.clone()];
    let moments = text.lines().filter(|line| MOMENT.is_match(line)).take(4).count();
    if moments < 4 && Content::of(text) == Content::Words {
        findings.push(subject.advice(
            &RULE,
            timeline.heading.clone(),
            format!("the timeline has {moments} of the 4 moments that it needs"),
        ));
    }
}
