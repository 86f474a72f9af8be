//! Drafts and what came of them → for each document that publishes nothing, why.
//! What leaves the private half by this: a source's place and a reason without a word of the document; its only value is a time of
//! the `public:` block.

use std::collections::BTreeSet;

use super::check::decision::message_content;
use super::read::content::Content;
use super::read::draft::{Draft, DraftKind, Status};
use crate::clock::Time;
use crate::diagnostic::{Finding, Level, SourceId, Sources};

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
    Draft,
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

/// The reasons of all documents that are not among the published.
pub(super) fn of(
    drafts: &[Draft],
    unread: &[SourceId],
    published: &BTreeSet<SourceId>,
    sources: &Sources,
    findings: &[Finding],
) -> Vec<(SourceId, Reason)> {
    let errors = findings.iter().filter(|finding| finding.level == Level::Error);
    let faulty: BTreeSet<SourceId> = errors.map(|finding| finding.source).collect();
    let private = drafts.iter().filter(|draft| !published.contains(&draft.source));
    let reasons = private.map(|draft| (draft.source, reason(draft, sources, faulty.contains(&draft.source))));
    reasons.chain(unread.iter().map(|source| (*source, Reason::Unread))).collect()
}

fn reason(draft: &Draft, sources: &Sources, faulty: bool) -> Reason {
    let Some(public) = &draft.public else {
        return match draft.kind {
            DraftKind::NearMiss => Reason::NearMiss,
            _ if !draft.publish => Reason::Kept,
            _ if faulty => Reason::Withheld,
            _ => Reason::NoBlock,
        };
    };
    let has_message = message_content(draft, sources.get(draft.source)) == Content::Words;
    let first_update = draft.updates.iter().map(|update| update.at).min();
    match draft.status.value {
        _ if draft.kind == DraftKind::NearMiss => Reason::NearMiss,
        _ if !draft.publish => Reason::Kept,
        _ if faulty => Reason::Withheld,
        Status::Draft => Reason::Draft,
        Status::InReview => Reason::InReview,
        Status::Reviewed | Status::Closed if has_message => {
            public.published.as_ref().map_or(Reason::NoTime, |published| Reason::Embargo(published.value))
        }
        Status::Reviewed | Status::Closed => first_update.map_or(Reason::Nothing, Reason::Awaited),
    }
}
