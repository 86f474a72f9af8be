//! Public incidents and windows → the objects of our own API.
//! Must never: say of an incident that is open what its page does not say: an end that is still ahead is no end.

use super::shape::{Change, Correction, Incident, Listed, Moment, Postmortem, Share, Span, Update, Window, Words};
use crate::clock::Time;
use crate::outputs::feeds::html;
use crate::outputs::trail::{self, Step};
use crate::public::view::Place;
use crate::public::{self, Affected, History, Prose, Site};

/// The object of an incident or a window.
pub fn object<'a>(history: &'a History, incident: &'a public::Incident) -> Incident<'a> {
    let (site, now) = (&history.site, history.now);
    let page = trail::page(site, incident);
    let words = |step: &Step<'_>, body: &'a Prose| words(site, &page, step, body);
    Incident {
        id: &incident.id,
        kind: incident.kind,
        title: &incident.title,
        summary: incident.summary.as_ref(),
        impact: incident.worst(),
        phase: incident.phase_at(now),
        started: Moment(incident.started),
        resolved: incident.ended(now).map(Moment),
        window: incident.window.map(window),
        components: incident.affected.iter().filter_map(|affected| share(history, affected)).collect(),
        updates: incident.updates.iter().map(|update| said(update, words(&Step::Update(update), &update.body))).collect(),
        postmortem: incident
            .postmortem
            .as_ref()
            .map(|message| Postmortem { published: Moment(message.published), words: words(&Step::Postmortem(message), &message.body) }),
        corrections: incident
            .corrections
            .iter()
            .map(|correction| Correction {
                id: &correction.id,
                at: Moment(correction.at),
                words: words(&Step::Correction(correction), &correction.body),
            })
            .collect(),
        published: Moment(incident.first_word()),
        changed: Moment(incident.last_change()),
        json_url: format!("{}/{}", site.url, path(incident)),
        calendar_url: incident.window.map(|_| format!("{}/maintenance/{}.ics", site.url, incident.id)),
        url: page,
    }
}

/// What a list says of an incident or a window.
pub fn listed<'a>(history: &'a History, incident: &'a public::Incident) -> Listed<'a> {
    Listed {
        id: &incident.id,
        kind: incident.kind,
        title: &incident.title,
        impact: incident.worst(),
        phase: incident.phase_at(history.now),
        started: Moment(incident.started),
        resolved: incident.ended(history.now).map(Moment),
        changed: Moment(incident.last_change()),
        url: trail::page(&history.site, incident),
        json_url: format!("{}/{}", history.site.url, path(incident)),
    }
}

/// Where the document of an incident lies in the site.
pub fn path(incident: &public::Incident) -> String {
    format!("api/incidents/{}.json", incident.id)
}

fn words<'a>(site: &Site, page: &str, step: &Step<'_>, body: &'a Prose) -> Words<'a> {
    Words {
        content_html: html::absolute(body.html.as_str(), site, page),
        content_text: &body.text,
        url: format!("{page}#{}", step.name('-')),
    }
}

fn said<'a>(update: &'a public::Update, words: Words<'a>) -> Update<'a> {
    let changes = update.changes.iter();
    Update {
        id: &update.id,
        at: Moment(update.at),
        phase: update.phase,
        changes: changes.map(|change| Change { component: &change.component, before: change.before, after: change.after }).collect(),
        words,
    }
}

fn window(window: public::Window) -> Window {
    Window { scheduled_for: Moment(window.scheduled_for), scheduled_until: Moment(window.scheduled_until) }
}

fn share<'a>(history: &'a History, affected: &'a Affected) -> Option<Share<'a>> {
    let component = history.component(&affected.component)?;
    let until = |end: Option<Time>| end.filter(|end| *end <= history.now).map(Moment);
    Some(Share {
        id: &component.id,
        name: &component.name,
        group: component.group.as_ref(),
        url: format!("{}{}", history.site.url, Place::component(&component.id)),
        spans: affected.spans.iter().map(|span| Span { impact: span.impact, from: Moment(span.from), until: until(span.until) }).collect(),
    })
}
