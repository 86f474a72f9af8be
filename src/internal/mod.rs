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
mod judge;
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
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;
use rayon::prelude::*;

use self::check::{cap, duplicate_ids};
use self::desk::Parsed;
use self::judge::{Frame, Judged};
use self::pending::Barred;
use self::private::Case;
use self::read::draft::Draft;
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Finding, Level, RuleDoc, Source, SourceId, Sources, Suppressed};
use crate::error::Result;
use crate::folder::Folder;
use crate::preview::Wish;
use crate::public::{History, Id, SharedIncident};
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

/// The documents as they stand, unread.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) sources: Sources,
    documents: Vec<SourceId>,
}

/// The documents as they stand; `None` if something is to be said of one before it is even read.
pub(crate) fn texts(site: &Folder) -> Option<Texts> {
    let (mut sources, mut findings) = (Sources::default(), Vec::new());
    let documents = read::documents(&site.unwatched(), &mut sources, &mut findings).ok()?;
    findings.is_empty().then_some(Texts { sources, documents })
}

/// What the last build knew. Only whoever is to be remembered has one.
#[derive(Default)]
pub(crate) struct Memory {
    /// What the gates found.
    pub(crate) recall: Option<Recall>,
    /// What was read in the documents, if that stays in memory.
    pub(crate) desk: Option<Mutex<Desk>>,
    /// The documents as they stand now, for whoever asks first.
    pub(crate) texts: Mutex<Option<Texts>>,
}

impl Memory {
    fn take_texts(&self) -> Option<Texts> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Memory {
    /// Whether nobody asks for a document again, once it was judged: the next build reads it anew, and this one only reports.
    fn is_done_with_documents(&self) -> bool {
        self.desk.is_none()
    }
}

/// Reads every document, or takes what was read in it before.
fn parse(ids: &[SourceId], sources: &Sources, config: &Config, desk: Option<&Mutex<Desk>>) -> Vec<Parsed> {
    let mut known: Vec<Option<Parsed>> = Vec::new();
    if let Some(desk) = desk {
        let mut desk = open(desk);
        // Kept in the source: they are asked for one after the other below.
        ids.par_iter().for_each(|id| _ = sources.get(*id).digest());
        known.extend(ids.iter().map(|id| desk.take(*id, &sources.shared(*id))));
        desk.clear();
    }
    known.resize_with(ids.len(), || None);
    let afresh = |id: SourceId| {
        let mut found = Vec::new();
        let source = sources.get(id);
        let draft = read::read(source, id, config, &mut found).map(Box::new);
        Parsed { source: id, text: None, draft, found, is_new: true, incident: None }
    };
    ids.par_iter().zip(known).map(|(id, known)| known.unwrap_or_else(|| afresh(*id))).collect()
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
    let Texts { mut sources, documents: mut ids } = memory.and_then(Memory::take_texts).unwrap_or_default();
    let desk = memory.and_then(|memory| memory.desk.as_ref());
    let (mut findings, mut stamps) = (Vec::new(), Vec::new());
    if ids.is_empty() {
        let known = desk.map(|desk| std::mem::take(&mut open(desk).known)).unwrap_or_default();
        let read = || read::documents_since(&site.unwatched(), &known, &mut sources, &mut findings);
        stamps = timings.measure("read", Part::Rest, read)?;
        ids.extend(stamps.iter().map(|(id, _)| *id));
    }
    if let Some(Amended { path, text, .. }) = amended
        && !sources.amend(path, text)
    {
        ids.push(sources.add(Source::new(path, text)));
    }
    let alone = amended.filter(|amended| amended.alone).map(|amended| amended.path.as_str());
    let read = timings.measure("parse", Part::Rest, || parse(&ids, &sources, config, desk));
    let changed: Vec<SourceId> = read.iter().filter(|parsed| parsed.is_new).map(|parsed| parsed.source).collect();
    let Found { drafts, mut barred, kept, settled } = sort(read, desk.is_some(), &mut findings);
    let twins = duplicate_ids(&drafts, &sources);
    barred.note(&twins);
    findings.extend(twins);
    let documents = ids.len();
    let read: BTreeSet<SourceId> = drafts.iter().map(|draft| draft.source).collect();
    let unread: Vec<SourceId> = ids.into_iter().filter(|id| !read.contains(id)).collect();
    withhold(&drafts, &unread, &mut sources, timings);
    // What is asked of all drafts is asked now: when they were judged, they are gone.
    let cases = || drafts.iter().map(|draft| Case::of(draft, now)).collect::<Vec<Case>>();
    let (register, (mut moments, cases)) = rayon::join(|| Register::of(&drafts), || rayon::join(|| moments::of(&drafts, config), cases));
    let frame = Frame { site, config, now, wish, barred: &barred, alone, memory, changed: &changed, settled: &settled };
    let judged = judge::all(&frame, drafts, &unread, &mut sources, &mut findings, timings)?;
    let Judged { published, pending, drafts, tripwire, suppressed, baseline, lapses, recall, is_wiser } = judged;
    moments.extend(lapses);
    let shown = published.iter().map(|(source, _)| *source).collect();
    let private = private::of(&cases, &unread, &shown, &findings);
    let origins = published.iter().map(|(source, incident)| (incident.id.clone(), *source)).collect();
    let incidents = published.into_iter().map(|(_, incident)| incident).collect();
    let history = History::new(publish::site(config, publish::brand(site, config)?), publish::components(config), incidents, now);
    if let Some(desk) = desk {
        let mut desk = open(desk);
        put_back(&mut desk, drafts, kept, &sources);
        let stamped = stamps.into_iter().filter_map(|(id, stamp)| Some((sources.get(id).path().to_owned(), (stamp?, sources.shared(id)))));
        desk.known = stamped.collect();
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

/// What reading the documents came to, beside what was found.
#[expect(clippy::vec_box, reason = "a draft is a kilobyte, and is moved from step to step")]
struct Found {
    drafts: Vec<Box<Draft>>,
    barred: Barred,
    /// What was found in each of them, for the next build.
    kept: Vec<(SourceId, Vec<Finding>)>,
    /// What was public of those that did not change.
    settled: HashMap<SourceId, SharedIncident>,
}

/// Sorts what was read. What was found in documents of others counts only where it may be meant for us.
fn sort(read: Vec<Parsed>, is_kept: bool, findings: &mut Vec<Finding>) -> Found {
    let mut all =
        Found { drafts: Vec::with_capacity(read.len()), barred: Barred::default(), kept: Vec::new(), settled: HashMap::default() };
    for Parsed { draft, mut found, source, incident, .. } in read {
        all.settled.extend(incident.map(|incident| (source, incident)));
        all.barred.note(&found);
        if is_kept {
            all.kept.push((source, found.clone()));
        }
        match &draft {
            Some(draft) if draft.is_foreign() => {
                found.retain(|finding| finding.level == Level::Error || finding.rule == read::KEY_TYPO.code);
                findings.extend(found);
            }
            Some(draft) => findings.extend(found.into_iter().map(|finding| cap(finding, draft))),
            None => findings.extend(found),
        }
        all.drafts.extend(draft);
    }
    all
}

fn open(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps what was read in the documents for the next build.
fn put_back(desk: &mut Desk, drafts: Vec<(Box<Draft>, Option<SharedIncident>)>, kept: Vec<(SourceId, Vec<Finding>)>, sources: &Sources) {
    let mut drafts: HashMap<SourceId, (Box<Draft>, Option<SharedIncident>)> =
        drafts.into_iter().map(|kept| (kept.0.source, kept)).collect();
    for (source, found) in kept {
        let (draft, incident) = drafts.remove(&source).map_or((None, None), |(draft, incident)| (Some(draft), incident));
        desk.put(Parsed { source, text: Some(sources.shared(source)), draft, found, is_new: false, incident });
    }
}

/// Says of every document what of it is internal.
fn withhold(drafts: &[Box<Draft>], unread: &[SourceId], sources: &mut Sources, timings: &mut Timings) {
    let hidden: Vec<(SourceId, Vec<Range<usize>>)> = timings.measure("parse", Part::Rest, || {
        let of_drafts = drafts.par_iter().filter(|draft| !sources.get(draft.source).is_withheld());
        let of_drafts = of_drafts.map(|draft| (draft.source, withheld::of(draft, sources.get(draft.source).text())));
        of_drafts.chain(unread.par_iter().map(|id| (*id, withheld::all(sources.get(*id).text())))).collect()
    });
    hidden.into_iter().for_each(|(source, ranges)| sources.withhold(source, ranges));
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
