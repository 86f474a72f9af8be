//! The words that feeds use. They are part of an entry that must never change, so they live in code and not in a theme:
//! a site with its own wording on its pages keeps the entries that its readers already have.

use crate::outputs::trail::Step;
use crate::public::{Impact, Phase};

/// The category of everything about planned work.
pub const MAINTENANCE: &str = "Maintenance";

/// The word in front of an entry's title.
pub fn title(step: &Step<'_>) -> &'static str {
    match step {
        Step::Update(update) => phase(update.phase),
        Step::Postmortem(_) => "Post-mortem",
        Step::Correction(_) => "Correction",
    }
}

/// The bold word of a step in the history feeds. Programs read it as the status, hence Statuspage's spelling.
pub fn status(step: &Step<'_>) -> &'static str {
    match step {
        Step::Postmortem(_) => "Postmortem",
        _ => title(step),
    }
}

/// A category for an impact; none has no name.
pub fn impact(impact: Impact) -> Option<&'static str> {
    match impact {
        Impact::None => None,
        Impact::Degraded => Some("Degraded performance"),
        Impact::Partial => Some("Partial disruption"),
        Impact::Full => Some("Full outage"),
    }
}

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Investigating => "Investigating",
        Phase::Identified => "Identified",
        Phase::Monitoring => "Monitoring",
        Phase::Update => "Update",
        Phase::Resolved => "Resolved",
        Phase::Scheduled => "Scheduled",
        Phase::InProgress => "In progress",
        Phase::Verifying => "Verifying",
        Phase::Completed => "Completed",
    }
}
