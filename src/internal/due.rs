//! A sentence that promises something → by when. `by 10:35 UTC`, `within five business days`, `tomorrow at noon`, `by 20 March`.
//! A clock without a zone is read in that of the site. What says no time, or one that cannot be read, is due at none: nothing is guessed.

use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate, TimeDelta, TimeZone as _, Weekday};
use chrono_tz::Tz;
use regex::{Captures, Regex};

use super::read::times;
use crate::clock::Time;
use crate::prose::rule::constant;

static ISO_DAY: LazyLock<Regex> = LazyLock::new(|| constant(r"\b(\d{4}-\d{2}-\d{2})(?:\b|T)"));

/// `20 March`, `20th of March 2026`, `March 20, 2026`. Months are written large: `may` is also another word.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"\b(?:(?P<before>\d{1,2})(?:st|nd|rd|th)?(?: of)? )?",
        r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b",
        r"(?: (?P<behind>\d{1,2})(?:st|nd|rd|th)?\b)?(?:,? (?P<year>\d{4})\b)?",
    ))
});

static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)\b(mon|tues|wednes|thurs|fri|satur|sun)day\b"));

static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)(?:\b|T)(?P<hour>\d{1,2})(?:(?::|(?P<point>\.))(?P<minute>\d{2})(?::\d{2})?(?:\s?(?P<half>[ap])\.?m\b\.?)?|\s?(?P<only>[ap])\.?m\b\.?)",
        r"(?:\s*\(?(?-i:(?P<zone>UTC|GMT|Z\b|[+\u{2212}-]\d{2}:?\d{2}|[A-Z][A-Za-z]+/[A-Za-z_]+|[A-Z]{3,4}\b)))?",
    ))
});

static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)\b(?:in|within|after|every|each)\b(?: the)?(?: next| coming)?(?: (?P<count>\d{1,3}|an?|half an|one|two|three|four|five|six|seven|eight|nine|ten))?",
        r"[ -](?P<work>business |working )?(?P<unit>minute|min|hour|hr|day|week)s?\b",
    ))
});

/// By when a sentence said at a moment promises something.
pub fn due(sentence: &str, said: Time, zone: Tz) -> Option<Time> {
    if let Some(day) = day(sentence, said, zone) {
        let clock = [false, true].into_iter().find_map(|dotted| clocks(sentence, dotted).find_map(|clock| at(day, &clock, zone)));
        return clock.or_else(|| noon(sentence, day, zone)).or_else(|| end(day, zone));
    }
    // The first such time from then on, in whatever zone it is told.
    let today = said.date_naive();
    let days = [today.pred_opt(), Some(today), today.succ_opt(), today.checked_add_days(Days::new(2))];
    let first = |clock: &Captures<'_>| days.into_iter().flatten().filter_map(|day| at(day, clock, zone)).find(|time| *time >= said);
    let clock = |dotted| clocks(sentence, dotted).find_map(|clock| first(&clock));
    // What has a point in it may be any number.
    clock(false).or_else(|| span(sentence, said, zone)).or_else(|| clock(true))
}

/// The clocks of a sentence: `10:35` and `4 pm`, or those with a point, `10.35`.
fn clocks(sentence: &str, dotted: bool) -> impl Iterator<Item = Captures<'_>> {
    CLOCK.captures_iter(sentence).filter(move |clock| clock.name("point").is_some() == dotted)
}

/// The day that a sentence names.
fn day(sentence: &str, said: Time, zone: Tz) -> Option<NaiveDate> {
    let today = said.with_timezone(&zone).date_naive();
    let lower = sentence.to_lowercase();
    let has = |word: &str| lower.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    if let Some(found) = ISO_DAY.captures(sentence) {
        return found[1].parse().ok();
    }
    if let Some(found) = DAY.captures_iter(sentence).find_map(|found| calendar_day(&found, today)) {
        return Some(found);
    }
    if let Some(found) = WEEKDAY.captures(sentence) {
        let name: Weekday = format!("{}day", &found[1]).parse().ok()?;
        return (1..=7).filter_map(|ahead| today.checked_add_days(Days::new(ahead))).find(|day| day.weekday() == name);
    }
    if has("tomorrow") {
        return today.succ_opt();
    }
    if lower.contains("next week") {
        return sunday(today)?.checked_add_days(Days::new(7));
    }
    if lower.contains("this week") || lower.contains("end of the week") {
        return sunday(today);
    }
    ["today", "tonight", "midnight", "noon"].into_iter().any(has).then_some(today)
}

fn calendar_day(found: &Captures<'_>, today: NaiveDate) -> Option<NaiveDate> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = (1..).zip(MONTHS).find(|(_, name)| found["month"].starts_with(name))?.0;
    let day = found.name("before").or_else(|| found.name("behind"))?.as_str().parse().ok()?;
    match found.name("year") {
        Some(year) => NaiveDate::from_ymd_opt(year.as_str().parse().ok()?, month, day),
        None => [today.year(), today.year() + 1]
            .into_iter()
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .find(|day| *day >= today),
    }
}

fn sunday(today: NaiveDate) -> Option<NaiveDate> {
    today.checked_add_days(Days::new(u64::from(6 - today.weekday().num_days_from_monday())))
}

fn at(day: NaiveDate, clock: &Captures<'_>, zone: Tz) -> Option<Time> {
    let hour: u32 = clock["hour"].parse().ok()?;
    let minute = clock.name("minute").map_or("00", |minute| minute.as_str());
    let half = clock.name("half").or_else(|| clock.name("only")).map(|half| half.as_str().to_lowercase());
    let hour = match half.as_deref() {
        Some("p") if hour < 12 => hour + 12,
        Some("a") if hour == 12 => 0,
        _ => hour,
    };
    let told = clock.name("zone").map_or("", |zone| zone.as_str());
    times::parse(&format!("{day} {hour:02}:{minute} {told}"), Some(zone)).ok()
}

fn noon(sentence: &str, day: NaiveDate, zone: Tz) -> Option<Time> {
    sentence.to_lowercase().contains("noon").then(|| times::parse(&format!("{day} 12:00"), Some(zone)).ok()).flatten()
}

/// The end of a day.
fn end(day: NaiveDate, zone: Tz) -> Option<Time> {
    let midnight = day.succ_opt()?.and_hms_opt(0, 0, 0)?;
    zone.from_local_datetime(&midnight).earliest().map(|time| time.to_utc()).or_else(|| Some(midnight.and_utc()))
}

fn span(sentence: &str, said: Time, zone: Tz) -> Option<Time> {
    let lower = sentence.to_lowercase();
    let Some(found) = SPAN.captures(sentence) else {
        let every = [("hourly", TimeDelta::hours(1)), ("daily", TimeDelta::days(1))];
        return every.into_iter().find(|(word, _)| lower.contains(word)).and_then(|(_, length)| said.checked_add_signed(length));
    };
    let count = match found.name("count").map(|count| count.as_str().to_lowercase()) {
        None => 1,
        Some(half) if half == "half an" => return said.checked_add_signed(TimeDelta::minutes(30)),
        Some(count) => number(&count)?,
    };
    let length = match found["unit"].to_lowercase().as_str() {
        "minute" | "min" => TimeDelta::minutes(count),
        "hour" | "hr" => TimeDelta::hours(count),
        "week" => TimeDelta::weeks(count),
        _ if found.name("work").is_some() => return working_days(said, count, zone),
        _ => TimeDelta::days(count),
    };
    said.checked_add_signed(length)
}

fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 11] = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    if word == "a" || word == "an" {
        return Some(1);
    }
    (0..).zip(WORDS).skip(1).find(|(_, name)| *name == word).map(|(number, _)| number).or_else(|| word.parse().ok())
}

/// The end of the last of so many days from Monday to Friday.
fn working_days(said: Time, count: i64, zone: Tz) -> Option<Time> {
    let mut day = said.with_timezone(&zone).date_naive();
    let mut left = count;
    while left > 0 {
        day = day.succ_opt()?;
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            left -= 1;
        }
    }
    end(day, zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By when, said on Saturday 14 March 2026 at 10:05 UTC.
    fn told(sentence: &str) -> String {
        let said = crate::public::sample::time("2026-03-14T10:05:00Z");
        due(sentence, said, chrono_tz::UTC).map_or_else(String::new, |time| time.format("%m-%d %H:%M").to_string())
    }

    #[test]
    fn a_promise_is_due_when_its_words_say() {
        for (sentence, due) in [
            ("Next update by 10:35 UTC.", "03-14 10:35"),
            ("Next update at 9:30 am UTC.", "03-15 09:30"),
            ("We will say more at 4pm.", "03-14 16:00"),
            ("Next update: 2026-03-14 12:00 UTC", "03-14 12:00"),
            ("Next update by 12:00 +01:00.", "03-14 11:00"),
            ("Next update by 00:30 Europe/Berlin.", "03-14 23:30"),
            ("Next update at 10.35.", "03-14 10:35"),
            ("One in 2.15 requests is slow; next update in 30 minutes.", "03-14 10:35"),
            ("Of 5 servers, 99.95 % are well, and 3 decisions are due; a post-mortem follows within 2 days.", "03-16 10:05"),
            ("We report again in 30 minutes.", "03-14 10:35"),
            ("We report again within the next hour.", "03-14 11:05"),
            ("We report again in half an hour.", "03-14 10:35"),
            ("We post news every two hours.", "03-14 12:05"),
            ("Updates follow hourly.", "03-14 11:05"),
            ("More news tomorrow at noon.", "03-15 12:00"),
            ("More news tomorrow at 08:00 UTC.", "03-15 08:00"),
            ("A post-mortem follows by Friday.", "03-21 00:00"),
            ("A post-mortem follows within five business days.", "03-21 00:00"),
            ("A post-mortem follows within 2 weeks.", "03-28 10:05"),
            ("A post-mortem follows by 20 March.", "03-21 00:00"),
            ("A post-mortem follows by March 20, 2026.", "03-21 00:00"),
            ("A post-mortem follows by 2026-03-20.", "03-21 00:00"),
            ("A post-mortem follows next week.", "03-23 00:00"),
        ] {
            assert_eq!(told(sentence), due, "{sentence}");
        }
    }

    #[test]
    fn what_says_no_time_that_can_be_read_is_due_at_none() {
        for sentence in [
            "A post-mortem follows soon.",
            "Next update by 10:35 CET.",
            "Next update by 10:75.",
            "Next update by 31 February.",
            "",
            "99999 days",
            "in 999 é",
        ] {
            assert_eq!(told(sentence), "", "{sentence}");
        }
    }
}
