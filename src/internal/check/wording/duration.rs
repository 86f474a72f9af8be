//! A span of time in words → seconds. Comes in: a text such as "1 hour and 44 minutes". Goes out: its length, and how exact it is meant.

use std::sync::LazyLock;

use regex::Regex;

use crate::prose::rule::constant;

/// A count and its unit.
const PART: &str = r"(?:\d+(?:[.,]\d+)?|half an|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|forty-five|fifty|sixty|ninety)[ \u{a0}-]?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)\b";

static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)(half an|an?|\d+(?:[.,]\d+)?|[a-z]+(?:-five)?)[ \u{a0}-]?(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)\b( and a half)?",
    )
});

/// A length of time as a text gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duration {
    /// Its length.
    pub seconds: f64,
    /// The smallest unit that it names.
    pub unit: f64,
}

/// A pattern for a span of time, as a group of that name.
pub fn pattern(group: &str) -> String {
    format!(r"(?P<{group}>{PART}(?: and a half)?(?:(?:,? and|,)? {PART})*)")
}

impl Duration {
    /// Reads what [`pattern`] found.
    pub fn read(text: &str) -> Option<Self> {
        let mut seconds = 0.0;
        let mut unit = f64::INFINITY;
        for part in PARTS.captures_iter(text) {
            let length = length(&part[2].to_lowercase());
            let more = if part.get(3).is_some() { 0.5 } else { 0.0 };
            seconds += (count(&part[1].to_lowercase())? + more) * length;
            unit = unit.min(length);
        }
        (seconds > 0.0).then_some(Self { seconds, unit })
    }

    /// Whether it fits a length that was measured: by a tenth; a minute more or less is rounding, and "about" is half a unit.
    pub fn fits(self, real: f64, about: bool) -> bool {
        let vague = if about { self.unit / 2.0 } else { 0.0 };
        (self.seconds - real).abs() <= (real / 10.0).max(60.0).max(vague)
    }
}

fn count(word: &str) -> Option<f64> {
    const WORDS: &[(&str, f64)] = &[
        ("a", 1.0),
        ("an", 1.0),
        ("half an", 0.5),
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("fifteen", 15.0),
        ("eighteen", 18.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
        ("forty", 40.0),
        ("forty-five", 45.0),
        ("fifty", 50.0),
        ("sixty", 60.0),
        ("ninety", 90.0),
    ];
    let known = WORDS.iter().find(|(name, _)| *name == word).map(|(_, count)| *count);
    known.or_else(|| word.replace(',', ".").parse().ok())
}

fn length(unit: &str) -> f64 {
    match unit.as_bytes().first() {
        Some(b's') => 1.0,
        Some(b'm') => 60.0,
        Some(b'h') => 3600.0,
        Some(b'd') => 86_400.0,
        _ => 604_800.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_time_are_read_as_people_write_them() {
        let minutes = |text: &str| Duration::read(text).map(|span| span.seconds / 60.0);
        for (text, wanted) in [
            ("104 minutes", 104.0),
            ("1 hour and 44 minutes", 104.0),
            ("3 hours 39 minutes", 219.0),
            ("two hours", 120.0),
            ("1.5 hours", 90.0),
            ("half an hour", 30.0),
            ("an hour and a half", 90.0),
            ("40-minute", 40.0),
            ("two days", 2880.0),
        ] {
            assert_eq!(minutes(text), Some(wanted), "{text}");
            let whole = constant(&format!("(?i)^{}$", pattern("span")));
            assert!(whole.is_match(text), "{text}");
        }
        assert_eq!(minutes("several hours"), None);
    }

    #[test]
    fn a_tenth_more_or_less_fits_and_about_is_half_a_unit() {
        let hours = Duration::read("two hours").unwrap();
        assert!(hours.fits(7200.0 * 0.95, false) && !hours.fits(104.0 * 60.0, false));
        assert!(hours.fits(104.0 * 60.0, true), "about two hours");
        assert!(Duration::read("1 minute").unwrap().fits(100.0, false), "a minute is rounding");
    }
}
