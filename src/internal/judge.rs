//! check → publish, document by document. Comes in: all drafts and sources. Goes out: what is published, and findings in the order of the drafts.
//! A draft goes when it was judged, and so does the text that no report shows: what is public of all documents never stands beside all of them.
//! Must never: put down a text in which a leak was found, for masks are made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::HashMap;
use rayon::prelude::*;

use super::check::baseline::Snapshot;
use super::check::{Gates, Tripwire, cap};
use super::pending::{Against, Barred, Foreseen, Pending};
use super::publish::aliases::{Aliases, taken};
use super::publish::{self, Press};
use super::read::draft::Draft;
use super::recall::{Recalled, Salts, Spared};
use super::{Memory, Recall, pending};
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Finding, Level, Source, SourceId, Sources, Suppressed};
use crate::error::Result;
use crate::folder::Folder;
use crate::preview::Wish;
use crate::public::SharedIncident;
use crate::timings::{Part, Shared, Timings};

/// What the gates and publish are told beside the documents.
pub(super) struct Frame<'a> {
    pub(super) site: &'a Folder,
    pub(super) config: &'a Config,
    pub(super) now: Time,
    /// That of a preview, to see what is not out.
    pub(super) wish: Option<&'a Wish>,
    /// Documents that reading them bars from a preview.
    pub(super) barred: &'a Barred,
    /// The path of the one document that is judged, if not all are.
    pub(super) alone: Option<&'a str>,
    /// That of the last build, if this one is to be remembered.
    pub(super) memory: Option<&'a Memory>,
    /// The documents that are other than in the last build.
    pub(super) changed: &'a [SourceId],
    /// Of the others, what was public, if nothing was to be said about that.
    pub(super) settled: &'a HashMap<SourceId, SharedIncident>,
}

/// What came through the gates.
pub(super) struct Judged {
    pub(super) published: Vec<(SourceId, SharedIncident)>,
    pub(super) pending: Vec<Pending>,
    /// The drafts, if anybody keeps them, each with what is public of it, if nothing is to be said about that.
    pub(super) drafts: Vec<(Box<Draft>, Option<SharedIncident>)>,
    pub(super) tripwire: Tripwire,
    pub(super) suppressed: Vec<Suppressed>,
    pub(super) baseline: Option<Snapshot>,
    /// When exceptions end.
    pub(super) lapses: Vec<Time>,
    pub(super) recall: Option<Recall>,
    pub(super) is_wiser: bool,
}

/// What came of one document.
struct One {
    found: Vec<Finding>,
    published: Option<(Aliases, SharedIncident)>,
    pending: Option<Box<Pending>>,
    recalled: Option<Recalled>,
    draft: Option<Box<Draft>>,
    /// Whether publishing it found nothing.
    is_settled: bool,
}

/// What the gates say of a draft.
struct Verdict {
    found: Vec<Finding>,
    /// What of it bars it from a preview.
    barred: BTreeSet<String>,
    /// Whether it is that of the last build.
    is_spared: bool,
}

/// Judges and publishes all documents, spread over the cores.
#[expect(clippy::vec_box, reason = "a draft is a kilobyte, is moved from step to step, and goes as soon as it was judged")]
pub(super) fn all(
    frame: &Frame<'_>,
    drafts: Vec<Box<Draft>>,
    unread: &[SourceId],
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
    timings: &mut Timings,
) -> Result<Judged> {
    let Frame { site, config, now, memory, .. } = *frame;
    let pairs: Vec<(&Draft, &Source)> = drafts.iter().map(|draft| (&**draft, sources.get(draft.source))).collect();
    let unread: Vec<(SourceId, &Source)> = unread.iter().map(|id| (*id, sources.get(*id))).collect();
    let gates = timings.measure("index", Part::Gates, || index(frame, &pairs, &unread))?;
    let last = memory.and_then(|memory| memory.recall.as_ref());
    let (spared, mut recall) = timings.measure("index", Part::Gates, || {
        let salts = Salts::of(&pairs);
        let spared = last.and_then(|last| last.against(&gates, &salts, now));
        (spared, memory.and_then(|_| Recall::begin(&gates, &salts, now, last)))
    });
    let is_wiser = spared.as_ref().is_none_or(Spared::is_wiser);
    let base = config.site.url.path().trim_end_matches('/').to_owned();
    let bench = Bench {
        frame,
        gates: &gates,
        press: Press { gates: &gates, config, site, base: &base, now },
        spared: spared.as_ref(),
        before: by_source(findings),
        is_remembered: recall.is_some(),
        clock: [Shared::new("check", Part::Gates), Shared::new("publish", Part::Rest)],
    };
    let slots = sources.several(drafts.iter().map(|draft| draft.source));
    let [check, publish] = &bench.clock;
    let judged: Vec<One> = timings.share(&[check, publish], || {
        let judged = drafts.into_par_iter().zip(slots).filter_map(|(draft, source)| Some(bench.one(draft, source?)));
        judged.collect()
    });
    let (mut published, mut pending, mut kept) = (Vec::with_capacity(judged.len()), Vec::new(), Vec::new());
    for One { found, published: out, pending: waits, recalled, draft, is_settled } in judged {
        findings.extend(found);
        pending.extend(waits.map(|waits| *waits));
        let incident = out.as_ref().filter(|_| is_settled).map(|(_, incident)| incident.clone());
        kept.extend(draft.map(|draft| (draft, incident)));
        published.extend(out);
        if let Some(recall) = &mut recall {
            recall.documents.extend(recalled);
        }
    }
    let taken = taken(&published);
    published.retain(|(aliases, _)| taken.iter().all(|finding| finding.source != aliases.source));
    findings.extend(taken);
    findings.extend(gates.permissions(site, sources));
    let (suppressed, baseline) = gates.let_pass();
    Ok(Judged {
        published: published.into_iter().map(|(aliases, incident)| (aliases.source, incident)).collect(),
        pending,
        drafts: kept,
        tripwire: gates.tripwire(),
        suppressed,
        baseline,
        lapses: gates.lapses(),
        recall,
        is_wiser,
    })
}

/// The gates with what all internal halves hold; that of the last build, if it is the same.
fn index<'a>(frame: &Frame<'a>, pairs: &[(&Draft, &Source)], unread: &[(SourceId, &Source)]) -> Result<Gates<'a>> {
    let Frame { site, config, now, memory, changed, .. } = *frame;
    let Some(desk) = memory.and_then(|memory| memory.desk.as_ref()) else {
        return Gates::new(config, site, pairs, unread, now, None);
    };
    let mut desk = desk.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let halves = desk.halves(pairs, unread, changed);
    let gates = Gates::new(config, site, pairs, unread, now, desk.leaks(halves, changed))?;
    desk.keep(halves, gates.leaks());
    Ok(gates)
}

fn by_source(findings: &[Finding]) -> BTreeMap<SourceId, Vec<Finding>> {
    let mut by_source: BTreeMap<SourceId, Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        by_source.entry(finding.source).or_default().push(finding.clone());
    }
    by_source
}

impl One {
    fn settled(draft: &Draft, incident: SharedIncident, found: Vec<Finding>) -> Self {
        Self { found, published: Some((Aliases::of(draft), incident)), pending: None, recalled: None, draft: None, is_settled: true }
    }
}

/// Where documents are judged and published.
struct Bench<'a> {
    frame: &'a Frame<'a>,
    gates: &'a Gates<'a>,
    press: Press<'a>,
    /// What the last build found, where it would be found again.
    spared: Option<&'a Spared<'a>>,
    /// What was found before, by document.
    before: BTreeMap<SourceId, Vec<Finding>>,
    is_remembered: bool,
    clock: [Shared; 2],
}

impl Bench<'_> {
    fn one(&self, draft: Box<Draft>, source: &mut Arc<Source>) -> One {
        let [check, publish] = &self.clock;
        let verdict = check.measure(|| self.judge(&draft, source));
        let recalled = check.measure(|| self.is_remembered.then(|| self.recalled(&draft, source, &verdict)).flatten());
        let mut one = publish.measure(|| match self.settled(&draft, &verdict) {
            Some(incident) => One::settled(&draft, incident, verdict.found),
            None => self.publish(&draft, source, verdict),
        });
        let memory = self.frame.memory;
        // What exceptions and a baseline let pass is told beside these findings.
        if memory.is_some_and(Memory::is_done_with_documents) && !self.gates.keep_count() {
            self.put_down(&draft, Arc::make_mut(source), &one.found);
        }
        one.recalled = recalled;
        one.draft = memory.is_some_and(|memory| memory.desk.is_some()).then_some(draft);
        one
    }

    /// What the gates find in a draft.
    fn judge(&self, draft: &Draft, source: &Source) -> Verdict {
        if let Some(found) = self.spared.and_then(|spared| spared.findings(draft, source, self.gates)) {
            return Verdict { found, barred: BTreeSet::new(), is_spared: true };
        }
        let found = if self.is_meant(source) { self.gates.findings(draft, source) } else { Vec::new() };
        let barred = self.frame.barred.rules(draft.source, &found);
        Verdict { found: found.into_iter().map(|finding| cap(finding, draft)).collect(), barred, is_spared: false }
    }

    /// What the next build may be told of a draft; if this one was told it, that.
    fn recalled(&self, draft: &Draft, source: &Source, verdict: &Verdict) -> Option<Recalled> {
        let told = self.spared.filter(|_| verdict.is_spared).and_then(|spared| spared.entry(source));
        told.or_else(|| Recall::entry(draft, source, &verdict.found))
    }

    /// What is public of a draft, if it is what it was in the last build: nothing that it was made of is another, and nobody objects.
    fn settled(&self, draft: &Draft, verdict: &Verdict) -> Option<SharedIncident> {
        let incident = self.frame.settled.get(&draft.source).filter(|_| verdict.is_spared && self.frame.wish.is_none())?;
        // Words in drawings are looked at by publish alone.
        let sees_it_all = incident.assets.is_empty() || self.spared.is_some_and(|spared| !spared.is_wiser());
        let objected = self.before(draft).chain(&verdict.found).any(|finding| finding.level == Level::Error);
        (sees_it_all && !objected).then(|| incident.clone())
    }

    fn is_meant(&self, source: &Source) -> bool {
        self.frame.alone.is_none_or(|path| path == source.path())
    }

    fn publish(&self, draft: &Draft, source: &Source, verdict: Verdict) -> One {
        let Verdict { mut found, barred, .. } = verdict;
        let known: Vec<Finding> = self.before(draft).chain(&found).cloned().collect();
        let mut shown = Vec::new();
        let checked = self.gates.check(draft, &known).filter(|_| self.is_meant(source));
        let blocked = checked.is_none();
        let incident = checked.and_then(|checked| publish::publish(&checked, source, &self.press, &mut shown));
        let is_settled = shown.is_empty();
        let withheld = shown.iter().any(|finding| finding.level == Level::Error);
        let mut incident = incident.filter(|_| !withheld);
        found.extend(shown);
        let against = Against { barred, blocked: blocked || withheld, out: incident.is_some(), lacking: false };
        let foreseen = self.frame.wish.and_then(|wish| pending::foresee(draft, source, against, &self.press, wish));
        let pending = foreseen.map(|Foreseen { pending, incident: foreseen, findings }| {
            found.extend(findings);
            incident = foreseen.or(incident.take());
            Box::new(pending)
        });
        let published = incident.map(|incident| (Aliases::of(draft), incident.into()));
        One { found, published, pending, recalled: None, draft: None, is_settled }
    }

    fn before(&self, draft: &Draft) -> impl Iterator<Item = &Finding> {
        self.before.get(&draft.source).into_iter().flatten()
    }

    /// Whatever is found later of a document is told of no line of it, or of one of its aliases.
    fn put_down(&self, draft: &Draft, source: &mut Source, found: &[Finding]) {
        let all = || self.before(draft).chain(found);
        if !all().any(Finding::is_leak) {
            source.keep_lines(all().filter_map(|finding| finding.span.clone()).chain(Aliases::of(draft).places()));
        }
    }
}
