//! The small values of views. Each is made from numbers, times, ids or words of the program: none can hold free text.

use chrono::{Datelike, NaiveDate, TimeDelta, Timelike};
use serde::Serialize;

use super::Place;
use crate::clock::{Time, written};
use crate::public::{Site, SitePath};

/// The key of a word in the locale and of a style: `degraded`. A word of the program, never of an author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Key(&'static str);

impl Key {
    pub(super) fn new(word: &'static str) -> Self {
        Self(word)
    }

    /// The key.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

/// A link inside the site: from the host's root, with the site's base path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Link(String);

impl Link {
    pub(super) fn new(site: &Site, place: &Place) -> Self {
        Self(format!("{}{place}", site.base))
    }
}

/// The absolute address of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Address(String);

impl Address {
    /// That of a file which an output made.
    pub(super) fn of_file(site: &Site, path: &SitePath) -> Self {
        Self(format!("{}/{path}", site.url))
    }

    /// That of an icon of the theme.
    pub(super) fn of_icon(site: &Site, name: &'static str) -> Self {
        Self(format!("{}/{name}", site.url))
    }

    pub(super) fn new(site: &Site, place: &Place) -> Self {
        Self(format!("{}{place}", site.url))
    }

    /// The same for programs that keep a calendar up to date.
    pub(super) fn webcal(site: &Site, place: &Place) -> Self {
        let url = site.url.as_str();
        let host_and_path = url.split_once("://").map_or(url, |(_, rest)| rest);
        Self(format!("webcal://{host_and_path}{place}"))
    }
}

/// A day in parts, so that a locale can put them in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Date {
    iso: String,
    day: u32,
    month: u32,
    year: i32,
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self { iso: date.to_string(), day: date.day(), month: date.month(), year: date.year() }
    }
}

/// A month as ISO 8601 writes it: `2026-03`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Period(String);

impl From<(i32, u32)> for Period {
    fn from((year, month): (i32, u32)) -> Self {
        Self(format!("{year:04}-{month:02}"))
    }
}

/// A moment in parts, in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moment {
    iso: String,
    day: u32,
    month: u32,
    year: i32,
    clock: String,
}

impl From<Time> for Moment {
    fn from(time: Time) -> Self {
        Self {
            iso: written(time),
            day: time.day(),
            month: time.month(),
            year: time.year(),
            clock: format!("{:02}:{:02}", time.hour(), time.minute()),
        }
    }
}

/// A length of time in days, hours and minutes. Of a day or more, minutes are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    days: i64,
    hours: i64,
    minutes: i64,
}

impl Span {
    /// From one moment to another; nothing if the second is not later.
    pub fn between(from: Time, until: Time) -> Option<Self> {
        let length = until - from;
        (length > TimeDelta::zero()).then(|| {
            let days = length.num_days();
            let minutes = if days > 0 { 0 } else { length.num_minutes() % 60 };
            Self { days, hours: length.num_hours() % 24, minutes }
        })
    }
}

/// A percentage with two decimals, rounded down: 100 is said only where it is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Percent(String);

impl From<f64> for Percent {
    fn from(percent: f64) -> Self {
        let floor = (percent * 100.0).floor() / 100.0;
        Self(if floor >= 100.0 { "100".to_owned() } else { format!("{floor:.2}") })
    }
}

/// A weight between 0 and 1 as it was configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Factor(String);

impl From<f64> for Factor {
    fn from(factor: f64) -> Self {
        Self(factor.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::sample::time;

    #[test]
    fn a_span_says_no_more_than_it_has_to() {
        let start = time("2026-03-14T10:00:00Z");
        let span = |seconds| Span::between(start, start + TimeDelta::seconds(seconds));
        assert_eq!(span(104 * 60), Some(Span { days: 0, hours: 1, minutes: 44 }));
        assert_eq!(span(25 * 3600 + 59 * 60), Some(Span { days: 1, hours: 1, minutes: 0 }));
        assert_eq!(span(30), Some(Span { days: 0, hours: 0, minutes: 0 }));
        assert_eq!(span(0), None);
        assert_eq!(span(-5), None);
    }

    #[test]
    fn a_hundred_percent_is_never_rounded_up_to() {
        assert_eq!(Percent::from(99.9999).0, "99.99");
        assert_eq!(Percent::from(100.0).0, "100");
        assert_eq!(Percent::from(0.0).0, "0.00");
    }
}
