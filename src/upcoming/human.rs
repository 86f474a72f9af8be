//! The status of a site → lines for a terminal. States, phases and headings are said in the words of the site's locale.
//! Must never: show a title before it is public, or a character that a terminal would obey.

use std::fmt::Write as _;

use super::{Change, NextChange, Status, Turn};
use crate::clock::Time;
use crate::public::{ComponentState, History, Incident, Kind, Phase};
use crate::render::Locale;

/// All that is to be said.
pub fn render(status: &Status) -> String {
    let (history, locale) = (&status.outcome.history, status.outcome.renderer.locale());
    let words = Words { history, locale };
    let title = shown(history.site.title.as_str());
    let mut text = format!("{title} at {}: {}\n", moment(history.now), words.state(history.overall().state()));
    let running: Vec<&Incident> = history.open().collect();
    let under_way: Vec<&Incident> = history.under_way().collect();
    if running.is_empty() && under_way.is_empty() {
        let _ = write!(text, "\n{}\n", locale.say("front.calm", &[]));
    }
    words.list(&mut text, "front.running", &running);
    words.components(&mut text);
    words.list(&mut text, "front.under_way", &under_way);
    words.list(&mut text, "front.upcoming", &history.upcoming());
    words.next(&mut text, status.next.as_ref());
    let left_out = status.left_out();
    if !left_out.is_empty() {
        text.push_str("\nLeft out, because they have errors; `allclear check` says which:\n");
        left_out.iter().for_each(|path| text.push_str(&format!("  {}\n", shown(path))));
    } else if !status.builds() {
        text.push_str("\nA build would fail; `allclear check` says why.\n");
    }
    text
}

struct Words<'a> {
    history: &'a History,
    locale: &'a Locale,
}

impl Words<'_> {
    fn state(&self, state: ComponentState) -> String {
        self.locale.say(&format!("state.{}", state.key()), &[])
    }

    fn phase(&self, phase: Phase) -> String {
        self.locale.say(&format!("phase.{}", phase.key()), &[])
    }

    fn list(&self, text: &mut String, heading: &str, incidents: &[&Incident]) {
        if incidents.is_empty() {
            return;
        }
        let _ = writeln!(text, "\n{}", self.locale.say(heading, &[]));
        for incident in incidents {
            let (title, now) = (shown(incident.title.as_str()), self.history.now);
            let phase = self.phase(incident.phase_at(now));
            let when = match (incident.kind, incident.window) {
                (Kind::Maintenance, Some(window)) => {
                    format!("{phase}, {} to {}", moment(window.scheduled_for), moment(window.scheduled_until))
                }
                _ => format!("{phase} since {}, began {}", moment(phase_since(incident, now)), moment(incident.started)),
            };
            let _ = write!(text, "  {title}\n    {when}\n    {}{}\n", self.history.site.url, incident.page());
        }
    }

    fn components(&self, text: &mut String) {
        let concerned = self.history.current_components().map(|component| (component, self.history.state(&component.id)));
        let concerned: Vec<_> = concerned.filter(|(_, state)| *state != ComponentState::Operational).collect();
        if concerned.is_empty() {
            return;
        }
        let _ = writeln!(text, "\n{}", self.locale.say("front.components", &[]));
        for (component, state) in concerned {
            let _ = writeln!(text, "  {}: {}", shown(component.name.as_str()), self.state(state));
        }
    }

    fn next(&self, text: &mut String, next: Option<&NextChange>) {
        let Some(NextChange { at, changes }) = next else {
            text.push_str("\nNothing changes by the clock alone.\n");
            return;
        };
        let _ = writeln!(text, "\nNext change: {}", moment(*at));
        changes.iter().for_each(|change| text.push_str(&format!("  {}\n", self.change(change))));
    }

    fn change(&self, change: &Change) -> String {
        let turned = |name: &str, before: String, after: String| {
            self.locale.say("incident.change", &[("component", name), ("before", &before), ("after", &after)])
        };
        match change {
            Change::Whole { before, after } => turned(&shown(self.history.site.title.as_str()), self.state(*before), self.state(*after)),
            Change::Component { name, before, after, .. } => {
                let absent = || self.locale.say("state.absent", &[]);
                let state = |state: &Option<ComponentState>| state.map_or_else(absent, |state| self.state(state));
                turned(&shown(name.as_str()), state(before), state(after))
            }
            Change::Incident { page, title, turn, .. } => {
                let name = title.as_ref().map_or_else(|| page.clone(), |title| shown(title.as_str()));
                match turn {
                    Turn::Appears => format!("{name}: its page appears."),
                    Turn::Vanishes => format!("{name}: its page vanishes, because its document has an error from then on."),
                    Turn::Phase { before, after } => turned(&name, self.phase(*before), self.phase(*after)),
                    Turn::Update => format!("{name}: an update appears."),
                    Turn::Message => format!("{name}: its message appears."),
                    Turn::Correction => format!("{name}: a correction appears."),
                    Turn::Other => format!("{name}: its times are reached."),
                }
            }
        }
    }
}

/// Since when an incident is in its phase: the first update of those that say so without another in between, else its start.
pub fn phase_since(incident: &Incident, now: Time) -> Time {
    let phase = incident.phase_at(now);
    let declared = incident.updates.iter().rev().filter(|update| update.phase != Phase::Update);
    declared.take_while(|update| update.phase == phase).last().map_or(incident.started, |update| update.at)
}

fn moment(time: Time) -> String {
    time.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// A text without characters that a terminal obeys.
fn shown(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}
