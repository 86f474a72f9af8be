//! The words that feeds use. Those of the update feeds come from the locale; those of the history feeds are Statuspage's, because
//! programs read them. Either is part of an entry that must never change: `check --published` finds out when a locale did.

use crate::outputs::trail::Step;
use crate::public::{Impact, Kind, Phase};
use crate::render::Locale;

/// The word in front of an entry's title.
pub fn title(step: &Step<'_>, locale: &Locale) -> String {
    match step {
        Step::Update(update) => locale.say(&format!("phase.{}", update.phase.key()), &[]),
        Step::Postmortem(_) => locale.say("feed.postmortem", &[]),
        Step::Correction(_) => locale.say("feed.correction", &[]),
    }
}

/// A category for an impact, or for planned work; no impact has no name.
pub fn category(kind: Kind, impact: Option<Impact>, locale: &Locale) -> Option<String> {
    match kind {
        Kind::Maintenance => Some(locale.say("kind.maintenance", &[])),
        Kind::Incident => {
            let impact = impact.filter(|impact| *impact != Impact::None)?;
            Some(locale.say(&format!("state.{}", impact.key()), &[]))
        }
    }
}

/// The bold word of a step in the history feeds. Programs read it as the status, hence Statuspage's spelling.
pub fn status(step: &Step<'_>) -> &'static str {
    match step {
        Step::Update(update) => phase(update.phase),
        Step::Postmortem(_) => "Postmortem",
        Step::Correction(_) => "Correction",
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
