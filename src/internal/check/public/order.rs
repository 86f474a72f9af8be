//! `public/order`: an end before the start.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/order",
    level: Level::Error,
    summary: "an end before the start",
    why: "Customers read the duration from these times.",
    help: "correct one of the two",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("resolved: 2026-03-14T11:42:00Z", "resolved: 2026-03-14T09:42:00Z")],
};

/// Reports an end that lies before its start.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(public) = &subject.draft.public else { return };
    let pairs = [
        ("started", &public.started, "resolved", &public.resolved),
        ("scheduled_for", &public.scheduled_for, "scheduled_until", &public.scheduled_until),
    ];
    for (first, start, second, end) in pairs {
        if let (Some(start), Some(end)) = (start, end)
            && end.value < start.value
        {
            findings.push(RULE.finding(subject, end.span.clone(), format!("`{second}` lies before `{first}`")));
        }
    }
}
