//! What was said while an incident ran, and what was corrected afterwards.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Id, Impact, Prose};
use crate::clock::Time;

/// One public update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Update {
    /// Made from its time, so that an update inserted later changes no other id: `20260314t1005z`, `-2` behind it for a second one in that minute.
    pub id: Id,
    /// When it was said.
    pub at: Time,
    /// The phase it declares.
    pub phase: Phase,
    /// What it says.
    pub body: Prose,
    /// Component impacts that it changes, in catalogue order.
    pub changes: Vec<Change>,
}

/// A component's impact before and after an update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The component.
    pub component: Id,
    /// Its impact in this incident until then.
    pub before: Impact,
    /// Its impact in this incident from then on.
    pub after: Impact,
}

/// A correction of published words. A feed entry of its own; the old entry stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Made like an update's id.
    pub id: Id,
    /// When it was made.
    pub at: Time,
    /// What is corrected.
    pub body: Prose,
}

/// The phase that an update declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The effect is known, the cause is not.
    Investigating,
    /// The cause is known.
    Identified,
    /// A fix is in place and watched.
    Monitoring,
    /// News without a change of phase.
    Update,
    /// Over.
    Resolved,
    /// Maintenance: announced.
    Scheduled,
    /// Maintenance: under way.
    InProgress,
    /// Maintenance: done, being checked.
    Verifying,
    /// Maintenance: over.
    Completed,
}

impl Phase {
    /// The key of its word in the locale files, and its value in the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Investigating => "investigating",
            Self::Identified => "identified",
            Self::Monitoring => "monitoring",
            Self::Update => "update",
            Self::Resolved => "resolved",
            Self::Scheduled => "scheduled",
            Self::InProgress => "in_progress",
            Self::Verifying => "verifying",
            Self::Completed => "completed",
        }
    }

    /// Whether it ends what it speaks about.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Resolved | Self::Completed)
    }

    /// Whether it belongs to maintenance.
    pub fn is_maintenance(self) -> bool {
        matches!(self, Self::Scheduled | Self::InProgress | Self::Verifying | Self::Completed)
    }
}
