//! What each status promises: in review, reviewed, closed.

pub mod action_owner;
pub mod action_ticket;
pub mod meeting_held;
pub mod meeting_scheduled;
pub mod message_missing;
pub mod nothing_published;
pub mod open_questions;
pub mod published_early;
pub mod published_missing;
pub mod reviewers;
