//! `completeness/impact-numbers`: an impact without a number.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::content::Content;
use crate::internal::read::draft::Canonical;

/// The rule.
pub const RULE: Rule = Rule {
    code: "completeness/impact-numbers",
    level: Level::Warning,
    summary: "an impact without a number",
    why: "How many, how long, which share: without numbers the impact cannot be weighed, and the message cannot be checked against it.",
    help: "write the share of requests or customers and the duration",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("20 % of searches, 104 minutes.", "Many searches.")],
};

/// Advice on an impact section without a digit.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let impacts = subject.draft.sections.iter().filter(|section| section.canonical == Some(Canonical::Impact)).collect::<Vec<_>>();
    let text = |section: &&&crate::internal::read::draft::InternalSection| &subject.source.text()[section.whole.clone()];
    let filled = impacts.iter().filter(|section| Content::of(text(section)) == Content::Words).collect::<Vec<_>>();
    if let Some(first) = filled.first()
        && !filled.iter().any(|section| text(section).bytes().any(|byte| byte.is_ascii_digit()))
    {
        findings.push(subject.advice(&RULE, first.heading.clone(), "the impact is told without a number"));
    }
}
