//! Strange titles and names: very long, from right to left, and such as would mean something to one of the formats they go to.

use proptest::prelude::*;

use super::{Doc, api, feed, is_well_formed, said, site};
use crate::support::{Built, Folder, NOW};

/// Titles that are words to a reader and syntax to some format.
const SYNTAX: &[&str] = &[
    "Search & <b>billing</b> are \"slow\", 'very' slow",
    "</script><script>alert(1)</script>",
    "</title></svg></style><!-- and --> ]]> <![CDATA[ x ]]>",
    "{# no #} {title} {count} {{ {} }",
    "Search\r\nX-Injected: 1\r\n\r\n<p>slow</p>",
    "Search\\nEND:VEVENT;VALUE=TEXT:x,y\nEND:VCALENDAR",
    "&lt;b&gt; &amp;amp; &#x3c;i&#62; &nbsp;",
    "%0d%0aSet-Cookie: a=b ?a=b#c ../../etc",
    "javascript:alert(1) data:text/html,x",
    "=1+1 @SUM(A1) | `code` **bold** [a](http://b.example)",
    "👩‍💻 Search 🔥 z̵͖̈́a̷l̸g̴o̸ ﷽ e\u{301}\u{301}\u{301}\u{301}",
    "- : ? ! * | > %",
    "null",
    "2026-03-20",
];

/// An incident and a window with the same title, in a site that is called so too.
fn named(title: &str) -> Folder {
    let incident = Doc::incident("strange", title, "2026-03-20T11:00:00Z")
        .with("impact", "partial")
        .with("components", "[search]")
        .with("summary", &serde_json::Value::from(title).to_string())
        .said("2026-03-20T11:00:00Z", "Investigating", "Searches are slow.");
    let window = Doc::window("work", title, "2026-03-25T10:00:00Z", "2026-03-25T11:00:00Z").with("components", "[search]").said(
        "2026-03-19T10:00:00Z",
        "Scheduled",
        "We move to a newer version.",
    );
    site([&incident, &window])
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The title came through every format as it was written.
fn is_whole(built: &Built, title: &str) {
    let title = one_line(title);
    assert_eq!(built.status, 0, "{title}: {}", built.human);
    is_well_formed(built);
    assert_eq!(api(built, "incidents")["incidents"][0]["name"], title);
    assert_eq!(api(built, "scheduled-maintenances")["scheduled_maintenances"][0]["name"], title);
    for path in ["incidents/strange/index.html", "maintenance/work/index.html", "index.html"] {
        assert!(said(built.text(path)).contains(&title), "{path}: {title:?} is not in {}", said(built.text(path)));
    }
    for path in ["history.rss", "history.atom", "feed.xml", "feed.atom"] {
        let feed = feed(built, path);
        let titles: Vec<_> = feed.entries.iter().map(|entry| entry.title.as_ref().unwrap().content.as_str()).collect();
        assert!(titles.iter().all(|text| text.ends_with(&title)), "{path}: {title:?} is not in {titles:?}");
    }
}

#[test]
fn a_title_of_three_hundred_characters_is_told_whole() {
    let long = "Search results are slow for one in five requests of the region ".repeat(5);
    let unbroken = "Search".repeat(50);
    for title in [&long[..300], &unbroken] {
        is_whole(&named(title).build(), title);
    }
}

#[test]
fn a_title_from_right_to_left_is_told_as_it_is_written() {
    for title in ["نتائج البحث في API v2 بطيئة (١٠٪)", "תוצאות החיפוש ב-API v2 איטיות", "Search בעיה API مشكلة 3/5"]
    {
        is_whole(&named(title).build(), title);
    }
}

#[test]
fn a_title_is_syntax_to_no_format() {
    for title in SYNTAX {
        let built = named(title).build();
        is_whole(&built, title);
        for (path, bytes) in built.site() {
            let text = String::from_utf8_lossy(bytes);
            let lines = ["\nX-Injected", "\nEND:VEVENT;VALUE", "\r\nSet-Cookie"];
            let markup = ["<script>alert", "<b>billing", "<p>slow"].iter().filter(|_| !path.ends_with(".json") && !path.ends_with(".ics"));
            for mark in lines.iter().chain(markup) {
                assert!(!text.contains(mark), "{path} holds {mark:?}");
            }
        }
    }
}

#[test]
fn a_site_and_its_components_may_be_called_so_too() {
    for name in SYNTAX {
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let config = format!(
            "[site]\nurl = \"https://status.example.com\"\ntitle = {0}\ndescription = \"How it does.\"\n[[components]]\nid = \"search\"\nname = {0}\ngroup = {0}\ndescription = {0}\n",
            quoted(&one_line(name))
        );
        let built = named("Search is slow").file("allclear.toml", config).build();
        assert_eq!(built.status, 0, "{name}: {}", built.human);
        is_well_formed(&built);
        assert_eq!(api(&built, "summary")["page"]["name"], one_line(name));
        assert_eq!(api(&built, "components")["components"][1]["name"], one_line(name));
        assert!(said(built.text("components/search/index.html")).contains(&one_line(name)), "{name}");
    }
}

/// Characters that turn, hide or break the words around them.
const UNSEEN: &[char] = &[
    '\u{202a}',
    '\u{202b}',
    '\u{202c}',
    '\u{202d}',
    '\u{202e}',
    '\u{2066}',
    '\u{2067}',
    '\u{2068}',
    '\u{2069}',
    '\u{200e}',
    '\u{200f}',
    '\u{61c}',
    '\u{200b}',
    '\u{feff}',
    '\u{e0041}',
    '\u{0}',
    '\u{7}',
    '\u{8}',
    '\u{1b}',
    '\u{7f}',
    '\u{9b}',
    '\u{fffe}',
    '\u{ffff}',
];

#[test]
fn characters_that_turn_or_break_the_words_are_refused() {
    let mut docs = Vec::new();
    for (number, unseen) in UNSEEN.iter().enumerate() {
        let words = format!("Search is {unseen}wols");
        let doc = |place: &str, title: &str, summary: &str, update: &str| {
            Doc::incident(&format!("{place}-{number}"), title, "2026-03-20T11:00:00Z")
                .with("impact", "partial")
                .with("summary", &serde_json::Value::from(summary).to_string())
                .said("2026-03-20T11:00:00Z", "Investigating", update)
        };
        docs.push(doc("title", &words, "Slow.", "Slow."));
        docs.push(doc("summary", "Search is slow", &words, "Slow."));
        docs.push(doc("update", "Search is slow", "Slow.", &words));
    }
    let message = Doc::incident("message", "Search was slow", "2026-03-20T11:00:00Z").with("impact", "partial");
    docs.push(message.with("resolved", NOW).with("published", NOW).told("Search was \u{1b}[31mslow."));

    let built = site(&docs).keep_going();

    assert_ne!(built.status, 0);
    let out: Vec<_> = docs.iter().filter(|doc| built.has_page(&doc.id)).map(|doc| &doc.id).collect();
    assert!(out.is_empty(), "these go out: {out:?}");
}

#[test]
fn a_blank_that_nobody_filled_is_no_title() {
    let built = named("{{ head.title }}").build();

    assert!(built.found("wording/placeholder-left") && built.status == 1, "{}", built.human);
}

fn strange() -> impl Strategy<Value = String> {
    let syntax = "[<>&\"'{}%\\\\;,:=#*`_|!?()\\[\\]@~^$/ \t\r\n-]{0,12}[a-z]{1,4}[<>&\"'{}%\\\\;,:=#*`_|!?()\\[\\]@~^$/ \t\r\n-]{0,12}";
    let anything = proptest::collection::vec(any::<char>(), 1..30).prop_map(|characters| characters.into_iter().collect());
    prop_oneof![syntax, "\\PC{1,40}", "[א-תa-z0-9 ]{1,30}", anything]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::with_cases(6) })]

    #[test]
    fn any_title_is_refused_or_told_whole(titles in proptest::collection::vec(strange(), 20)) {
        let doc = |(number, title): (usize, &String)| {
            Doc::incident(&format!("strange-{number}"), title, "2026-03-20T11:00:00Z")
                .with("impact", "partial")
                .with("summary", &serde_json::Value::from(title.as_str()).to_string())
                .said("2026-03-20T11:00:00Z", "Investigating", "Searches are slow.")
        };
        let docs: Vec<Doc> = titles.iter().enumerate().map(doc).collect();

        let built = site(&docs).keep_going();

        is_well_formed(&built);
        let incidents = api(&built, "incidents");
        for incident in incidents["incidents"].as_array().unwrap() {
            let id = incident["id"].as_str().unwrap();
            let title = one_line(&titles[id.rsplit('-').next().unwrap().parse::<usize>().unwrap()]);
            prop_assert_eq!(&incident["name"], &title);
            let page = said(built.text(&format!("incidents/{id}/index.html")));
            prop_assert!(page.contains(&title), "{:?} is not in {}", title, page);
        }
        for doc in &docs {
            prop_assert!(built.has_page(&doc.id) || built.human.contains(&format!("postmortems/{}.md", doc.id)), "{} is gone silently", doc.id);
        }
    }
}
