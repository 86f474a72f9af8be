//! A message without a number for who or what was hit, or for how long. Times and dates are no such number; the page shows how long it
//! took if the block has both times.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::expression::Expression;
use super::message::{Message, times};
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Part, Rule, Shown, Subject};
use crate::prose::rule::constant;
use crate::public::Impact;

/// What the rule says of itself.
pub const RULE: Rule = Rule {
    code: "wording/impact-quantified",
    level: Level::Error,
    summary: "a message that does not say how many were hit, or how long",
    why: "A reader asks first: was I meant? \"One request in five\" answers it, and so does \"all\" or \"nobody\". How long it took is shown \
          from `started` and `resolved`; without them the message has to say it. If the number cannot be known, say so in the message \
          (\"we do not know how many\"), or give the internal key `unknown_because: reason`. Silent where `impact` is none; where \
          it is full, the page says that it hit all. A warning in a note of fewer than 60 words, unless the profile is `strict`.",
    help: "write a number or a share, or give `unknown_because: reason` in the front matter",
    good: &[
        Shown::Message("Search was slow for one request in five, from 09:58 to 11:42 UTC."),
        Shown::Message("Nobody could sign in from 09:58 to 11:42 UTC on 14 March 2026."),
        Shown::Edit("impact: degraded", "impact: full"),
        Shown::Message("Search was slow. We do not know for how many people: the records of that hour are gone."),
        Shown::Document(concat!(
            "---\nid: slow-search\nstatus: reviewed\nunknown_because: the records of that hour are gone\npublic:\n  title: Slow search results\n",
            "  impact: partial\n  started: 2026-03-14T09:58:00Z\n  resolved: 2026-03-14T11:42:00Z\n  published: 2026-03-18T16:00:00Z\n---\n",
            "## External message\nSearch results were slow.\n"
        )),
    ],
    bad: &[
        Shown::Message("Search was slow from 09:58 to 11:42 UTC on 14 March 2026."),
        Shown::Message("Some customers could not sign in."),
        Shown::Document(
            "---\nid: slow-search\nstatus: reviewed\npublic:\n  title: Slow search results\n  impact: partial\n  started: 2026-03-14T09:58:00Z\n  published: 2026-03-18T16:00:00Z\n---\n## External message\nSearch results were slow for one request in five.\n",
        ),
    ],
};

/// Clock times, dates, years, versions and spans of time: numbers that say nothing about how many.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\b)?|\b\d{1,2}\s?[ap]\.?m\b|\b\d{4}-\d{2}-\d{2}\b|\bv?\d+(?:\.\d+){2,}",
        r"|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:,? (?:19|20)\d\d)?",
        r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?\b(?:,? (?:19|20)\d\d)?|\b(?:19|20)\d\d\b",
        r"|\b(?:\d+(?:[.,]\d+)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|half an)[ -]?(?:second|minute|min|hour|day|week|month|year)s?\b",
    ))
});

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)\d|\b(?:all|every|everyone|everybody|each|nobody|no one|none|no (?:\w+ )?(?:customers?|users?|data|requests?)|both|anybody|anyone|half|thirds?",
        r"|quarters?|tenths?|fifths?|one in|one out of|only one|twice|single|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty",
        r"|thirty|forty|fifty|dozens?|hundreds?|thousands?|millions?|entire(?:ly)?|whole|no [\w-]+ (?:could|loaded|opened|worked|began|started|ran|arrived|went|answered)|any (?:customer|user|account|request)s?)\b",
    ))
});

/// The message owns that the number is not known.
pub(super) static UNKNOWN: Expression = Expression::new(
    &["how ", "known"],
    concat!(
        r"(?i)(?:not|n['’]t|unable to|cannot|never|yet to) (?:\w+ ){0,3}(?:know|say|tell|count|measure|determine|establish)(?:n|ed)?\b.{0,30}\bhow (?:many|much|long|often)",
        r"|\b(?:number|share|extent)\b.{0,40}\b(?:not|un)\s?(?:yet )?known",
    ),
);

static SPAN: LazyLock<Regex> = LazyLock::new(|| constant(&format!(r"(?i)\b{}|\d[:.]\d\d\b", super::duration::pattern("span"))));

/// What stands behind a count of time, in each match of [`OTHER`] that has no digit.
pub(super) static UNIT: Expression = Expression::new(
    &["second", "min", "hour", "day", "week", "month", "year"],
    r"(?i)(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|half an)[ -]?(?:second|minute|min|hour|day|week|month|year)s?",
);

/// A text without numbers that say nothing about how many.
fn without_other(text: &str) -> Cow<'_, str> {
    let has_other = !text.is_ascii() || text.bytes().any(|byte| byte.is_ascii_digit()) || UNIT.can_stand(text);
    if has_other { OTHER.replace_all(text, "") } else { Cow::Borrowed(text) }
}

/// Looks for both numbers in all that the page tells of the incident as a whole.
pub fn check(subject: &Subject<'_>, message: Option<&Message<'_>>) -> Vec<Finding> {
    let Some(message) = message.filter(|message| message.is_of_incident()) else { return Vec::new() };
    let impact = subject.draft.public.as_ref().and_then(|public| public.impact.as_ref()).map(|impact| impact.value);
    let excused =
        subject.draft.fields.iter().any(|field| field.key == "unknown_because" && !field.value.value.expose_internal().trim().is_empty());
    if impact == Some(Impact::None)
        || excused
        || message.may_say(&UNKNOWN) && message.passages.iter().any(|passage| UNKNOWN.is_match(&passage.text))
    {
        return Vec::new();
    }
    let short = subject.pieces.iter().filter(|piece| matches!(piece.part, Part::Title | Part::Summary)).flat_map(|piece| &piece.passages);
    // A full outage is said to be one on the page: nobody was spared.
    let many = impact == Some(Impact::Full)
        || short.chain(message.passages.iter().copied()).any(|passage| COUNT.is_match(&without_other(&passage.text)));
    let long = times(subject).is_some() || message.passages.iter().any(|passage| SPAN.find_iter(&passage.text).nth(1).is_some());
    let missing = match (many, long) {
        (true, true) => return Vec::new(),
        (false, true) => "how many were hit",
        (true, false) => "how long it took",
        (false, false) => "how many were hit, or how long it took",
    };
    // A note of a few lines is a start, and a team needs its first page today.
    let level = if message.is_whole() { Level::Error } else { Level::Warning };
    vec![Finding { level, ..RULE.finding(subject, message.heading.clone(), format!("the message does not say {missing}")) }]
}
