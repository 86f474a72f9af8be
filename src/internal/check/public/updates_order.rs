//! `public/updates-order`: updates that are not in the order of their times.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/updates-order",
    level: Level::Warning,
    summary: "updates that are not in the order of their times",
    why: "Pages and feeds sort by time. An update out of order has probably a slip in its date.",
    help: "correct the time, or move the update",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("### 2026-03-14 11:42 UTC — Resolved", "### 2026-03-13 11:42 UTC — Resolved")],
};

/// Reports each update that is older than the one above it. Newest first throughout is an order too.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let updates = &subject.draft.updates;
    if updates.windows(2).all(|pair| pair[1].at <= pair[0].at) && updates.len() > 2 {
        return;
    }
    for pair in updates.windows(2).filter(|pair| pair[1].at < pair[0].at) {
        findings.push(RULE.finding(subject, pair[1].heading.clone(), "this update is older than the one above it"));
    }
}
