//! After the review: a post-mortem is closed when nothing is left to do, what waits is listed, and the site's next change has a time.

use std::fs;

use allclear::{clock, upcoming};
use serde_json::Value;

use crate::support::binary::Run;
use crate::support::{BASE, Folder, NOW, allclear};

mod close;
mod next_change;
mod queue;
mod status;

const ID: &str = "2026-03-14-slow-search";
const DOCUMENT: &str = "postmortems/2026-03-14-slow-search.md";

/// The complete document, changed in one place.
#[track_caller]
fn edited(from: &str, to: &str) -> String {
    assert!(BASE.contains(from), "the document has no {from:?}");
    BASE.replacen(from, to, 1)
}

fn text(site: &Folder) -> String {
    fs::read_to_string(site.at(DOCUMENT)).unwrap()
}

fn close(site: &Folder) -> Run {
    allclear(["close", ID, "--site", site.path().to_str().unwrap(), "--now", NOW])
}

fn ask(site: &Folder, command: &str, more: &[&str]) -> Run {
    let mut args = vec![command, site.path().to_str().unwrap(), "--now", NOW];
    args.extend(more);
    allclear(args)
}

fn object(site: &Folder, command: &str) -> Value {
    let run = ask(site, command, &["--format", "json"]).ends_with(0);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout))
}

/// The document under another id, changed in some places.
fn other(id: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(BASE.replacen(ID, id, 1), |text, (from, to)| {
        assert!(text.contains(from), "{id}: no {from:?}");
        text.replacen(from, to, 1)
    })
}

const OPEN: (&str, &str) = ("  resolved: 2026-03-14T11:42:00Z\n  published: 2026-03-18T16:00:00Z\n", "");
const IN_REVIEW: (&str, &str) = ("status: reviewed", "status: in review");
const NO_END: (&str, &str) = ("### 2026-03-14 11:42 UTC — Resolved\nSearches answer at their usual speed again.\n", "");

/// When the site changes next, by the library.
fn next(site: &Folder, now: &str) -> Option<String> {
    let next = upcoming::next_change(site.path(), clock::now(Some(now)).unwrap()).unwrap();
    next.map(|next| next.at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}
