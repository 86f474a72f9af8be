//! A larger history than the sample, to look at and to weigh.

use crate::public::{History, Impact, SitePath, Window, sample};

/// A busy site: ten components, twenty incidents over a year, work under way, and an incident that ran over midnight.
pub(super) fn busy() -> History {
    let mut history = sample::history();
    let names = ["Dashboard", "Webhooks", "Exports", "Sign-in", "Imports", "Mail", "Reports"];
    history.components.extend(names.map(|name| sample::component(name, Some("Product"))));
    let told = history.incidents.iter().find(|incident| incident.postmortem.is_some()).unwrap().clone();
    for number in 0..16_i64 {
        let mut incident = told.clone();
        let shift = chrono::TimeDelta::days(3 + number * number) + chrono::TimeDelta::hours(number);
        incident.id = sample::id(&format!("incident-{number}"));
        incident.title =
            sample::text(["Slow sign-in", "Missing webhooks", "Exports fail", "Late mail"][usize::try_from(number % 4).unwrap()]);
        incident.started -= shift;
        incident.resolved = incident.resolved.map(|resolved| resolved - shift + chrono::TimeDelta::hours(number * 2));
        for affected in &mut incident.affected {
            affected.component = history.components[usize::try_from(number).unwrap() % history.components.len()].id.clone();
            for span in &mut affected.spans {
                span.from -= shift;
                span.until = span.until.map(|until| until - shift);
                span.impact = [Impact::Degraded, Impact::Partial, Impact::Full][usize::try_from(number % 3).unwrap()];
            }
        }
        incident.impact = incident.affected[0].worst();
        incident.affected.truncate(1);
        incident.aliases = vec![SitePath::new(format!("old/{number}")).unwrap()];
        history.incidents.push(incident);
    }
    let mut work = history.incidents.iter().find(|incident| incident.window.is_some()).unwrap().clone();
    work.id = sample::id("work-now");
    work.window =
        Some(Window { scheduled_for: sample::time("2026-03-20T11:00:00Z"), scheduled_until: sample::time("2026-03-20T14:00:00Z") });
    work.started = sample::time("2026-03-20T11:00:00Z");
    work.resolved = None;
    work.affected[0].component = sample::id("mail");
    history.incidents.push(work);
    History::new(history.site, history.components, history.incidents, history.now)
}
