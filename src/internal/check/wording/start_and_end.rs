//! An end that is no later than the start. That both are there, and not the wrong way round, is asked for with the public block.

use super::message::{Message, times};
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::DraftKind;

/// What the rule says of itself.
pub const RULE: Rule = Rule {
    code: "wording/start-and-end",
    level: Level::Error,
    summary: "an incident that begins and ends at the same moment",
    why: "\"From 10:05 to 10:05\" tells a reader that nobody looked when it began. What customers noticed lasted longer than the time at \
          which you noticed it. A missing start is `public/required`, a missing end `public/end-missing`, an end before the start \
          `public/order`.",
    help: "set `started` to when customers first noticed it, and `resolved` to when they no longer did",
    good: &[Shown::Edit("", ""), Shown::Edit("resolved: 2026-03-14T11:42:00Z", "resolved: 2026-03-14T09:59:00Z")],
    bad: &[
        Shown::Edit("resolved: 2026-03-14T11:42:00Z", "resolved: 2026-03-14T09:58:00Z"),
        Shown::Edit("started: 2026-03-14T09:58:00Z", "started: 2026-03-14T11:42:00Z"),
        Shown::Edit("started: 2026-03-14T09:58:00Z\n  resolved: 2026-03-14T11:42:00Z", "started: 2026-03-14T11:42:00Z"),
    ],
};

/// Compares the two times of a message that is complete.
pub fn check(subject: &Subject<'_>, message: Option<&Message<'_>>) -> Vec<Finding> {
    let (Some(message), Some((start, end))) = (message, times(subject)) else { return Vec::new() };
    if subject.draft.kind == DraftKind::NearMiss || start != end {
        return Vec::new();
    }
    let resolved = subject.draft.public.as_ref().and_then(|public| public.resolved.as_ref());
    let span = resolved.map_or_else(|| message.heading.clone(), |resolved| resolved.span.clone());
    vec![RULE.finding(subject, span, "the incident ends at the moment at which it begins")]
}
