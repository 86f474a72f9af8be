//! A draft and the clock → which of its pieces go out. The table of the contract, and nothing else.

use crate::clock::Time;
use crate::diagnostic::Source;
use crate::internal::read::content::Content;
use crate::internal::read::draft::{Draft, DraftKind, Status};

/// What of a document goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The status updates with the public block.
    pub updates: bool,
    /// The external message with the corrections.
    pub message: bool,
}

impl Decision {
    /// Nothing at all, not even a count.
    pub const NOTHING: Self = Self { updates: false, message: false };

    /// Decides about a draft.
    pub fn of(draft: &Draft, source: &Source, now: Time) -> Self {
        let Some(public) = draft.public.as_ref().filter(|_| draft.publish && draft.kind != DraftKind::NearMiss) else {
            return Self::NOTHING;
        };
        let agreed = matches!(draft.status.value, Status::Reviewed | Status::Closed);
        let reached = public.published.as_ref().is_some_and(|published| published.value <= now);
        Self { updates: draft.updates.iter().any(|update| update.at <= now), message: agreed && reached && has_message(draft, source) }
    }

    /// Whether anything goes out.
    pub fn anything(self) -> bool {
        self.updates || self.message
    }
}

/// Whether the external message has words.
pub fn has_message(draft: &Draft, source: &Source) -> bool {
    message_content(draft, source) == Content::Words
}

/// What the external message amounts to.
pub fn message_content(draft: &Draft, source: &Source) -> Content {
    draft.message.as_ref().map_or(Content::Nothing, |message| Content::of(&source.text()[message.content.clone()]))
}
