//! `public/order`: times that cannot follow each other.

use crate::clock::Time;
use crate::diagnostic::{Finding, Level, Span};
use crate::internal::check::decision::Decision;
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::{DraftKind, PublicBlock, Spanned};

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/order",
    level: Level::Error,
    summary: "an end before the start, or words about what has not begun",
    why: "Customers read the duration from these times, and an incident that they are told about has begun. Maintenance may be announced, and called off before it starts.",
    help: "correct one of the two",
    good: &[Shown::Edit("", "")],
    bad: &[
        Shown::Edit("resolved: 2026-03-14T11:42:00Z", "resolved: 2026-03-14T09:42:00Z"),
        Shown::Edit("published: 2026-03-18T16:00:00Z", "published: 2026-03-13T16:00:00Z"),
    ],
};

/// Reports ends that lie before their start, and an incident of the future of which something is already told.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(public) = &subject.draft.public else { return };
    for (first, start, second, end, span) in pairs(subject, public) {
        if end < start {
            findings.push(RULE.finding(subject, span, format!("{second} lies before {first}")));
        }
    }
    let told = Decision::of(subject.draft, subject.now).anything();
    if let Some(start) = public.started.as_ref().filter(|start| told && subject.now < start.value)
        && subject.draft.kind == DraftKind::Incident
    {
        findings.push(RULE.finding(subject, start.span.clone(), "`started` lies in the future, but customers are already told about it"));
    }
}

type Pair = (&'static str, Time, &'static str, Time, Span);

fn pairs(subject: &Subject<'_>, public: &PublicBlock) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut pair = |first, start: Option<Time>, second, end: Option<(Time, Span)>| {
        pairs.extend(start.zip(end).map(|(start, (end, span))| (first, start, second, end, span)));
    };
    let start = |field: &Option<Spanned<Time>>| field.as_ref().map(|time| time.value);
    let end = |field: &Option<Spanned<Time>>| field.as_ref().map(|time| (time.value, time.span.clone()));
    let started = start(&public.started);
    pair("`started`", started, "`resolved`", end(&public.resolved));
    pair("`scheduled_for`", start(&public.scheduled_for), "`scheduled_until`", end(&public.scheduled_until));
    if subject.draft.kind == DraftKind::Incident {
        let last = subject.draft.updates.iter().filter(|update| update.phase.is_final()).max_by_key(|update| update.at);
        let last = last.filter(|_| public.resolved.is_none()).map(|update| (update.at, update.heading.clone()));
        pair("`started`", started, "the update that ends it", last);
        pair("`started`", started, "`published`", end(&public.published));
    }
    pairs
}
