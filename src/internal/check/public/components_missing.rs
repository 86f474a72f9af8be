//! `public/components-missing`: an incident that hits customers, but no component.

use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::draft::DraftKind;
use crate::public::Impact;

/// The rule.
pub const RULE: Rule = Rule {
    code: "public/components-missing",
    level: Level::Suggestion,
    summary: "an incident with an impact that names no component",
    why: "While it runs, the banner speaks of trouble above components that are all operational, and afterwards no bar, no uptime and no component's feed knows of it. Right for trouble outside the catalogue, such as a telephone line.",
    help: "add `components` to `public:`",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit("  components: [search]\n", "")],
};

/// Reports an impact on nothing.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    let Some(public) = draft.public.as_ref().filter(|public| public.components.is_empty()) else { return };
    let harmful = public.impact.as_ref().is_some_and(|impact| impact.value > Impact::None);
    let changed_later = draft.updates.iter().any(|update| !update.affects.is_empty());
    let unread = public.unreadable.iter().any(|key| key == "components");
    if draft.kind == DraftKind::Incident && harmful && !changed_later && !unread {
        findings.push(RULE.finding(subject, public.span.clone(), "the incident names no component"));
    }
}
