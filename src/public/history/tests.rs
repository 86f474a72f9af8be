//! The derived numbers against a slow second opinion: a walk over every hour that asks each incident anew. Random histories whose
//! times are whole hours; what the two disagree about is a fault of one of them.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::public::sample::{component, id, prose, site, text, time};
use crate::public::{Affected, ImpactSpan, Phase, Update, Window};

const NAMES: [&str; 3] = ["Search", "API", "Billing"];
/// The hours that histories are made of, from the first of these days on.
const HOURS: i64 = 6 * 24;
const DAYS: u32 = 7;

fn hour(hour: i64) -> Time {
    time("2026-03-14T00:00:00Z") + TimeDelta::hours(hour)
}

/// What a random incident is made from: kind, start, lengths of its stretches with their impacts, components, whether it is over.
type Seed = (Kind, i64, Vec<(i64, Impact)>, Vec<bool>, bool);

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let impact = prop_oneof![Just(Impact::None), Just(Impact::Degraded), Just(Impact::Partial), Just(Impact::Full)];
    let kind = prop_oneof![3 => Just(Kind::Incident), 1 => Just(Kind::Maintenance)];
    let stretches = prop::collection::vec((1_i64..30, impact), 1..4);
    prop::collection::vec((kind, 0..HOURS, stretches, prop::collection::vec(any::<bool>(), 3), any::<bool>()), 0..8)
}

fn history(seeds: &[Seed], now: Time, since: i64, retired: Option<i64>) -> History {
    let day = |hours: i64| hour(hours).date_naive();
    let mut components: Vec<Component> = NAMES.iter().map(|name| component(name, None)).collect();
    components[1].since = Some(day(since));
    components[2].retired = retired.map(day);
    let incidents = seeds.iter().enumerate().filter_map(|(number, seed)| match seed.0 {
        Kind::Incident => incident(number, seed, now),
        Kind::Maintenance => Some(maintenance(number, seed, now)),
    });
    History::new(site(), components, incidents.map(Into::into).collect(), now)
}

/// As publish makes them: what lies behind the clock is not known yet, and one that has not begun is not published.
fn incident(number: usize, (_, start, stretches, hit, over): &Seed, now: Time) -> Option<Incident> {
    let started = Some(hour(*start)).filter(|started| *started <= now)?;
    let mut spans: Vec<ImpactSpan> = Vec::new();
    let mut at = *start;
    for (length, impact) in stretches {
        spans.push(ImpactSpan { impact: *impact, from: hour(at), until: Some(hour(at + length)) });
        at += length;
    }
    let resolved = Some(hour(at)).filter(|end| *over && *end <= now);
    spans.retain(|span| span.from <= now);
    if resolved.is_none() {
        spans.last_mut()?.until = None;
    }
    spans.retain(|span| span.impact != Impact::None);
    let impact = spans.iter().map(|span| span.impact).max().unwrap_or(Impact::None);
    let affected = affected(hit, &spans);
    Some(Incident { impact, affected, resolved, ..bare(number, Kind::Incident, started) })
}

/// Announced hours ahead; of an odd number it begins early, and of one that is not over it is said to go on.
fn maintenance(number: usize, (_, start, stretches, hit, over): &Seed, now: Time) -> Incident {
    let length = stretches[0].0;
    let window = Window { scheduled_for: hour(*start), scheduled_until: hour(start + length) };
    let said =
        |at: Time, phase| Update { id: id(&at.format("%Y%m%dt%H%Mz").to_string()), at, phase, body: prose("Work."), changes: vec![] };
    let mut updates = vec![said(hour(start - 48), Phase::Scheduled)];
    if number % 2 == 1 {
        updates.push(said(hour(start - 1), Phase::InProgress));
    }
    if *over {
        updates.push(said(hour(start + length + 2), Phase::Completed));
    }
    updates.retain(|update| update.at <= now);
    let resolved = updates.iter().find(|update| update.phase.is_final()).map(|update| update.at);
    Incident {
        affected: affected(hit, &[]),
        window: Some(window),
        resolved,
        updates,
        ..bare(number, Kind::Maintenance, window.scheduled_for)
    }
}

fn affected(hit: &[bool], spans: &[ImpactSpan]) -> Vec<Affected> {
    let names = NAMES.iter().zip(hit).filter(|(_, hit)| **hit);
    names.map(|(name, _)| Affected { component: id(&name.to_lowercase()), spans: spans.to_vec() }).collect()
}

fn bare(number: usize, kind: Kind, started: Time) -> Incident {
    Incident {
        id: id(&format!("i-{number}")),
        kind,
        title: text("Something"),
        impact: Impact::None,
        affected: vec![],
        started,
        resolved: None,
        window: None,
        summary: None,
        updates: vec![],
        postmortem: None,
        corrections: vec![],
        aliases: vec![],
        assets: vec![],
    }
}

/// The second opinion: the state that an incident stands for at an hour, as it is known at `now`.
fn stands_for(incident: &Incident, component: &Id, at: Time, now: Time) -> Option<ComponentState> {
    let affected = incident.affected.iter().find(|affected| affected.component == *component)?;
    if incident.kind == Kind::Incident {
        let holds = |span: &&ImpactSpan| span.from <= at && span.until.is_none_or(|until| at < until);
        return affected.spans.iter().find(holds).map(|span| span.impact.into());
    }
    let window = incident.window?;
    let said = incident.updates.iter().find(|update| update.phase == Phase::InProgress);
    let begun = window.scheduled_for <= at || said.is_some_and(|update| update.at <= at);
    let over = match incident.resolved {
        Some(end) => end <= at,
        None => said.is_none() && window.scheduled_until <= at,
    };
    (begun && !over && at <= now).then_some(ComponentState::Maintenance)
}

fn worst(history: &History, component: &Id, at: Time) -> ComponentState {
    let states = history.all().filter_map(|incident| stands_for(incident, component, at, history.now));
    states.max().unwrap_or(ComponentState::Operational)
}

fn weight(state: ComponentState) -> f64 {
    match state {
        ComponentState::Operational | ComponentState::Maintenance => 0.0,
        ComponentState::Degraded => 0.05,
        ComponentState::Partial => 0.3,
        ComponentState::Full => 1.0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn days_uptime_and_states_are_what_a_walk_over_every_hour_finds(
        seeds in seeds(), now in 24..HOURS, since in 0..HOURS, retired in proptest::option::of(24..HOURS),
    ) {
        let mut history = history(&seeds, hour(now), since, retired);
        history.site.weights.degraded = 0.05;
        for component in &history.components {
            let (days, uptime) = (history.days(component, DAYS), history.uptime(component, DAYS));
            let exists = |date| component.since.is_none_or(|since| since <= date) && component.retired.is_none_or(|retired| date < retired);
            let (mut seconds, mut down) = (0, 0.0);
            for day in &days {
                let hours = (0..24).map(|hour| midnight(day.date) + TimeDelta::hours(hour)).filter(|at| *at <= history.now);
                let states: Vec<(Time, ComponentState)> = hours.map(|at| (at, worst(&history, &component.id, at))).collect();
                let state = states.iter().map(|(_, state)| *state).max().filter(|_| exists(day.date));
                prop_assert_eq!(day.state, state, "{} on {}", component.id, day.date);
                let touches = |incident: &&Incident| states.iter().any(|(at, _)| stands_for(incident, &component.id, *at, history.now).is_some());
                let mut ids: Vec<&Id> = history.all().filter(touches).filter(|_| exists(day.date)).map(|incident| &incident.id).collect();
                ids.reverse();
                prop_assert_eq!(day.incidents.iter().collect::<Vec<_>>(), ids, "{} on {}", component.id, day.date);
                for (_, state) in states.iter().filter(|(at, _)| *at < history.now && exists(day.date)) {
                    seconds += 3600;
                    down += 3600.0 * weight(trouble(*state));
                }
            }
            prop_assert_eq!(uptime.seconds, seconds);
            prop_assert!((uptime.down - down).abs() < 1e-6, "{}: {} and {}", component.id, uptime.down, down);
            prop_assert_eq!(history.state(&component.id), worst(&history, &component.id, history.now));
        }
    }

    #[test]
    fn the_whole_agrees_with_its_parts(seeds in seeds(), now in 24..HOURS) {
        let history = history(&seeds, hour(now), 0, None);
        let states: Vec<ComponentState> = history.current_components().map(|component| history.state(&component.id)).collect();
        let overall = history.overall();
        let nameless: Vec<&Incident> = history.open().chain(history.under_way()).filter(|incident| incident.affected.is_empty()).collect();
        prop_assert!(states.iter().all(|state| *state <= overall.worst));
        prop_assert!(!nameless.is_empty() || states.contains(&overall.worst) , "{overall:?} comes from nowhere");
        if overall.state() == ComponentState::Full {
            let outage = nameless.iter().any(|incident| incident.impact == Impact::Full);
            prop_assert!(outage || states.iter().all(|state| *state == ComponentState::Full), "{states:?}");
        }
        if history.open().next().is_none() && history.under_way().next().is_none() {
            prop_assert_eq!(overall.worst, ComponentState::Operational);
        }
        // What is announced is in no number.
        let mut without = history.clone();
        without.incidents.retain(|incident| !incident.is_upcoming(history.now));
        prop_assert_eq!(without.overall(), overall);
        for component in &history.components {
            prop_assert_eq!(without.days(component, DAYS), history.days(component, DAYS));
            prop_assert_eq!(without.uptime(component, DAYS), history.uptime(component, DAYS));
        }
    }
}

/// Maintenance hides no trouble and counts as none.
fn trouble(state: ComponentState) -> ComponentState {
    if state == ComponentState::Maintenance { ComponentState::Operational } else { state }
}
