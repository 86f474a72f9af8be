//! An apology that names no effect, or that comes late in a long message. That there is one is nobody's rule.

use std::sync::LazyLock;

use regex::Regex;

use super::expression::Expression;
use super::message::{Message, words};
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::prose::rule::constant;

/// What the rule says of itself.
pub const RULE: Rule = Rule {
    code: "wording/apology-specific",
    level: Level::Warning,
    summary: "an apology that names no effect, or comes late",
    why: "\"We apologise for the disruption\" could stand in any message. \"We are sorry that you waited for results\" can stand only here, \
          and shows that you know what it was like. In a message of 120 words or more it belongs into the first third, where people still \
          read. A bare \"We are sorry.\" behind a sentence that names the effect is fine.",
    help: "write \"We are sorry that …\" with what people could not do",
    good: &[
        Shown::Edit("", ""),
        Shown::Message("Nobody could sign in from 10:05 to 10:40 UTC. We are sorry."),
        Shown::Message("We apologise for the late reports of 14 March 2026."),
    ],
    bad: &[
        Shown::Message("Search was slow for one request in five. We apologise for the disruption."),
        Shown::Message("We are sorry. One request in five was slow."),
        Shown::Message("Search was slow for one request in five. We are sorry for the issue and the trouble it caused to all of you."),
    ],
};

/// From this length on a message has a first third worth speaking of.
const LONG: usize = 120;

/// An apology.
pub(super) static SORRY: Expression = Expression::new(
    &["sorry", "apolog"],
    r"(?i)\b(?:we(?:['’]re| are)(?: \w+)? sorry|sorry|we(?: \w+)? apologi[sz]e|(?:please accept )?our(?: \w+)? apologies|apologies)\b",
);

/// Words that stand in any apology.
static STOCK: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)^(?:an?|the|any|all|this|that|these|those|for|to|of|in|on|by|with|and|or|it|its|we|us|you|your|our|has|have|had|been|was|were|is|are|be|may|might|can|who|which",
        r"|incidents?|issues?|problems?|troubles?|disruptions?|interruptions?|events?|situation|experience|impact|effects?|frustration|difficult(?:y|ies)|hassle",
        r"|caus(?:e|ed|es|ing)|affect(?:ed|s)?|impacted|customers?|users?|everyone|everybody|anyone|again|deeply|very|sincerely|truly|so|really|once|more|today|happened|happen|occurred)$",
    ))
});

/// Looks at the first apology.
pub fn check(subject: &Subject<'_>, message: Option<&Message<'_>>) -> Vec<Finding> {
    let Some(message) = message else { return Vec::new() };
    if !message.may_say(&SORRY) {
        return Vec::new();
    }
    let mut before = 0;
    for (passage, range) in &message.sentences {
        let sentence = &passage.text[range.clone()];
        if let Some(sorry) = SORRY.find(sentence) {
            let span = passage.source(range.start + sorry.start()..range.start + sorry.end());
            let fault = fault(sentence, &sorry, before, message);
            return fault.map(|fault| RULE.finding(subject, span, fault)).into_iter().collect();
        }
        before += words(sentence);
    }
    Vec::new()
}

fn fault(sentence: &str, sorry: &regex::Match<'_>, before: usize, message: &Message<'_>) -> Option<&'static str> {
    let rest = &sentence[sorry.end()..];
    // Those two have rules of their own.
    if rest.contains("inconvenience") || rest.trim_start().starts_with("if ") {
        return None;
    }
    let plain = |word: &&str| word.chars().any(char::is_alphanumeric);
    let mut left = rest.split(|character: char| !character.is_alphanumeric() && character != '-').filter(plain);
    let bare = words(rest) == 0;
    let names = if bare { before > 0 || words(&sentence[..sorry.start()]) > 2 } else { left.any(|word| !STOCK.is_match(word)) };
    let total = message.words;
    if !names {
        Some("the apology does not name what people are owed it for")
    } else if total >= LONG && before * 3 > total {
        Some("the apology stands behind the first third of the message")
    } else {
        None
    }
}
