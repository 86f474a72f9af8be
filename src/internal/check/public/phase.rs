//! `public/phase`: a phase that does not belong to the kind of document.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::DraftKind;
use crate::public::Phase;

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/phase",
    level: Level::Error,
    summary: "a phase that does not belong to the kind of document",
    why: "Incidents are investigated and resolved; maintenance is scheduled and completed. Feeds and the API tell the two apart.",
    help: "use Investigating, Identified, Monitoring, Update or Resolved for an incident, and Scheduled, In progress, Verifying, Update or Completed for maintenance",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("UTC — Resolved", "UTC — Completed")],
};

/// Reports each update with a phase of the other kind.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let maintenance = subject.draft.kind == DraftKind::Maintenance;
    for update in
        subject.draft.updates.iter().filter(|update| update.phase != Phase::Update && update.phase.is_maintenance() != maintenance)
    {
        let message = if maintenance {
            "this phase belongs to incidents, and the document is about maintenance"
        } else {
            "this phase belongs to maintenance, and the document is about an incident"
        };
        findings.push(RULE.finding(subject, update.heading.clone(), message));
    }
}
