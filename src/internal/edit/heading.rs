//! The heading of a status update → how the next one is written: its marks, the shape of its time, its dash, the case of its phase.
//! A time is written in a shape only if it reads as the same moment there; else in UTC.

use std::sync::LazyLock;

use chrono::{NaiveDateTime, TimeDelta, Timelike as _};
use regex::Regex;

use crate::clock::Time;
use crate::internal::read::times;
use crate::prose::rule::constant;

/// How a document writes the headings of its updates.
pub struct Style {
    before: String,
    clock: Clock,
    dash: String,
    case: Case,
    behind: String,
}

/// The shape of a time: what parts it from its date, whether it has seconds, and its zone.
struct Clock {
    gap: String,
    seconds: bool,
    zone: String,
    /// The time that the shape was taken from, as its clock showed it and as it was.
    model: Option<NaiveDateTime>,
    text: String,
}

enum Case {
    Upper,
    Lower,
    Capital,
}

/// `### `, marks, a time, a dash, a phase, marks.
static HEADING: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^(#{1,6}[ \t]+[*_]*)(\d{4}-\d{2}-\d{2}[^\n]*?)([ \t]*[—–:·-][ \t]*)([A-Za-z][A-Za-z _-]*?)([*_ \t#]*)$"));

/// A date, a gap, a time, and a zone with the blank before it.
static CLOCK: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^(\d{4}-\d{2}-\d{2})(T|t|[ \t]+)(\d{2}:\d{2})(:\d{2})?(?:\.\d+)?([ \t]*[^\s].*)?$"));

impl Style {
    /// The plain style: `### 2026-03-14 10:05 UTC — Investigating`.
    pub fn new(level: u8) -> Self {
        Self {
            before: format!("{} ", "#".repeat(level.into())),
            clock: Clock::utc(),
            dash: " — ".to_owned(),
            case: Case::Capital,
            behind: String::new(),
        }
    }

    /// The style of a heading of that level; the plain one if it is written in a way that is not known.
    pub fn of(heading: &str, level: u8) -> Self {
        let Some(parts) = HEADING.captures(heading) else { return Self::new(level) };
        let part = |at: usize| parts.get(at).map_or("", |part| part.as_str());
        let phase = part(4);
        let case = match phase {
            _ if phase.chars().all(|c| !c.is_lowercase()) => Case::Upper,
            _ if phase.chars().all(|c| !c.is_uppercase()) => Case::Lower,
            _ => Case::Capital,
        };
        Self { before: part(1).to_owned(), clock: Clock::of(part(2)), dash: part(3).to_owned(), case, behind: part(5).to_owned() }
    }

    /// A heading in this style. The phase is given in lower case.
    pub fn heading(&self, at: Time, phase: &str, zone: Option<chrono_tz::Tz>) -> String {
        let phase = match self.case {
            Case::Upper => phase.to_uppercase(),
            Case::Lower => phase.to_owned(),
            Case::Capital => capital(phase),
        };
        format!("{}{}{}{phase}{}", self.before, self.clock.written(at, zone), self.dash, self.behind)
    }
}

impl Clock {
    fn utc() -> Self {
        Self { gap: " ".to_owned(), seconds: false, zone: " UTC".to_owned(), model: None, text: String::new() }
    }

    fn of(text: &str) -> Self {
        let Some(parts) = CLOCK.captures(text) else { return Self::utc() };
        let part = |at: usize| parts.get(at).map_or("", |part| part.as_str());
        let seconds = parts.get(4).map_or(":00", |seconds| seconds.as_str());
        let model = NaiveDateTime::parse_from_str(&format!("{} {}{seconds}", part(1), part(3)), "%Y-%m-%d %H:%M:%S").ok();
        Self { gap: part(2).to_owned(), seconds: parts.get(4).is_some(), zone: part(5).to_owned(), model, text: text.to_owned() }
    }

    fn written(&self, at: Time, zone: Option<chrono_tz::Tz>) -> String {
        let own = self.local(at, zone).map(|local| self.shaped(local));
        own.filter(|text| times::parse(text, zone) == Ok(at)).unwrap_or_else(|| Self::utc().shaped(at.naive_utc()))
    }

    /// What a clock in this zone shows then.
    fn local(&self, at: Time, zone: Option<chrono_tz::Tz>) -> Option<NaiveDateTime> {
        let name = self.zone.trim().trim_start_matches('(').trim_end_matches(')');
        let named = if name.is_empty() { zone } else { name.parse::<chrono_tz::Tz>().ok().filter(|_| name.contains('/')) };
        if let Some(zone) = named {
            return Some(at.with_timezone(&zone).naive_local());
        }
        let Some(model) = self.model else { return Some(at.naive_utc()) };
        // The offset is told by the time that stands there already.
        let offset: TimeDelta = model - times::parse(&self.text, zone).ok()?.naive_utc();
        at.naive_utc().checked_add_signed(offset)
    }

    fn shaped(&self, local: NaiveDateTime) -> String {
        let shape = if self.seconds || local.second() != 0 { "%H:%M:%S" } else { "%H:%M" };
        format!("{}{}{}{}", local.format("%Y-%m-%d"), self.gap, local.format(shape), self.zone)
    }
}

/// The same words with a capital at their beginning.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
