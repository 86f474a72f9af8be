//! `public/future`: an update or a start that lies in the future.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::DraftKind;

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/future",
    level: Level::Warning,
    summary: "an update or a start that lies in the future",
    why: "What has not happened is not shown: an update goes out when its time is reached. A slip in the date would hold it back.",
    help: "correct the time, or wait for it",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit(
        "started: 2026-03-14T09:58:00Z\n  resolved: 2026-03-14T11:42:00Z",
        "started: 2031-03-14T09:58:00Z\n  resolved: 2031-03-14T11:42:00Z",
    )],
};

/// Reports starts of incidents, updates and corrections behind the clock of the run.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    let start = draft
        .public
        .iter()
        .filter(|_| draft.kind == DraftKind::Incident)
        .flat_map(|public| &public.started)
        .map(|time| (time.value, time.span.clone(), "the start"));
    let updates = draft.updates.iter().map(|update| (update.at, update.heading.clone(), "the time of this update"));
    let corrections = draft.corrections.iter().map(|correction| (correction.at, correction.heading.clone(), "the time of this correction"));
    for (_, span, what) in start.chain(updates).chain(corrections).filter(|(time, ..)| *time > subject.now) {
        findings.push(RULE.finding(subject, span, format!("{what} lies in the future")));
    }
}
