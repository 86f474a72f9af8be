//! The time of the next change: until then, and not a second longer, a build says the same.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use regex::Regex;

use super::{ID, ask, edited, next, other};
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder, NOW, build_dir};

type Files = BTreeMap<String, Vec<u8>>;

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn told(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The files of a site at a moment.
fn files(site: &Folder, now: DateTime<Utc>) -> Files {
    let built = build_dir(site.path(), &told(now), true);
    built.files.unwrap_or_else(|| panic!("nothing was built:\n{}", built.human))
}

/// What a site says: its files, but for what the clock moves every day. The front page's time of building and the uptime are taken out;
/// where days are compared, so are the pages that show days.
fn said(files: &Files, one_day: bool) -> Files {
    let shows_days = |path: &str| path == "index.html" || path.starts_with("components/") && path.ends_with("/index.html");
    let kept = files.iter().filter(|(path, _)| one_day || !shows_days(path));
    kept.map(|(path, bytes)| (path.clone(), if shows_days(path) { timeless(bytes) } else { bytes.clone() })).collect()
}

fn timeless(page: &[u8]) -> Vec<u8> {
    let page = String::from_utf8(page.to_vec()).unwrap();
    let page = Regex::new(r"<p>Built at .*?</p>").unwrap().replace(&page, "").into_owned();
    Regex::new(r"\d+(\.\d+)?\u{a0}?\s?%").unwrap().replace_all(&page, "%").into_owned().into_bytes()
}

/// The names of the files in which a site says something else at another moment.
fn differing(a: &Files, b: &Files, one_day: bool) -> Vec<String> {
    let (a, b) = (said(a, one_day), said(b, one_day));
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    names.into_iter().filter(|name| a.get(*name) != b.get(*name)).cloned().collect()
}

#[test]
fn every_kind_of_moment_is_found_to_the_second() {
    let window = |more: &str| {
        format!(
            "---\nid: work\nkind: maintenance\nstatus: reviewed\npublic:\n  title: Larger disks\n  components: [api]\n  scheduled_for: 2026-03-22T20:00:30Z\n  \
             scheduled_until: 2026-03-22T22:00:00Z\n---\n## Status updates\n### 2026-03-19 09:00 UTC — Scheduled\nThe API will be slower for a while.\n{more}"
        )
    };
    let running =
        other("a", &[("  resolved: 2026-03-14T11:42:00Z\n  published: 2026-03-18T16:00:00Z\n", ""), ("status: reviewed", "status: draft")]);
    let correction = format!("{BASE}\n## Corrections\n### 2026-03-23 08:15 UTC\nIt was one request in six.\n");
    let component = |key: &str| CONFIG.replace("name = \"API\"", &format!("name = \"API\"\n{key} = 2026-03-24"));
    let plain = CONFIG.to_owned();
    for (what, config, document, at) in [
        ("an embargo", &plain, edited("published: 2026-03-18T16:00:00Z", "published: 2026-03-24T09:00:07Z"), "2026-03-24T09:00:07Z"),
        ("a window begins", &plain, window(""), "2026-03-22T20:00:30Z"),
        (
            "an update to come",
            &plain,
            running.replace("2026-03-14 11:42 UTC — Resolved", "2026-03-20 12:30 UTC — Resolved"),
            "2026-03-20T12:30:00Z",
        ),
        (
            "a declared end",
            &plain,
            running
                .replace("  started:", "  resolved: 2026-03-20T18:00:00Z\n  started:")
                .replace("11:42 UTC — Resolved", "11:42 UTC — Monitoring"),
            "2026-03-20T18:00:00Z",
        ),
        ("a correction", &plain, correction, "2026-03-23T08:15:00Z"),
        ("a component begins", &component("since"), BASE.to_owned(), "2026-03-24T00:00:00Z"),
        ("a component retires", &component("retired"), BASE.to_owned(), "2026-03-24T00:00:00Z"),
    ] {
        let site = Folder::with(&document).file("allclear.toml", config);
        assert_eq!(next(&site, NOW).as_deref(), Some(at), "{what}");
        let (before, after) = (time(at) - TimeDelta::seconds(1), time(at));
        assert_eq!(next(&site, &told(before)).as_deref(), Some(at), "{what}: a second before");
        assert_ne!(next(&site, at).as_deref(), Some(at), "{what}: it is over then");
        let one_day = before.date_naive() == after.date_naive();
        assert!(!differing(&files(&site, before), &files(&site, after), one_day).is_empty(), "{what}");
    }
    let site = Folder::with(&window(""));
    assert_eq!(next(&site, "2026-03-22T20:00:30Z").as_deref(), Some("2026-03-22T22:00:00Z"), "a window ends");
    let begun = Folder::with(&window("### 2026-03-22 20:05 UTC — In progress\nIt goes on.\n"));
    assert_eq!(next(&begun, "2026-03-22T20:05:00Z"), None, "work that was said to have begun ends when somebody says so");
    let off = Folder::with(&window("### 2026-03-20 10:00 UTC — Completed\nThe disks are large enough.\n"));
    assert_eq!(next(&off, NOW), None, "the times of a window that was called off mean nothing");
}

#[test]
fn an_exception_that_ends_is_a_change() {
    let exception = format!(
        "[[exception]]\nrule = \"leak/private-ipv4\"\ndocument = \"{ID}\"\nquote = \"10.0.3.7\"\nreason = \"an example in our handbook\"\nby = \"Dana Whitfield\"\nexpires = 2026-04-02\n"
    );
    let site = Folder::with(&edited("We are sorry", "An example is 10.0.3.7. We are sorry")).file("exceptions.toml", exception);
    site.write("allclear.toml", format!("{CONFIG}\n[leaks]\nexceptions = \"exceptions.toml\"\n"));

    assert_eq!(next(&site, NOW).as_deref(), Some("2026-04-03T00:00:00Z"));
    let status = ask(&site, "status", &[]).ends_with(0).stdout;
    assert!(status.contains("Slow search results: its page vanishes, because its document has an error from then on."), "{status}");
}

#[test]
fn what_stays_private_changes_nothing_and_neither_does_midnight() {
    for (from, to) in [
        ("status: reviewed", "status: reviewed"),
        ("status: reviewed", "status: draft"),
        ("status: reviewed", "status: in review"),
        ("severity: P1", "severity: P1\npublish: false"),
        ("severity: P1", "severity: P1\nkind: near miss"),
        ("We are sorry", "We and 10.0.3.7 are sorry"),
        ("## External message", "## Notes"),
    ] {
        let published = if from == to { "2026-03-18" } else { "2026-04-18" };
        let site = Folder::with(&edited(from, to).replace("published: 2026-03-18", &format!("published: {published}")));
        let run = ask(&site, "next-change", &[]).ends_with(0);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""), "{to}");
    }
    assert_eq!(next(&Folder::new(), NOW), None);
}

/// A document by the hours between now and its moments.
#[derive(Debug, Clone)]
struct Document {
    window: bool,
    status: &'static str,
    publish: bool,
    start: i64,
    length: i64,
    resolved: bool,
    updates: Vec<i64>,
    last: usize,
    published: Option<i64>,
    correction: Option<i64>,
}

fn document() -> impl Strategy<Value = Document> {
    let quarters = -200..300_i64;
    let facts = (
        any::<bool>(),
        prop::sample::select(vec!["draft", "in review", "reviewed", "closed"]),
        prop::bool::weighted(0.9),
        -300..150_i64,
        1..100_i64,
    );
    let texts = (
        any::<bool>(),
        prop::collection::vec(quarters.clone(), 0..4),
        0..4_usize,
        prop::option::weighted(0.7, quarters.clone()),
        prop::option::weighted(0.3, quarters),
    );
    (facts, texts).prop_map(|((window, status, publish, start, length), (resolved, updates, last, published, correction))| Document {
        window,
        status,
        publish,
        start,
        length,
        resolved,
        updates,
        last,
        published,
        correction,
    })
}

/// So many quarters of an hour from now, and some seconds.
fn at(quarters: i64) -> String {
    told(time(NOW) + TimeDelta::minutes(15 * quarters) + TimeDelta::seconds(quarters.rem_euclid(2)))
}

impl Document {
    fn text(&self, id: &str) -> String {
        let Self { window, status, publish, start, length, resolved, updates, last, published, correction } = self;
        let (kind, impact, phases) = if *window {
            ("maintenance", String::new(), ["Scheduled", "In progress", "Verifying", "Completed"])
        } else {
            (
                "incident",
                format!("  impact: partial\n  started: {}\n", at(*start)),
                ["Investigating", "Identified", "Monitoring", "Resolved"],
            )
        };
        let mut block = format!("  title: Slow search results\n  components: [search]\n{impact}");
        if *window {
            block += &format!("  scheduled_for: {}\n  scheduled_until: {}\n", at(*start), at(start + length));
        } else if *resolved {
            block += &format!("  resolved: {}\n", at(start + length));
        }
        block += &published.map_or_else(String::new, |published| format!("  published: {}\n", at(published)));
        let mut times: Vec<i64> = updates.iter().map(|update| if *window { *update } else { start + update.abs() / 3 }).collect();
        times.sort_unstable();
        let mut text = format!("---\nid: {id}\ntitle: {id}\nkind: {kind}\nstatus: {status}\npublish: {publish}\npublic:\n{block}---\n");
        text += if times.is_empty() { "" } else { "## Status updates\n" };
        for (index, quarters) in times.iter().enumerate() {
            let phase = phases[if index + 1 == times.len() { *last } else { index.min(2) }];
            text += &format!("### {} — {phase}\nSearch results are slow for one request in five.\n", at(*quarters));
        }
        let message = BASE.split("## External message").nth(1).unwrap();
        text += &format!("## External message{message}");
        text + &correction
            .map_or_else(String::new, |correction| format!("\n## Corrections\n### {}\nIt was one request in six.\n", at(correction)))
    }
}

fn site(documents: &[Document], since: Option<i64>, retired: Option<i64>) -> Folder {
    let day = |key: &str, days: Option<i64>| {
        days.map_or_else(String::new, |days| format!("\n{key} = {}", (time(NOW) + TimeDelta::days(days)).date_naive()))
    };
    let config = CONFIG.replace("name = \"API\"", &format!("name = \"API\"{}{}", day("since", since), day("retired", retired)));
    let mut site = Folder::new().file("allclear.toml", config);
    for (index, document) in documents.iter().enumerate() {
        site = site.document(&format!("{index}.md"), document.text(&format!("event-{index}")));
    }
    site
}

proptest! {
    // Each case builds a site half a dozen times. `PROPTEST_CASES` asks for more of them.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn until_the_next_change_every_build_says_the_same_and_then_it_does_not(
        documents in prop::collection::vec(document(), 1..4),
        since in prop::option::weighted(0.2, -3..4_i64),
        retired in prop::option::weighted(0.2, 4..8_i64),
        parts in prop::collection::vec(0.0..1.0_f64, 2),
    ) {
        let (site, now) = (site(&documents, since, retired), time(NOW));
        let change = next(&site, NOW).map(|at| time(&at));
        let end = change.unwrap_or(now + TimeDelta::days(40));
        #[expect(clippy::cast_possible_truncation, reason = "some second in between")]
        let mut moments: Vec<_> = parts.iter().map(|part| now + TimeDelta::seconds(((end - now).num_seconds() as f64 * part) as i64)).collect();
        moments.push(end - TimeDelta::seconds(1));
        let first = files(&site, now);
        let mut last = Files::new();
        for moment in moments {
            last = files(&site, moment);
            let other = differing(&first, &last, moment.date_naive() == now.date_naive());
            prop_assert!(other.is_empty(), "nothing was to change before {change:?}, and at {moment} these did: {other:?}");
        }
        if let Some(change) = change {
            let one_day = (change - TimeDelta::seconds(1)).date_naive() == change.date_naive();
            prop_assert!(!differing(&last, &files(&site, change), one_day).is_empty(), "nothing changed at {change}");
        }
    }
}
