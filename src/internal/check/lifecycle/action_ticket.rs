//! `lifecycle/action-ticket`: an accepted action without a ticket.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::Status;

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/action-ticket",
    level: Level::Warning,
    summary: "an accepted action without a ticket",
    why: "A closed post-mortem has nothing left to do: what was accepted lives on in the tracker.",
    help: "add the ticket, or say that the action will not be done and why",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Document(concat!("---\nid: a\nstatus: closed\n---\n## Action items\n", "- Limit the reindex (owner: Priya Nair)\n"))],
};

/// Advice for closed documents; rejected actions need no ticket.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.draft.status.value < Status::Closed {
        return;
    }
    let lacking: Vec<_> = subject.draft.actions.iter().filter(|action| action.ticket.is_none() && !action.is_dropped()).collect();
    if let Some(first) = lacking.first() {
        let message = if lacking.len() == 1 {
            "this action has no ticket".to_owned()
        } else {
            format!("this action and {} more have no ticket", lacking.len() - 1)
        };
        findings.push(subject.advice(&RULE, first.span.clone(), message));
    }
}
