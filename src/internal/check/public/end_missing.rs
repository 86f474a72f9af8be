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
    bad: &[Shown::Document(
        "---\nid: slow-search\nstatus: reviewed\npublic:\n  title: Slow search results\n  impact: partial\n  started: 2026-03-14T09:58:00Z\n  published: 2026-03-18T16:00:00Z\n---\n## External message\nSearch results were slow for one request in five.\n",
    )],
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
