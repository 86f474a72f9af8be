//! A message in which nobody acts: no sentence has a "we". A name of a person is not asked for, and is a leak.

use std::sync::LazyLock;

use regex::Regex;

use super::expression::Expression;
use super::message::Message;
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::prose::rule::constant;

/// What the rule says of itself.
pub const RULE: Rule = Rule {
    code: "wording/admits-failure",
    level: Level::Warning,
    summary: "a message in which nobody owns what went wrong",
    why: "\"A change was made, and an error occurred\" admits nothing. One sentence with \"we\" does: we changed it, we did not test it, we \
          noticed it late. Thanks do not count. A message of fewer than 60 words is a note and owes it only with the profile `strict`.",
    help: "say with \"we\" what you did or did not do: \"We changed the index without trying it first\"",
    good: &[
        Shown::Message(
            "Search was slow for one request in five, from 09:58 to 11:42 UTC on 14 March 2026, on the site and in the app. Every search took longer than ten seconds, and exports did not begin.\n\n\
             We moved the rebuild of the index to the busiest hour by mistake. It now runs at night, and it stops by itself when searches slow down. No data was lost.",
        ),
        Shown::Message("Search was slow for one request in five."),
    ],
    bad: &[
        Shown::Message(
            "Search was slow for one request in five, from 09:58 to 11:42 UTC on 14 March 2026, on the site and in the app. Every search took longer than ten seconds, and exports did not begin.\n\n\
             The rebuild of the index was moved to the busiest hour by mistake. It now runs at night, and it stops by itself when searches slow down. No data was lost.",
        ),
        Shown::Message(
            "Search was slow for one request in five, from 09:58 to 11:42 UTC on 14 March 2026, on the site and in the app. Every search took longer than ten seconds, and exports did not begin.\n\n\
             The rebuild was moved to the busiest hour by mistake. It runs at night since 15 March 2026. We thank all who wrote. No data was lost, and none was exposed.",
        ),
    ],
};

static WE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)\b(?:we|we['’](?:re|ve|d|ll)|our|ours|us)\b"));
/// Words of a "we" that owns nothing.
pub(super) static THANKS: Expression = Expression::new(
    &["thank", "appreciate", "patience", "understanding", "contact us", "support team"],
    r"(?i)\b(?:thank|thanks|appreciate|patience|understanding|contact us|support team)\b",
);

/// Looks for a sentence in which the company acts.
pub fn check(subject: &Subject<'_>, message: Option<&Message<'_>>) -> Vec<Finding> {
    let Some(message) = message.filter(|message| message.is_post_mortem()) else { return Vec::new() };
    let owns = |sentence: &str| WE.is_match(sentence) && !THANKS.is_match(sentence);
    if message.sentences.iter().any(|(passage, range)| owns(&passage.text[range.clone()])) {
        return Vec::new();
    }
    vec![RULE.finding(subject, message.heading.clone(), "no sentence of the message says what we did or did not do")]
}
