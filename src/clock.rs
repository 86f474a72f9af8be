//! The only source of "now". Everything else is handed a [`Time`], so that the same source and clock give the same bytes.

use chrono::{DateTime, Datelike as _, SecondsFormat, SubsecRound as _, Timelike as _, Utc};

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

/// How long ago something was by the system's clock, whatever the clock of the run; `None` if that is still to come.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(crate) fn age(seconds: i64, nanoseconds: i64) -> Option<std::time::Duration> {
    let then = DateTime::from_timestamp(seconds, u32::try_from(nanoseconds).ok()?)?;
    (Utc::now() - then).to_std().ok()
}

/// A moment to the second as RFC 3339 writes it: `2026-03-14T09:58:00Z`. Pages and documents say it a dozen times each.
pub(crate) fn written(time: Time) -> String {
    let Some(year) = u32::try_from(time.year()).ok().filter(|year| *year <= 9999) else {
        return time.to_rfc3339_opts(SecondsFormat::Secs, true);
    };
    let mut text = String::with_capacity("2026-03-14T09:58:00Z".len());
    // A leap second is the 60th.
    let second = time.second() + time.nanosecond() / 1_000_000_000;
    let parts = [
        (year / 100, ""),
        (year % 100, "-"),
        (time.month(), "-"),
        (time.day(), "T"),
        (time.hour(), ":"),
        (time.minute(), ":"),
        (second, "Z"),
    ];
    for (number, behind) in parts {
        text.extend([number / 10, number % 10].into_iter().filter_map(|digit| char::from_digit(digit, 10)));
        text.push_str(behind);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        #[test]
        fn a_moment_is_written_as_rfc_3339_has_it(seconds in -70_000_000_000_i64..260_000_000_000, nanoseconds in 0_u32..2_000_000_000) {
            // Only the last second of a minute can be a leap second.
            let nanoseconds = if seconds.rem_euclid(60) == 59 { nanoseconds } else { nanoseconds % 1_000_000_000 };
            let time = DateTime::from_timestamp(seconds, nanoseconds).unwrap();
            prop_assert_eq!(written(time), time.to_rfc3339_opts(SecondsFormat::Secs, true));
        }
    }
}
