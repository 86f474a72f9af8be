//! A small history for unit tests of everything right of the wall.

use chrono::{DateTime, NaiveDate};

use super::{
    Affected, Change, Component, Correction, History, Host, Id, Impact, ImpactSpan, Incident, Kind, Phase, Postmortem, Prose, PublicHtml,
    PublicText, Site, Update, UptimeWeights, Window,
};
use crate::clock::Time;
use crate::internal::Clearance;

pub(crate) fn time(text: &str) -> Time {
    DateTime::parse_from_rfc3339(text).expect("a time").to_utc()
}

pub(crate) fn text(text: &str) -> PublicText {
    PublicText::clear(&Clearance::for_tests(), text)
}

pub(crate) fn id(text: &str) -> Id {
    Id::clear(&Clearance::for_tests(), text).expect("an id")
}

pub(crate) fn prose(words: &str) -> Prose {
    Prose { html: PublicHtml::clear(&Clearance::for_tests(), format!("<p>{words}</p>\n")), text: text(words) }
}

pub(crate) fn site() -> Site {
    Site {
        title: text("Acme & Co status"),
        description: Some(text("How our services are doing.")),
        url: text("https://status.acme.example"),
        base: text(""),
        host: text("status.acme.example"),
        language: text("en"),
        time_zone: text("UTC"),
        support_url: Some(text("https://support.acme.example/")),
        accent: Some(text("#2a5bd7")),
        logo: None,
        preview: None,
        feed_authority: text("status.acme.example,2025"),
        weights: UptimeWeights { full: 1.0, partial: 0.3, degraded: 0.0 },
        front_page_days: 14,
        page_size: 50,
        local_times: true,
        hosts: vec![Host::Headers],
        hsts: false,
        security: None,
    }
}

pub(crate) fn component(name: &str, group: Option<&str>) -> Component {
    Component {
        id: id(&name.to_lowercase()),
        name: text(name),
        group: group.map(text),
        description: None,
        since: NaiveDate::from_ymd_opt(2025, 1, 1),
        retired: None,
    }
}

/// Clock 2026-03-20T12:00:00Z. A resolved incident with message, correction and changing impact; a running one; a coming window; a past window.
pub(crate) fn history() -> History {
    let components = vec![component("Search", Some("Product")), component("API", Some("Product")), component("Billing", None)];
    History::new(
        site(),
        components,
        vec![
            resolved().into(),
            running().into(),
            window("2026-03-25-database-upgrade", "2026-03-25T22:00:00Z", false).into(),
            window("2026-03-01-network-work", "2026-03-01T22:00:00Z", true).into(),
        ],
        time("2026-03-20T12:00:00Z"),
    )
}

fn resolved() -> Incident {
    let span = |impact, from: &str, until: &str| ImpactSpan { impact, from: time(from), until: Some(time(until)) };
    Incident {
        id: id("2026-03-14-slow-search"),
        kind: Kind::Incident,
        title: text("Slow search results <1 in 5>"),
        impact: Impact::Partial,
        affected: vec![
            Affected {
                component: id("search"),
                spans: vec![
                    span(Impact::Degraded, "2026-03-14T09:58:00Z", "2026-03-14T10:30:00Z"),
                    span(Impact::Partial, "2026-03-14T10:30:00Z", "2026-03-14T11:42:00Z"),
                ],
            },
            Affected { component: id("api"), spans: vec![span(Impact::Degraded, "2026-03-14T09:58:00Z", "2026-03-14T11:42:00Z")] },
        ],
        started: time("2026-03-14T09:58:00Z"),
        resolved: Some(time("2026-03-14T11:42:00Z")),
        window: None,
        summary: Some(text("One search request in five was slow for 104 minutes.")),
        updates: vec![
            Update {
                id: id("20260314t1005z"),
                at: time("2026-03-14T10:05:00Z"),
                phase: Phase::Investigating,
                body: prose("Search results are slow. Next update by 10:35 UTC."),
                changes: vec![],
            },
            Update {
                id: id("20260314t1030z"),
                at: time("2026-03-14T10:30:00Z"),
                phase: Phase::Identified,
                body: prose("One in ten searches fails."),
                changes: vec![Change { component: id("search"), before: Impact::Degraded, after: Impact::Partial }],
            },
            Update {
                id: id("20260314t1142z"),
                at: time("2026-03-14T11:42:00Z"),
                phase: Phase::Resolved,
                body: prose("Searches answer at their usual speed."),
                changes: vec![],
            },
        ],
        postmortem: Some(Postmortem {
            published: time("2026-03-18T16:00:00Z"),
            body: prose("One search request in five was slow for 104 minutes. We changed how we rebuild the index."),
        }),
        corrections: vec![Correction {
            id: id("20260319t0900z"),
            at: time("2026-03-19T09:00:00Z"),
            body: prose("We first wrote 90 minutes; it was 104."),
        }],
        aliases: vec![],
        assets: vec![],
    }
}

fn running() -> Incident {
    Incident {
        id: id("2026-03-20-invoices-late"),
        kind: Kind::Incident,
        title: text("Invoices arrive late"),
        impact: Impact::Degraded,
        affected: vec![Affected {
            component: id("billing"),
            spans: vec![ImpactSpan { impact: Impact::Degraded, from: time("2026-03-20T10:40:00Z"), until: None }],
        }],
        started: time("2026-03-20T10:40:00Z"),
        resolved: None,
        window: None,
        summary: None,
        updates: vec![Update {
            id: id("20260320t1050z"),
            at: time("2026-03-20T10:50:00Z"),
            phase: Phase::Investigating,
            body: prose("Invoices arrive up to two hours late. Next update by 12:30 UTC."),
            changes: vec![],
        }],
        postmortem: None,
        corrections: vec![],
        aliases: vec![],
        assets: vec![],
    }
}

fn window(name: &str, start: &str, over: bool) -> Incident {
    let scheduled_for = time(start);
    let scheduled_until = scheduled_for + chrono::TimeDelta::hours(2);
    let announced = scheduled_for - chrono::TimeDelta::days(7);
    let update = |at: Time, phase| Update {
        id: id(&at.format("%Y%m%dt%H%Mz").to_string()),
        at,
        phase,
        body: prose("We move to a newer version. Searches stay available."),
        changes: vec![],
    };
    let mut updates = vec![update(announced, Phase::Scheduled)];
    if over {
        updates.push(update(scheduled_for, Phase::InProgress));
        updates.push(update(scheduled_until, Phase::Completed));
    }
    Incident {
        id: id(name),
        kind: Kind::Maintenance,
        title: text("Database upgrade"),
        impact: Impact::None,
        affected: vec![Affected { component: id("search"), spans: vec![] }],
        started: scheduled_for,
        resolved: over.then_some(scheduled_until),
        window: Some(Window { scheduled_for, scheduled_until }),
        summary: None,
        updates,
        postmortem: None,
        corrections: vec![],
        aliases: vec![],
        assets: vec![],
    }
}
