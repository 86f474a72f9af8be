//! Both states → what changes around the pages of incidents: components, feed entries, former paths, and files that follow from the
//! config and the theme.

use std::collections::{BTreeMap, BTreeSet};

use super::side::{Frame, Side};
use super::{Change, ComponentChange, EntryChange, IncidentChange, Others, Redirect, Shown};
use crate::error::Result;
use crate::published::{self, Said};

/// The components that customers see otherwise, in the order of the catalogue; those that are gone come last.
pub(super) fn components(frame: &Frame<'_>) -> Vec<ComponentChange> {
    if frame.head.history().is_none() {
        return Vec::new();
    }
    let (before, mut after) = (shown(frame, frame.base), shown(frame, frame.head));
    let mut before: BTreeMap<String, Shown> = before.into_iter().collect();
    let mut changes: Vec<ComponentChange> =
        after.drain(..).map(|(id, after)| ComponentChange { before: before.remove(&id), after: Some(after), id }).collect();
    changes.extend(before.into_iter().map(|(id, before)| ComponentChange { id, before: Some(before), after: None }));
    changes.retain(|change| change.before != change.after);
    changes
}

fn shown(frame: &Frame<'_>, side: &Side) -> Vec<(String, Shown)> {
    let (Some(history), Some(outcome)) = (side.history(), side.outcome()) else { return Vec::new() };
    let one = |component: &crate::public::Component| {
        let state = history.state(&component.id).key();
        let label = outcome.renderer.locale().say(&format!("state.{state}"), &[]);
        (component.id.to_string(), Shown { name: frame.hidden.text(component.name.as_str()), state, label })
    };
    history.current_components().map(one).collect()
}

/// The entries of the feeds that are new, other or gone, by id. Those that are merely too old for the feed are not meant.
pub(super) fn feed_entries(frame: &Frame<'_>) -> Result<Vec<EntryChange>> {
    if frame.head.history().is_none() {
        return Ok(Vec::new());
    }
    let entries = |side: &Side| -> Result<Vec<Said>> {
        side.outcome().filter(|_| side.history().is_some()).map_or(Ok(Vec::new()), published::entries)
    };
    let (before, after) = (entries(frame.base)?, entries(frame.head)?);
    let (before, after) = (by_id(&before), by_id(&after));
    let ids: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let change = |id: &str| {
        let change = Change::of(before.get(id), after.get(id))?;
        // The entry of an incident as a whole grows with it, and tells nothing that its page does not.
        let (incident, _) = id.split_once(":incident/")?.1.split_once('/')?;
        Some(EntryChange { id: frame.hidden.text(id), incident: incident.to_owned(), change })
    };
    Ok(ids.into_iter().filter_map(change).collect())
}

fn by_id(entries: &[Said]) -> BTreeMap<&str, Vec<&Said>> {
    let mut by_id: BTreeMap<&str, Vec<&Said>> = BTreeMap::new();
    entries.iter().for_each(|said| by_id.entry(&said.id).or_default().push(said));
    by_id
}

/// The former paths that lead anywhere newly, elsewhere, or no longer.
pub(super) fn redirects(frame: &Frame<'_>) -> Vec<Redirect> {
    if frame.head.history().is_none() {
        return Vec::new();
    }
    let (before, after) = (aliases(frame.base), aliases(frame.head));
    let paths: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let change = |path: &str| {
        let change = Change::of(before.get(path), after.get(path))?;
        let to = after.get(path).or(before.get(path)).cloned().unwrap_or_default();
        Some(Redirect { from: frame.hidden.text(&published::address(path)), to: frame.hidden.text(&to), change })
    };
    paths.into_iter().filter_map(change).collect()
}

fn aliases(side: &Side) -> BTreeMap<&str, String> {
    let incidents = side.history().into_iter().flat_map(|history| &history.incidents);
    incidents.flat_map(|incident| incident.aliases.iter().map(|alias| (alias.as_str(), incident.page()))).collect()
}

/// The files that config and theme change; if nothing else explains that the site changes, all that do.
pub(super) fn others(frame: &Frame<'_>, incidents: &[IncidentChange], silent: bool) -> Others {
    let told: BTreeSet<&str> =
        incidents.iter().flat_map(|incident| [Some(&incident.page), incident.moved_from.as_ref()]).flatten().map(String::as_str).collect();
    let mut changed: Vec<String> = frame.dressed().into_iter().map(str::to_owned).collect();
    if changed.is_empty() && silent {
        let before: BTreeMap<&str, &[u8]> = frame.before().collect();
        let after: BTreeMap<&str, &[u8]> = frame.after().collect();
        let paths: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
        changed = paths.into_iter().filter(|path| before.get(path) != after.get(path)).map(str::to_owned).collect();
    }
    changed.retain(|path| !told.contains(published::address(path).as_str()));
    let (pages, files) = changed.into_iter().partition(|path| path.ends_with("/index.html") || path == "index.html" || path == "404.html");
    Others { pages, files }
}
