//! Draft → Checked. A registry of rules; each is one small `.rs` file or one data file, and its code is its path.
//! Comes in: drafts. Goes out: findings, and drafts without a blocking one. Rules never change a draft.

pub mod leak;
pub mod registry;
