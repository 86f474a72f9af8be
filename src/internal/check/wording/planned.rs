//! Planned work that is filed as an incident: a title such as "Database upgrade". Comes in: a document. Goes out: its kind as customers
//! read it. Only the public title is read, and the profile `strict` takes the declared kind at its word.

use std::sync::LazyLock;

use regex::Regex;

use super::expression::Expression;
use crate::config::Config;
use crate::config::raw::Profile;
use crate::internal::read::draft::{Draft, DraftKind};
use crate::prose::rule::constant;

/// What a title calls work that somebody planned.
pub(super) static WORK: Expression = Expression::new(
    &[
        "maint",
        "migrat",
        "upgrad",
        "updat",
        "removal",
        "brown",
        "planned",
        "scheduled",
        "announce",
        "deprecat",
        "retire",
        "end of",
        "roll",
        "rotation",
        "renewal",
        "relocation",
        "operation",
        "enforced",
        "clean",
        "new ",
    ],
    concat!(
        r"(?i)\b(?:maintenances?|migrat(?:e|es|ed|ing|ions?)|upgrad(?:e|es|ed|ing)|(?:dns|version|system|security|software|firmware|kernel|certificate|database|plugin)s? updates?|updat(?:e|ing) (?:of|to)|removal of|brown-?outs?|planned|scheduled",
        r"|announcements?|deprecation|retirement|end of (?:life|support)|roll-?out|rotation|renewal|relocation|operations? on|enforced|clean-?up",
        r"|new (?:[\w-]+ ){0,3}(?:keys?|version|release))\b|^update .+ to (?:\S+ )?v?\d"
    ),
);

/// What a title says of something that went wrong: then it is an incident, whatever work it came from.
static HARM: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)\b(?:un(?:planned|scheduled|able|available|reachable)|fail\w*|slow\w*|errors?|outages?|unavailability|broken|down|offline|degrad\w+|lo(?:st|ss)|late|delay\w*",
        r"|disrupt\w*|problems?|issues?|missing|wrong|incorrect|corrupt\w*|cannot|could|not|no|incidents?|overload\w*|expired|stuck|blocked|stopped|time-?outs?|crash\w*",
        r"|interrupt\w+|twice|duplicat\w+|double|leak\w*|expos\w+|breach\w*|refus\w+|reject\w+|after|during|because|due|caus\w+|overr(?:an|un)\w*)\b",
    ))
});

/// Names of hosts and machines: `issues.example.com` says nothing of an issue.
static NAME: LazyLock<Regex> = LazyLock::new(|| constant(r"[^\s()]+\.[^\s()]+|\b\w+-\w+-[\w-]+"));

/// Whether a title announces work, and no harm.
fn announces(title: &str) -> bool {
    WORK.is_match(title) && !HARM.is_match(&NAME.replace_all(title, ""))
}

/// What the document is about, as its readers see it.
pub fn kind(draft: &Draft, config: &Config) -> DraftKind {
    let title = draft.public.as_ref().and_then(|public| public.title.as_ref()).map_or("", |title| title.value.expose_internal());
    let announces = config.wording.profile != Profile::Strict && announces(title);
    if announces && draft.kind == DraftKind::Incident { DraftKind::Maintenance } else { draft.kind }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_work_from_harm() {
        for title in [
            "Database upgrade",
            "Security updates",
            "Upgrade of issues.example.com",
            "Removal of old mirrors",
            "Planned maintenance of search",
            "Update of the mail servers",
            "New signing keys",
            "Update sign-in to version 4",
        ] {
            assert!(announces(title), "{title}");
        }
        for title in [
            "Slow search results",
            "Sign-in failed after the upgrade",
            "Invoices sent twice during a migration",
            "Updates of invoices were late",
            "Maintenance overran",
            "Unplanned maintenance",
            "Update: search",
        ] {
            assert!(!announces(title), "{title}");
        }
    }
}
