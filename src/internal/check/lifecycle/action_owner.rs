//! `lifecycle/action-owner`: an action without an owner.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::Status;

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/action-owner",
    level: Level::Warning,
    summary: "an action without an owner",
    why: "What nobody owns is not done.",
    help: "name an owner in the table's Owner column, or end the item with `(owner: NAME, TICKET)`",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("| Priya Nair | WORK-812 |", "|  | WORK-812 |")],
};

/// Advice from reviewed on; rejected actions need no owner.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.draft.status.value < Status::Reviewed {
        return;
    }
    let lacking: Vec<_> = subject.draft.actions.iter().filter(|action| action.owner.is_none() && !action.is_dropped()).collect();
    if let Some(first) = lacking.first() {
        let message = if lacking.len() == 1 {
            "this action has no owner".to_owned()
        } else {
            format!("this action and {} more have no owner", lacking.len() - 1)
        };
        findings.push(subject.advice(&RULE, first.span.clone(), message));
    }
}
