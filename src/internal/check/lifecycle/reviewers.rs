//! `lifecycle/reviewers`: a reviewed post-mortem without reviewers or attendees.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::{DraftKind, Status};

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/reviewers",
    level: Level::Warning,
    summary: "a reviewed post-mortem without reviewers or attendees",
    why: "Who agreed to the words is what an auditor asks first.",
    help: "add `reviewers` and `attendees`",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("reviewers: [Sam Okafor]\n", ""), Shown::Edit("attendees: [Sam Okafor, Lee Aoki]\n", "")],
};

/// Advice from reviewed on.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    if draft.status.value < Status::Reviewed || draft.kind == DraftKind::Maintenance {
        return;
    }
    for role in ["reviewers", "attendees"] {
        if !draft.people.iter().any(|person| person.role.trim_end_matches('s') == role.trim_end_matches('s')) {
            findings.push(subject.advice(&RULE, draft.status.span.clone(), format!("the document is reviewed, but `{role}` names nobody")));
        }
    }
}
