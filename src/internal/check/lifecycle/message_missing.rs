//! `lifecycle/message-missing`: a post-mortem without a message, and without a reason for that.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::decision::message_content;
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::content::Content;
use crate::internal::read::draft::{DraftKind, Status};

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/message-missing",
    level: Level::Warning,
    summary: "a post-mortem without a message, and without a reason for that",
    why: "Customers who were hit wait for a word. Where none is owed, the document says why.",
    help: "write *External message*, or give `no_message: reason`",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("## External message", "## Notes to customers")],
};

/// Advice from in review on, for incidents that customers could notice.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    let wanted = draft.kind == DraftKind::Incident && draft.publish && draft.status.value >= Status::InReview;
    // A placeholder has a finding of its own.
    let missing = message_content(draft) == Content::Nothing;
    if wanted && draft.no_message.is_none() && missing && subject.asks(crate::config::raw::Needed::Message) {
        findings.push(subject.advice(&RULE, draft.status.span.clone(), "there is no message for customers, and no reason why"));
    }
}
