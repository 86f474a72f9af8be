//! `public/end-missing`: something that counts as running although it is probably over.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::decision::has_message;
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::{DraftKind, Status};
use crate::public::Phase;

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/end-missing",
    level: Level::Warning,
    summary: "an agreed message about an incident without an end, or maintenance that runs on behind its window",
    why: "Customers read in a post-mortem when it began and when it was over. Without an end the incident counts as running, and so does maintenance that is said to have begun.",
    help: "add `resolved` to `public:`, or a last update",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Document(
        "---\nid: slow-search\nstatus: reviewed\npublic:\n  title: Slow search results\n  impact: partial\n  started: 2026-03-14T09:58:00Z\n  published: 2026-03-18T16:00:00Z\n---\n## External message\nSearch results were slow for one request in five.\n",
    )],
};

/// Reports a reviewed message without `resolved` and without a final update, and a window that is over without one.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    let Some(public) = draft.public.as_ref().filter(|public| public.resolved.is_none()) else { return };
    if draft.updates.iter().any(|update| update.phase.is_final()) {
        return;
    }
    match draft.kind {
        DraftKind::Incident if draft.status.value >= Status::Reviewed && has_message(draft) => {
            findings.push(RULE.finding(subject, public.span.clone(), "the message is agreed on, but the incident has no end"));
        }
        DraftKind::Maintenance => {
            let begun = draft.updates.iter().find(|update| matches!(update.phase, Phase::InProgress | Phase::Verifying));
            let over = public.scheduled_until.as_ref().filter(|until| until.value <= subject.now);
            if let (Some(_), Some(until)) = (begun, over) {
                let message = "the window is over, but nothing says that the work is: it counts as under way";
                findings.push(RULE.finding(subject, until.span.clone(), message).help("add an update with the phase Completed"));
            }
        }
        DraftKind::Incident | DraftKind::NearMiss => {}
    }
}
