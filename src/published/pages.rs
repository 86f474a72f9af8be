//! The files of an earlier build beside those of this one → faults about pages that would be gone.
//! Lists that follow from other pages (`/history/…`, a component's years) may come and go; what a person links to may not.

use super::{CONFIG, Case, Fate, Fault, PAGE_VANISHES, Place};
use crate::public::SitePath;

/// The faults of all pages.
pub(super) fn faults(case: &Case<'_>) -> Vec<Fault> {
    let old = case.earlier.files.iter().flatten().map(SitePath::as_str);
    let pages = old.filter(|path| path.rsplit('.').next() == Some("html") && !case.files.contains(path));
    // A former path that its document still claims is gone with the document's page, which has a finding if it needs one.
    pages.filter(|path| !case.register.claims(path)).filter_map(|path| fault(case, path)).collect()
}

fn fault(case: &Case<'_>, path: &str) -> Option<Fault> {
    let segments: Vec<&str> = path.split('/').collect();
    match segments.as_slice() {
        ["incidents" | "maintenance", id, "index.html"] => incident(case, path, id),
        ["components", id, "index.html"] => Some(component(id)),
        ["history" | "postmortems" | "components", ..] => None,
        _ => Some(Fault {
            rule: PAGE_VANISHES,
            place: published(path),
            message: format!("the path {} is public and would lead nowhere", address(path)),
            help: "keep it among the `aliases` of its document, or withdraw the document on purpose with `publish: false`".to_owned(),
        }),
    }
}

fn incident(case: &Case<'_>, path: &str, id: &str) -> Option<Fault> {
    let address = address(path);
    let (place, message, help) = match case.fate(id) {
        Fate::Settled => return None,
        Fate::Public(incident, source) => (
            source.map_or_else(|| published(path), Place::Document),
            format!("the page {address} is public and would be gone: it moves to {}", incident.page()),
            format!("put the `kind` back, or add `aliases: [{address}]` to `public:`"),
        ),
        Fate::Silent(source) => (
            Place::Document(source),
            format!("the page {address} is public and would be gone: this document publishes nothing now"),
            "put back its status, its `published` time and its words, or say `publish: false` to withdraw it on purpose".to_owned(),
        ),
        Fate::Gone => (
            published(path),
            format!("the page {address} is public and would be gone: no document has this id"),
            format!("give the document its `id: {}` back, or keep it with `publish: false` to withdraw it on purpose", id.escape_debug()),
        ),
    };
    Some(Fault { rule: PAGE_VANISHES, place, message, help })
}

fn component(id: &str) -> Fault {
    Fault {
        rule: PAGE_VANISHES,
        place: Place::Path(CONFIG.to_owned()),
        message: format!("the page /components/{}/ is public and would be gone, with its feeds and its badge", id.escape_debug()),
        help: "keep the component in `[[components]]` with `retired = DATE`: it leaves the front page and keeps its history".to_owned(),
    }
}

fn published(path: &str) -> Place {
    Place::Path(format!("published/{}", path.escape_debug()))
}

/// The address of a file as people know it.
pub(crate) fn address(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path).escape_debug())
}
