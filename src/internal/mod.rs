//! ── The private half ──
//!
//! Comes in: source files. Goes out: cleared incidents, findings, and a tripwire for the finished bytes.
//! Nothing below can be named outside this folder: `read` and `check` are private, and their types implement no `Serialize`.

mod approve;
mod check;
mod close;
mod desk;
mod due;
mod edit;
mod find;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod live;
mod moments;
mod pending;
mod private;
mod promise;
mod publish;
mod queue;
mod read;
mod recall;
mod register;
mod text;
mod withheld;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use self::check::{Gates, cap, duplicate_ids};
use self::desk::Parsed;
use self::pending::{Against, Barred, Foreseen};
use self::publish::Press;
use self::read::draft::Draft;
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Finding, Level, RuleDoc, Source, SourceId, Sources, Suppressed};
use crate::digest::{self, Digest};
use crate::error::Result;
use crate::folder::Folder;
use crate::preview::Wish;
use crate::public::{History, Id, Incident};
use crate::timings::{Part, Timings};

pub(crate) use approve::{Amended, Plan, plan};
pub(crate) use check::Tripwire;
pub(crate) use check::baseline::Snapshot;
pub(crate) use check::leak::since::Fingerprint;
pub(crate) use close::{Closing, closing};
pub(crate) use desk::Desk;
pub(crate) use live::{Fresh, FreshKind, Post, Prepared, Step, Target, compose, moment, phase, phase_name, place, prepare, target};
pub(crate) use pending::{Pending, may_bar};
pub(crate) use private::{Private, Reason};
pub(crate) use publish::Clearance;
pub(crate) use queue::queue;
#[cfg(test)]
pub(crate) use read::prose::dialect;
pub(crate) use recall::Recall;
pub(crate) use register::{Register, Standing};

/// All that leaves the private half.
pub(crate) struct Intake {
    /// The published incidents with the site and the catalogue.
    pub(crate) history: History,
    /// The source of each published incident, by id.
    pub(crate) origins: BTreeMap<Id, SourceId>,
    /// What is not out, if a preview wished to see it. For its marks and the terminal only.
    pub(crate) pending: Vec<Pending>,
    /// Answers which document stands behind an id that is public already. For reports only.
    pub(crate) register: Register,
    /// The documents that publish nothing, or not their message, each with the reason. For reports only.
    pub(crate) private: Vec<Private>,
    /// The sources that findings point into. For reports only.
    pub(crate) sources: Sources,
    /// What the gates found.
    pub(crate) findings: Vec<Finding>,
    /// What exceptions and the baseline let pass. For reports only.
    pub(crate) suppressed: Vec<Suppressed>,
    /// The wording baseline as it would be written now, if the config names one.
    pub(crate) baseline: Option<Snapshot>,
    /// What must not stand in any finished byte.
    pub(crate) tripwire: Tripwire,
    /// The moments at which the clock alone may change what is public.
    pub(crate) moments: BTreeSet<Time>,
    /// What the next build may be spared.
    pub(crate) recall: Option<Recall>,
    /// Whether internal halves hold a value that was not in them when the last build looked; of no last build, they do.
    pub(crate) is_wiser: bool,
    /// How many documents there are, published or not. For messages to the author only; never for an output.
    pub(crate) documents: usize,
}

/// The documents as they stand, unread; `None` if something is to be said of one before it is even read.
pub(crate) fn sources(site: &Folder) -> Option<Sources> {
    let (mut sources, mut findings) = (Sources::default(), Vec::new());
    read::documents(&site.unwatched(), &mut sources, &mut findings).ok()?;
    findings.is_empty().then_some(sources)
}

/// What the last build knew. Only whoever is to be remembered has one.
#[derive(Default)]
pub(crate) struct Memory {
    /// What the gates found.
    pub(crate) recall: Option<Recall>,
    /// What was read in the documents, if that stays in memory.
    pub(crate) desk: Option<Mutex<Desk>>,
}

/// Reads every document, or takes what was read in it before.
fn parse(ids: &[SourceId], sources: &Sources, config: &Config, desk: Option<&Mutex<Desk>>) -> Vec<Parsed> {
    let mut known: Vec<Option<Parsed>> = Vec::new();
    if let Some(desk) = desk {
        let mut desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(ids.iter().map(|id| desk.take(*id, sources.get(*id))));
        desk.clear();
    }
    known.resize_with(ids.len(), || None);
    let afresh = |id: SourceId| {
        let mut found = Vec::new();
        let source = sources.get(id);
        let draft = read::read(source, id, config, &mut found);
        let digest = if desk.is_some() { digest::of_text(source.text()) } else { Digest::default() };
        Parsed { digest, source: id, draft, found, is_new: true }
    };
    ids.par_iter().zip(known).map(|(id, known)| known.unwrap_or_else(|| afresh(*id))).collect()
}

/// Begins to read the rules, beside whatever else is read first.
pub(crate) fn warm_up() {
    rayon::spawn(check::wording::warm_up);
}

/// read → check → publish. Documents with an error are withheld; whether that stops the build is the caller's decision.
/// `amended` is a document as it would stand, read in place of the one on disk; `wish` is that of a preview, to see what is not out.
pub(crate) fn intake(
    site: &Folder,
    config: &Config,
    now: Time,
    amended: Option<&Amended>,
    wish: Option<&Wish>,
    memory: Option<&Memory>,
    timings: &mut Timings,
) -> Result<Intake> {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let mut ids = timings.measure("read", Part::Rest, || read::documents(&site.unwatched(), &mut sources, &mut findings))?;
    if let Some(Amended { path, text, .. }) = amended
        && !sources.amend(path, text)
    {
        ids.push(sources.add(Source::new(path, text)));
    }
    let alone = amended.filter(|amended| amended.alone).map(|amended| amended.path.as_str());
    let desk = memory.and_then(|memory| memory.desk.as_ref());
    let read = timings.measure("parse", Part::Rest, || parse(&ids, &sources, config, desk));
    let changed: Vec<SourceId> = read.iter().filter(|parsed| parsed.is_new).map(|parsed| parsed.source).collect();
    let mut drafts = Vec::new();
    let mut barred = Barred::default();
    let mut kept: Vec<(SourceId, Digest, Vec<Finding>)> = Vec::new();
    for Parsed { draft, mut found, digest, source, .. } in read {
        barred.note(&found);
        if desk.is_some() {
            kept.push((source, digest, found.clone()));
        }
        match &draft {
            Some(draft) if draft.is_foreign() => {
                found.retain(|finding| finding.level == Level::Error || finding.rule == read::KEY_TYPO.code);
                findings.extend(found);
            }
            Some(draft) => findings.extend(found.into_iter().map(|finding| cap(finding, draft))),
            None => findings.extend(found),
        }
        drafts.extend(draft);
    }
    let twins = duplicate_ids(&drafts, &sources);
    barred.note(&twins);
    findings.extend(twins);
    let documents = ids.len();
    let read: BTreeSet<SourceId> = drafts.iter().map(|draft| draft.source).collect();
    let unread: Vec<SourceId> = ids.into_iter().filter(|id| !read.contains(id)).collect();
    withhold(&drafts, &unread, &mut sources, timings);
    let Gated { published, pending, tripwire, suppressed, baseline, lapses, recall, is_wiser } = gates(
        Frame { site, config, now, wish, barred: &barred, alone, memory, changed: &changed },
        &drafts,
        &unread,
        &mut sources,
        &mut findings,
        timings,
    )?;
    let shown = published.iter().map(|(source, _)| *source).collect();
    let private = private::of(&drafts, &unread, &shown, &findings, now);
    let origins = published.iter().map(|(source, incident)| (incident.id.clone(), *source)).collect();
    let incidents = published.into_iter().map(|(_, incident)| incident).collect();
    let history = History::new(publish::site(config, publish::brand(site, config)?), publish::components(config), incidents, now);
    let register = Register::of(&drafts);
    let moments = moments::of(&drafts, config, lapses);
    if let Some(desk) = desk {
        put_back(desk, drafts, kept, &sources);
    }
    Ok(Intake {
        history,
        origins,
        pending,
        register,
        private,
        sources,
        findings,
        suppressed,
        baseline,
        tripwire,
        moments,
        recall,
        is_wiser,
        documents,
    })
}

/// Keeps what was read in the documents for the next build.
fn put_back(desk: &Mutex<Desk>, drafts: Vec<Draft>, kept: Vec<(SourceId, Digest, Vec<Finding>)>, sources: &Sources) {
    let mut desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
    let mut drafts: BTreeMap<SourceId, Draft> = drafts.into_iter().map(|draft| (draft.source, draft)).collect();
    for (source, digest, found) in kept {
        let parsed = Parsed { digest, source, draft: drafts.remove(&source), found, is_new: false };
        desk.put(sources.get(source).path(), parsed);
    }
}

/// Says of every document what of it is internal.
fn withhold(drafts: &[Draft], unread: &[SourceId], sources: &mut Sources, timings: &mut Timings) {
    let hidden: Vec<(SourceId, Vec<Range<usize>>)> = timings.measure("parse", Part::Rest, || {
        let of_drafts = drafts.par_iter().map(|draft| (draft.source, withheld::of(draft, sources.get(draft.source).text())));
        of_drafts.chain(unread.par_iter().map(|id| (*id, withheld::all(sources.get(*id).text())))).collect()
    });
    hidden.into_iter().for_each(|(source, ranges)| sources.withhold(source, ranges));
}

/// What came through the gates.
struct Gated {
    published: Vec<(SourceId, Incident)>,
    pending: Vec<Pending>,
    tripwire: Tripwire,
    suppressed: Vec<Suppressed>,
    baseline: Option<Snapshot>,
    /// When exceptions end.
    lapses: Vec<Time>,
    recall: Option<Recall>,
    is_wiser: bool,
}

/// What the gates and publish are told beside the documents.
struct Frame<'a> {
    site: &'a Folder,
    config: &'a Config,
    now: Time,
    /// That of a preview, to see what is not out.
    wish: Option<&'a Wish>,
    /// Documents that reading them bars from a preview.
    barred: &'a Barred,
    /// The path of the one document that is judged, if not all are.
    alone: Option<&'a str>,
    /// That of the last build, if this one is to be remembered.
    memory: Option<&'a Memory>,
    /// The documents that are other than in the last build.
    changed: &'a [SourceId],
}

/// check → publish, spread over the cores; the order of the findings is that of the drafts.
fn gates(
    Frame { site, config, now, wish, barred, alone, memory, changed }: Frame<'_>,
    drafts: &[Draft],
    unread: &[SourceId],
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
    timings: &mut Timings,
) -> Result<Gated> {
    let pairs: Vec<(&Draft, &Source)> = drafts.iter().map(|draft| (draft, sources.get(draft.source))).collect();
    let unread: Vec<(SourceId, &Source)> = unread.iter().map(|id| (*id, sources.get(*id))).collect();
    let gates = timings.measure("index", Part::Gates, || {
        let Some(desk) = memory.and_then(|memory| memory.desk.as_ref()) else {
            return Gates::new(config, site, &pairs, &unread, now, None);
        };
        let mut desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
        let halves = desk::halves(&pairs, &unread);
        let gates = Gates::new(config, site, &pairs, &unread, now, desk.leaks(halves, changed))?;
        desk.keep(halves, gates.leaks());
        Ok(gates)
    })?;
    let base = config.site.url.path().trim_end_matches('/').to_owned();
    let press = Press { gates: &gates, config, site, base: &base, now };
    let mut before: BTreeMap<SourceId, Vec<Finding>> = BTreeMap::new();
    for finding in findings.iter() {
        before.entry(finding.source).or_default().push(finding.clone());
    }
    let is_meant = |source: &Source| alone.is_none_or(|path| path == source.path());
    let spared = timings.measure("index", Part::Gates, || memory.and_then(|memory| memory.recall.as_ref()?.against(&gates, &pairs, now)));
    let judged: Vec<(Vec<Finding>, BTreeSet<String>)> = timings.measure("check", Part::Gates, || {
        let judge = |(draft, source): &(&Draft, &Source)| {
            if let Some(found) = spared.as_ref().and_then(|spared| spared.findings(draft, source, &gates)) {
                return (found, BTreeSet::new());
            }
            let found = if is_meant(source) { gates.findings(draft, source) } else { Vec::new() };
            let barred = barred.rules(draft.source, &found);
            (found.into_iter().map(|finding| cap(finding, draft)).collect(), barred)
        };
        pairs.par_iter().map(judge).collect()
    });
    let recall = memory.and_then(|memory| {
        let judged: Vec<(&Draft, &Source, &[Finding])> =
            pairs.iter().zip(&judged).map(|((draft, source), (found, _))| (*draft, *source, found.as_slice())).collect();
        timings.measure("index", Part::Gates, || Recall::of(&gates, &judged, now, memory.recall.as_ref()))
    });
    let is_wiser = spared.is_none_or(|spared| spared.is_wiser());
    let results: Vec<(Vec<Finding>, Option<Incident>, Option<Pending>)> = timings.measure("publish", Part::Rest, || {
        let results = pairs.par_iter().zip(judged).map(|((draft, source), (mut found, barred))| {
            let known: Vec<Finding> = before.get(&draft.source).into_iter().flatten().chain(&found).cloned().collect();
            let mut shown = Vec::new();
            let checked = gates.check(draft, &known).filter(|_| is_meant(source));
            let blocked = checked.is_none();
            let incident = checked.and_then(|checked| publish::publish(&checked, source, &press, &mut shown));
            let withheld = shown.iter().any(|finding| finding.level == Level::Error);
            let incident = incident.filter(|_| !withheld);
            found.extend(shown);
            let against = Against { barred, blocked: blocked || withheld, out: incident.is_some(), lacking: false };
            match wish.and_then(|wish| pending::foresee(draft, source, against, &press, wish)) {
                Some(Foreseen { pending, incident: foreseen, findings }) => {
                    found.extend(findings);
                    (found, foreseen.or(incident), Some(pending))
                }
                None => (found, incident, None),
            }
        });
        results.collect()
    });
    let (mut published, mut pending) = (Vec::new(), Vec::new());
    for ((found, incident, waits), (draft, _)) in results.into_iter().zip(pairs) {
        findings.extend(found);
        pending.extend(waits);
        published.extend(incident.map(|incident| (draft, incident)));
    }
    let taken = publish::aliases::taken(&published);
    published.retain(|(draft, _)| taken.iter().all(|finding| finding.source != draft.source));
    findings.extend(taken);
    findings.extend(gates.permissions(site, sources));
    let (suppressed, baseline) = gates.let_pass();
    let published = published.into_iter().map(|(draft, incident)| (draft.source, incident)).collect();
    Ok(Gated { published, pending, tripwire: gates.tripwire(), suppressed, baseline, lapses: gates.lapses(), recall, is_wiser })
}

/// What every rule says of itself, in the order of their codes.
pub(crate) fn rules() -> Vec<RuleDoc> {
    check::docs()
}

/// The wording rules as a folder for Vale and editors: path below it → text.
pub(crate) fn exported_rules() -> BTreeMap<String, String> {
    check::wording::export()
}

#[cfg(test)]
mod tests;
