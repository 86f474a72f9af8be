//! `lifecycle/published-early`: a message that is public before its meeting.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::Status;

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/published-early",
    level: Level::Warning,
    summary: "a message that is public before its meeting",
    why: "What goes out before the meeting was not agreed on in it.",
    help: "set `published` to a time after `meeting.held`",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("published: 2026-03-18T16:00:00Z", "published: 2026-03-15T16:00:00Z")],
};

/// Reports `published` before `meeting.held`.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    let published = draft.public.as_ref().and_then(|public| public.published.as_ref());
    if let (Some(published), Some(held)) = (published, &draft.meeting_held)
        && draft.status.value >= Status::Reviewed
        && published.value < held.value
    {
        findings.push(RULE.finding(subject, published.span.clone(), "the message is public before its meeting was held"));
    }
}
