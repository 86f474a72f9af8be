//! `lifecycle/nothing-published`: a document that is meant for customers and publishes nothing.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::decision::message_content;
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::content::Content;
use crate::internal::read::draft::{DraftKind, Status};

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/nothing-published",
    level: Level::Warning,
    summary: "a document that is meant for customers and publishes nothing",
    why: "A reviewed message without a `public:` block, or a block with neither message nor updates, stays private: nothing of it is shown, not even a count.",
    help: "add what is missing, or `publish: false` if it is to stay private",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit(
        "## Status updates\n### 2026-03-14 10:05 UTC — Investigating\nSearch results are slow for one request in five. Next update by 10:35 UTC.\n### 2026-03-14 11:42 UTC — Resolved\nSearches answer at their usual speed again.\n\n## External message",
        "## Notes",
    )],
};

/// Reports a message without a block, and a block without anything to publish. Embargoed and unreviewed messages will come.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    if !draft.publish || draft.kind == DraftKind::NearMiss {
        return;
    }
    let content = message_content(draft);
    match &draft.public {
        None if content == Content::Words && draft.status.value >= Status::Reviewed => {
            let place = draft.message.as_ref().map(|message| message.heading.clone());
            findings.push(RULE.finding(
                subject,
                place,
                "the message is agreed on, but there is no `public:` block, so nothing is published",
            ));
        }
        Some(public) if content == Content::Nothing && draft.updates.is_empty() => {
            let finding =
                RULE.finding(subject, public.span.clone(), "there is a `public:` block, but neither a message nor a status update");
            findings.push(if draft.status.value == Status::Draft { finding.at_most(Level::Hint) } else { finding });
        }
        _ => {}
    }
}
