//! The documents of the new state that publish nothing → each with the reason in one line, by path. No word of a document goes out.

use std::collections::BTreeMap;

use super::Private;
use super::layout::time;
use super::side::Frame;
use crate::internal::{self, Reason};
use crate::pipeline::Outcome;

/// All of them.
pub(super) fn all(frame: &Frame<'_>) -> Vec<Private> {
    let Some(head) = frame.head.outcome() else { return Vec::new() };
    let before: BTreeMap<&str, &str> = frame.base.outcome().map(texts).unwrap_or_default();
    let mut all: BTreeMap<&str, Private> = BTreeMap::new();
    for internal::Private { source, reason, message_alone } in &head.private {
        let source = head.report.sources().get(*source);
        let touched = before.get(source.path()) != Some(&source.text());
        let message_alone = *message_alone;
        let reason = if message_alone { format!("{}, so its message stays private", told(*reason)) } else { told(*reason) };
        all.insert(source.path(), Private { path: source.path().to_owned(), reason, touched, message_alone });
    }
    // A page with updates alone is news only where somebody works at it.
    all.retain(|_, document| document.touched || !document.message_alone);
    all.into_values().collect()
}

/// Whether an error withholds the document of an id.
pub(super) fn is_withheld(frame: &Frame<'_>, id: &str) -> bool {
    let Some(head) = frame.head.outcome() else { return false };
    let Some(standing) = head.register.standing(id) else { return false };
    head.private.iter().any(|document| document.source == standing.source && document.reason == Reason::Withheld)
}

/// The sources by path.
fn texts(outcome: &Outcome) -> BTreeMap<&str, &str> {
    outcome.report.sources().iter().map(|(_, source)| (source.path(), source.text())).collect()
}

fn told(reason: Reason) -> String {
    match reason {
        Reason::NearMiss => "near miss".to_owned(),
        Reason::Kept => "publish: false".to_owned(),
        Reason::NoBlock => "no public block".to_owned(),
        Reason::Withheld => "withheld by an error".to_owned(),
        Reason::Unread => "cannot be read, see its error".to_owned(),
        Reason::InDraft => "draft".to_owned(),
        Reason::InReview => "in review".to_owned(),
        Reason::NoTime => "no time in `published`".to_owned(),
        Reason::Embargo(until) => format!("embargo until {}", time(until)),
        Reason::Awaited(at) => format!("nothing to publish before its first status update, {}", time(at)),
        Reason::Nothing => "nothing to publish".to_owned(),
    }
}
