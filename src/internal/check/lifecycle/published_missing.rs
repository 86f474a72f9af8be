//! `lifecycle/published-missing`: an agreed message that nobody set free.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::decision::has_message;
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::Status;

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/published-missing",
    level: Level::Warning,
    summary: "an agreed message that nobody set free",
    why: "Without `published` a message is not out. It may be meant that way; often it was forgotten.",
    help: "add `published: TIME` to `public:`; a time in the future is an embargo",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("  published: 2026-03-18T16:00:00Z\n", "")],
};

/// Reports reviewed and closed documents whose message waits for `published`.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    let Some(public) = draft.public.as_ref().filter(|public| public.published.is_none()) else { return };
    if draft.publish && draft.status.value >= Status::Reviewed && has_message(draft) {
        findings.push(RULE.finding(subject, public.span.clone(), "the message is agreed on, but not out: `published` is missing"));
    }
}
