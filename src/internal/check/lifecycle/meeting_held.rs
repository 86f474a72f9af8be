//! `lifecycle/meeting-held`: a reviewed post-mortem whose meeting was not held.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::{DraftKind, Status};

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/meeting-held",
    level: Level::Warning,
    summary: "a reviewed post-mortem whose meeting was not held",
    why: "Reviewed means: agreed in the meeting. Until then the message is one person's draft.",
    help: "add `held: TIME` to `meeting`, or set the status back to in review",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit(", held: 2026-03-17T15:00:00Z", "")],
};

/// Advice from reviewed on.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    if draft.status.value >= Status::Reviewed && draft.kind != DraftKind::Maintenance && draft.meeting_held.is_none() {
        findings.push(subject.advice(&RULE, draft.status.span.clone(), "the document is reviewed, but its meeting was not held"));
    }
}
