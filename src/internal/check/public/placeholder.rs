//! `public/placeholder`: a message that is a placeholder.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::decision::message_content;
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::content::Content;

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/placeholder",
    level: Level::Error,
    summary: "a message that is a placeholder",
    why: "A prompt or `TBD` is a note to the author. Customers would read it as the message.",
    help: "write the message, or leave the section empty and give `no_message: reason`",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit(
        "Search results were slow for one request in five, from 09:58 to 11:42 UTC on 14 March 2026.\n\nA scheduled rebuild of the search index ran at the busiest hour. It now runs at night, and stops by itself when searches slow down.\n\nWe are sorry that you waited for results.",
        "_What did customers notice?_",
    )],
};

/// Reports a message that is only a prompt or a note that it is still to come.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if let Some(message) = &subject.draft.message
        && message_content(subject.draft) == Content::Placeholder
    {
        findings.push(RULE.finding(subject, message.heading.clone(), "the message is still a placeholder"));
    }
}
