//! A site's folder → OUT. Comes in: what to build, and where to. Goes out: OUT, exchanged in one step if anything in it changes, and the report.
//! What nothing has changed since is not made again. Must never: touch OUT while anything is wrong with the whole site.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::cache::{Cache, Judged, Known, Record, Told};
use crate::diagnostic::{Report, Sources};
use crate::digest::Digest;
use crate::error::Result;
use crate::folder::seen::{Answers, Seen};
use crate::internal::{self, Recall};
use crate::pipeline::{self, Eyes, Memory, Order, Outcome};
use crate::timings::{Part, Timings};
use crate::verify::{Gist, Readings};
use crate::write::{Target, Written};

/// How long files must have stood before their times are trusted to tell of the next change: longer than a tick of the kernel's clock.
const TICK: Duration = Duration::from_millis(20);

/// What came of a build.
pub struct Built {
    /// Everything that was found.
    pub report: Report,
    /// Documents read.
    pub documents: usize,
    /// Documents published.
    pub published: usize,
    /// What was done to OUT; `None` if an error stopped the build, and OUT is as it was.
    pub written: Option<Written>,
    /// How long the stages took.
    pub timings: Timings,
}

/// Builds a site on disk into a folder. That folder is claimed first: one that is refused is told before anything is read.
///
/// # Errors
/// If OUT is refused or cannot be written, or the site's folder, its config or its theme is unusable.
pub fn build(order: &Order, out: &Path) -> Result<Built> {
    let mut target = Target::claim(out, order.site.root())?;
    let cache = Cache::of(order.site.root());
    let mut timings = Timings::default();
    let last = timings.measure("compare", Part::Rest, || last(order, &target, &cache));
    let (memory, answers) = match last {
        Some(last) => match timings.measure("compare", Part::Rest, || unchanged(order, &target, last)) {
            Ok(built) => return Ok(Built { timings, ..built }),
            Err(record) => remembered(*record, &mut target),
        },
        None => <(Memory, Answers)>::default(),
    };
    let seen = Arc::new(Seen::default());
    let watched = Order { site: order.site.watched(&seen), ..order.clone() };
    let eyes = Eyes { memory: Some(&memory), ..Eyes::default() };
    let outcome = pipeline::flow(&watched, eyes, &mut target)?;
    let place = target.path().to_path_buf();
    let Outcome { site, report, documents, published, history, recall, mut timings, .. } = outcome;
    // Nobody asks for it again, and its room is enough for what is remembered.
    drop(history);
    let swapped = match &site {
        Some(site) => {
            // What is remembered is gathered while the disk is at work.
            let both = || rayon::join(|| target.swap(site), || Gathered::of(&report, recall.as_ref()));
            let (written, gathered) = timings.measure("swap", Part::Rest, both);
            Some((written?, gathered))
        }
        None => None,
    };
    let mut written = None;
    if let (Some(site), Some((swapped, gathered))) = (site, swapped) {
        written = Some(swapped);
        timings.measure("remember", Part::Rest, || {
            let counted = (documents, published);
            let record = gathered.and_then(|gathered| gathered.record(order, counted, site.into_readings(), seen.with(&answers), &place));
            match record {
                Some(record) => cache.save(&record),
                None => cache.forget(),
            }
        });
    }
    Ok(Built { report, documents, published, written, timings })
}

/// The last build, if it wrote to the same place, and everything but documents is as it was.
fn last(order: &Order, target: &Target, cache: &Cache) -> Option<Record> {
    let record = cache.load()?;
    (record.out == target.path() && Seen::still_holds(&record.answers, &order.site)).then_some(record)
}

/// What the last build told, if this one would read, find and write the same; else the last build again.
fn unchanged(order: &Order, target: &Target, mut record: Record) -> std::result::Result<Built, Box<Record>> {
    let files = record.files.iter().map(|(path, known)| (path.as_str(), known.identity));
    let same = record.now == order.now && record.keep_going == order.keep_going && target.holds(files);
    let sources = Some(()).filter(|()| same).and_then(|()| internal::sources(&order.site)).filter(|_| order.site.changed().is_none());
    let Some(sources) = sources.filter(|sources| documents(sources, |_| None) == record.documents) else { return Err(Box::new(record)) };
    let Some(report) = std::mem::take(&mut record.told).report(&order.site, sources) else { return Err(Box::new(record)) };
    let written = Some(Written { unchanged: record.files.len(), ..Written::default() });
    Ok(Built { report, documents: record.counted, published: record.published, written, timings: Timings::default() })
}

/// What of the last build can be of use to one that finds something else.
fn remembered(record: Record, target: &mut Target) -> (Memory, Answers) {
    let Record { now, files, places, judged, answers, .. } = record;
    target.remember(files);
    (Memory { recall: internal::Memory { recall: judged.and_then(|judged| judged.recall(now)), desk: None }, places }, answers)
}

/// What is remembered of a build, wherever its site stands.
struct Gathered {
    documents: Vec<(String, Digest)>,
    told: Told,
    judged: Option<Judged>,
}

impl Gathered {
    fn of(report: &Report, recall: Option<&Recall>) -> Option<Self> {
        // Most were hashed by the gates.
        let known = |path: &str| recall.and_then(|recall| recall.documents.get(path)).map(|(digest, _)| *digest);
        let documents = documents(report.sources(), known);
        Some(Self { documents, told: Told::of(report)?, judged: recall.map(Judged::of) })
    }

    /// What the next build may compare itself with, once the site stands.
    fn record(self, order: &Order, counted: (usize, usize), readings: Readings, answers: Option<Answers>, place: &Path) -> Option<Record> {
        std::thread::sleep(TICK);
        let standing = crate::write::standing(place).ok()?;
        let files = readings.files.into_iter().map(|(path, key, Gist { ids, wanted })| {
            let identity = *standing.get(path.as_str())?;
            Some((path.into(), Known { identity, key: key.0, ids: ids.map(String::from), wanted: wanted.into_vec() }))
        });
        Some(Record {
            now: order.now,
            keep_going: order.keep_going,
            answers: answers?,
            documents: self.documents,
            counted: counted.0,
            published: counted.1,
            told: self.told,
            out: place.to_path_buf(),
            files: files.collect::<Option<BTreeMap<String, _>>>()?,
            places: readings.places,
            judged: self.judged,
        })
    }
}

/// The documents among the sources, in their order, each with the digest of its text, if that is not known.
fn documents(sources: &Sources, known: impl Fn(&str) -> Option<Digest>) -> Vec<(String, Digest)> {
    let documents = sources.iter().map(|(_, source)| source).filter(|source| source.path().starts_with("postmortems/"));
    documents.map(|source| (source.path().to_owned(), known(source.path()).unwrap_or_else(|| source.digest()))).collect()
}
