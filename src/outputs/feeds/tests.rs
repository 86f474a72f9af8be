//! The feeds as their readers get them: parsed back by another crate.

use feed_rs::model::{Entry, Feed as Parsed};

use super::*;
use crate::outputs::tests::made;

mod narrowed;
mod replay;

use crate::clock::Time;
use crate::public::sample::{history, id, prose, site, text, time};
use crate::public::{Change, Impact, Kind, Phase, SharedIncident, Site, Update};

type Make = fn(&History) -> Vec<Artifact>;

const MAKERS: [Make; 2] = [updates, incidents];

fn renderer(language: &str) -> Renderer {
    let theme = crate::render::Theme::embedded();
    Renderer::new(&theme, theme.locale(language).expect("a locale")).expect("a theme")
}

/// The site's own feeds of updates: RSS, Atom, JSON Feed.
fn updates(history: &History) -> Vec<Artifact> {
    let all = made(&UpdateFeeds, history, &renderer("en")).expect("feeds");
    all.into_iter().filter(|file| !file.path.as_str().contains('/')).collect()
}

fn narrowed(history: &History, folder: &str) -> Vec<Artifact> {
    let all = made(&UpdateFeeds, history, &renderer("en")).expect("feeds");
    all.into_iter().filter(|file| file.path.as_str().starts_with(folder)).collect()
}

fn incidents(history: &History) -> Vec<Artifact> {
    made(&HistoryFeeds, history, &renderer("en")).expect("two feeds")
}

fn parse(file: &Artifact) -> Parsed {
    feed_rs::parser::parse(file.bytes.as_slice()).expect("a feed")
}

fn is_json(file: &Artifact) -> bool {
    file.path.as_str().rsplit('.').next() == Some("json")
}

fn title(entry: &Entry) -> &str {
    &entry.title.as_ref().expect("a title").content
}

fn body(file: &Artifact) -> &str {
    std::str::from_utf8(&file.bytes).expect("UTF-8")
}

fn empty() -> History {
    History::new(site(), vec![], vec![], time("2026-03-20T12:00:00Z"))
}

/// The entries of a document as they are written, by their identity.
fn written(file: &Artifact) -> Vec<String> {
    let (open, close) = match file.path.as_str().rsplit('.').next() {
        Some("json") => ("\n    {", "\n    }"),
        Some("atom") => ("<entry>", "</entry>"),
        _ => ("<item>", "</item>"),
    };
    body(file).split(open).skip(1).map(|entry| entry.split(close).next().unwrap_or(entry).to_owned()).collect()
}

fn update(at: Time, phase: Phase) -> Update {
    Update { id: id(&at.format("%Y%m%dt%H%Mz").to_string()), at, phase, body: prose("More is known."), changes: vec![] }
}

/// An incident with one update a day, `count` of them, the last one at `last`.
fn daily(name: &str, last: Time, count: i64) -> SharedIncident {
    let days = (0..count).rev().map(|back| last - chrono::TimeDelta::days(back));
    let mut incident = history().incidents.pop().expect("an incident");
    incident.id = id(name);
    incident.kind = Kind::Incident;
    incident.window = None;
    incident.updates = days.map(|at| update(at, Phase::Update)).collect();
    incident
}

#[test]
fn every_public_word_is_an_entry_newest_first() {
    for file in updates(&history()) {
        let feed = parse(&file);
        let entries: Vec<_> = feed.entries.iter().map(|entry| (entry.id.as_str(), title(entry))).collect();
        let at = "tag:status.acme.example,2025:incident";
        let expected = [
            ("2026-03-20-invoices-late/update/20260320t1050z", "Investigating: Invoices arrive late"),
            ("2026-03-14-slow-search/correction/20260319t0900z", "Correction: Slow search results <1 in 5>"),
            ("2026-03-25-database-upgrade/update/20260318t2200z", "Scheduled: Database upgrade"),
            ("2026-03-14-slow-search/postmortem", "Post-mortem: Slow search results <1 in 5>"),
            ("2026-03-14-slow-search/update/20260314t1142z", "Resolved: Slow search results <1 in 5>"),
            ("2026-03-14-slow-search/update/20260314t1030z", "Identified: Slow search results <1 in 5>"),
            ("2026-03-14-slow-search/update/20260314t1005z", "Investigating: Slow search results <1 in 5>"),
            ("2026-03-01-network-work/update/20260302t0000z", "Completed: Database upgrade"),
            ("2026-03-01-network-work/update/20260301t2200z", "In progress: Database upgrade"),
            ("2026-03-01-network-work/update/20260222t2200z", "Scheduled: Database upgrade"),
        ];
        let expected: Vec<_> = expected.iter().map(|(name, title)| (format!("{at}/{name}"), *title)).collect();
        assert_eq!(entries, expected.iter().map(|(id, title)| (id.as_str(), *title)).collect::<Vec<_>>(), "{}", file.path);
    }
}

#[test]
fn an_entry_says_when_it_was_said_and_leads_to_its_place_on_the_page() {
    for file in updates(&history()) {
        let feed = parse(&file);
        let entry = feed.entries.iter().find(|entry| title(entry).starts_with("Identified")).expect("the entry");
        assert_eq!(entry.links[0].href, "https://status.acme.example/incidents/2026-03-14-slow-search/#update-20260314t1030z");
        assert_eq!(entry.published.or(entry.updated), Some(time("2026-03-14T10:30:00Z")));
        assert_eq!(entry.categories.iter().map(|category| category.term.as_str()).collect::<Vec<_>>(), ["Search", "Partial disruption"]);
        let message = feed.entries.iter().find(|entry| title(entry).starts_with("Post-mortem")).expect("the message");
        assert_eq!(message.links[0].href, "https://status.acme.example/incidents/2026-03-14-slow-search/#postmortem");
        assert_eq!(message.published.or(message.updated), Some(time("2026-03-18T16:00:00Z")));
        assert_eq!(message.summary.as_ref().expect("a summary").content, "One search request in five was slow for 104 minutes.");
        assert_eq!(
            message.categories.iter().map(|category| category.term.as_str()).collect::<Vec<_>>(),
            ["Search", "API", "Partial disruption"]
        );
    }
}

#[test]
fn atom_has_both_dates_and_an_author() {
    let feed = parse(&updates(&history())[1]);
    assert!(feed.entries.iter().all(|entry| entry.published.is_some() && entry.published == entry.updated));
    assert_eq!(feed.authors[0].name.as_deref(), Some("Acme & Co status"));
    assert_eq!(feed.id, "tag:status.acme.example,2025:updates");
}

#[test]
fn rss_spells_dates_guids_and_its_own_address_as_validators_want_them() {
    let files = updates(&history());
    let document = body(&files[0]);
    assert!(document.contains("<pubDate>Fri, 20 Mar 2026 10:50:00 GMT</pubDate>"), "{document}");
    assert!(
        document.contains(r#"<guid isPermaLink="false">tag:status.acme.example,2025:incident/2026-03-14-slow-search/postmortem</guid>"#)
    );
    assert!(document.contains(r#"<atom:link href="https://status.acme.example/feed.xml" rel="self" type="application/rss+xml"/>"#));
    assert!(document.contains("<title>Acme &amp; Co status - Updates</title>"));
    assert!(document.contains("Slow search results &lt;1 in 5&gt;</title>"));
}

#[test]
fn a_summary_with_angle_brackets_is_words_and_not_markup() {
    let mut history = history();
    let incident = history.incidents.iter_mut().find(|incident| incident.postmortem.is_some()).expect("one");
    incident.summary = Some(text("Latency was <1 s & more."));
    let files = updates(&history);
    assert!(body(&files[0]).contains("<description><![CDATA[Latency was &lt;1 s &amp; more.]]></description>"));
    assert!(body(&files[1]).contains("<summary>Latency was &lt;1 s &amp; more.</summary>"));
}

#[test]
fn what_is_said_later_changes_no_earlier_entry() {
    let mut before = history();
    let running = before.incidents.iter().position(|incident| incident.resolved.is_none() && incident.window.is_none()).expect("one");
    before.incidents[running].updates[0].changes = vec![Change { component: id("billing"), before: Impact::None, after: Impact::Degraded }];
    let mut after = before.clone();
    let incident = &mut after.incidents[running];
    incident.impact = Impact::Full;
    incident.affected.push(crate::public::Affected { component: id("api"), spans: vec![] });
    incident.resolved = Some(time("2026-03-20T11:30:00Z"));
    incident.updates.push(update(time("2026-03-20T11:30:00Z"), Phase::Resolved));
    incident.summary = Some(text("Invoices were late."));
    incident.postmortem = Some(crate::public::Postmortem { published: time("2026-03-20T11:45:00Z"), body: prose("It is fixed.") });
    after.now = time("2026-06-01T00:00:00Z");
    for (old, new) in updates(&before).iter().zip(&updates(&after)) {
        let kept = written(new);
        assert_eq!(kept.len(), written(old).len() + 2);
        for entry in written(old) {
            assert!(kept.contains(&entry), "changed or gone: {entry}");
        }
    }
}

#[test]
fn the_clock_leaves_no_trace() {
    let before = history();
    let after = History { now: time("2031-01-01T00:00:00Z"), ..before.clone() };
    for make in MAKERS {
        for (old, new) in make(&before).iter().zip(&make(&after)) {
            assert_eq!(body(old), body(new));
        }
    }
}

#[test]
fn a_feed_is_as_old_as_its_newest_entry() {
    for make in MAKERS {
        // A JSON Feed has no date of its own.
        for file in make(&history()).into_iter().filter(|file| !is_json(file)) {
            assert_eq!(parse(&file).updated, Some(time("2026-03-20T10:50:00Z")), "{}", file.path);
        }
    }
}

#[test]
fn an_empty_history_makes_valid_empty_feeds() {
    for make in MAKERS {
        for file in make(&empty()) {
            let feed = parse(&file);
            assert!(feed.entries.is_empty());
            assert_eq!(feed.updated, Some(Time::default()).filter(|_| !is_json(&file)), "{}", file.path);
        }
    }
}

#[test]
fn a_quiet_site_keeps_fifty_entries_and_a_busy_one_ninety_days() {
    let now = time("2026-03-20T12:00:00Z");
    let quiet = (0..80).map(|week| daily(&format!("week-{week}"), now - chrono::TimeDelta::weeks(week), 1)).collect();
    let busy = vec![daily("a-long-one", now, 300)];
    for (incidents, count) in [(quiet, 50), (busy, 91)] {
        for file in updates(&History::new(site(), vec![], incidents, now)) {
            assert_eq!(parse(&file).entries.len(), count, "{}", file.path);
        }
    }
}

#[test]
fn a_feed_that_says_very_much_in_ninety_days_stays_small_and_keeps_fifty() {
    let now = time("2026-03-20T12:00:00Z");
    let mut incident = daily("loud", now, 600);
    for (number, update) in (0..).zip(&mut incident.updates) {
        update.at = now - chrono::TimeDelta::hours(599 - number);
        update.id = id(&format!("said-{number}"));
        update.body = prose(&"<b class=\"much\">said</b> &amp; more ".repeat(20));
    }
    let counts: Vec<usize> = updates(&History::new(site(), vec![], vec![incident], now))
        .iter()
        .map(|file| {
            assert!(file.bytes.len() <= 500_000, "{} has {} bytes", file.path, file.bytes.len());
            parse(file).entries.len()
        })
        .collect();
    assert!(counts[0] >= 50 && counts[0] < 600 && counts.iter().all(|count| *count == counts[0]), "{counts:?}");
}

#[test]
fn the_history_feed_keeps_the_newest_fifty_of_hundreds_of_incidents() {
    let now = time("2026-03-20T12:00:00Z");
    let many = (0..300).map(|day| {
        let last = now - chrono::TimeDelta::days(day);
        let mut incident = daily(&format!("day-{day}"), last, 1);
        incident.started = last;
        incident
    });
    for file in incidents(&History::new(site(), vec![], many.collect(), now)) {
        let feed = parse(&file);
        assert_eq!(feed.entries.len(), 50);
        assert_eq!(feed.entries[49].id, "tag:status.acme.example,2025:incident/day-49");
    }
}

#[test]
fn an_incident_is_one_entry_with_its_newest_word_first() {
    let files = incidents(&history());
    for file in &files {
        let feed = parse(file);
        let entry = feed.entries.iter().find(|entry| entry.id.ends_with("incident/2026-03-14-slow-search")).expect("the entry");
        assert_eq!(title(entry), "Slow search results <1 in 5>");
        let story = entry.content.as_ref().and_then(|content| content.body.as_ref()).or(entry.summary.as_ref().map(|text| &text.content));
        let story = story.expect("a story");
        assert!(
            story.starts_with(
                "<p><small>Mar <var data-var='date'>19</var>, <var data-var='time'>09:00</var> UTC</small><br>\
                 <strong>Correction</strong> - We first wrote 90 minutes; it was 104.</p>"
            ),
            "{story}"
        );
        let words: Vec<_> = story.split("<strong>").skip(1).filter_map(|rest| rest.split("</strong>").next()).collect();
        assert_eq!(words, ["Correction", "Postmortem", "Resolved", "Identified", "Investigating"]);
        assert_eq!(entry.updated.or(entry.published), Some(time("2026-03-19T09:00:00Z")));
    }
}

#[test]
fn a_coming_window_is_announced_with_its_span_and_never_dated_ahead() {
    for file in incidents(&history()) {
        let feed = parse(&file);
        let entry = &feed.entries[0];
        assert!(entry.id.ends_with("incident/2026-03-25-database-upgrade"));
        assert_eq!(entry.updated.or(entry.published), Some(time("2026-03-18T22:00:00Z")));
        assert!(body(&file).contains("THIS IS A SCHEDULED EVENT Mar "), "{}", file.path);
        assert!(feed.entries.iter().all(|entry| entry.updated.or(entry.published) <= Some(history().now)));
    }
}

#[test]
fn links_within_a_text_lead_out_of_a_reader_too() {
    let mut history = history();
    history.site = Site { url: text("https://example.com/status"), base: text("/status"), ..history.site };
    let incident = history.incidents.iter_mut().find(|incident| incident.postmortem.is_some()).expect("one");
    incident.postmortem.as_mut().expect("a message").body.html = crate::public::PublicHtml::clear(
        &crate::internal::Clearance::for_tests(),
        r#"<p><img src="/status/incidents/a/b.png" alt=""></p>"#.to_owned(),
    );
    for make in MAKERS {
        for file in make(&history) {
            assert!(body(&file).contains("https://example.com/status/incidents/a/b.png"), "{}", file.path);
            let incomplete = body(&file).lines().find(|line| line.contains("\"/status") && !line.starts_with("<?xml-stylesheet "));
            assert_eq!(incomplete, None, "{}", file.path);
        }
    }
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "a \u{b}]]> <b>&amp;</b> \"' \u{fffe}😀";
    let mut history = history();
    for incident in &mut history.incidents {
        incident.title = text(hostile);
        incident.summary = Some(text(hostile));
    }
    history.components[0].name = text(hostile);
    history.site.title = text(hostile);
    for make in MAKERS {
        for file in make(&history) {
            let feed = parse(&file);
            assert!(feed.entries.iter().all(|entry| title(entry).ends_with("a ]]> <b>&amp;</b> \"' 😀")), "{}", file.path);
        }
    }
}
