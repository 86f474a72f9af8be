//! What each status promises: in review, reviewed, closed.

pub mod action_owner;
pub mod action_ticket;
pub mod closed_early;
pub mod meeting_held;
pub mod meeting_scheduled;
pub mod message_missing;
pub mod nothing_published;
pub mod open_questions;
pub mod published_early;
pub mod published_missing;
pub mod reviewers;

/// What has to hold before a document is closed. As findings of `check` they are advice, unless the config enforces them; to
/// `allclear close` they are binding.
pub const TO_CLOSE: &[&str] = &[
    action_owner::RULE.code,
    action_ticket::RULE.code,
    meeting_held::RULE.code,
    message_missing::RULE.code,
    open_questions::RULE.code,
    published_missing::RULE.code,
    reviewers::RULE.code,
];
