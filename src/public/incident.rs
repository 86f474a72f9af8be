//! An incident or a maintenance window as customers see it.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Correction, Id, Phase, Prose, PublicText, SharedBytes, SitePath, Update};
use crate::clock::Time;

/// An incident or a maintenance window with everything about it that is public at the clock of the build.
#[derive(Debug, Clone, Serialize)]
pub struct Incident {
    /// Permalink and feed identity.
    pub id: Id,
    /// Incident or maintenance.
    pub kind: Kind,
    /// What customers noticed. Does not change when the incident resolves.
    pub title: PublicText,
    /// The worst it was, as declared.
    pub impact: Impact,
    /// Components concerned with their impact over time, in catalogue order.
    pub affected: Vec<Affected>,
    /// When it began; for maintenance the start of the window.
    pub started: Time,
    /// When it ended: the declared time, else that of the last update if its phase is final. `None` while open.
    pub resolved: Option<Time>,
    /// The planned window of maintenance.
    pub window: Option<Window>,
    /// One sentence: the declared summary, else the first paragraph of the published message.
    pub summary: Option<PublicText>,
    /// Oldest first; those of one minute in document order.
    pub updates: Vec<Update>,
    /// The published external message.
    pub postmortem: Option<Postmortem>,
    /// Oldest first.
    pub corrections: Vec<Correction>,
    /// Former paths that lead here.
    pub aliases: Vec<SitePath>,
    /// Images that its texts show.
    pub assets: Vec<Asset>,
}

/// Incident or maintenance. A near miss is never public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(description = "Incident or maintenance.")]
pub enum Kind {
    /// Something went wrong.
    Incident,
    /// Planned work.
    Maintenance,
}

/// How hard customers are hit. Ordered: later is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// Not at all.
    None,
    /// Slower or less than usual.
    Degraded,
    /// A part does not work.
    Partial,
    /// Nothing works: the only impact that may be called an outage.
    Full,
}

impl Impact {
    /// The key of its word in the locale files: `none`, `degraded`, `partial`, `full`.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Degraded => "degraded",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }
}

/// A component's share of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Affected {
    /// The component.
    pub component: Id,
    /// Its impact over time: sorted, without gaps or overlaps; the last is open while the incident is.
    pub spans: Vec<ImpactSpan>,
}

impl Affected {
    /// The worst impact it had.
    pub fn worst(&self) -> Impact {
        self.spans.iter().map(|span| span.impact).max().unwrap_or(Impact::None)
    }

    /// The impact at a moment.
    pub fn at(&self, time: Time) -> Impact {
        self.spans
            .iter()
            .rev()
            .find(|span| span.from <= time && span.until.is_none_or(|until| time < until))
            .map_or(Impact::None, |span| span.impact)
    }
}

/// One impact from a moment until another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImpactSpan {
    /// How hard.
    pub impact: Impact,
    /// From when.
    pub from: Time,
    /// Until when, exclusive; `None` while it lasts.
    pub until: Option<Time>,
}

/// The planned window of maintenance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Window {
    /// Planned start.
    pub scheduled_for: Time,
    /// Planned end.
    pub scheduled_until: Time,
}

/// The published external message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Postmortem {
    /// From when it was public.
    pub published: Time,
    /// The message.
    pub body: Prose,
}

/// A cleaned image. Its bytes go to the site as they are.
#[derive(Clone, Serialize)]
pub struct Asset {
    /// Where it lies in the site; made from incident id and image bytes.
    pub path: SitePath,
    /// The image without metadata.
    #[serde(skip)]
    pub bytes: SharedBytes,
}

impl std::fmt::Debug for Asset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Asset({}, {} bytes)", self.path, self.bytes.len())
    }
}

impl Incident {
    /// The path of its page from the site's root, with slashes at both ends: `/incidents/ID/`.
    pub fn page(&self) -> String {
        match self.kind {
            Kind::Incident => format!("/incidents/{}/", self.id),
            Kind::Maintenance => format!("/maintenance/{}/", self.id),
        }
    }

    /// The worst it was: as declared, or of a component that was hit harder.
    pub fn worst(&self) -> Impact {
        self.affected.iter().map(Affected::worst).fold(self.impact, Impact::max)
    }

    /// The phase it is in: that of the newest update that declares one.
    pub fn phase(&self) -> Phase {
        let declared = self.updates.iter().rev().map(|update| update.phase).find(|phase| *phase != Phase::Update);
        match (self.kind, self.resolved) {
            (Kind::Incident, Some(_)) => Phase::Resolved,
            (Kind::Maintenance, Some(_)) => Phase::Completed,
            (Kind::Incident, None) => declared.filter(|phase| !phase.is_final()).unwrap_or(Phase::Investigating),
            (Kind::Maintenance, None) => declared.filter(|phase| !phase.is_final()).unwrap_or(Phase::Scheduled),
        }
    }

    /// Whether it names a component.
    pub fn affects(&self, component: &Id) -> bool {
        self.affected.iter().any(|affected| affected.component == *component)
    }

    /// When it ended, if it has by then. A window without a last word ends as planned.
    pub fn ended(&self, now: Time) -> Option<Time> {
        let planned = self.window.filter(|_| !self.is_under_way(now)).map(|window| window.scheduled_until);
        self.resolved.or(planned).filter(|end| *end <= now)
    }

    /// The phase it is in at a moment. Agrees with [`Incident::ended`] whatever the last update says; a window that nobody declared
    /// begun or over is in progress and over by its times.
    pub fn phase_at(&self, now: Time) -> Phase {
        let newest = self.updates.iter().rev().map(|update| update.phase).find(|phase| *phase != Phase::Update && !phase.is_final());
        let declared = |phases: [Phase; 2]| newest.filter(|phase| phases.contains(phase));
        let over = self.ended(now).is_some();
        match self.kind {
            Kind::Incident if over => Phase::Resolved,
            Kind::Incident => declared([Phase::Identified, Phase::Monitoring]).unwrap_or(Phase::Investigating),
            Kind::Maintenance if over => Phase::Completed,
            Kind::Maintenance if self.is_under_way(now) => declared([Phase::InProgress, Phase::Verifying]).unwrap_or(Phase::InProgress),
            Kind::Maintenance => Phase::Scheduled,
        }
    }

    /// Whether it is an incident that began and has not ended.
    pub fn is_open(&self, now: Time) -> bool {
        self.kind == Kind::Incident && self.started <= now && self.resolved.is_none_or(|resolved| now < resolved)
    }

    /// Whether it is maintenance under way: inside its window or declared in progress, and not over.
    pub fn is_under_way(&self, now: Time) -> bool {
        let Some(window) = self.window else { return false };
        let over = self.resolved.is_some_and(|resolved| resolved <= now);
        let declared = matches!(self.phase(), Phase::InProgress | Phase::Verifying);
        !over && (declared || (window.scheduled_for <= now && now < window.scheduled_until))
    }

    /// When maintenance was under way until now, the end exclusive: from its window's start, or from the first update that says so
    /// if it began early; until its end, or as long as it overruns. `None` while it is to come, and if it was called off before.
    pub fn work(&self, now: Time) -> Option<(Time, Time)> {
        let window = self.window.filter(|_| self.kind == Kind::Maintenance)?;
        let begun = self.updates.iter().find(|update| matches!(update.phase, Phase::InProgress | Phase::Verifying)).map(|update| update.at);
        let from = begun.map_or(window.scheduled_for, |begun| begun.min(window.scheduled_for));
        let lasting = now + chrono::TimeDelta::seconds(1);
        let planned = if self.is_under_way(now) { lasting } else { window.scheduled_until };
        let until = self.resolved.unwrap_or(planned).min(lasting);
        (from < until).then_some((from, until))
    }

    /// Whether it is maintenance that is still to come.
    pub fn is_upcoming(&self, now: Time) -> bool {
        self.window.is_some_and(|window| now < window.scheduled_for) && self.resolved.is_none() && !self.is_under_way(now)
    }

    /// When its newest public word became public.
    pub fn last_change(&self) -> Time {
        let updates = self.updates.iter().map(|update| update.at);
        let message = self.postmortem.iter().map(|message| message.published);
        let corrections = self.corrections.iter().map(|correction| correction.at);
        updates.chain(message).chain(corrections).max().unwrap_or(self.started)
    }

    /// When its first public word became public.
    pub fn first_word(&self) -> Time {
        let updates = self.updates.iter().map(|update| update.at);
        let message = self.postmortem.iter().map(|message| message.published);
        updates.chain(message).min().unwrap_or(self.started)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::sample::{history, time};

    #[test]
    fn a_window_that_nobody_speaks_of_begins_and_ends_by_its_times() {
        let history = history();
        let window = history.all().find(|incident| incident.is_upcoming(history.now)).expect("a window ahead");
        let at = |now| (window.phase_at(time(now)), window.ended(time(now)).is_some());
        assert_eq!(at("2026-03-25T21:59:59Z"), (Phase::Scheduled, false));
        assert_eq!(at("2026-03-25T22:00:00Z"), (Phase::InProgress, false));
        assert_eq!(at("2026-03-26T00:00:00Z"), (Phase::Completed, true));
    }

    #[test]
    fn a_window_that_was_declared_begun_lasts_until_somebody_ends_it() {
        let history = history();
        let mut window = history.all().find(|incident| incident.is_upcoming(history.now)).expect("a window ahead").clone();
        window.updates[0].phase = Phase::InProgress;
        let late = time("2026-03-26T05:00:00Z");
        assert_eq!((window.phase_at(late), window.ended(late)), (Phase::InProgress, None));
        window.resolved = Some(time("2026-03-26T04:00:00Z"));
        assert_eq!((window.phase_at(late), window.ended(late)), (Phase::Completed, window.resolved));
    }
}
