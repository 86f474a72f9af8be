//! A message without a word on whether data was lost or exposed, either way.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::expression::Expression;
use super::message::Message;
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::prose::rule::constant;
use crate::public::Impact;

/// What the rule says of itself.
pub const RULE: Rule = Rule {
    code: "wording/data-statement",
    level: Level::Warning,
    summary: "a message without a word on data, lost or not",
    why: "It is the question that every reader has and support has to answer one by one. \"No data was lost, and none was exposed\" takes \
          one line; if some was, it is the most important line. A message of fewer than 60 words is a note and owes it only with the \
          profile `strict`; where `impact` is none, nobody asks.",
    help: "say whether data was lost or exposed, for example: No data was lost, and none was exposed",
    good: &[
        Shown::Message(
            "Search was slow for one request in five, from 09:58 to 11:42 UTC on 14 March 2026, on the site and in the app. No data was lost, and none was exposed.\n\n\
             We moved the rebuild of the index to the busiest hour by mistake. It now runs at night, and it stops by itself when searches slow down. We learned to look at what runs beside it.",
        ),
        Shown::Message("Search was slow for one request in five."),
    ],
    bad: &[
        Shown::Message(
            "Search was slow for one request in five, from 09:58 to 11:42 UTC on 14 March 2026, on the site and in the app. Exports did not begin.\n\n\
             We moved the rebuild of the index to the busiest hour by mistake. It now runs at night, and it stops by itself when searches slow down. We learned to look at what runs beside it, and when.",
        ),
        Shown::Message(
            "Our data centre in the north lost power from 09:58 to 11:42 UTC on 14 March 2026, and one request in five failed, on the site and in the app. Exports did not begin.\n\n\
             We had relied on a second line that ends in the same building. It now ends in another one, and we try the change from one to the other each month, with everyone watching.",
        ),
    ],
};

/// What can be lost or seen, and what can happen to it, in one sentence in either order.
static DATA: LazyLock<Regex> = LazyLock::new(|| {
    let (what, fate) = (WHAT.pattern(), FATE.pattern());
    // Letters are whatever is no mark of ASCII: their classes, ten times over, take longer to compile than all messages to read.
    let word = r" (?:[0-9A-Za-z_,'-]|[^\x00-\x7f])+";
    constant(&format!(r"(?i)\b{what}\b(?:{word}){{0,10}} {fate}\b|\b{fate}\b(?:{word}){{0,6}} {what}\b|\bdata loss\b"))
});

/// What can be lost or seen.
pub(super) static WHAT: Expression = Expression::new(
    &[
        "data",
        "information",
        "record",
        "message",
        "file",
        "document",
        "backup",
        "content",
        "credential",
        "password",
        "upload",
        "order",
        "payment",
        "changes",
        "mail",
        "entries",
        "visits",
        "reminders",
        "texts",
        "check-in",
    ],
    r"(?:data(?:base)?|information|records?|messages?|files?|documents?|backups?|content|credentials?|passwords?|uploads?|orders?|payments?|changes|mails?|e-mails?|entries|visits|reminders|texts|check-ins?)",
);

/// What can happen to it.
pub(super) static FATE: Expression = Expression::new(
    &[
        "los",
        "expos",
        "leak",
        "access",
        "breach",
        "safe",
        "secure",
        "intact",
        "complete",
        "compromis",
        "corrupt",
        "delet",
        "missing",
        "stolen",
        "saw",
        "seen",
        "visible to",
        "viewed",
        "disclos",
        "preserved",
        "recover",
        "restor",
        "kept",
        "stored",
        "readable",
    ],
    r"(?:lost|los(?:s|e|ing)|expos(?:ed|ure)|leak(?:ed|s)?|access(?:ed)?|breach(?:ed)?|safe|secure|intact|complete|compromis(?:ed|e)|corrupt(?:ed|ion)?|delet(?:ed|ion)|missing|stolen|saw|seen|visible to|viewed|disclos(?:ed|ure)|preserved|recover(?:ed|y)|restor(?:ed|ation)|kept|stored|readable)",
);

/// A place where machines stand is no data.
pub(super) static CENTRE: Expression = Expression::new(&["cent"], r"(?i)\bdata[ -]?cent(?:re|er)s?\b");

/// Looks for one sentence.
pub fn check(subject: &Subject<'_>, message: Option<&Message<'_>>) -> Vec<Finding> {
    let Some(message) = message.filter(|message| message.is_post_mortem()) else { return Vec::new() };
    let harmless =
        subject.draft.public.as_ref().and_then(|public| public.impact.as_ref()).is_some_and(|impact| impact.value == Impact::None);
    let has_centre = message.may_say(&CENTRE);
    let says = |text: &str| {
        let without_centre = if has_centre { CENTRE.replaced(text, "building") } else { Cow::Borrowed(text) };
        WHAT.can_stand(text) && FATE.can_stand(text) && DATA.is_match(&without_centre)
    };
    if harmless || message.sentences.iter().any(|(passage, range)| says(&passage.text[range.clone()])) {
        return Vec::new();
    }
    vec![RULE.finding(subject, message.heading.clone(), "the message does not say whether data was lost or exposed")]
}
