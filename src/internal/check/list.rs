//! The list of all rules written in Rust.

use super::registry::{Rule, Subject};
use super::{completeness, lifecycle, public};
use crate::diagnostic::{Finding, RuleDoc};
use crate::internal::{publish, read};

/// Looks at one document.
type Check = fn(&Subject<'_>, &mut Vec<Finding>);

/// Rules that look at one document, with their checks.
pub const RULES: &[(&Rule, Check)] = &[
    (&completeness::impact_numbers::RULE, completeness::impact_numbers::check),
    (&completeness::timeline_moments::RULE, completeness::timeline_moments::check),
    (&lifecycle::action_owner::RULE, lifecycle::action_owner::check),
    (&lifecycle::action_ticket::RULE, lifecycle::action_ticket::check),
    (&lifecycle::meeting_held::RULE, lifecycle::meeting_held::check),
    (&lifecycle::meeting_scheduled::RULE, lifecycle::meeting_scheduled::check),
    (&lifecycle::message_missing::RULE, lifecycle::message_missing::check),
    (&lifecycle::nothing_published::RULE, lifecycle::nothing_published::check),
    (&lifecycle::open_questions::RULE, lifecycle::open_questions::check),
    (&lifecycle::published_early::RULE, lifecycle::published_early::check),
    (&lifecycle::published_missing::RULE, lifecycle::published_missing::check),
    (&lifecycle::reviewers::RULE, lifecycle::reviewers::check),
    (&public::components_missing::RULE, public::components_missing::check),
    (&public::end_missing::RULE, public::end_missing::check),
    (&public::future::RULE, public::future::check),
    (&public::impact_disagrees::RULE, public::impact_disagrees::check),
    (&public::implausible_time::RULE, public::implausible_time::check),
    (&public::order::RULE, public::order::check),
    (&public::phase::RULE, public::phase::check),
    (&public::placeholder::RULE, public::placeholder::check),
    (&public::required::RULE, public::required::check),
    (&public::unknown_component::RULE, public::unknown_component::check),
    (&public::updates_order::RULE, public::updates_order::check),
];

/// What every rule says of itself, in the order of their codes.
pub fn docs() -> Vec<RuleDoc> {
    let listed = RULES.iter().map(|(rule, _)| *rule);
    let native = listed
        .chain([&lifecycle::closed_early::RULE])
        .chain(completeness::missing::rules())
        .chain(super::seal::RULES.iter().copied())
        .chain(read::rules::ALL.iter().copied())
        .chain(publish::rules::ALL.iter().copied());
    let mut docs: Vec<RuleDoc> = native
        .map(Rule::doc)
        .chain(super::wording::Wording::docs())
        .chain(super::leak::Leaks::docs())
        .chain(super::exceptions::docs())
        .chain(super::baseline::docs())
        .chain(super::permissions::docs())
        .collect();
    docs.sort_by(|a, b| a.code.cmp(&b.code));
    docs
}
