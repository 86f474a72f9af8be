//! Drafts and what came of them → for each document that publishes nothing, or not its message, why.
//! What leaves the private half by this: a source's place and a reason without a word of the document; its only value is a time of
//! the `public:` block.

use std::collections::BTreeSet;

use super::check::decision::{Decision, has_message};
use super::read::draft::{Draft, DraftKind, Status};
use crate::clock::Time;
use crate::diagnostic::{Finding, Level, SourceId};

/// Why a document stays private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It is a near miss, or of no known kind.
    NearMiss,
    /// It says `publish: false`.
    Kept,
    /// It has no `public:` block.
    NoBlock,
    /// An error withholds it.
    Withheld,
    /// It could not be read.
    Unread,
    /// Its message is not agreed on yet.
    InDraft,
    /// Its message is being agreed on.
    InReview,
    /// Its message has no time from when it is public.
    NoTime,
    /// Its message is public from that time.
    Embargo(Time),
    /// Its first status update is of that time.
    Awaited(Time),
    /// It has neither a message nor a status update.
    Nothing,
}

/// A document that keeps something from customers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Private {
    /// Its source, for reports.
    pub(crate) source: SourceId,
    /// Why.
    pub(crate) reason: Reason,
    /// Whether only its message is kept, and its updates are public.
    pub(crate) message_alone: bool,
}

/// What may be told of a draft, whatever comes of it. All that is kept of it until that is known.
pub(super) struct Case {
    source: SourceId,
    reason: Reason,
    if_faulty: Reason,
    /// Whether it has a message that is not out.
    message_waits: bool,
}

impl Case {
    /// That of a draft.
    pub(super) fn of(draft: &Draft, now: Time) -> Self {
        Self {
            source: draft.source,
            reason: reason(draft, false),
            if_faulty: reason(draft, true),
            message_waits: has_message(draft) && !Decision::of(draft, now).message,
        }
    }
}

/// All documents that are not among the published, and those whose message is not.
pub(super) fn of(cases: &[Case], unread: &[SourceId], published: &BTreeSet<SourceId>, findings: &[Finding]) -> Vec<Private> {
    let errors = findings.iter().filter(|finding| finding.level == Level::Error);
    let faulty: BTreeSet<SourceId> = errors.map(|finding| finding.source).collect();
    let drafts = cases.iter().filter_map(|case| {
        let message_alone = published.contains(&case.source);
        let reason = if faulty.contains(&case.source) { case.if_faulty } else { case.reason };
        (!message_alone || case.message_waits).then_some(Private { source: case.source, reason, message_alone })
    });
    let unread = unread.iter().map(|source| Private { source: *source, reason: Reason::Unread, message_alone: false });
    drafts.chain(unread).collect()
}

fn reason(draft: &Draft, faulty: bool) -> Reason {
    let Some(public) = &draft.public else {
        return match draft.kind {
            DraftKind::NearMiss => Reason::NearMiss,
            _ if !draft.publish => Reason::Kept,
            _ if faulty => Reason::Withheld,
            _ => Reason::NoBlock,
        };
    };
    let first_update = draft.updates.iter().map(|update| update.at).min();
    match draft.status.value {
        _ if draft.kind == DraftKind::NearMiss => Reason::NearMiss,
        _ if !draft.publish => Reason::Kept,
        _ if faulty => Reason::Withheld,
        Status::Draft => Reason::InDraft,
        Status::InReview => Reason::InReview,
        Status::Reviewed | Status::Closed if has_message(draft) => {
            public.published.as_ref().map_or(Reason::NoTime, |published| Reason::Embargo(published.value))
        }
        Status::Reviewed | Status::Closed => first_update.map_or(Reason::Nothing, Reason::Awaited),
    }
}
