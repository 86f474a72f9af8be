//! `public/implausible-time`: a public time in the wrong century.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use chrono::Datelike as _;

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/implausible-time",
    level: Level::Warning,
    summary: "a public time in the wrong century",
    why: "It is probably a slip of the keyboard, and every list and feed would sort by it.",
    help: "correct the year",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("started: 2026-03-14", "started: 1026-03-14")],
};

/// Years before 1970 or more than ten years ahead are hardly meant.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(public) = &subject.draft.public else { return };
    let latest = subject.now.year() + 10;
    let fields = [&public.started, &public.resolved, &public.published, &public.scheduled_for, &public.scheduled_until];
    let fields = fields.into_iter().flatten().map(|time| (time.value, time.span.clone()));
    let updates = subject.draft.updates.iter().map(|update| (update.at, update.heading.clone()));
    for (time, span) in fields.chain(updates).filter(|(time, _)| time.year() < 1970 || time.year() > latest) {
        findings.push(RULE.finding(subject, span, format!("the year {} is hardly meant", time.year())));
    }
}
