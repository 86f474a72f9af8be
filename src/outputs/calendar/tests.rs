//! Calendars line by line, as the standard has them, and over the life of a window.

use super::*;
use crate::outputs::tests::made;
use crate::public::sample::{history, id, prose, text, time};
use crate::public::{Component, Kind, Phase, Update};
use crate::render::Theme;

const COMING: &str = "maintenance/2026-03-25-database-upgrade.ics";

fn renderer() -> Renderer {
    let theme = Theme::embedded();
    let locale = theme.locale("en").expect("words");
    Renderer::new(&theme, locale).expect("a theme")
}

fn file(history: &History, path: &str) -> String {
    let files = made(&Calendars, history, &renderer()).expect("calendars");
    let file = files.into_iter().find(|file| file.path.as_str() == path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(file.bytes).expect("UTF-8")
}

/// The lines of a calendar as they were before they were folded.
fn lines(calendar: &str) -> Vec<String> {
    calendar.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

fn value(calendar: &str, name: &str) -> Option<String> {
    lines(calendar).iter().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.to_owned()))
}

fn coming(history: &mut History) -> &mut Incident {
    history.incidents.iter_mut().find(|incident| incident.id.as_str() == "2026-03-25-database-upgrade").expect("the window")
}

fn update(at: &str, phase: Phase, words: &str) -> Update {
    let at = time(at);
    Update { id: id(&at.format("%Y%m%dt%H%Mz").to_string()), at, phase, body: prose(words), changes: vec![] }
}

#[test]
fn a_window_is_an_event_with_everything_a_calendar_shows() {
    assert_eq!(
        lines(&file(&history(), COMING)),
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Allclear//Status site//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "NAME;VALUE=TEXT:Database upgrade",
            "X-WR-CALNAME:Database upgrade",
            "SOURCE;VALUE=URI:https://status.acme.example/maintenance/2026-03-25-database-upgrade.ics",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            "X-PUBLISHED-TTL:PT1H",
            "BEGIN:VEVENT",
            "CLASS:PUBLIC",
            "CREATED:20260318T220000Z",
            "DESCRIPTION:Scheduled: We move to a newer version. Searches stay available.\\n\\n\
             https://status.acme.example/maintenance/2026-03-25-database-upgrade/",
            "DTEND:20260326T000000Z",
            "DTSTAMP:20260318T220000Z",
            "DTSTART:20260325T220000Z",
            "LAST-MODIFIED:20260318T220000Z",
            "SEQUENCE:0",
            "STATUS:CONFIRMED",
            "SUMMARY:Database upgrade",
            "TRANSP:TRANSPARENT",
            "UID:status.acme.example/maintenance/2026-03-25-database-upgrade",
            "URL:https://status.acme.example/maintenance/2026-03-25-database-upgrade/",
            "CATEGORIES:Search",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    );
}

#[test]
fn the_calendar_of_the_site_has_every_window_and_no_incident() {
    let calendar = file(&history(), "calendar.ics");
    let events: Vec<_> = lines(&calendar).into_iter().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(
        events,
        ["UID:status.acme.example/maintenance/2026-03-25-database-upgrade", "UID:status.acme.example/maintenance/2026-03-01-network-work"]
    );
    assert_eq!(value(&calendar, "X-WR-CALNAME").as_deref(), Some("Acme & Co status: maintenance"));
}

#[test]
fn a_site_without_maintenance_has_a_calendar_without_events() {
    let mut history = history();
    history.incidents.retain(|incident| incident.kind == Kind::Incident);
    let files = made(&Calendars, &history, &renderer()).expect("calendars");
    assert_eq!(files.len(), 1);
    let calendar = file(&history, "calendar.ics");
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.ends_with("\r\nEND:VCALENDAR\r\n"));
    assert!(!calendar.contains("VEVENT"));
}

#[test]
fn neither_chance_nor_the_clock_is_in_a_calendar() {
    let before = history();
    let after = History { now: time("2026-03-20T13:00:00Z"), ..before.clone() };
    for path in ["calendar.ics", COMING] {
        let first = file(&before, path);
        assert_eq!(first, file(&before, path), "twice the same");
        assert_eq!(first, file(&after, path), "an hour later");
        assert_eq!(lines(&first).iter().filter(|line| line.starts_with("UID:")).count(), first.matches("BEGIN:VEVENT").count());
        assert_eq!(lines(&first).iter().filter(|line| line.starts_with("DTSTAMP:")).count(), first.matches("BEGIN:VEVENT").count());
    }
}

#[test]
fn every_public_word_is_a_new_revision_of_the_same_event() {
    let mut history = history();
    let first = file(&history, COMING);
    let window = coming(&mut history);
    window.updates.push(update("2026-03-19T08:00:00Z", Phase::Update, "We begin an hour later."));
    window.window = window.window.map(|window| Window { scheduled_for: time("2026-03-25T23:00:00Z"), ..window });
    let second = file(&history, COMING);
    assert_eq!(value(&first, "UID"), value(&second, "UID"));
    assert_eq!((value(&first, "SEQUENCE").as_deref(), value(&second, "SEQUENCE").as_deref()), (Some("0"), Some("1")));
    assert_eq!(value(&second, "DTSTART").as_deref(), Some("20260325T230000Z"));
    assert_eq!(value(&second, "LAST-MODIFIED").as_deref(), Some("20260319T080000Z"));
    assert!(value(&second, "DESCRIPTION").expect("words").starts_with("Update: We begin an hour later."));
}

#[test]
fn a_site_that_moves_keeps_the_identity_of_its_windows() {
    let mut moved = history();
    moved.site.url = text("https://elsewhere.example/status");
    moved.site.base = text("/status");
    moved.site.host = text("elsewhere.example");
    assert_eq!(value(&file(&history(), COMING), "UID"), value(&file(&moved, COMING), "UID"));
    assert!(value(&file(&moved, COMING), "URL").expect("an address").starts_with("https://elsewhere.example/status/maintenance/"));
}

#[test]
fn no_text_can_end_its_line_or_begin_another() {
    let mut history = history();
    history.site.title = text("Acme, Inc; \\ status\r\nMETHOD:CANCEL");
    let window = coming(&mut history);
    window.title = text("One, two; three\\n\r\nEND:VEVENT\u{0}\u{2028}");
    window.updates[0].body = prose("Zeile eins\rATTACH:https://evil.example\n\n検索は使えます。".repeat(9).as_str());
    history.components[0] = Component { name: text("Search, find; go\nX-A:b"), ..history.components[0].clone() };
    for path in ["calendar.ics", COMING] {
        let calendar = file(&history, path);
        assert!(calendar.split_terminator("\r\n").all(|line| line.len() <= 75), "folded by octets");
        assert!(!calendar.replace("\r\n", "").contains(['\r', '\n', '\0']), "no line ends of its own");
        let lines = lines(&calendar);
        assert_eq!(lines.iter().filter(|line| *line == "END:VEVENT").count(), calendar.matches("BEGIN:VEVENT").count());
        assert!(!lines.iter().any(|line| line.starts_with("ATTACH") || line.starts_with("METHOD:CANCEL") || line.starts_with("X-A")));
        assert!(lines.iter().any(|line| line == "CATEGORIES:Search\\, find\\; go\\nX-A:b"), "{lines:?}");
    }
    assert!(
        lines(&file(&history, "calendar.ics")).contains(&r"NAME;VALUE=TEXT:Acme\, Inc\; \\ status\nMETHOD:CANCEL: maintenance".to_owned())
    );
}

#[test]
fn a_long_update_is_shortened_and_the_page_is_named() {
    let mut history = history();
    coming(&mut history).updates[0].body = prose(&"Wort ".repeat(5000));
    let description = value(&file(&history, COMING), "DESCRIPTION").expect("words");
    assert!(description.chars().count() < LONGEST + 100 && description.contains('…'));
    assert!(description.ends_with("/maintenance/2026-03-25-database-upgrade/"));
}

#[test]
fn old_windows_leave_the_calendar_of_the_site_but_those_ahead_never_do() {
    let mut history = history();
    let one = coming(&mut history).clone();
    let at = |day: i64| {
        let scheduled_for = history.now + chrono::TimeDelta::days(day);
        let window = Window { scheduled_for, scheduled_until: scheduled_for + chrono::TimeDelta::hours(1) };
        Incident { id: id(&format!("day-{}", day + 100)), started: scheduled_for, window: Some(window), ..one.clone() }
    };
    let windows = (-60..60).filter(|day| *day != 0).map(|day| at(day).into()).collect();
    let history = History::new(history.site.clone(), history.components.clone(), windows, history.now);
    let calendar = file(&history, "calendar.ics");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 59, "more than fifty are ahead");
    assert_eq!(made(&Calendars, &history, &renderer()).expect("calendars").len(), 1 + 119, "each keeps a file of its own");
    let all_past = History { now: history.now + chrono::TimeDelta::days(90), ..history };
    assert_eq!(file(&all_past, "calendar.ics").matches("BEGIN:VEVENT").count(), NEWEST);
}

#[test]
fn times_that_no_calendar_can_hold_break_nothing() {
    let mut history = history();
    let (first, last) = (chrono::DateTime::<chrono::Utc>::MIN_UTC, chrono::DateTime::<chrono::Utc>::MAX_UTC);
    coming(&mut history).window = Some(Window { scheduled_for: last, scheduled_until: first });
    let calendar = file(&history, COMING);
    assert_eq!(value(&calendar, "DTSTART").as_deref(), Some("99991231T000000Z"));
    assert_eq!(value(&calendar, "DTEND"), None, "an end before the start is no end");
}
