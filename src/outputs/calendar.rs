//! Maintenance for calendars. Comes in: the public history. Goes out: `calendar.ics`, and `maintenance/ID.ics` for every window.
//! Must never: let the crate's own defaults through, which are a random identity and the time of the build.

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use icalendar::{Calendar, Class, Component as _, Event, EventLike as _, EventStatus, Parameter, Property};

use super::trail::{self, Step};
use super::{Job, Output, key};
use crate::clock::Time;
use crate::error::Result;
use crate::public::{History, Incident, Index, Site, Window};
use crate::render::Renderer;

const PATH: &str = "calendar.ics";
/// `calendar.ics` holds so many windows; those that run or are to come are never cut.
const NEWEST: usize = 50;
/// Characters of a text that a calendar shows. The page has the rest.
const LONGEST: usize = 2000;
const PRODUCT: &str = "-//Allclear//Status site//EN";
/// How often a calendar is to look again.
const REFRESH: &str = "PT1H";

/// `calendar.ics` and `maintenance/ID.ics`.
pub struct Calendars;

impl Output for Calendars {
    fn name(&self) -> &'static str {
        "calendars"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let history = index.history;
        let all: Vec<_> = history.all().filter_map(|incident| Some((incident, incident.window?))).collect();
        let mut jobs = Vec::with_capacity(all.len() + 1);
        for &(incident, window) in &all {
            let path = format!("maintenance/{}.ics", incident.id);
            let key = key(index, "window", [incident], &())?;
            let (name, address) = (incident.title.as_str(), path.clone());
            let make = move || write(&address, &history.site, name, [event(history, renderer, incident, window)]);
            jobs.push(Job::at(path, key, move || Ok(make()))?);
        }
        let shown = (0..).zip(all).filter(|(index, (incident, _))| *index < NEWEST || incident.ended(history.now).is_none());
        let shown: Vec<_> = shown.map(|(_, window)| window).collect();
        let key = key(index, PATH, shown.iter().map(|(incident, _)| *incident), &())?;
        jobs.push(Job::at(PATH, key, move || {
            let name = renderer.locale().say("calendar.name", &[("site", history.site.title.as_str())]);
            Ok(write(PATH, &history.site, &name, shown.iter().map(|(incident, window)| event(history, renderer, incident, *window))))
        })?);
        Ok(jobs)
    }
}

/// A calendar. One without events is a calendar still: whoever subscribed is not told that the address is gone.
fn write(path: &str, site: &Site, name: &str, events: impl IntoIterator<Item = Event>) -> Vec<u8> {
    let text = |key: &str, value: &str| Property::new(key, plain(value)).append_parameter(Parameter::new("VALUE", "TEXT")).done();
    let address = format!("{}/{path}", site.url);
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")] {
        calendar.append_property(Property::new(key, value));
    }
    // The crate knows no type for NAME and escapes only what it knows, hence the parameter.
    calendar.append_property(text("NAME", name));
    calendar.append_property(Property::new("X-WR-CALNAME", plain(name)));
    for (key, kind, value) in [("SOURCE", "URI", address.as_str()), ("REFRESH-INTERVAL", "DURATION", REFRESH)] {
        calendar.append_property(Property::new(key, value).append_parameter(Parameter::new("VALUE", kind)).done());
    }
    calendar.append_property(Property::new("X-PUBLISHED-TTL", REFRESH));
    events.into_iter().for_each(|event| {
        calendar.push(event);
    });
    calendar.to_string().into_bytes()
}

fn event(history: &History, renderer: &Renderer, incident: &Incident, window: Window) -> Event {
    let page = trail::page(&history.site, incident);
    let changed = second(incident.last_change());
    let mut event = Event::new();
    event
        .uid(&format!("{}/maintenance/{}", authority(&history.site), incident.id))
        .sequence(sequence(incident))
        .timestamp(changed)
        .last_modified(changed)
        .created(second(incident.first_word()))
        .starts(second(window.scheduled_for))
        .summary(&plain(incident.title.as_str()))
        .description(&description(renderer, incident, &page))
        .url(&page)
        .class(Class::Public)
        // Planned work of others takes no time of the reader's own.
        .add_property("TRANSP", "TRANSPARENT");
    event.status(EventStatus::Confirmed);
    if window.scheduled_for < window.scheduled_until {
        event.ends(second(window.scheduled_until));
    }
    let names: Vec<_> = incident.affected.iter().filter_map(|affected| history.component(&affected.component)).collect();
    if !names.is_empty() {
        event.categories(names.iter().map(|component| plain(component.name.as_str())));
    }
    event
}

/// The host of the frozen authority: a site that moves keeps the identity of its windows.
fn authority(site: &Site) -> &str {
    let authority = site.feed_authority.as_str();
    authority.split_once(',').map_or(authority, |(host, _)| host)
}

/// Grows with every public word. The first announcement is revision 0.
fn sequence(incident: &Incident) -> u32 {
    u32::try_from(trail::steps(incident).len().saturating_sub(1)).unwrap_or(u32::MAX)
}

/// The newest public words and the address of the page.
fn description(renderer: &Renderer, incident: &Incident, page: &str) -> String {
    let locale = renderer.locale();
    let newest = trail::steps(incident).into_iter().rev().find_map(|step| match step {
        Step::Update(update) => Some(update),
        Step::Postmortem(_) | Step::Correction(_) => None,
    });
    let words = match (newest, &incident.summary) {
        (Some(update), _) => {
            let phase = locale.say(&format!("phase.{}", update.phase.key()), &[]);
            locale.say("calendar.said", &[("phase", &phase), ("text", update.body.text.as_str())])
        }
        (None, Some(summary)) => summary.to_string(),
        (None, None) => String::new(),
    };
    format!("{}\n\n{page}", plain(&words)).trim_start().to_owned()
}

/// Without the characters that would end a line in the middle, or that no calendar may hold; cut where nobody would read on.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut held = text.chars().filter(|character| !character.is_control() || matches!(character, '\n' | '\t'));
    let mut kept: String = held.by_ref().take(LONGEST).collect();
    if held.next().is_some() {
        kept.push('…');
    }
    kept
}

/// The format has years of four digits and whole seconds; a time beyond them becomes its nearest.
fn second(time: Time) -> Time {
    let edge = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).map(|date| date.and_time(chrono::NaiveTime::MIN).and_utc());
    let (first, last) = (edge(0, 1, 1).unwrap_or(time), edge(9999, 12, 31).unwrap_or(time));
    time.clamp(first.min(last), last.max(first))
}
