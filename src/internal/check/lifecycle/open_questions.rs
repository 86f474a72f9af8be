//! `lifecycle/open-questions`: open questions in a reviewed post-mortem.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::content::Content;
use crate::internal::read::draft::{Canonical, Status};

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/open-questions",
    level: Level::Warning,
    summary: "open questions in a reviewed post-mortem",
    why: "The meeting answers them, or turns them into actions.",
    help: "answer them, or turn them into actions",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("## Action items", "## Open questions\n- Why at noon?\n\n## Action items")],
};

/// Advice from reviewed on.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.draft.status.value < Status::Reviewed {
        return;
    }
    for section in subject.draft.sections.iter().filter(|section| section.canonical == Some(Canonical::OpenQuestions)) {
        if Content::of(&subject.source.text()[section.whole.clone()]) == Content::Words {
            findings.push(subject.advice(&RULE, section.heading.clone(), "questions are still open"));
        }
    }
}
