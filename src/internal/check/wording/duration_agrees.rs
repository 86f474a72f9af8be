//! A duration that the message gives for the whole incident, against the two times of the `public:` block.
//! A part of the incident may be shorter; where the message also gives the right whole, nothing is said.

use std::sync::LazyLock;

use regex::Regex;

use super::context::sentence;
use super::duration::{Duration, pattern};
use super::expression::Expression;
use super::message::{Message, times};
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Part, Rule, Shown, Subject};
use crate::internal::read::prose::{Passage, Scope};
use crate::prose::rule::constant;

/// What the rule says of itself.
pub const RULE: Rule = Rule {
    code: "wording/duration-agrees",
    level: Level::Error,
    summary: "a duration that is not the time from start to end",
    why: "The page shows how long it took, from `started` to `resolved`. A message that says something else makes readers doubt both. \
          A tenth more or less passes, and \"about\" passes within half a unit. A part of the incident may be shorter: give the whole \
          duration too, or the two times of the part.",
    help: "correct the duration, or `started` and `resolved`",
    good: &[
        Shown::Message("Search was slow for 104 minutes, for one request in five."),
        Shown::Message("Checkout failed for 20 minutes. The disruption lasted one hour and 44 minutes in all."),
        Shown::Message("There could be a 5 minute disruption for one user in ten, and a 10-20 minute outage of reports."),
        Shown::Message("Search was slow for one request in five, with an outage of 6 minutes in one region and of 2 minutes in another."),
        Shown::Message("Uploads failed for 30 minutes. Search was slow from 09:58 to 11:42 UTC, for one request in five."),
        Shown::Message("Search was slow for about two hours, for one request in five. Each search took up to 40 seconds."),
    ],
    bad: &[
        Shown::Message("Search was slow for 30 minutes, for one request in five."),
        Shown::Message("From 09:58 to 11:42 UTC one request in five failed. This was a 20 minute outage."),
        Shown::Message("One request in five was slow. The disruption lasted three hours."),
        Shown::Message("We are sorry for this 45-minute disruption of one search in five."),
    ],
};

/// What lasted: the whole of it.
const WHOLE: &str = r"(?:incident|outage|disruption|degradation|interruption|slowdown|downtime|unavailability)";
/// "An outage of six minutes on one of them" is a part, or one of several.
const THE: &str = r"(?:the|this|our|total|whole|entire)";
const ABOUT: &str = r"(?:(?P<about>about|around|nearly|almost|roughly|approximately|some|close to|just over|just under) )?";

/// Spans that are said to be the whole.
static SAID: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let span = pattern("span");
    [
        format!(r"(?i)\b{THE} (?:\w+ ){{0,2}}{WHOLE} (?:that )?(?:lasted|took|went on)(?: for)?(?: a total of)? {ABOUT}{span}"),
        format!(r"(?i)\b{THE} (?:\w+ ){{0,2}}{WHOLE} (?:of|for) {ABOUT}{span}"),
        format!(r"(?i)\b(?:{THE}|(?:this|it) was an?) {ABOUT}{span}(?:[- ]long)? (?:\w+ )?{WHOLE}\b"),
        format!(r"(?i)\b(?:lasted|took|for) a total of {ABOUT}{span}"),
        format!(r"(?i)\b{span} (?:in total|in all|altogether|overall)\b"),
    ]
    .iter()
    .map(|text| constant(text))
    .collect()
});

/// A span behind "for", where the message opens: the whole, if the message has no other.
static FOR: LazyLock<Regex> = LazyLock::new(|| constant(&format!(r"(?i)\bfor {ABOUT}{}", pattern("span"))));
static ANY: LazyLock<Regex> = LazyLock::new(|| constant(&format!(r"(?i)\b{}", pattern("span"))));
/// What every span ends with.
pub(super) static UNIT: Expression =
    Expression::new(&["sec", "min", "hour", "hr", "day", "week"], r"(?i)(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)\b");
static RANGE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)\d ?(?:-|–|to|or|and) ?$"));
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\b(?:could|may|might|will|would|should|can|expect(?:ed|s)?|planned|up to|at least|at most|no more than|less than|more than|each|every|per|between|another|first|last|next)\b",
    )
});
static CLOCK: LazyLock<Regex> = LazyLock::new(|| constant(r"\b\d{1,2}[:.]\d{2}\b"));

/// Compares each span with the two times.
pub fn check(subject: &Subject<'_>, message: Option<&Message<'_>>) -> Vec<Finding> {
    let Some((start, end)) = times(subject) else { return Vec::new() };
    let real = (end - start).as_seconds_f64();
    let Some(message) = message.filter(|message| message.is_of_incident() && real > 0.0) else { return Vec::new() };
    let summary = subject.pieces.iter().filter(|piece| piece.part == Part::Summary).flat_map(|piece| &piece.passages);
    let passages: Vec<&Passage> = summary.chain(message.passages.iter().copied()).collect();
    let timed = passages.iter().filter(|passage| UNIT.can_stand(&passage.masked));
    let mut spans = 0;
    for found in timed.flat_map(|passage| ANY.find_iter(&passage.masked)) {
        if Duration::read(found.as_str()).is_some_and(|span| span.fits(real, false)) {
            return Vec::new();
        }
        spans += 1;
    }
    // Whatever is said to be the whole is one of these.
    if spans == 0 {
        return Vec::new();
    }
    // Whoever gives one span and no time at all gives that of the whole.
    let alone = spans == 1 && !passages.iter().any(|passage| CLOCK.is_match(&passage.masked));
    let said = passages.iter().flat_map(|passage| SAID.iter().flat_map(|said| wrong(subject, passage, said, real)));
    let mut findings: Vec<Finding> = said.collect();
    if let Some(first) = message.passages.iter().find(|passage| !matches!(passage.scope, Scope::Heading(_)))
        && alone
        && findings.is_empty()
    {
        findings.extend(wrong(subject, first, &FOR, real));
    }
    findings.sort_by_key(|finding| finding.span.as_ref().map(|span| span.start));
    findings.dedup_by_key(|finding| finding.span.clone());
    findings
}

fn wrong(subject: &Subject<'_>, passage: &Passage, pattern: &Regex, real: f64) -> Vec<Finding> {
    let captures = pattern.captures_iter(&passage.masked);
    let found = captures.filter_map(|found| {
        let span = found.name("span")?;
        let around = sentence(&passage.masked, &span.range());
        // One end of a range, what was expected, and what happened at one moment.
        let before = &passage.masked[..span.start()];
        if RANGE.is_match(before) || OPEN.is_match(around) || CLOCK.find_iter(around).count() == 1 {
            return None;
        }
        let said = Duration::read(span.as_str())?;
        (!said.fits(real, found.name("about").is_some())).then(|| {
            let minutes = (real / 60.0).round();
            let message = format!("the message says \"{}\", and from start to end it was {minutes} minutes", span.as_str());
            RULE.finding(subject, passage.source(span.range()), message)
        })
    });
    found.collect()
}
