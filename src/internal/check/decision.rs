//! A draft and the clock → which of its pieces go out. The table of the contract, and nothing else.

use crate::clock::Time;
use crate::internal::read::content::Content;
use crate::internal::read::draft::{Draft, DraftKind, Status};
use crate::preview::Wish;

/// What of a document goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The status updates with the public block.
    pub updates: bool,
    /// The external message with the corrections.
    pub message: bool,
    /// Whether it is shown before it is public: its times count as reached, and its title says that it is a draft.
    pub ahead: bool,
}

impl Decision {
    /// Nothing at all, not even a count.
    pub const NOTHING: Self = Self { updates: false, message: false, ahead: false };

    /// Decides about a draft.
    pub fn of(draft: &Draft, now: Time) -> Self {
        let Some(public) = draft.public.as_ref().filter(|_| draft.publish && draft.kind != DraftKind::NearMiss) else {
            return Self::NOTHING;
        };
        let agreed = matches!(draft.status.value, Status::Reviewed | Status::Closed);
        let reached = public.published.as_ref().is_some_and(|published| published.value <= now);
        let updates = draft.updates.iter().any(|update| update.at <= now);
        Self { updates, message: agreed && reached && has_message(draft), ahead: false }
    }

    /// What of a draft will go out once it is agreed on and its times have come. Only a preview has a [`Wish`] to see that, and what
    /// is made with one cannot be written.
    pub fn foreseen(draft: &Draft, _: &Wish) -> Self {
        if draft.public.is_none() || !draft.publish || draft.kind == DraftKind::NearMiss {
            return Self::NOTHING;
        }
        Self { updates: !draft.updates.is_empty(), message: has_message(draft), ahead: true }
    }

    /// Whether a time counts as reached.
    pub fn reached(self, at: Time, now: Time) -> bool {
        self.ahead || at <= now
    }

    /// Whether anything goes out.
    pub fn anything(self) -> bool {
        self.updates || self.message
    }
}

/// Whether the external message has words.
pub fn has_message(draft: &Draft) -> bool {
    message_content(draft) == Content::Words
}

/// What the external message amounts to.
pub fn message_content(draft: &Draft) -> Content {
    draft.message.as_ref().map_or(Content::Nothing, |message| message.amounts_to)
}
