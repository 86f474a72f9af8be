//! The feeds of the example, read back by a feed reader's parser.

use std::collections::BTreeSet;

use feed_rs::model::{Feed, FeedType};

use crate::support::{Built, NOW, build_dir, content_example};

fn read(built: &Built, path: &str) -> Feed {
    feed_rs::parser::parse(built.text(path).as_bytes()).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn example() -> Built {
    build_dir(&content_example(), NOW, false)
}

/// Every feed of the site with its format.
fn feeds(built: &Built) -> Vec<(&str, FeedType)> {
    let kind = |path: &str| match path.rsplit('/').next()? {
        "feed.xml" | "history.rss" => Some(FeedType::RSS2),
        "feed.atom" | "history.atom" => Some(FeedType::Atom),
        "feed.json" => Some(FeedType::JSON),
        _ => None,
    };
    built.site().keys().filter_map(|path| Some((path.as_str(), kind(path)?))).collect()
}

#[test]
fn every_feed_reads_back() {
    let built = example();
    let feeds = feeds(&built);
    assert_eq!(feeds.len(), 3 + 3 * 9 + 3 + 2, "{feeds:?}");
    for (path, kind) in feeds {
        let feed = read(&built, path);
        assert_eq!(feed.feed_type, kind, "{path}");
        assert!(feed.title.as_ref().unwrap().content.contains("Wrenlow status"), "{path}");
        assert!(feed.entries.len() >= 10, "{path} has {} entries", feed.entries.len());
        for entry in &feed.entries {
            assert!(!entry.id.is_empty() && entry.title.as_ref().is_some_and(|title| !title.content.is_empty()), "{path}: {entry:?}");
            assert!(entry.published.or(entry.updated).is_some(), "{path}: {} has no date", entry.id);
            let link = &entry.links.first().unwrap_or_else(|| panic!("{path}: {} has no link", entry.id)).href;
            assert!(link.starts_with("https://status.wrenlow.example/"), "{path}: {link}");
        }
        let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), feed.entries.len(), "{path}: an id stands twice");
    }
}

#[test]
fn every_shape_of_a_feed_tells_the_same() {
    let built = example();
    let entries = |path: &str| {
        let tell = |entry: feed_rs::model::Entry| (entry.id, entry.title.unwrap().content, entry.links[0].href.clone());
        read(&built, path).entries.into_iter().map(tell).collect::<Vec<_>>()
    };
    assert_eq!(entries("history.rss"), entries("history.atom"));
    for (path, _) in feeds(&built).into_iter().filter(|(path, _)| path.ends_with("feed.xml")) {
        let stem = path.strip_suffix("xml").unwrap();
        assert_eq!(entries(path), entries(&format!("{stem}atom")), "{path}");
        assert_eq!(entries(path), entries(&format!("{stem}json")), "{path}");
    }
}

#[test]
fn a_narrow_feed_has_no_entry_of_its_own_and_stays_with_its_subject() {
    let built = example();
    let whole = entries_of(&built, &["feed.atom"]);
    let components: Vec<&str> =
        feeds(&built).into_iter().map(|(path, _)| path).filter(|path| path.starts_with("components/") && path.ends_with(".atom")).collect();
    let everything = entries_of(&built, &components);
    assert!(whole.iter().filter(|id| !everything.contains(*id)).count() < whole.len() / 4, "most entries are about a component");
    for id in entries_of(&built, &["postmortems/feed.atom"]) {
        assert!(id.ends_with("/postmortem") || id.contains("/correction/"), "{id}");
    }
}

fn entries_of(built: &Built, paths: &[&str]) -> BTreeSet<String> {
    paths.iter().flat_map(|path| read(built, path).entries).map(|entry| entry.id).collect()
}

#[test]
fn the_list_of_feeds_leads_to_feeds_that_exist() {
    let built = example();
    let list = built.text("feeds.opml");
    let host = "https://status.wrenlow.example/";
    let mut count = 0;
    for address in list.split("xmlUrl=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        read(&built, address.strip_prefix(host).unwrap_or_else(|| panic!("{address}")));
        count += 1;
    }
    assert_eq!(count, 12);
}

#[test]
fn a_feed_that_is_opened_in_a_browser_finds_its_stylesheet() {
    let built = example();
    for (path, _) in feeds(&built).into_iter().filter(|(path, _)| !path.ends_with("json")) {
        let style = built.text(path).split("<?xml-stylesheet type=\"text/css\" href=\"/").nth(1).and_then(|rest| rest.split('"').next());
        let style = style.unwrap_or_else(|| panic!("{path} names no stylesheet"));
        assert!(built.text(style).contains("--heading:\"This is a feed\""), "{path}");
    }
}

#[test]
fn the_newest_comes_first_and_none_is_of_the_future() {
    let built = example();
    let now = NOW.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    for path in ["feed.xml", "feed.atom", "feed.json", "components/api/feed.json", "postmortems/feed.atom"] {
        let dates: Vec<_> = read(&built, path).entries.iter().map(|entry| entry.published.or(entry.updated).unwrap()).collect();
        assert!(dates.windows(2).all(|pair| pair[0] >= pair[1]), "{path} is not in order: {dates:?}");
        assert!(dates[0] <= now, "{path}");
    }
}

#[test]
fn a_later_build_keeps_every_id() {
    let ids = |now: &str| -> Vec<String> {
        read(&build_dir(&content_example(), now, false), "feed.atom").entries.into_iter().map(|entry| entry.id).collect()
    };
    let (now, later) = (ids(NOW), ids("2026-03-24T09:00:00Z"));

    // The message whose embargo ended is the newest entry, and pushes the oldest one out.
    assert!(later[0].contains("2026-03-16-sign-in-links-off"), "{}", later[0]);
    assert_eq!(later[1..], now[..now.len() - 1]);
}
