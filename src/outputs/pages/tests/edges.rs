//! What is not usual: nothing at all, hundreds at once, years on end, sixty parts, long words, and words from right to left.

use super::{busy, html, renderer, site, text};
use crate::outputs::pages::Front;
use crate::outputs::tests::made;
use crate::public::{Affected, Component, History, Impact, ImpactSpan, Incident, sample};
use crate::render::{Renderer, Theme};

fn running(history: &History) -> Incident {
    history.open().next().unwrap().clone()
}

#[test]
fn a_site_without_incidents_is_complete() {
    let mut history = sample::history();
    history.incidents.clear();
    let site = site(&history);
    let front = text(&site["index.html"]);
    assert!(front.contains("No incident is reported for any component.") && front.contains("Operational on every day shown."), "{front}");
    assert!(text(&site["history/index.html"]).contains("Nothing was published yet."));
    assert!(text(&site["postmortems/index.html"]).contains("No post-mortem was published yet."));
    assert!(text(&site["components/search/index.html"]).contains("Nothing was published about this component."));
    assert!(text(&site["subscribe/index.html"]).contains("calendar.ics"));
    for (path, page) in html(&site) {
        assert!(
            !page.contains("<ul class=\"items\">\n</ul>") && !page.contains("<nav class=\"chips\" aria-labelledby=\"narrow\">"),
            "{path}"
        );
    }
}

#[test]
fn of_hundreds_of_open_incidents_the_worst_are_told_and_all_are_listed() {
    let mut history = sample::history();
    let open = running(&history);
    for number in 0..300 {
        let mut another = open.clone();
        another.id = sample::id(&format!("open-{number}"));
        history.incidents.push(another.into());
    }
    let mut worst = open.clone();
    worst.id = sample::id("the-worst");
    worst.started = sample::time("2026-01-05T00:00:00Z");
    worst.affected[0].spans = vec![ImpactSpan { impact: crate::public::Impact::Full, from: worst.started, until: None }];
    history.incidents.push(worst.into());

    let front = &site(&history)["index.html"];

    assert_eq!(front.matches("<article class=\"story").count(), 5 + 1, "five that run and one that is announced");
    assert!(front.find("/incidents/the-worst/").unwrap() < front.find("/incidents/open-0/").unwrap(), "the worst first");
    assert!(front.contains("<summary>and 297 more</summary>"));
    assert!((0..300).all(|number| front.contains(&format!("\"/incidents/open-{number}/\""))));
    let days = front.split("<ol class=\"days\">").nth(1).unwrap();
    assert!(days.matches("<li class=\"item\">").count() <= 11, "a day lists ten");
    assert!(days.contains("and 291 more"), "{days}");
}

#[test]
fn of_a_long_story_the_front_page_tells_the_newest() {
    let mut history = sample::history();
    let open = history.incidents.iter_mut().find(|incident| incident.is_open(sample::time("2026-03-20T12:00:00Z"))).unwrap();
    let first = open.updates[0].clone();
    for minute in 1..40 {
        let mut update = first.clone();
        update.at += chrono::TimeDelta::minutes(minute);
        update.id = sample::id(&format!("u{minute}"));
        open.updates.push(update);
    }
    let site = site(&history);
    let front = text(&site["index.html"]);
    assert!(front.contains("11:29 UTC") && !front.contains("20 March 2026, 11:20 UTC"), "{front}");
    assert!(front.contains("All 40 updates"), "{front}");
    assert_eq!(site["incidents/2026-03-20-invoices-late/index.html"].matches("id=\"update-").count(), 40);
}

#[test]
fn an_incident_of_three_years_is_said_in_days_and_drawn_as_one_mark() {
    let mut history = sample::history();
    let told = history.incidents.iter_mut().find(|incident| incident.postmortem.is_some()).unwrap();
    told.started = sample::time("2023-03-15T00:00:00Z");
    told.affected[0].spans.truncate(1);
    (told.affected[0].spans[0].from, told.affected[0].spans[0].until) = (told.started, told.resolved);
    let site = site(&history);
    assert!(text(&site["incidents/2026-03-14-slow-search/index.html"]).contains("1095 days 11 hours"));
    assert!(site["index.html"].contains("21 December 2025 to 28 February 2026: Degraded performance. Slow search results"));
    assert!(site.contains_key("history/2023/index.html") && site.contains_key("components/search/2023/index.html"));
}

#[test]
fn sixty_components_are_all_there_and_the_banner_stays_short() {
    let mut history = sample::history();
    history.components.extend((0..60).map(|number| sample::component(&format!("Part-{number}"), Some("Parts"))));
    let open = running(&history);
    for number in 0..60 {
        let mut another = open.clone();
        another.id = sample::id(&format!("open-{number}"));
        another.affected[0].component = sample::id(&format!("part-{number}"));
        history.incidents.push(another.into());
    }
    let front = &site(&history)["index.html"];
    assert_eq!(front.matches("<li class=\"component row\">").count(), 63);
    assert!(text(front).contains("Part-6 and 53 more."), "{}", text(front));
}

#[test]
fn an_incident_without_components_counts_for_the_whole() {
    let mut history = sample::history();
    let open = history.incidents.iter_mut().find(|incident| incident.resolved.is_none() && incident.window.is_none()).unwrap();
    open.affected.clear();
    let site = site(&history);
    assert!(site["index.html"].contains("class=\"banner degraded\""));
    let page = &site["incidents/2026-03-20-invoices-late/index.html"];
    assert!(!page.contains("Affected components") && page.contains("Invoices arrive late"));
}

#[test]
fn the_banner_says_that_all_are_affected_only_if_all_are() {
    let everywhere = "All components are affected.";
    let mut history = sample::history();
    history.incidents.retain(|incident| incident.resolved.is_none() && incident.window.is_none());
    let open = history.incidents[0].clone();

    // Everything works again, but the incident is still watched.
    history.incidents[0].impact = Impact::None;
    history.incidents[0].affected.clear();
    let watched = &site(&history)["index.html"];
    assert!(watched.contains("class=\"banner operational\"") && watched.contains("Happening now"));
    assert!(!watched.contains(everywhere) && !watched.contains("<p></p>"), "{}", text(watched));

    // An outage that names no component, beside components that are said to work.
    history.incidents[0].impact = Impact::Full;
    let nameless = &site(&history)["index.html"];
    assert!(nameless.contains("class=\"banner full\"") && !nameless.contains(everywhere), "{}", text(nameless));

    // All are affected, and not all alike.
    history.incidents[0] = open;
    let spans = history.incidents[0].affected[0].spans.clone();
    let hit = |(number, component): (usize, &Component)| {
        let impact = if number == 0 { Impact::Partial } else { Impact::Degraded };
        Affected { component: component.id.clone(), spans: spans.iter().map(|span| ImpactSpan { impact, ..span.clone() }).collect() }
    };
    history.incidents[0].affected = history.components.iter().enumerate().map(hit).collect();
    let all = &site(&history)["index.html"];
    assert!(all.contains("class=\"banner partial\"") && all.contains(everywhere), "{}", text(all));
}

#[test]
fn titles_and_names_keep_their_own_direction() {
    let mut history = busy();
    for incident in &mut history.incidents {
        incident.title = sample::text("بطء في نتائج البحث (v2)");
    }
    let isolated = "<bdi>بطء في نتائج البحث (v2)</bdi>";
    for (path, page) in html(&site(&history)) {
        let body = page.split_once("</head>").unwrap().1;
        let inside_drawings = body.matches(". بطء في نتائج البحث (v2)</title>").count();
        assert_eq!(body.matches("بطء").count(), body.matches(isolated).count() + inside_drawings, "{path}");
    }
}

#[test]
fn a_title_of_three_hundred_characters_is_shown_whole() {
    let mut history = sample::history();
    let long = "ab".repeat(150);
    for incident in &mut history.incidents {
        incident.title = sample::text(&long);
    }
    for (path, page) in html(&site(&history)).filter(|(path, _)| path.starts_with("incidents/") || *path == "index.html") {
        assert!(page.contains(&format!("<bdi>{long}</bdi>")), "{path}");
    }
}

#[test]
fn a_language_may_run_from_right_to_left() {
    let folder = tempfile::tempdir().unwrap();
    let locales = folder.path().join("theme/locales");
    std::fs::create_dir_all(&locales).unwrap();
    std::fs::File::create(locales.join("he.toml"))
        .and_then(|mut file| std::io::Write::write_all(&mut file, b"direction = \"rtl\"\n"))
        .unwrap();
    let theme = Theme::load(folder.path()).unwrap();
    let renderer = Renderer::new(&theme, theme.locale("he").unwrap()).unwrap();
    let mut history = sample::history();
    history.site.language = sample::text("he");
    let page = made(&Front, &history, &renderer).unwrap().remove(0);
    assert!(String::from_utf8(page.bytes).unwrap().contains("<html lang=\"he\" dir=\"rtl\">"));
}

#[test]
fn the_script_for_local_times_is_loaded_only_if_it_is_wanted() {
    let mut history = sample::history();
    assert!(html(&site(&history)).all(|(_, page)| page.matches("<script src=\"/assets/local-times-").count() == 1));
    history.site.local_times = false;
    assert!(html(&site(&history)).all(|(_, page)| !page.contains("local-times")));
    assert!(renderer().assets(&history.site).iter().any(|(path, bytes)| path.contains("local-times") && bytes.len() <= 2048));
}

#[test]
fn a_year_too_long_for_one_page_shows_its_months_and_they_show_everything() {
    let mut history = sample::history();
    let told = history.all().find(|incident| incident.postmortem.is_some()).unwrap().clone();
    history.incidents = (0..260)
        .map(|number| {
            let mut another = told.clone();
            another.id = sample::id(&format!("told-{number}"));
            if number % 2 == 0 {
                another.started = sample::time("2026-01-05T00:00:00Z");
            }
            another.into()
        })
        .collect();

    let site = site(&history);

    let year = &site["history/2026/index.html"];
    assert!(
        !year.contains("/incidents/told-") && year.contains("href=\"/history/2026-01/\"") && year.contains("href=\"/history/2026-03/\"")
    );
    let months = [&site["history/2026-01/index.html"], &site["history/2026-03/index.html"]];
    let newest = &site["postmortems/index.html"];
    let all = &site["postmortems/2026/index.html"];
    for number in 0..260 {
        let page = format!("/incidents/told-{number}/\"");
        assert!(months.iter().any(|month| month.contains(&page)), "{page} is in no month");
        assert!(all.contains(&format!("/incidents/told-{number}/#postmortem")), "{page} is not among the post-mortems of its year");
    }
    assert_eq!(newest.matches("#postmortem\"").count(), 50);
    assert!(newest.contains("href=\"/postmortems/2026/\""), "nothing leads to the others");
}
