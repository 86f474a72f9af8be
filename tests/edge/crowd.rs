//! Very much at once: hundreds of open incidents, and a catalogue of sixty components in groups.

use std::fmt::Write as _;

use super::{Doc, api, feed, ids, is_well_formed, said};
use crate::support::Folder;

const OPEN: usize = 300;
const COMPONENTS: usize = 60;

/// Sixty components in six groups that stand mixed in the config.
fn catalogue() -> String {
    let mut config = "[site]\ntitle = \"Example status\"\nurl = \"https://status.example.com\"\n".to_owned();
    for number in 0..COMPONENTS {
        write!(config, "[[components]]\nid = \"part-{number}\"\nname = \"Part {number}\"\ngroup = \"Group {}\"\n", number % 6).unwrap();
    }
    config
}

/// Open since a day each; the newest is number 0.
fn open(number: usize) -> Doc {
    let start = chrono::DateTime::from_timestamp(1_773_900_000 - 86_400 * i64::try_from(number).unwrap(), 0).unwrap();
    let (impact, part) = (["degraded", "partial"][number % 2], number % COMPONENTS);
    Doc::incident(&format!("open-{number}"), &format!("Part {part} is slow"), &start.to_rfc3339())
        .with("impact", impact)
        .with("components", &format!("[part-{part}]"))
        .said(&start.to_rfc3339(), "Investigating", "Some requests are slow.")
}

#[test]
fn hundreds_of_open_incidents_are_all_told() {
    let docs: Vec<Doc> = (0..OPEN).map(open).collect();
    let built = super::site(&docs).file("allclear.toml", catalogue()).build();

    assert_eq!(built.status, 0, "{}", built.human);
    for (document, count) in [("summary", OPEN), ("incidents/unresolved", OPEN), ("incidents", 50)] {
        let listed = api(&built, document);
        let listed = ids(&listed["incidents"]);
        assert_eq!(listed.len(), count, "{document}");
        assert_eq!(listed[..2], ["open-0", "open-1"], "{document}");
    }
    assert_eq!(api(&built, "status")["status"]["indicator"], "major");
    assert!(api(&built, "components")["components"].as_array().unwrap().iter().all(|component| component["status"] != "operational"));
    // All of 90 days are more than 50; one per day.
    assert_eq!(feed(&built, "feed.xml").entries.len(), 91);
    assert_eq!(feed(&built, "history.rss").entries.len(), 50);
    assert!((0..OPEN).all(|number| built.has_page(&format!("open-{number}"))));
    let front = said(built.text("index.html"));
    assert!((0..COMPONENTS).all(|part| front.contains(&format!("Part {part} is slow"))));
    is_well_formed(&built);
}

#[test]
fn sixty_components_keep_the_order_of_the_config() {
    let built = Folder::new().file("allclear.toml", catalogue()).build();

    let components = api(&built, "components");
    let components = components["components"].as_array().unwrap();
    assert_eq!(components.len(), COMPONENTS + 6);
    for (place, group) in (1..).zip(components.iter().filter(|component| component["group"] == true)) {
        assert_eq!(group["position"], place);
        let children = ids_of(&group["components"]);
        let expected: Vec<String> = (0..10).map(|step| format!("part-{}", place - 1 + 6 * step)).collect();
        assert_eq!(children, expected);
        let positions: Vec<_> =
            components.iter().filter(|child| child["group_id"] == group["id"]).map(|child| &child["position"]).collect();
        assert_eq!(positions, (1..=10).collect::<Vec<_>>());
    }
    let front = said(built.text("index.html"));
    let places: Vec<usize> = (0..6).flat_map(|group| (0..10).map(move |step| group + 6 * step)).map(|part| place(&front, part)).collect();
    assert!(places.is_sorted(), "the front page has another order: {places:?}");
    assert!((0..COMPONENTS).all(|part| built.site().contains_key(&format!("components/part-{part}/index.html"))));
}

fn ids_of(list: &serde_json::Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// Where a component's name stands as a word of its own.
fn place(front: &str, part: usize) -> usize {
    front.find(&format!("Part {part} ")).unwrap_or_else(|| panic!("no Part {part} in {front}"))
}
