//! Files of outputs as their readers get them, and their keys: whatever changes in the history, a file whose bytes change has another key.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::*;
use crate::clock::Time;
use crate::public::sample::{self, id, prose, text, time};
use crate::public::{Asset, Component, Impact, Logo, SitePath};
use crate::render::Theme;

/// The files of one output, made.
pub(crate) fn made(output: &dyn Output, history: &History, renderer: &Renderer) -> Result<Vec<Artifact>> {
    let index = index(history)?;
    let jobs = output.jobs(&index, renderer)?;
    jobs.iter().map(|job| Artifact::new(job.path.as_str(), job.make()?)).collect()
}

/// The theme of the program, in English.
pub(crate) fn renderer() -> Renderer {
    let theme = Theme::embedded();
    Renderer::new(&theme, theme.locale("en").expect("a locale")).expect("a theme")
}

/// Key and bytes of every file.
type Files = BTreeMap<String, (Key, Vec<u8>)>;

/// A change of a history, with its name.
type Change<'a> = (&'a str, &'a dyn Fn(&mut History));

fn files(history: &History, renderer: &Renderer) -> Files {
    let index = index(history).expect("an index");
    let jobs = jobs(&index, renderer).expect("jobs");
    jobs.iter().map(|job| (job.path.to_string(), (job.key, job.make().expect("bytes")))).collect()
}

/// Years, retired and new components, former paths, an image, a logo; everything that the sample has; and more incidents than a feed holds.
fn rich() -> History {
    let mut history = sample::history();
    history.components[2] = Component { description: Some(text("Money.")), ..history.components[2].clone() };
    let old = Component { retired: time("2025-11-01T00:00:00Z").date_naive().into(), ..sample::component("Fax", None) };
    history.components.push(old);
    let mut earlier = history.all().find(|incident| incident.postmortem.is_some()).expect("one").clone();
    earlier.aliases = vec![SitePath::new("2025/fax-down").expect("a path")];
    earlier.assets = vec![asset("incidents/fax/graph.png", b"graph")];
    for number in 0..52 {
        let back = TimeDelta::days(9 * number);
        let mut older = earlier.clone();
        older.id = id(&format!("older-{number:02}"));
        older.aliases.retain(|_| number == 7);
        older.started -= back;
        older.resolved = older.resolved.map(|end| end - back);
        older.updates.iter_mut().for_each(|update| update.at -= back);
        older.affected.iter_mut().flat_map(|affected| &mut affected.spans).for_each(|span| {
            span.from -= back;
            span.until = span.until.map(|until| until - back);
        });
        history.incidents.push(older.into());
    }
    let logo = Logo { src: text("/logo.png"), width: 10, height: 10, asset: asset("logo.png", b"logo") };
    history.site.logo = Some(logo);
    sorted(history)
}

/// One that is over, with everything that an incident may have.
fn older(history: &mut History) -> &mut Incident {
    history.incidents.iter_mut().find(|incident| incident.id.as_str() == "older-03").expect("it")
}

fn sorted(History { site, components, incidents, now }: History) -> History {
    History::new(site, components, incidents, now)
}

fn asset(path: &str, bytes: &[u8]) -> Asset {
    Asset { path: SitePath::new(path).expect("a path"), bytes: bytes.to_vec().into() }
}

fn assert_told_apart(what: &str, before: &Files, after: &Files) {
    for (path, (key, bytes)) in before {
        if let Some((new_key, new_bytes)) = after.get(path) {
            assert!(key != new_key || bytes == new_bytes, "{what}: {path} has other bytes and the same key");
        }
    }
}

#[test]
fn one_change_at_a_time_and_no_file_keeps_its_key_with_other_bytes() {
    let renderer = renderer();
    let before = files(&rich(), &renderer);
    let at = |history: &History, name: &str| history.all().position(|incident| incident.id.as_str() == name).expect("it");
    let slow = |history: &History| at(history, "2026-03-14-slow-search");
    let late = |history: &History| at(history, "2026-03-20-invoices-late");
    let changes: &[Change<'_>] = &[
        ("a title", &|it| it.incidents[1].title = text("Another title")),
        ("a summary", &|it| older(it).summary = None),
        ("an impact", &|it| older(it).impact = Impact::Full),
        ("a start", &|it| older(it).started -= TimeDelta::minutes(1)),
        ("an end", &|it| older(it).resolved = older(it).resolved.map(|end| end + TimeDelta::minutes(1))),
        ("words of an update", &|it| {
            let at = late(it);
            it.incidents[at].updates[0].body = prose("Invoices wait.");
        }),
        ("an update less", &|it| {
            let at = slow(it);
            it.incidents[at].updates.remove(1);
        }),
        ("a message less", &|it| {
            let at = slow(it);
            it.incidents[at].postmortem = None;
        }),
        ("words of a correction", &|it| {
            let at = slow(it);
            it.incidents[at].corrections[0].body = prose("It was 105.");
        }),
        ("all is over", &|it| {
            let at = late(it);
            it.incidents[at].resolved = Some(it.now);
            it.incidents[at].affected[0].spans[0].until = Some(it.now);
        }),
        ("another former path", &|it| it.incidents[2].aliases = vec![SitePath::new("old").expect("a path")]),
        ("another component", &|it| older(it).affected[0].component = id("billing")),
        ("an incident less", &|it| drop(it.incidents.remove(4))),
        ("the oldest less", &|it| drop(it.incidents.pop())),
        ("an incident more", &|it| {
            let mut more = it.incidents[7].clone();
            more.id = id("one-more");
            it.incidents.push(more);
        }),
        ("other image bytes", &|it| it.incidents.iter_mut().flat_map(|it| &mut it.assets).for_each(|it| it.bytes = b"new".to_vec().into())),
        ("other bytes of the logo", &|it| it.site.logo.iter_mut().for_each(|logo| logo.asset.bytes = b"new".to_vec().into())),
        ("the name of a component", &|it| it.components[0].name = text("Find")),
        ("the group of a component", &|it| it.components[0].group = Some(text("Group"))),
        ("a component retired", &|it| it.components[0].retired = Some(it.now.date_naive())),
        ("the order of components", &|it| it.components.swap(0, 2)),
        ("the name of the site", &|it| it.site.title = text("Status")),
        ("the colour", &|it| it.site.accent = None),
        ("the size of a page", &|it| it.site.page_size = 5),
        ("the weights", &|it| it.site.weights.degraded = 0.5),
    ];
    for (what, change) in changes {
        let mut history = rich();
        change(&mut history);
        let after = files(&sorted(history), &renderer);
        let same = before.len() == after.len() && before.iter().all(|(path, (_, old))| after.get(path).is_some_and(|(_, new)| new == old));
        assert!(!same, "{what} changes nothing");
        assert_told_apart(what, &before, &after);
    }
}

#[test]
fn no_moment_leaves_a_key_with_other_bytes() {
    let (whole, renderer) = (rich(), renderer());
    let moments = [
        "2026-03-01T21:59:59Z",
        "2026-03-01T22:00:00Z",
        "2026-03-14T11:41:59Z",
        "2026-03-14T11:42:00Z",
        "2026-03-20T12:00:00Z",
        "2026-03-20T12:00:01Z",
        "2026-03-21T00:00:00Z",
        "2026-03-25T22:00:00Z",
        "2026-03-26T00:00:00Z",
        "2026-03-26T00:00:01Z",
        "2027-07-01T00:00:00Z",
    ]
    .map(time);
    let at = |now: Time| files(&History { now, ..whole.clone() }, &renderer);
    let all: Vec<(Time, Files)> = moments.into_iter().map(|now| (now, at(now))).collect();
    for pair in all.windows(2) {
        assert_told_apart(&pair[1].0.to_string(), &pair[0].1, &pair[1].1);
    }
}

#[test]
fn a_change_of_one_incident_leaves_the_keys_of_the_others() {
    let renderer = renderer();
    let before = files(&rich(), &renderer);
    let mut history = rich();
    older(&mut history).title = text("Another title");
    let name = older(&mut history).id.to_string();
    let after = files(&history, &renderer);
    let pages = before.iter().filter(|(path, _)| path.starts_with("incidents/") || path.starts_with("api/incidents/"));
    let changed: Vec<_> = pages.filter(|(path, (key, _))| after[*path].0 != *key).map(|(path, _)| path.as_str()).collect();
    assert_eq!(changed, [format!("api/incidents/{name}.json"), format!("incidents/{name}/index.html")]);
}

#[test]
fn two_files_that_claim_one_path_end_the_build() {
    let mut history = sample::history();
    history.incidents[1].id = history.incidents[0].id.clone();
    history.incidents[1].kind = history.incidents[0].kind;
    assert!(matches!(Site::collect(&history, &renderer()), Err(Error::Clash { .. })));
    let mut history = sample::history();
    history.incidents[0].aliases = vec![SitePath::new("robots.txt/deep").expect("a path")];
    assert!(matches!(Site::collect(&history, &renderer()), Err(Error::Clash { .. })));
}
