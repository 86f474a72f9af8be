//! The whole build on one screen. Comes in: a site's folder. Goes out: a verified site in memory, and the report.
//! Nothing is written here; [`crate::write`] does that, and only when the caller asks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::advice;
use crate::authors::Authors;
use crate::clock::Time;
use crate::config::{self, Config};
use crate::diagnostic::{Level, Report, SourceId};
use crate::error::{Error, Result};
use crate::folder::Folder;
use crate::internal::{self, Amended, Pending, Private, Reason, Register};
use crate::outputs::Site;
use crate::outputs::headers::{self, Policy};
use crate::preview::Wish;
use crate::public::{History, Id, SitePath};
use crate::render::{Renderer, Theme};
use crate::timings::{Part, Timings};
use crate::verify::{self, DEAD_LINK, Refused, Verified};

/// What to build.
#[derive(Debug, Clone)]
pub struct Order {
    /// The folder with `allclear.toml`, on disk or as a revision has it.
    pub site: Folder,
    /// The clock.
    pub now: Time,
    /// Whether an error withholds its document alone, instead of stopping the whole build.
    pub keep_going: bool,
}

/// What came of it.
pub struct Outcome {
    /// The site, unless an error stopped the build.
    pub site: Option<Verified>,
    /// Everything that was found.
    pub report: Report,
    /// The config that was used.
    pub config: Config,
    /// How long the stages took.
    pub timings: Timings,
    /// Documents read.
    pub documents: usize,
    /// Documents published.
    pub published: usize,
    /// The wording baseline as it would be written now, if the config names one.
    pub(crate) baseline: Option<internal::Snapshot>,
    /// What was published, to be compared with what was published before.
    pub(crate) history: History,
    /// What the site was rendered with.
    pub(crate) renderer: Renderer,
    /// Which document stands behind an id.
    pub(crate) register: Register,
    /// The source of each incident, by id.
    pub(crate) origins: BTreeMap<Id, SourceId>,
    /// What is not out, if a preview wished to see it.
    pub(crate) pending: Vec<Pending>,
    /// The moments at which the clock alone may change the site.
    pub(crate) moments: BTreeSet<Time>,
    /// The documents that publish nothing, or not their message, each with the reason.
    pub(crate) private: Vec<Private>,
}

impl Outcome {
    /// The document behind each page that comes of one alone. For the terminal: where documents lie is internal.
    pub fn documents_by_page(&self) -> BTreeMap<SitePath, String> {
        let page = |incident: &crate::public::Incident| {
            let source = self.report.sources().get(*self.origins.get(&incident.id)?);
            Some((SitePath::new(format!("{}index.html", incident.page().trim_start_matches('/')))?, source.path().to_owned()))
        };
        self.history.incidents.iter().filter_map(page).collect()
    }

    /// What the headers of its files depend on.
    pub fn policy(&self) -> Policy {
        headers::policy(&self.history.site, &self.renderer)
    }
}

/// read → check → publish → collect → outputs → verify.
pub fn run(order: &Order) -> Result<Outcome> {
    run_with(order, None)
}

/// The same, with one document as it would stand in place of the one on disk.
pub(crate) fn run_with(order: &Order, amended: Option<&Amended>) -> Result<Outcome> {
    flow(order, amended, None)
}

/// The same, with the wish of a preview to see what is not out. Whoever has none builds what customers get.
pub(crate) fn flow(order: &Order, amended: Option<&Amended>, wish: Option<&Wish>) -> Result<Outcome> {
    let mut changed = None;
    for _ in 0..TRIES {
        let outcome = stages(order, amended, wish);
        // First of all: whatever else was found may only follow from it.
        order.site.whole()?;
        changed = order.site.changed();
        if changed.is_none() {
            return outcome;
        }
    }
    Err(restless(&changed.unwrap_or_default()))
}

/// How often it is done again because somebody wrote into a file that was read.
const TRIES: usize = 3;

fn restless(path: &Path) -> Error {
    Error::usage(
        format!("{} changed while it was read, again and again", path.display()),
        "wait until whatever writes it is done, then run the command again",
    )
}

fn stages(order: &Order, amended: Option<&Amended>, wish: Option<&Wish>) -> Result<Outcome> {
    let mut timings = Timings::default();
    let config = config::load(&order.site)?;
    let renderer = timings.measure("theme", Part::Rest, || renderer(&order.site, &config))?;
    let internal::Intake {
        mut history,
        origins,
        pending,
        register,
        mut private,
        mut sources,
        mut findings,
        suppressed,
        baseline,
        tripwire,
        moments,
        documents,
    } = internal::intake(&order.site, &config, order.now, amended, wish, &mut timings)?;
    findings.extend(advice::findings(&order.site, &config, order.now, &mut sources));
    // The site is finished and verified even if an error will stop it, so that `check` and `build` find the same.
    let stopped = !order.keep_going && findings.iter().any(|finding| finding.level == Level::Error);
    let scan = |path: &str, bytes: &[u8]| tripwire.scan(path, bytes).into_iter().map(|trip| (trip.rule, trip.span)).collect();
    let site = loop {
        let site = timings.measure("render", Part::Rendering, || Site::collect(&history, &renderer))?;
        match verify::verify(site, &config.site.url, scan, &mut sources, &mut timings) {
            Ok(verified) => break Some(verified).filter(|_| !stopped),
            Err(Refused { findings: faults, dead }) => {
                let authors = Authors { history: &history, origins: &origins, sources: &sources };
                let astray = authors.dead_links(&dead);
                let told = !astray.is_empty();
                let faulty = authors.faulty(&astray);
                findings.extend(astray.into_iter().map(|(_, finding)| finding));
                findings.extend(faults.into_iter().filter(|fault| !told || fault.rule != DEAD_LINK));
                if !order.keep_going || faulty.is_empty() {
                    break None;
                }
                // One document must not block the update of another.
                let withheld: Vec<SourceId> = faulty.iter().filter_map(|id| origins.get(id)).copied().collect();
                private.retain(|document| !withheld.contains(&document.source));
                private.extend(withheld.into_iter().map(|source| Private { source, reason: Reason::Withheld, message_alone: false }));
                history.incidents.retain(|incident| !faulty.contains(&incident.id));
            }
        }
    };
    let published = history.incidents.len();
    let report = Report::new(sources, findings).beside(suppressed);
    Ok(Outcome {
        site,
        report,
        config,
        timings,
        documents,
        published,
        baseline,
        history,
        renderer,
        register,
        origins,
        pending,
        moments,
        private,
    })
}

fn renderer(site: &Folder, config: &Config) -> Result<Renderer> {
    let theme = Theme::load(site)?;
    let locale = theme.locale(&config.site.language)?;
    Renderer::new(&theme, locale)
}
