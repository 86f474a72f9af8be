//! Which phase may follow which. Comes in: a draft and the phase of a new update. Goes out: nothing, or why not and what to write instead.

use super::Step;
use super::find::is_over;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::internal::read::draft::{Draft, DraftKind};
use crate::internal::read::entries;
use crate::public::Phase;

/// The phases of incidents and of maintenance, in their order. Update may stand anywhere before the end.
const INCIDENT: &[Phase] = &[Phase::Investigating, Phase::Identified, Phase::Monitoring, Phase::Resolved];
const MAINTENANCE: &[Phase] = &[Phase::Scheduled, Phase::InProgress, Phase::Verifying, Phase::Completed];

/// The phase that a step means.
pub fn meant(step: Step, maintenance: bool) -> Phase {
    match step {
        Step::Phase(phase) => phase,
        Step::End if maintenance => Phase::Completed,
        Step::End => Phase::Resolved,
    }
}

/// Refuses a phase that cannot follow what a document says already.
pub fn follows(draft: &Draft, next: Phase, id: &str, now: Time) -> Result<()> {
    let maintenance = draft.kind == DraftKind::Maintenance;
    let order = of_kind(next, maintenance)?;
    let named = |phase: Phase| super::phase_name(phase);
    ended(draft, next, id, now)?;
    let mut said: Vec<_> = draft.updates.iter().filter(|update| update.phase != Phase::Update).collect();
    said.sort_by_key(|update| update.at);
    let Some(last) = said.last().map(|update| update.phase) else { return Ok(()) };
    let rank = |phase| order.iter().position(|known| *known == phase);
    // A fix that did not hold, and work that has to go on, are news; a cause that was known, and a beginning, are not taken back.
    let reopened =
        matches!((last, next), (Phase::Monitoring, Phase::Investigating | Phase::Identified) | (Phase::Verifying, Phase::InProgress));
    if next != Phase::Update && rank(next) < rank(last) && !reopened {
        let allowed = order.iter().filter(|phase| rank(**phase) >= rank(last)).map(|phase| format!("`{}`", entries::name(*phase)));
        return Err(Error::usage(
            format!("{} cannot follow {}, which {id} says already", named(next), named(last)),
            format!("say it with `--phase update`, or with one of {}", allowed.collect::<Vec<_>>().join(", ")),
        ));
    }
    Ok(())
}

/// The phases of a kind, in their order; a refusal if one is not among them.
pub fn of_kind(phase: Phase, maintenance: bool) -> Result<&'static [Phase]> {
    let order = if maintenance { MAINTENANCE } else { INCIDENT };
    if phase == Phase::Update || order.contains(&phase) {
        return Ok(order);
    }
    let all: Vec<String> = order.iter().copied().chain([Phase::Update]).map(super::phase_name).collect();
    let kind = if maintenance { "maintenance" } else { "an incident" };
    Err(Error::usage(format!("{} is no phase of {kind}", super::phase_name(phase)), format!("use one of {}", all.join(", "))))
}

/// Refuses words behind the end. `resolved` without its update may get that update.
fn ended(draft: &Draft, next: Phase, id: &str, now: Time) -> Result<()> {
    let last = draft.updates.iter().find(|update| update.phase.is_final());
    if !is_over(draft) || (last.is_none() && next.is_final()) {
        return Ok(());
    }
    let declared = draft.public.as_ref().and_then(|public| public.resolved.as_ref()).map(|resolved| resolved.value);
    let since = last.map(|update| update.at).or(declared).unwrap_or(now);
    let help = if draft.kind == DraftKind::Maintenance {
        "announce what is to come with `allclear maintenance`"
    } else {
        "if it came back, begin a new incident with `allclear open`; what was wrong in its words goes under *Corrections*"
    };
    Err(Error::usage(format!("{id} is over since {}", super::shown(since)), help))
}
