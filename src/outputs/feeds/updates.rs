//! Public history → one entry per thing said in public.
//! An entry is made from its own step, its incident's id, kind and title, and the config. It never depends on what was said later:
//! not on the incident's impact, components or end, which grow while it runs. A reader shows a changed entry late, twice or never.

use chrono::TimeDelta;

use super::feed::{Entry, tag};
use super::{html, words};
use crate::outputs::trail::{self, Step};
use crate::public::{Change, History, Id, Impact, Incident, Kind};

/// A feed holds so many entries …
const ENTRIES: usize = 50;

/// … or all of so many days, whichever is more. They end with the newest entry, not with the build: the passing of time alone removes nothing.
const DAYS: TimeDelta = TimeDelta::days(90);

/// The entries of the update feeds: newest first, ties by id.
pub fn entries(history: &History) -> Vec<Entry> {
    let mut entries: Vec<_> = history
        .incidents
        .iter()
        .flat_map(|incident| trail::steps(incident).into_iter().map(|step| entry(history, incident, &step)))
        .collect();
    entries.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id)));
    if let Some(newest) = entries.first().map(|entry| entry.published) {
        let recent = entries.partition_point(|entry| newest - entry.published <= DAYS);
        entries.truncate(recent.max(ENTRIES));
    }
    entries
}

fn entry(history: &History, incident: &Incident, step: &Step<'_>) -> Entry {
    let page = trail::page(&history.site, incident);
    Entry {
        id: tag(&history.site, &format!("incident/{}/{}", incident.id, step.name('/'))),
        link: format!("{page}#{}", step.name('-')),
        title: format!("{}: {}", words::title(step), incident.title),
        published: step.at(),
        updated: step.at(),
        summary: summary(incident, step),
        html: html::absolute(step.body().html.as_str(), &history.site, &page),
        categories: categories(history, incident, step),
    }
}

/// The message has a summary of its own; anything else is summed up by its first paragraph.
fn summary(incident: &Incident, step: &Step<'_>) -> Option<String> {
    let declared = match step {
        Step::Postmortem(_) => incident.summary.as_ref(),
        Step::Update(_) | Step::Correction(_) => None,
    };
    let text = declared.unwrap_or(&step.body().text).as_str();
    let paragraph = text.split("\n\n").map(str::trim).find(|paragraph| !paragraph.is_empty())?;
    Some(paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// An update is filed under what it says itself; message and correction come when the facts are settled, and are filed under all of them.
fn categories(history: &History, incident: &Incident, step: &Step<'_>) -> Vec<String> {
    match step {
        Step::Update(update) => {
            let worst = update.changes.iter().map(|change| change.after).max();
            filed(history, incident.kind, update.changes.iter().map(|Change { component, .. }| component), worst)
        }
        Step::Postmortem(_) | Step::Correction(_) => whole(history, incident),
    }
}

/// The categories of an incident as a whole.
pub fn whole(history: &History, incident: &Incident) -> Vec<String> {
    filed(history, incident.kind, incident.affected.iter().map(|affected| &affected.component), Some(incident.impact))
}

fn filed<'a>(history: &History, kind: Kind, components: impl Iterator<Item = &'a Id>, impact: Option<Impact>) -> Vec<String> {
    let names = components.filter_map(|id| history.component(id)).map(|component| component.name.as_str());
    let word = match kind {
        Kind::Incident => impact.and_then(words::impact),
        Kind::Maintenance => Some(words::MAINTENANCE),
    };
    names.chain(word).filter(|category| !category.trim().is_empty()).map(str::to_owned).collect()
}
