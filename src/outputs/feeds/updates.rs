//! Public history → one entry per thing said in public.
//! An entry is made from its own step, its incident's id, kind and title, and the config. It never depends on what was said later:
//! not on the incident's impact, components or end, which grow while it runs. A reader shows a changed entry late, twice or never.

use chrono::TimeDelta;

use super::feed::{Entry, tag};
use super::{html, words};
use crate::outputs::trail::{self, Step};
use crate::public::{Change, History, Id, Impact, Incident, Kind};
use crate::render::Locale;

/// A feed holds so many entries …
const ENTRIES: usize = 50;

/// … or all of so many days, whichever is more, as long as it is no bigger than this. They end with the newest entry, not with the build: the passing of time alone removes nothing.
const DAYS: TimeDelta = TimeDelta::days(90);

/// Bytes of a feed beyond which it holds no more than the number above: every reader fetches all of it, again and again.
const BYTES: usize = 450_000;
/// What an entry takes beside its text.
const AROUND: usize = 1_500;

/// A step with what it is about.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// What it is about.
    pub incident: &'a Incident,
    /// What was said.
    pub step: Step<'a>,
}

/// Everything that was ever said: newest first, ties by the identity of their entries.
pub fn all(history: &History) -> Vec<Told<'_>> {
    let steps = history.all().flat_map(|incident| trail::all(incident).map(move |step| (step.at(), Told { incident, step })));
    let mut told: Vec<_> = steps.collect();
    told.sort_by(|(newer, a), (older, b)| older.cmp(newer).then_with(|| name(a).cmp(&name(b))));
    told.into_iter().map(|(_, told)| told).collect()
}

/// Those of them that a feed holds.
pub fn newest<'a>(told: impl Iterator<Item = Told<'a>>) -> Vec<Told<'a>> {
    let mut held: Vec<Told<'_>> = Vec::new();
    let mut bytes = 0;
    for told in told {
        let recent = held.first().is_none_or(|newest| newest.step.at() - told.step.at() <= DAYS);
        bytes += size(&told);
        if held.len() >= ENTRIES && !(recent && bytes <= BYTES) {
            break;
        }
        held.push(told);
    }
    held
}

/// About how many bytes its entry takes in the format that takes most.
fn size(Told { incident, step }: &Told<'_>) -> usize {
    let marks = |text: &str| text.bytes().filter(|byte| matches!(byte, b'<' | b'>' | b'&' | b'"')).count();
    let html = step.body().html.as_str();
    let summary = summary(incident, step).unwrap_or_default();
    // A mark becomes `&quot;`; in a summary, which RSS takes for HTML, `&amp;quot;`.
    AROUND + html.len() + 5 * marks(html) + summary.len() + 9 * marks(&summary)
}

/// The one entry that every feed shows for it.
pub fn entry(history: &History, told: &Told<'_>, locale: &Locale) -> Entry {
    let Told { incident, step } = told;
    let page = trail::page(&history.site, incident);
    let title = [("word", words::title(step, locale)), ("title", incident.title.to_string())];
    let title = title.each_ref().map(|(blank, value)| (*blank, value.as_str()));
    Entry {
        id: tag(&history.site, &name(told)),
        link: format!("{page}#{}", step.name('-')),
        title: locale.say("feed.entry", &title),
        published: step.at(),
        updated: step.at(),
        summary: summary(incident, step),
        html: html::absolute(step.body().html.as_str(), &history.site, &page),
        categories: categories(history, incident, step, locale),
    }
}

fn name(Told { incident, step }: &Told<'_>) -> String {
    format!("incident/{}/{}", incident.id, step.name('/'))
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
fn categories(history: &History, incident: &Incident, step: &Step<'_>, locale: &Locale) -> Vec<String> {
    match step {
        Step::Update(update) => {
            let worst = update.changes.iter().map(|change| change.after).max();
            filed(history, incident.kind, update.changes.iter().map(|Change { component, .. }| component), worst, locale)
        }
        Step::Postmortem(_) | Step::Correction(_) => whole(history, incident, locale),
    }
}

/// The categories of an incident as a whole.
pub fn whole(history: &History, incident: &Incident, locale: &Locale) -> Vec<String> {
    filed(history, incident.kind, incident.affected.iter().map(|affected| &affected.component), Some(incident.impact), locale)
}

fn filed<'a>(
    history: &History,
    kind: Kind,
    components: impl Iterator<Item = &'a Id>,
    impact: Option<Impact>,
    locale: &Locale,
) -> Vec<String> {
    let names = components.filter_map(|id| history.component(id)).map(|component| component.name.to_string());
    names.chain(words::category(kind, impact, locale)).filter(|category| !category.trim().is_empty()).collect()
}
