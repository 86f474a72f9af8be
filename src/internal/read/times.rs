//! Times as people write them → moments in UTC. A missing zone is never guessed.

use chrono::{DateTime, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike as _};

use crate::clock::{self, Time};

/// Why a text is no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is no time at all, or a day or hour that does not exist.
    NotATime,
    /// A time without a zone, and the site has none.
    NoZone,
    /// A zone that is no offset, `UTC`, or IANA name.
    UnknownZone,
    /// The clocks were set back over it: it happened twice.
    Twice,
    /// The clocks were set forward over it: it never happened.
    Never,
}

impl Fault {
    /// The fact and the next step.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NotATime => ("is not a time", "write it as 2026-03-14T10:05:00Z or 2026-03-14 10:05 UTC"),
            Self::NoZone => ("has no zone", "add one, as in 2026-03-14 10:05 UTC, or set `time_zone` in `[site]` of allclear.toml"),
            Self::UnknownZone => {
                ("has a zone that is not known", "write UTC, an offset like +01:00, or a name like Europe/Berlin, and nothing behind it")
            }
            Self::Twice => ("happened twice, because the clocks were set back", "write an offset like +01:00"),
            Self::Never => ("never happened, because the clocks were set forward", "write the time that the clocks showed, or UTC"),
        }
    }
}

/// Reads RFC 3339, or `YYYY-MM-DD HH:MM` (seconds optional, `T` or blank between) with a zone; without one, in `default`.
pub fn parse(text: &str, default: Option<chrono_tz::Tz>) -> Result<Time, Fault> {
    let text = text.trim();
    let date = text.get(..10).and_then(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()).ok_or(Fault::NotATime)?;
    let rest = text[10..].strip_prefix(['T', 't', ' ']).ok_or(Fault::NotATime)?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let (clock, zone) = (&rest[..end], rest[end..].trim());
    let shape = clock.split(':').map(str::len).collect::<Vec<_>>();
    let whole = clock.split('.').next().unwrap_or(clock);
    let time = match shape.as_slice() {
        [2, 2] => NaiveTime::parse_from_str(whole, "%H:%M"),
        [2, 2, _] => NaiveTime::parse_from_str(whole, "%H:%M:%S"),
        _ => return Err(Fault::NotATime),
    }
    .map_err(|_| Fault::NotATime)?;
    common(in_zone(date.and_time(time), zone, default)?).ok_or(Fault::NotATime)
}

/// A moment that can be published. A sixtieth second is none where none was ever added: they end a day in UTC.
fn common(time: Time) -> Option<Time> {
    let leap = time.nanosecond() >= 1_000_000_000;
    let added = time.time() >= NaiveTime::from_hms_opt(23, 59, 59)?;
    clock::writable(time).filter(|_| !leap || added)
}

fn in_zone(local: NaiveDateTime, zone: &str, default: Option<chrono_tz::Tz>) -> Result<Time, Fault> {
    let zone = zone.strip_prefix('(').and_then(|zone| zone.strip_suffix(')')).unwrap_or(zone);
    if zone.is_empty() {
        return resolve(default.ok_or(Fault::NoZone)?.from_local_datetime(&local));
    }
    if ["z", "utc", "gmt"].contains(&zone.to_ascii_lowercase().as_str()) {
        return Ok(local.and_utc());
    }
    let offset = zone.strip_prefix("UTC").or_else(|| zone.strip_prefix("GMT")).unwrap_or(zone);
    if offset.starts_with(['+', '-', '−']) {
        let offset = parse_offset(offset).ok_or(Fault::UnknownZone)?;
        return resolve(offset.from_local_datetime(&local));
    }
    // Short names such as CET or EST say less than they seem to: only names with an area count.
    let named = zone.contains('/').then(|| zone.parse::<chrono_tz::Tz>().ok()).flatten();
    resolve(named.ok_or(Fault::UnknownZone)?.from_local_datetime(&local))
}

fn parse_offset(text: &str) -> Option<FixedOffset> {
    let negative = text.starts_with(['-', '−']);
    let digits: String = text.chars().skip(1).filter(|c| *c != ':').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    if hours > 18 || minutes > 59 {
        return None;
    }
    let seconds = hours * 3600 + minutes * 60;
    FixedOffset::east_opt(if negative { -seconds } else { seconds })
}

fn resolve<Z: TimeZone>(result: LocalResult<DateTime<Z>>) -> Result<Time, Fault> {
    match result {
        LocalResult::Single(time) => Ok(time.to_utc()),
        LocalResult::Ambiguous(..) => Err(Fault::Twice),
        LocalResult::None => Err(Fault::Never),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        parse(text, None).map_or_else(|fault| format!("{fault:?}"), |time| time.to_rfc3339())
    }

    #[test]
    fn every_promised_shape_is_read() {
        for text in [
            "2026-03-14T10:05:00Z",
            "2026-03-14t10:05:00z",
            "2026-03-14 10:05 UTC",
            "2026-03-14 10:05Z",
            "2026-03-14T11:05:00+01:00",
            "2026-03-14 11:05 +0100",
            "2026-03-14 11:05 Europe/Berlin",
            "2026-03-14 10:05:00.250 GMT",
            "2026-03-14 11:05 UTC+1",
            "2026-03-14 10:05 (UTC)",
        ] {
            assert_eq!(read(text), "2026-03-14T10:05:00+00:00", "{text}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(read("2026-03-14 10:05"), "NoZone");
        assert_eq!(read("2026-03-14 10:05 CET"), "UnknownZone");
        assert_eq!(read("2026-02-30 10:05 UTC"), "NotATime");
        assert_eq!(read("2026-03-14 25:05 UTC"), "NotATime");
        assert_eq!(read("2026-03-14"), "NotATime");
        assert_eq!(read("2026-03-14 9:5 UTC"), "NotATime");
        assert_eq!(read("2026-03-29 02:30 Europe/Berlin"), "Never");
        assert_eq!(read("2026-10-25 02:30 Europe/Berlin"), "Twice");
        assert_eq!(read("20é26-03-14 10:05 UTC"), "NotATime");
    }

    #[test]
    fn a_leap_second_is_the_second_before_it_and_others_are_none() {
        assert_eq!(read("2016-12-31T23:59:60Z"), "2016-12-31T23:59:59+00:00");
        assert_eq!(read("2017-01-01 00:59:60 Europe/Berlin"), "2016-12-31T23:59:59+00:00");
        assert_eq!(read("2026-03-14T10:05:60Z"), "NotATime");
        assert_eq!(read("2026-03-14T10:05:61Z"), "NotATime");
    }

    #[test]
    fn years_have_four_digits_in_utc_too() {
        assert_eq!(read("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00+00:00");
        assert_eq!(read("9999-12-31T23:59:59Z"), "9999-12-31T23:59:59+00:00");
        for text in ["0000-06-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "10000-01-01T00:00:00Z"] {
            assert_eq!(read(text), "NotATime", "{text}");
        }
    }

    #[test]
    fn the_two_changes_of_the_clocks_are_told_apart_by_their_zones() {
        for (text, moment) in [
            ("2026-03-08 02:30 America/New_York", "Never"),
            ("2026-03-08 02:30 -05:00", "2026-03-08T07:30:00+00:00"),
            ("2026-03-08 01:59 America/New_York", "2026-03-08T06:59:00+00:00"),
            ("2026-03-08 03:00 America/New_York", "2026-03-08T07:00:00+00:00"),
            ("2026-11-01 01:30 America/New_York", "Twice"),
            ("2026-11-01 01:30 -04:00", "2026-11-01T05:30:00+00:00"),
            ("2026-11-01 01:30 -05:00", "2026-11-01T06:30:00+00:00"),
            ("2026-10-25 02:30 +02:00", "2026-10-25T00:30:00+00:00"),
            ("2026-10-25 02:30 +01:00", "2026-10-25T01:30:00+00:00"),
            ("2026-10-25 03:00 Europe/Berlin", "2026-10-25T02:00:00+00:00"),
        ] {
            assert_eq!(read(text), moment.to_owned(), "{text}");
        }
    }

    #[test]
    fn the_sites_zone_is_used_when_there_is_one() {
        let zone = Some(chrono_tz::Europe::Berlin);
        assert_eq!(parse("2026-07-14 12:05", zone).map(|time| time.to_rfc3339()), Ok("2026-07-14T10:05:00+00:00".to_owned()));
    }
}
