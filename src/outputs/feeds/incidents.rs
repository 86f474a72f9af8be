//! Public history → one entry per incident with its whole story, in the markup of Statuspage's history feeds.
//! Programs take the first `strong` word for the status and the `small` text for the time: that order and markup must stay.
//! Dates are those of words, never that of a window to come: validators reject a future date.

use std::fmt::Write;

use super::feed::{Entry, tag};
use super::{html, updates, words};
use crate::clock::Time;
use crate::outputs::trail::{self, Step};
use crate::public::{History, Incident, Window};
use crate::render::Locale;

/// A history feed holds so many incidents.
const INCIDENTS: usize = 50;

/// The incidents that a history feed holds: the newest starts.
pub fn newest(history: &History) -> impl Iterator<Item = &Incident> {
    history.all().take(INCIDENTS)
}

/// The entry of an incident.
pub fn entry(history: &History, incident: &Incident, locale: &Locale) -> Entry {
    let link = trail::page(&history.site, incident);
    let mut story = incident.window.map(|window| announcement(&window)).unwrap_or_default();
    for step in trail::steps(incident).iter().rev() {
        story.push_str(&told(step, &html::absolute(step.body().html.as_str(), &history.site, &link)));
    }
    Entry {
        id: tag(&history.site, &format!("incident/{}", incident.id)),
        link,
        title: incident.title.to_string(),
        published: incident.first_word(),
        updated: incident.last_change(),
        summary: None,
        html: story,
        categories: updates::whole(history, incident, locale),
    }
}

/// A step with its time and its bold word in front of its first paragraph.
fn told(step: &Step<'_>, body: &str) -> String {
    let head = format!("<p><small>{}, {} UTC</small><br><strong>{}</strong> -", day(step.at()), hour(step.at()), words::status(step));
    let body = body.trim();
    match body.strip_prefix("<p>") {
        Some(rest) => format!("{head} {rest}\n"),
        None => format!("{head}</p>\n{body}\n"),
    }
}

/// The first line of a maintenance window. Its three fixed words are what programs look for.
fn announcement(Window { scheduled_for: from, scheduled_until: until }: &Window) -> String {
    let mut line = format!("<p><strong>THIS IS A SCHEDULED EVENT {}, {} - ", day(*from), hour(*from));
    if from.date_naive() != until.date_naive() {
        let _ = write!(line, "{}, ", day(*until));
    }
    let _ = writeln!(line, "{} UTC</strong></p>", hour(*until));
    line
}

fn day(time: Time) -> String {
    time.format("%b <var data-var='date'>%-d</var>").to_string()
}

fn hour(time: Time) -> String {
    time.format("<var data-var='time'>%H:%M</var>").to_string()
}
