//! The whole build on one screen. Comes in: a site's folder, and what keeps its files. Goes out: a verified site, and the report.
//! The files are made, scanned, read again and handed over one by one, so that no step holds the whole site.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::advice;
use crate::authors::Authors;
use crate::clock::Time;
use crate::config::{self, Config};
use crate::diagnostic::{Level, Report, SourceId, Sources};
use crate::error::{Error, Result};
use crate::folder::Folder;
use crate::internal::{self, Amended, Pending, Private, Reason, Recall, Register};
use crate::keep::{Forget, InMemory, Keep};
use crate::outputs::headers::{self, Policy};
use crate::preview::Wish;
use crate::public::{History, Id, SitePath};
use crate::render::{Renderer, Theme};
use crate::stream;
use crate::timings::{Part, Timings};
use crate::verify::{DEAD_LINK, Places, Refused, Verified};

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

/// What came of it, with what stays of each file of the site.
pub struct Outcome<K = Vec<u8>> {
    /// The site, unless an error stopped the build.
    pub site: Option<Verified<K>>,
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
    /// What the next build may be spared, if this one is to be remembered.
    pub(crate) recall: Option<Recall>,
}

/// What the last build knew, for one that is to be remembered.
#[derive(Default)]
pub(crate) struct Memory {
    /// What the gates found.
    pub(crate) recall: internal::Memory,
    /// The places that its files lead to, by number.
    pub(crate) places: Arc<Places>,
}

impl<K> Outcome<K> {
    /// The document behind each page that comes of one alone. For the terminal: where documents lie is internal.
    pub fn documents_by_page(&self) -> BTreeMap<SitePath, String> {
        let page = |incident: &crate::public::Incident| {
            let source = self.report.sources().get(*self.origins.get(&incident.id)?);
            Some((SitePath::new(format!("{}index.html", incident.page().trim_start_matches('/')))?, source.path().to_owned()))
        };
        self.history.all().filter_map(page).collect()
    }

    /// The same, of whose files nothing stays.
    #[must_use]
    pub fn without_files(self) -> Outcome<()> {
        let (site, rest) = self.apart();
        Outcome { site: site.map(Verified::forget), ..rest }
    }

    /// The site, and all else that came of it.
    pub fn apart(self) -> (Option<Verified<K>>, Outcome<()>) {
        let rest = Outcome {
            site: None,
            report: self.report,
            config: self.config,
            timings: self.timings,
            documents: self.documents,
            published: self.published,
            baseline: self.baseline,
            history: self.history,
            renderer: self.renderer,
            register: self.register,
            origins: self.origins,
            pending: self.pending,
            moments: self.moments,
            private: self.private,
            recall: self.recall,
        };
        (self.site, rest)
    }

    /// What the headers of its files depend on.
    pub fn policy(&self) -> Policy {
        headers::policy(&self.history.site, &self.renderer)
    }
}

/// read → check → publish → collect → outputs → verify, with every file of the site in memory.
pub fn run(order: &Order) -> Result<Outcome> {
    flow(order, Eyes::default(), &mut InMemory)
}

/// The same, with what `keep` makes of each file.
pub fn run_into<K: Keep>(order: &Order, keep: &mut K) -> Result<Outcome<K::Kept>> {
    flow(order, Eyes::default(), keep)
}

/// A rehearsal, of which no file stays: with one document as it would stand in place of the one on disk.
pub(crate) fn rehearse(order: &Order, amended: Option<&Amended>) -> Result<Outcome<()>> {
    flow(order, Eyes { amended, ..Eyes::default() }, &mut Forget)
}

/// What a build sees beside what stands in the folder.
#[derive(Default, Clone, Copy)]
pub(crate) struct Eyes<'a> {
    /// One document as it would stand in place of the one on disk.
    pub(crate) amended: Option<&'a Amended>,
    /// That of a preview to see what is not out. Whoever has none builds what customers get.
    pub(crate) wish: Option<&'a Wish>,
    /// The last build, if this one is to be remembered as well.
    pub(crate) memory: Option<&'a Memory>,
}

/// All of them.
pub(crate) fn flow<K: Keep>(order: &Order, eyes: Eyes<'_>, keep: &mut K) -> Result<Outcome<K::Kept>> {
    let mut changed = None;
    for _ in 0..TRIES {
        let outcome = stages(order, eyes, keep);
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

fn stages<K: Keep>(order: &Order, Eyes { amended, wish, memory }: Eyes<'_>, keep: &mut K) -> Result<Outcome<K::Kept>> {
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
        recall,
        is_wiser,
        documents,
    } = internal::intake(&order.site, &config, order.now, amended, wish, memory.map(|memory| &memory.recall), &mut timings)?;
    findings.extend(advice::findings(&order.site, &config, order.now, &mut sources));
    // The site is made and verified even if an error will stop it, so that `check` and `build` find the same.
    let stopped = !order.keep_going && findings.iter().any(|finding| finding.level == Level::Error);
    let site = loop {
        let places = &memory.map(|memory| Arc::clone(&memory.places)).unwrap_or_default();
        let source =
            stream::Source { history: &history, renderer: &renderer, address: &config.site.url, tripwire: &tripwire, is_wiser, places };
        let streamed = if stopped {
            stream::site(&source, &mut Forget, &mut sources, &mut timings)?.map(|_| None)
        } else {
            stream::site(&source, keep, &mut sources, &mut timings)?.map(Some)
        };
        match streamed {
            Ok(site) => break site,
            Err(Refused { findings: faults, dead }) => {
                let concerned = Authors { history: &history, origins: &origins, sources: &sources }.put_down(&dead);
                read_again(&order.site, concerned, &mut sources);
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
        recall,
    })
}

/// Takes texts up again. One that is another by now has no place for a finding; that it changed, whoever asks the folder learns.
fn read_again(site: &Folder, concerned: BTreeSet<SourceId>, sources: &mut Sources) {
    for id in concerned {
        let path = site.join(sources.get(id).path());
        if let Ok(text) = site.unwatched().read_inside(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()) {
            sources.several([id]).into_iter().flatten().for_each(|source| {
                Arc::make_mut(source).take_up(text.clone());
            });
        }
    }
}

fn renderer(site: &Folder, config: &Config) -> Result<Renderer> {
    let theme = Theme::load(site)?;
    let locale = theme.locale(&config.site.language)?;
    Renderer::new(&theme, locale)
}
