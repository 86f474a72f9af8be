//! `public/end-missing`: an agreed message about an incident without an end.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::decision::has_message;
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::{DraftKind, Status};

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/end-missing",
    level: Level::Warning,
    summary: "an agreed message about an incident without an end",
    why: "Customers read in a post-mortem when it began and when it was over. Without an end the incident counts as running.",
    help: "add `resolved` to `public:`",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("  resolved: 2026-03-14T11:42:00Z\n", "")],
};

/// Reports a reviewed message without `resolved` and without a final update.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    let Some(public) = draft.public.as_ref().filter(|public| public.resolved.is_none()) else { return };
    let over = draft.updates.iter().any(|update| update.phase.is_final());
    if draft.kind == DraftKind::Incident && !over && draft.status.value >= Status::Reviewed && has_message(draft, subject.source) {
        findings.push(RULE.finding(subject, public.span.clone(), "the message is agreed on, but the incident has no end"));
    }
}
