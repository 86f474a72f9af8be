//! A site's folder → OUT. Comes in: what to build, and where to. Goes out: OUT, exchanged in one step if anything in it changes, and the report.
//! What nothing has changed since is not made again. Must never: touch OUT while anything is wrong with the whole site.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::cache::{Cache, Judged, Known, Record, Told};
use crate::diagnostic::{Report, Sources};
use crate::digest::{self, Digest};
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
    let mut outcome = pipeline::flow(&watched, eyes, &mut target)?;
    let place = target.path().to_path_buf();
    let written = match &outcome.site {
        Some(site) => Some(outcome.timings.measure("swap", Part::Rest, || target.swap(site))?),
        None => None,
    };
    let Outcome { site, report, recall, documents, published, mut timings, history, .. } = outcome;
    // Nobody asks for it again, and its room is enough for what is remembered.
    drop(history);
    if let Some(site) = site.filter(|_| written.is_some()) {
        timings.measure("remember", Part::Rest, || {
            let left = Left { readings: site.into_readings(), report: &report, recall, documents, published };
            match left.record(order, seen.with(&answers), &place) {
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

/// What is left of a build whose site stands.
struct Left<'a> {
    readings: Readings,
    report: &'a Report,
    recall: Option<Recall>,
    documents: usize,
    published: usize,
}

impl Left<'_> {
    /// What the next build may compare itself with.
    fn record(self, order: &Order, answers: Option<Answers>, place: &Path) -> Option<Record> {
        std::thread::sleep(TICK);
        let (sources, recall) = (self.report.sources(), self.recall.as_ref());
        // Most were hashed by the gates.
        let known = |path: &str| recall.and_then(|recall| recall.documents.get(path)).map(|(digest, _)| *digest);
        let (standing, documents) = rayon::join(|| crate::write::standing(place), || documents(sources, known));
        let standing = standing.ok()?;
        let files = self.readings.files.into_iter().map(|(path, key, Gist { ids, wanted })| {
            let identity = *standing.get(path.as_str())?;
            Some((path.into(), Known { identity, key: key.0, ids: ids.map(String::from), wanted: wanted.into_vec() }))
        });
        Some(Record {
            now: order.now,
            keep_going: order.keep_going,
            answers: answers?,
            documents,
            counted: self.documents,
            published: self.published,
            told: Told::of(self.report)?,
            out: place.to_path_buf(),
            files: files.collect::<Option<BTreeMap<String, _>>>()?,
            places: self.readings.places,
            judged: recall.map(Judged::of),
        })
    }
}

/// The documents among the sources, in their order, each with the digest of its text, if that is not known.
fn documents(sources: &Sources, known: impl Fn(&str) -> Option<Digest>) -> Vec<(String, Digest)> {
    let documents = sources.iter().map(|(_, source)| source).filter(|source| source.path().starts_with("postmortems/"));
    documents.map(|source| (source.path().to_owned(), known(source.path()).unwrap_or_else(|| digest::of_text(source.text())))).collect()
}
