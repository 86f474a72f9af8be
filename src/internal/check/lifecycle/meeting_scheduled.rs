//! `lifecycle/meeting-scheduled`: a post-mortem without a meeting.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::DraftKind;

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/meeting-scheduled",
    level: Level::Warning,
    summary: "a post-mortem without a meeting",
    why: "The meeting is where the message is agreed on. Scheduled first, it is not forgotten.",
    help: "add `meeting: { scheduled: TIME }`",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("meeting: { scheduled: 2026-03-17T15:00:00Z, held: 2026-03-17T15:00:00Z }\n", "")],
};

/// Advice for every status; maintenance needs no meeting.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    if draft.kind != DraftKind::Maintenance
        && draft.meeting_scheduled.is_none()
        && draft.meeting_held.is_none()
        && !subject.declares("meeting")
    {
        findings.push(subject.advice(&RULE, None, "no meeting is scheduled"));
    }
}
