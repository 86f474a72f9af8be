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

#[test]
fn every_feed_reads_back() {
    let built = example();
    let kinds =
        [("feed.xml", FeedType::RSS2), ("feed.atom", FeedType::Atom), ("history.rss", FeedType::RSS2), ("history.atom", FeedType::Atom)];
    for (path, kind) in kinds {
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
fn both_shapes_of_a_feed_tell_the_same() {
    let built = example();
    for (rss, atom) in [("feed.xml", "feed.atom"), ("history.rss", "history.atom")] {
        let ids = |path: &str| read(&built, path).entries.into_iter().map(|entry| entry.id).collect::<Vec<_>>();
        assert_eq!(ids(rss), ids(atom), "{rss} and {atom}");
    }
}

#[test]
fn the_newest_comes_first_and_none_is_of_the_future() {
    let built = example();
    let now = NOW.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    for path in ["feed.xml", "feed.atom"] {
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
