//! The only source of "now". Everything else is handed a [`Time`], so that the same source and clock give the same bytes.

use chrono::{DateTime, Datelike as _, SubsecRound as _, Timelike as _, Utc};

use crate::error::{Error, Result};

/// A moment in UTC.
pub type Time = DateTime<Utc>;

/// The clock of one run, in this order: `--now`, `SOURCE_DATE_EPOCH`, the system clock. Whole seconds.
///
/// # Errors
/// If the given text is no RFC 3339 time, or `SOURCE_DATE_EPOCH` no number of seconds.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock and its environment variable")]
pub fn now(given: Option<&str>) -> Result<Time> {
    if let Some(text) = given {
        return DateTime::parse_from_rfc3339(text).ok().and_then(|time| writable(time.to_utc())).ok_or_else(|| {
            Error::usage(format!("--now {text:?} is not a time"), "write it as RFC 3339, for example 2026-03-20T12:00:00Z")
        });
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => {
            text.trim().parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).and_then(writable).ok_or_else(|| {
                Error::usage(format!("SOURCE_DATE_EPOCH {text:?} is not a time"), "set it to seconds since 1970, or unset it")
            })
        }
        Err(_) => Ok(Utc::now().trunc_subsecs(0)),
    }
}

/// A moment as readers of feeds and of the API can write it down again: whole seconds, and a year of four digits. A leap second
/// becomes the second before it. `None` beyond those years.
pub(crate) fn writable(time: Time) -> Option<Time> {
    time.with_nanosecond(0).filter(|time| (1..=9999).contains(&time.year()))
}
