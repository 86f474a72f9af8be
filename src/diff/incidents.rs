//! Both states → the incidents whose pages are not what they were, each with its words. Newest first; those that are gone come last.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::page::Page;
use super::side::{Frame, Side};
use super::words::compare;
use super::{Change, IncidentChange, Rendered, Set};

/// So many pages are shown as customers see them. A change of every page is one of the theme or the words of the site, and looks alike on each.
const MOST_PAGES: usize = 30;

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
        let file = file(&address);
        let bytes = side.files()?.get(file.as_str())?.clone();
        Some(Found { by_dress: dressed.contains(file.as_str()), address, bytes })
    };
    let mut changes: Vec<IncidentChange> =
        all.par_iter().filter_map(|id| change(frame, id, page(frame.base, id), page(frame.head, id))).collect();
    changes.par_iter_mut().enumerate().for_each(|(at, change)| {
        let kept = at < MOST_PAGES;
        change.pages = [(frame.base, "del", 0), (frame.head, "ins", 1)].map(|(side, mark, which)| {
            let mark = (change.change == Change::Changed).then_some((mark, change.words.marked[which].as_slice()));
            if kept { rendered(frame, side, &change.id, mark) } else { Rendered::LeftOut }
        });
    });
    changes
}

/// The page of an incident as customers see it. Whatever of it cannot be shown is told in words.
fn rendered(frame: &Frame<'_>, side: &Side, id: &str, mark: Option<(&str, &[bool])>) -> Rendered {
    let page = side.incident(id).map(|incident| file(&incident.page())).and_then(|file| side.files()?.get(file.as_str()));
    let Some(page) = page else { return Rendered::None };
    let base = side.history().map_or("", |history| history.site.base.as_str());
    let found = |address: &str| {
        let path = address.strip_prefix(base)?.strip_prefix('/')?.split(['?', '#']).next()?;
        side.files()?.get(path).map(Vec::as_slice)
    };
    Rendered::of(page, mark, frame.hidden, &found)
}

/// The file of a page.
fn file(address: &str) -> String {
    format!("{}index.html", address.trim_start_matches('/'))
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
        pages: [Rendered::None, Rendered::None],
    })
}

fn set(frame: &Frame<'_>, before: &BTreeSet<String>, after: &BTreeSet<String>) -> Set {
    let shown = |set: &BTreeSet<String>, other: &BTreeSet<String>| set.difference(other).map(|text| frame.hidden.text(text)).collect();
    Set { added: shown(after, before), removed: shown(before, after) }
}
