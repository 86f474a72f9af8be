//! The feeds of components and of post-mortems, the three formats side by side, the list of feeds, and the words of other languages.

use super::*;
use crate::public::Affected;

fn ids(file: &Artifact) -> Vec<String> {
    parse(file).entries.into_iter().map(|entry| entry.id).collect()
}

fn short(file: &Artifact) -> Vec<String> {
    ids(file).iter().map(|id| id.trim_start_matches("tag:status.acme.example,2025:incident/").to_owned()).collect()
}

#[test]
fn an_entry_is_the_same_in_every_format_and_in_every_feed() {
    let history = history();
    let everything = made(&UpdateFeeds, &history, &renderer("en")).expect("feeds");
    let whole = parse(&updates(&history)[1]);
    let mut seen = 0;
    for file in &everything {
        for entry in parse(file).entries {
            let first =
                whole.entries.iter().find(|other| other.id == entry.id).unwrap_or_else(|| panic!("{} alone has {}", file.path, entry.id));
            assert_eq!(title(&entry), title(first), "{}", file.path);
            assert_eq!(entry.published.or(entry.updated), first.published, "{}", file.path);
            assert_eq!(entry.links[0].href, first.links[0].href, "{}", file.path);
            let text = |entry: &Entry| entry.content.as_ref().and_then(|content| content.body.as_deref().map(str::trim).map(str::to_owned));
            assert_eq!(text(&entry), text(first), "{}", file.path);
            let said = |entry: &Entry| entry.summary.as_ref().map(|summary| summary.content.clone());
            assert_eq!(said(&entry), said(first), "{}", file.path);
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen} entries in {} feeds", everything.len());
}

#[test]
fn entries_of_one_format_are_equal_to_the_byte_wherever_they_stand() {
    let history = history();
    let everything = made(&UpdateFeeds, &history, &renderer("en")).expect("feeds");
    for (at, whole) in updates(&history).iter().enumerate() {
        let ending = ["xml", "atom", "json"][at];
        for file in everything.iter().filter(|file| file.path.as_str().ends_with(ending)) {
            for entry in written(file) {
                assert!(written(whole).contains(&entry), "{}: {entry}", file.path);
            }
        }
    }
}

#[test]
fn a_component_has_what_is_said_about_incidents_that_affect_it() {
    for file in narrowed(&history(), "components/billing/") {
        assert_eq!(short(&file), ["2026-03-20-invoices-late/update/20260320t1050z"], "{}", file.path);
        assert_eq!(parse(&file).title.expect("a title").content, "Acme & Co status - Updates for Billing");
    }
    let search = narrowed(&history(), "components/search/");
    assert_eq!(search.len(), 3);
    for file in &search {
        let names: Vec<_> = short(file).iter().filter_map(|id| id.split('/').next().map(str::to_owned)).collect();
        assert!(!names.contains(&"2026-03-20-invoices-late".to_owned()), "{names:?}");
        assert_eq!(names.iter().filter(|name| *name == "2026-03-25-database-upgrade").count(), 1, "maintenance counts: {names:?}");
    }
    assert_eq!(parse(&search[1]).id, "tag:status.acme.example,2025:component/search");
    assert!(body(&search[0]).contains("<link>https://status.acme.example/components/search/</link>"));
    assert!(body(&search[2]).contains("\"feed_url\": \"https://status.acme.example/components/search/feed.json\""));
}

#[test]
fn a_component_that_is_hit_later_gets_the_whole_story_as_it_was_told() {
    let before = history();
    let mut after = before.clone();
    let incident = after.incidents.iter_mut().find(|incident| incident.id == id("2026-03-20-invoices-late")).expect("one");
    incident.affected.push(Affected { component: id("api"), spans: vec![] });
    incident.updates.push(update(time("2026-03-20T11:30:00Z"), Phase::Update));

    for (old, new) in narrowed(&before, "components/api/").iter().zip(&narrowed(&after, "components/api/")) {
        let added: Vec<_> = short(new).into_iter().filter(|id| !short(old).contains(id)).collect();
        assert_eq!(added, ["2026-03-20-invoices-late/update/20260320t1130z", "2026-03-20-invoices-late/update/20260320t1050z"]);
        let kept = written(new);
        assert!(written(old).iter().all(|entry| kept.contains(entry)), "{}", new.path);
    }
}

#[test]
fn a_retired_component_keeps_its_feeds() {
    let mut history = history();
    history.components[0].retired = chrono::NaiveDate::from_ymd_opt(2026, 3, 18);
    assert!(narrowed(&history, "components/search/").iter().all(|file| !ids(file).is_empty()));
}

#[test]
fn post_mortems_have_a_feed_without_the_noise_of_the_day() {
    let files = narrowed(&history(), "postmortems/");
    assert_eq!(files.len(), 3);
    for file in files {
        assert_eq!(
            short(&file),
            ["2026-03-14-slow-search/correction/20260319t0900z", "2026-03-14-slow-search/postmortem"],
            "{}",
            file.path
        );
    }
}

#[test]
fn a_message_dated_before_the_updates_stands_at_its_own_date() {
    let mut history = history();
    let incident = history.incidents.iter_mut().find(|incident| incident.postmortem.is_some()).expect("one");
    incident.postmortem.as_mut().expect("a message").published = time("2026-03-14T09:00:00Z");
    for file in updates(&history) {
        let feed = parse(&file);
        let at = |ending: &str| feed.entries.iter().position(|entry| entry.id.ends_with(ending)).expect("an entry");
        assert_eq!(at("slow-search/postmortem"), at("slow-search/update/20260314t1005z") + 1, "{}", file.path);
    }
}

#[test]
fn json_says_which_version_it_is_and_has_only_standard_fields() {
    let document: serde_json::Value = serde_json::from_slice(&updates(&history())[2].bytes).expect("JSON");
    let keys = |value: &serde_json::Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(document["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(keys(&document), ["version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"]);
    for item in document["items"].as_array().expect("items") {
        let known = ["id", "url", "title", "summary", "content_html", "date_published", "tags"];
        assert!(keys(item).iter().all(|key| known.contains(&key.as_str())), "{item}");
        assert!(item["tags"].as_array().is_none_or(|tags| !tags.is_empty()));
    }
    assert_eq!(document["items"][0]["date_published"], "2026-03-20T10:50:00Z");
}

#[test]
fn the_list_of_feeds_names_each_feed_once_and_survives_hostile_names() {
    let mut history = history();
    history.components[0].name = text("a \u{b}\"<&>' b");
    let files = made(&FeedList, &history, &renderer("en")).expect("a list");
    let document = body(&files[0]);
    let addresses: Vec<&str> = document.split("xmlUrl=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let host = "https://status.acme.example";
    let expected = [
        "feed.xml",
        "components/search/feed.xml",
        "components/api/feed.xml",
        "components/billing/feed.xml",
        "postmortems/feed.xml",
        "history.rss",
    ];
    assert_eq!(addresses, expected.map(|path| format!("{host}/{path}")));
    assert!(document.contains("Updates for a &quot;&lt;&amp;&gt;&apos; b"), "{document}");
    let mut reader = quick_xml::Reader::from_str(document);
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                assert!(tag.attributes().all(|attribute| attribute.is_ok()));
            }
            _ => {}
        }
    }
}

#[test]
fn a_browser_is_led_to_a_stylesheet_and_json_is_not() {
    let mut history = history();
    history.site = Site { url: text("https://example.com/a&b"), base: text("/a&b"), ..history.site };
    for file in updates(&history).iter().chain(&incidents(&history)) {
        let styled = body(file).contains("?>\n<?xml-stylesheet type=\"text/css\" href=\"/a&amp;b/assets/feed-");
        assert_eq!(styled, !file.path.as_str().ends_with("json"), "{}", file.path);
        parse(file);
    }
}

#[test]
fn the_words_of_the_updates_are_the_sites_and_those_of_the_history_are_for_programs() {
    let theme = crate::render::Theme::embedded();
    let site = tempfile::tempdir().expect("a folder");
    let own = site.path().join("theme/locales");
    std::fs::create_dir_all(&own).expect("a folder");
    let words = "[phase]\ninvestigating = \"Untersuchung\"\n[state]\npartial = \"Teilweise gestört\"\n[feed]\nentry = \"{title} – {word}\"\npostmortem = \"Nachbericht\"\n";
    #[expect(clippy::disallowed_methods, reason = "a test makes the locale it is about")]
    std::fs::write(own.join("de.toml"), words).expect("a locale");
    let german = crate::render::Theme::load(site.path()).expect("a theme").locale("de").expect("a locale");
    let renderer = Renderer::new(&theme, german).expect("a theme");
    for file in made(&UpdateFeeds, &history(), &renderer).expect("feeds").iter().filter(|file| file.path.as_str().starts_with("feed.")) {
        let titles: Vec<_> = parse(file).entries.iter().map(|entry| title(entry).to_owned()).collect();
        assert!(titles.contains(&"Invoices arrive late – Untersuchung".to_owned()), "{titles:?}");
        assert!(titles.contains(&"Slow search results <1 in 5> – Nachbericht".to_owned()), "{titles:?}");
        assert!(body(file).contains("Teilweise gestört"));
    }
    for file in made(&HistoryFeeds, &history(), &renderer).expect("feeds") {
        assert!(body(&file).contains("Investigating") && !body(&file).contains("Untersuchung"), "{}", file.path);
    }
}

#[test]
fn the_words_above_a_feed_in_a_browser_are_those_of_the_locale_and_no_more_than_words() {
    let site = tempfile::tempdir().expect("a folder");
    let own = site.path().join("theme/locales");
    std::fs::create_dir_all(&own).expect("a folder");
    let words = "direction = \"rtl\"\n[feed.style]\nheading = 'هذا \";</style>'\nlead = 'a\\'\n";
    #[expect(clippy::disallowed_methods, reason = "a test makes the locale it is about")]
    std::fs::write(own.join("ar.toml"), words).expect("a locale");
    let theme = crate::render::Theme::load(site.path()).expect("a theme");
    let renderer = Renderer::new(&theme, theme.locale("ar").expect("a locale")).expect("a theme");
    let path = renderer.asset_path("feed.css", &history().site).expect("a stylesheet");
    let (_, bytes) = renderer.assets(&history().site).into_iter().find(|(other, _)| *other == path).expect("the same file");
    let styles = String::from_utf8(bytes).expect("text");
    let expected = r#"--direction:rtl;--heading:"\647 \630 \627  \22 ;\3c \2f style\3e ";--lead:"a\5c "}"#;
    assert!(styles.contains(expected), "{}", styles.lines().rev().take(4).collect::<Vec<_>>().join("\n"));
}
