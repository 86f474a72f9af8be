//! A part of the service that customers know by name.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Id, Impact, PublicText};

/// A component of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Component {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: PublicText,
    /// The group it is shown in.
    pub group: Option<PublicText>,
    /// One sentence about it.
    pub description: Option<PublicText>,
    /// The first day it existed.
    pub since: Option<NaiveDate>,
    /// The day it was retired: it keeps its history and leaves the front page and the API.
    pub retired: Option<NaiveDate>,
}

/// A component's state at a moment. Ordered: later is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ComponentState {
    /// Nothing is known to be wrong.
    Operational,
    /// Planned work is under way.
    Maintenance,
    /// Degraded performance.
    Degraded,
    /// Partial disruption.
    Partial,
    /// Full outage.
    Full,
}

impl ComponentState {
    /// The key of its word in the locale files, and of its style: `operational`, `maintenance`, `degraded`, `partial`, `full`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::Maintenance => "maintenance",
            Self::Degraded => "degraded",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }

    /// Its value in the Statuspage API.
    pub fn statuspage(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::Maintenance => "under_maintenance",
            Self::Degraded => "degraded_performance",
            Self::Partial => "partial_outage",
            Self::Full => "major_outage",
        }
    }
}

impl From<Impact> for ComponentState {
    fn from(impact: Impact) -> Self {
        match impact {
            Impact::None => Self::Operational,
            Impact::Degraded => Self::Degraded,
            Impact::Partial => Self::Partial,
            Impact::Full => Self::Full,
        }
    }
}
