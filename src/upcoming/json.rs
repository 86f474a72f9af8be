//! The status of a site → one object for programs, `"schema": 1`. Times are RFC 3339 in UTC, states and phases the keys of the API.

use chrono::SecondsFormat;
use serde_json::{Value, json};

use super::human::phase_since;
use super::{Change, NextChange, Status, Turn};
use crate::clock::Time;
use crate::public::{ComponentState, History, Incident, Phase};

/// All that is to be said.
pub fn render(status: &Status) -> Value {
    let history = &status.outcome.history;
    let maintenance: Vec<Value> = history.under_way().chain(history.upcoming()).map(|window| maintenance(history, window)).collect();
    json!({
        "schema": 1,
        "now": time(history.now),
        "state": history.overall().state().key(),
        "components": components(history),
        "incidents": history.open().map(|incident| running(history, incident)).collect::<Vec<_>>(),
        "maintenance": maintenance,
        "next": status.next.as_ref().map(next),
        "builds": status.builds(),
        "left_out": status.left_out(),
    })
}

/// Those that are not operational.
fn components(history: &History) -> Vec<Value> {
    let states = history.current_components().map(|component| (component, history.state(&component.id)));
    let concerned = states.filter(|(_, state)| *state != ComponentState::Operational);
    concerned
        .map(|(component, state)| json!({ "id": component.id.as_str(), "name": component.name.as_str(), "state": state.key() }))
        .collect()
}

fn running(history: &History, incident: &Incident) -> Value {
    json!({
        "id": incident.id.as_str(),
        "title": incident.title.as_str(),
        "page": incident.page(),
        "phase": incident.phase_at(history.now).key(),
        "phase_since": time(phase_since(incident, history.now)),
        "started": time(incident.started),
    })
}

fn maintenance(history: &History, window: &Incident) -> Value {
    json!({
        "id": window.id.as_str(),
        "title": window.title.as_str(),
        "page": window.page(),
        "phase": window.phase_at(history.now).key(),
        "scheduled_for": window.window.map(|window| time(window.scheduled_for)),
        "scheduled_until": window.window.map(|window| time(window.scheduled_until)),
    })
}

fn next(next: &NextChange) -> Value {
    json!({ "at": time(next.at), "changes": next.changes.iter().map(change).collect::<Vec<_>>() })
}

fn change(change: &Change) -> Value {
    match change {
        Change::Whole { before, after } => json!({ "of": "site", "before": before.key(), "after": after.key() }),
        Change::Component { id, name, before, after } => json!({
            "of": "component",
            "id": id.as_str(),
            "name": name.as_str(),
            "before": before.map(ComponentState::key),
            "after": after.map(ComponentState::key),
        }),
        Change::Incident { id, page, title: _, turn } => {
            let (what, phases) = turned(*turn);
            let [before, after] = phases.map_or([None, None], |phases| phases.map(|phase| Some(phase.key())));
            json!({ "of": "incident", "id": id.as_str(), "page": page, "change": what, "before": before, "after": after })
        }
    }
}

fn turned(turn: Turn) -> (&'static str, Option<[Phase; 2]>) {
    match turn {
        Turn::Appears => ("appears", None),
        Turn::Vanishes => ("vanishes", None),
        Turn::Phase { before, after } => ("phase", Some([before, after])),
        Turn::Update => ("update", None),
        Turn::Message => ("message", None),
        Turn::Correction => ("correction", None),
        Turn::Other => ("other", None),
    }
}

fn time(time: Time) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
