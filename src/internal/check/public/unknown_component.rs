//! `public/unknown-component`: a component that is not in the catalogue.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/unknown-component",
    level: Level::Error,
    summary: "a component that is not in the catalogue",
    why: "A component that the catalogue does not have would be shown nowhere, and a misspelt one hides the impact on the right one.",
    help: "name a component of allclear.toml, or add it there under [[components]]",
    good: &[Shown::Edit("", "")],
    bad: &[
        Shown::Edit("[search]", "[serach]"),
        Shown::Edit("Search results are slow for", "Affects: Serach (degraded)\n\nSearch results are slow for"),
    ],
};

/// Reports each component that the catalogue does not have.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let catalogue = &subject.config.components;
    let listed = subject.draft.public.iter().flat_map(|public| &public.components).map(|(id, _)| (id, false));
    let affected = subject.draft.updates.iter().flat_map(|update| &update.affects).map(|(name, _)| (name, true));
    for (name, by_name) in listed.chain(affected) {
        let known =
            catalogue.iter().any(|component| component.id == name.value || (by_name && component.name.eq_ignore_ascii_case(&name.value)));
        if known {
            continue;
        }
        let near = catalogue
            .iter()
            .map(|component| (strsim::osa_distance(&name.value.to_lowercase(), &component.id), component))
            .min_by_key(|(distance, _)| *distance);
        let finding = RULE.finding(subject, name.span.clone(), "this component is not in the catalogue");
        findings.push(match near.filter(|(distance, _)| *distance <= 3) {
            Some((_, component)) => finding.help(format!("did you mean `{}`? {}", component.id, RULE.help)),
            None => finding,
        });
    }
}
