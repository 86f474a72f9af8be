//! `public/required`: a field that `public:` must have.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::{DraftKind, Status};

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/required",
    level: Level::Error,
    summary: "a field that `public:` must have",
    why: "A page needs a title, an impact and a start; a maintenance window needs a title and both of its times. The internal title never stands in for the public one.",
    help: "add it to `public:`",
    good: &[Shown::Edit("", "")],
    bad: &[
        Shown::Edit("  title: Slow search results\n", ""),
        Shown::Edit("  impact: partial\n", ""),
        Shown::Edit("  started: 2026-03-14T09:58:00Z\n", ""),
    ],
};

/// Reports each missing field: advice while a post-mortem that has no updates is still being written, because nothing of it goes out.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(public) = &subject.draft.public else { return };
    let maintenance = subject.draft.kind == DraftKind::Maintenance;
    let needed = [
        ("title", public.title.is_none()),
        ("impact", !maintenance && public.impact.is_none()),
        ("started", !maintenance && public.started.is_none()),
        ("scheduled_for", maintenance && public.scheduled_for.is_none()),
        ("scheduled_until", maintenance && public.scheduled_until.is_none()),
    ];
    let unread = |name: &str| public.unreadable.iter().any(|key| key == name);
    for (name, _) in needed.into_iter().filter(|(name, missing)| *missing && !unread(name)) {
        let finding = RULE.finding(subject, public.span.start..public.span.start, format!("`public.{name}` is missing"));
        findings.push(match subject.draft.status.value {
            Status::Draft if subject.draft.updates.is_empty() => finding.at_most(Level::Hint),
            Status::InReview if subject.draft.updates.is_empty() => finding.at_most(Level::Warning),
            _ => finding,
        });
    }
}
