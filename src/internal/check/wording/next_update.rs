//! The newest update of something still going on says when the next one comes. Older updates are history: nobody waits for them.

use std::sync::LazyLock;

use regex::Regex;

use super::context::sentence;
use super::message::Message;
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Part, Rule, Shown, Subject};
use crate::prose::rule::constant;
use crate::public::Phase;

/// What the rule says of itself.
pub const RULE: Rule = Rule {
    code: "wording/next-update",
    level: Level::Warning,
    summary: "the newest update of an open incident does not say when the next one comes",
    why: "People who wait ask support when they do not know when to look again. The time of the next update can always be kept, a time \
          for the repair often cannot. Only the newest update of an open incident is asked; a resolved one is not.",
    help: "",
    good: &[
        Shown::Document(
            "---\nstatus: reviewed\npublic:\n  title: Slow search results\n  impact: degraded\n  started: 2026-03-14T09:58:00Z\n---\n## Status updates\n\
             ### 2026-03-14 10:05 UTC — Investigating\nSearch is slow for one request in five. Next update by 10:35 UTC.\n",
        ),
        Shown::Document(
            "---\nstatus: reviewed\npublic:\n  title: Slow search results\n  impact: degraded\n  started: 2026-03-14T09:58:00Z\n---\n## Status updates\n\
             ### 2026-03-14 11:42 UTC — Resolved\nSearch is as fast as before since 11:42 UTC.\n",
        ),
    ],
    bad: &[
        Shown::Document(
            "---\nstatus: reviewed\npublic:\n  title: Slow search results\n  impact: degraded\n  started: 2026-03-14T09:58:00Z\n---\n## Status updates\n\
             ### 2026-03-14 10:05 UTC — Investigating\nSearch is slow for one request in five.\n",
        ),
        Shown::Document(
            "---\nstatus: reviewed\npublic:\n  title: Slow search results\n  impact: degraded\n  started: 2026-03-14T09:58:00Z\n---\n## Status updates\n\
             ### 2026-03-14 10:35 UTC — Identified\nA full disk slows search down. We will update this page soon.\n",
        ),
    ],
};

/// Words that announce more news.
static NEWS: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\b(?:updates?|news|(?:post|report|write|share|say|look|check|be back)\b.{0,40}\b(?:again|more|here|next|by|at|in|within|every)|more information)\b",
    )
});

/// A moment or a span: `10:35`, `in 30 minutes`, `every hour`, `tomorrow`.
static WHEN: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s?[ap]\.?m\b|\b(?:every|each|hourly|daily|tomorrow|tonight|noon|midnight)\b",
        r"|\b(?:in|within|after)\b.{0,20}\b(?:minutes?|hours?|days?)\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    ))
});

/// Looks at the newest update while the document is open.
pub fn check(subject: &Subject<'_>, _: Option<&Message<'_>>) -> Vec<Finding> {
    let draft = subject.draft;
    let resolved = draft.public.as_ref().is_some_and(|public| public.resolved.is_some());
    // Of two updates at one moment the later one in the document is the newer.
    let Some(newest) = draft.updates.iter().max_by_key(|update| update.at) else { return Vec::new() };
    let waiting = !newest.phase.is_final() && newest.phase != Phase::Scheduled;
    if resolved || !waiting {
        return Vec::new();
    }
    let piece = subject.pieces.iter().find(|piece| piece.span == newest.content && matches!(piece.part, Part::Update(_)));
    let said = piece.is_some_and(|piece| piece.passages.iter().any(|passage| announcements(&passage.text).next().is_some()));
    if said {
        return Vec::new();
    }
    let message = "the newest update does not say when the next one comes";
    vec![RULE.finding(subject, newest.heading.clone(), message).help("end it with a time, for example: Next update by 10:35 UTC.")]
}

/// The sentences that announce more news for a moment.
pub fn announcements(text: &str) -> impl Iterator<Item = &str> {
    NEWS.find_iter(text).map(|found| sentence(text, &found.range())).filter(|sentence| WHEN.is_match(sentence))
}
