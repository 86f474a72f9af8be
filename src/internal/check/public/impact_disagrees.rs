//! `public/impact-disagrees`: a component hit harder than the incident.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/impact-disagrees",
    level: Level::Warning,
    summary: "a component hit harder than the incident",
    why: "The incident's impact is the worst that any customer saw. A component above it contradicts it.",
    help: "raise `impact`, or lower the component",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("[search]", "{ search: full }")],
};

/// Reports components whose declared impact is above that of the incident.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some((public, impact)) = subject.draft.public.as_ref().and_then(|public| Some((public, public.impact.as_ref()?))) else { return };
    let listed = public.components.iter().filter_map(|(id, declared)| Some((id, (*declared)?)));
    for (id, _) in listed.filter(|(_, declared)| *declared > impact.value) {
        findings.push(RULE.finding(subject, id.span.clone(), "this component is hit harder than the incident"));
    }
}
