//! Both states → the incidents whose pages are not what they were, each with its words. Newest first; those that are gone come last.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::page::Page;
use super::side::{Frame, Side};
use super::words::compare;
use super::{Change, IncidentChange, Set};

/// All of them.
pub(super) fn changes(frame: &Frame<'_>) -> Vec<IncidentChange> {
    let Some(head) = frame.head.history() else { return Vec::new() };
    let ids: Vec<&str> = head.incidents.iter().map(|incident| incident.id.as_str()).collect();
    let base = frame.base.history().into_iter().flat_map(|history| &history.incidents).map(|incident| incident.id.as_str());
    let gone = base.filter(|id| frame.head.incident(id).is_none());
    let all: Vec<&str> = ids.into_iter().chain(gone).collect();
    let dressed = frame.dressed();
    let page = |side: &Side, id: &str| {
        let address = side.incident(id)?.page();
        let file = format!("{}index.html", address.trim_start_matches('/'));
        let bytes = side.files()?.get(file.as_str())?.clone();
        Some(Found { by_dress: dressed.contains(file.as_str()), address, bytes })
    };
    all.par_iter().filter_map(|id| change(frame, id, page(frame.base, id), page(frame.head, id))).collect()
}

/// A page of a site.
#[derive(PartialEq, Eq)]
struct Found {
    address: String,
    bytes: Vec<u8>,
    /// Whether config or theme alone change it.
    by_dress: bool,
}

fn change(frame: &Frame<'_>, id: &str, before: Option<Found>, after: Option<Found>) -> Option<IncidentChange> {
    let change = Change::of(before.as_ref(), after.as_ref())?;
    let read = |found: Option<&Found>| found.map_or_else(Page::default, |found| Page::read(&found.bytes));
    let (was, is) = (read(before.as_ref()), read(after.as_ref()));
    let moved_from =
        before.as_ref().zip(after.as_ref()).filter(|(old, new)| old.address != new.address).map(|(old, _)| old.address.clone());
    let same = was.words == is.words && was.links == is.links && was.pictures == is.pictures && moved_from.is_none();
    if change == Change::Changed && same && after.as_ref().is_some_and(|found| found.by_dress) {
        return None;
    }
    let mut links = set(frame, &was.links, &is.links);
    if change != Change::Changed {
        // Of a page that comes or goes as a whole, the ways within the site say nothing.
        [&mut links.added, &mut links.removed].into_iter().for_each(|links| links.retain(|link| !link.starts_with('/')));
    }
    let path = frame.head.document(id).or_else(|| frame.base.document(id)).unwrap_or_default();
    Some(IncidentChange {
        id: id.to_owned(),
        path: path.to_owned(),
        page: after.or(before).map(|found| found.address).unwrap_or_default(),
        moved_from,
        change,
        withheld: change == Change::Removed && super::private::is_withheld(frame, id),
        words: compare(&was, &is, frame.hidden),
        links,
        pictures: set(frame, &was.pictures, &is.pictures),
    })
}

fn set(frame: &Frame<'_>, before: &BTreeSet<String>, after: &BTreeSet<String>) -> Set {
    let shown = |set: &BTreeSet<String>, other: &BTreeSet<String>| set.difference(other).map(|text| frame.hidden.text(text)).collect();
    Set { added: shown(after, before), removed: shown(before, after) }
}
