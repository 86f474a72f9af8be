//! A larger history than the sample, to look at and to weigh.

use crate::internal::Clearance;
use crate::public::{History, Impact, PublicHtml, SitePath, Window, sample};
use crate::render::highlight;

/// A busy site: ten components, twenty incidents over a year, work under way, and an incident that ran over midnight.
pub(super) fn busy() -> History {
    let mut history = sample::history();
    let names = ["Dashboard", "Webhooks", "Exports", "Sign-in", "Imports", "Mail", "Reports"];
    history.components.extend(names.map(|name| sample::component(name, Some("Product"))));
    let told = history.all().find(|incident| incident.postmortem.is_some()).unwrap().clone();
    for told in &mut history.incidents {
        if let Some(message) = &mut told.postmortem {
            message.body.html = PublicHtml::clear(&Clearance::for_tests(), long());
        }
    }
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
        history.incidents.push(incident.into());
    }
    let mut work = history.all().find(|incident| incident.window.is_some()).unwrap().clone();
    work.id = sample::id("work-now");
    work.window =
        Some(Window { scheduled_for: sample::time("2026-03-20T11:00:00Z"), scheduled_until: sample::time("2026-03-20T14:00:00Z") });
    work.started = sample::time("2026-03-20T11:00:00Z");
    work.resolved = None;
    work.affected[0].component = sample::id("mail");
    history.incidents.push(work.into());
    History::new(history.site, history.components, history.incidents, history.now)
}

/// A message with everything that Markdown can make.
fn long() -> String {
    let code = highlight::classes("-- one in five\nSELECT count(*) FROM searches WHERE took > '2s';\n", "sql");
    format!(
        "<h3>Summary</h3>\n<p>On Saturday one search request in five was slow for 104 minutes. Nothing was lost, and no other part of the \
         service was concerned. We are sorry for the trouble this caused.</p>\n<h3>What happened</h3>\n<p>We rebuild the search index \
         every week. This time <em>two</em> rebuilds ran at once, and together they used the memory that <code>search</code> needs to \
         answer. See <a href=\"https://support.acme.example/search\">how search works</a>.</p>\n<ul>\n<li>09:58 the first slow \
         answers</li>\n<li>10:30 one search in ten fails</li>\n<li>11:42 everything answers at its usual speed</li>\n</ul>\n\
         <pre><code>{code}</code></pre>\n<h3>What we changed</h3>\n<blockquote><p>Two rebuilds can no longer run at \
         once.</p></blockquote>\n<table><thead><tr><th>Step</th><th>Done</th></tr></thead><tbody><tr><td>A lock for \
         rebuilds</td><td>yes</td></tr><tr><td>A limit on memory</td><td>yes</td></tr></tbody></table>\n"
    )
}
