//! What is public now, beside what this source would publish → findings about promises that would be broken: an entry of a feed
//! changed or gone, a page gone. Comes in: a run's outcome and an earlier build. Goes out: the same outcome with more findings.
//! Must never: show a text. Ids, paths and names of fields say enough, and the new text might be internal by mistake.

mod earlier;
mod entries;
mod pages;
mod reading;

use std::collections::BTreeSet;

use crate::diagnostic::{Finding, Level, Report, RuleDoc, Source, SourceId, Sources};
use crate::error::Result;
use crate::internal::{Register, Standing};
use crate::outputs::feeds;
use crate::pipeline::Outcome;
use crate::public::{History, Incident};

pub use earlier::Earlier;
pub(crate) use pages::address;
pub(crate) use reading::Said;

/// An entry that is not what it was.
const ENTRY_CHANGED: &str = "feed/entry-changed";
/// An entry that is nowhere any more.
const ENTRY_VANISHED: &str = "feed/entry-vanished";
/// A page that is nowhere any more.
const PAGE_VANISHES: &str = "lifecycle/page-vanishes";
/// Where findings about the whole site are shown.
const CONFIG: &str = "allclear.toml";

/// Reads a feed as that of an earlier build is read.
#[cfg(feature = "fuzzing")]
pub(crate) fn read_feed(bytes: &[u8]) {
    drop(reading::entries(bytes));
}

/// Compares the site that would be built with an earlier one. A site that was refused is not compared: it has errors enough.
///
/// # Errors
/// If the feeds of the new site cannot be written.
pub fn compare<K>(outcome: Outcome<K>, earlier: &Earlier) -> Result<Outcome<K>> {
    let Some(site) = &outcome.site else { return Ok(outcome) };
    let now = if earlier.entries.is_empty() { Vec::new() } else { entries(&outcome)? };
    let Outcome { history, register, report, .. } = &outcome;
    let case = Case { history, register, report, earlier, files: site.files().map(|(path, _)| path.as_str()).collect() };
    let mut faults = entries::faults(&case, &now);
    faults.extend(pages::faults(&case));
    let told = |sources: &mut Sources| faults.into_iter().map(|fault| fault.finding(sources)).collect();
    Ok(Outcome { report: outcome.report.with(told), ..outcome })
}

/// Every entry that the feeds of a site ever had, as each format writes it.
pub(crate) fn entries<K>(outcome: &Outcome<K>) -> Result<Vec<Said>> {
    let files = feeds::unabridged(&outcome.history, &outcome.renderer)?;
    Ok(files.iter().flat_map(|file| reading::entries(&file.bytes).unwrap_or_default()).collect())
}

/// Both sides of a comparison.
struct Case<'a> {
    history: &'a History,
    register: &'a Register,
    report: &'a Report,
    earlier: &'a Earlier,
    /// The files of the new site.
    files: BTreeSet<&'a str>,
}

/// What became of an incident that was public.
enum Fate<'a> {
    /// It is public still.
    Public(&'a Incident, Option<SourceId>),
    /// It was taken back on purpose, or is withheld because of errors that are reported already.
    Settled,
    /// A document has its id and publishes nothing.
    Silent(SourceId),
    /// No document has its id.
    Gone,
}

impl Case<'_> {
    fn fate(&self, id: &str) -> Fate<'_> {
        let Self { history, register, .. } = self;
        let standing = register.standing(id);
        match (history.all().find(|incident| incident.id.as_str() == id), standing) {
            (Some(incident), standing) => Fate::Public(incident, standing.map(|standing| standing.source)),
            (None, None) => Fate::Gone,
            (None, Some(Standing { withdrawn: true, .. })) => Fate::Settled,
            (None, Some(Standing { source, .. })) if self.has_error(id, source) => Fate::Settled,
            (None, Some(Standing { source, .. })) => Fate::Silent(source),
        }
    }

    /// Whether an error is known about a document, or about its finished page.
    fn has_error(&self, id: &str, source: SourceId) -> bool {
        let report = self.report;
        let pages = [format!("site/incidents/{id}/"), format!("site/maintenance/{id}/")];
        let about = |finding: &Finding| {
            let path = report.sources().get(finding.source).path();
            finding.source == source || pages.iter().any(|page| path.starts_with(page))
        };
        report.findings().iter().any(|finding| finding.level == Level::Error && about(finding))
    }
}

/// A finding before its source is known to the report.
struct Fault {
    rule: &'static str,
    place: Place,
    message: String,
    help: String,
}

/// Where a fault is shown.
enum Place {
    /// At a document.
    Document(SourceId),
    /// At a path: the config, or a file of the earlier build.
    Path(String),
}

impl Fault {
    fn finding(self, sources: &mut Sources) -> Finding {
        let source = match self.place {
            Place::Document(source) => source,
            Place::Path(path) => sources.add(Source::new(path, "")),
        };
        Finding::new(self.rule, Level::Error, source, None, self.message).help(self.help)
    }
}

/// What the rules say of themselves.
pub fn rules() -> Vec<RuleDoc> {
    let rule = |code, summary, why| RuleDoc::without_samples(code, Level::Error, summary, why);
    vec![
        rule(
            ENTRY_CHANGED,
            "a published feed entry with another title, date, link, summary or text than before",
            "Feed readers show a changed entry late, twice or never, and chat tools post it again. What was said stays as it was said; write \
             what is new as another update, or under *Corrections*. Only `check --published` compares. After a change that is meant, \
             such as a new address of the site, compare with the new build from then on.",
        ),
        rule(
            ENTRY_VANISHED,
            "a published feed entry whose id is gone",
            "An id that comes back in another spelling is a new entry to every reader, and one that is gone leaves words in their hands that \
             you no longer stand by. Entries that are merely too old for the feed are not meant. Only `check --published` compares; \
             `publish: false` takes back a whole document on purpose.",
        ),
        rule(
            PAGE_VANISHES,
            "a published page that would be gone: a document deleted or renamed, or a status that steps back",
            "Customers and search engines keep the address of an incident's page. Give a renamed document its old `id`, lead an old path to the \
             new one with `aliases`, retire a component instead of deleting it, and withdraw a document on purpose with `publish: false`. \
             Only `diff` and `check --published` compare; `build` never does, because a revert has to withdraw.",
        ),
    ]
}
