//! A site's folder → OUT. Comes in: what to build, and where to. Goes out: OUT, exchanged in one step if anything in it changes, and the report.
//! What nothing has changed since is not made again. Must never: touch OUT while anything is wrong with the whole site.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rayon::prelude::*;

use crate::cache::{Cache, Judged, Known, Record, Told};
use crate::diagnostic::{Report, Source, Sources};
use crate::digest::Digest;
use crate::error::Result;
use crate::folder::seen::{Answers, Seen};
use crate::internal::{self, Recall, Texts};
use crate::pipeline::{self, Eyes, Memory, Order, Outcome};
use crate::timings::{Part, Timings};
use crate::verify::{Gist, Places, Readings};
use crate::write::{Identity, Target, Written};

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
    let mut timings = Timings::default();
    let mut target = timings.measure("claim", Part::Rest, || Target::claim(out, order.site.root()))?;
    let cache = Cache::of(order.site.root());
    let both = || rayon::join(|| last(order, &target, &cache), || internal::texts(&order.site));
    let (last, texts) = timings.measure("read", Part::Rest, both);
    let (last, texts) = match timings.measure("compare", Part::Rest, || unchanged(order, &target, last, texts)) {
        Ok(built) => return Ok(Built { timings, ..built }),
        Err(changed) => *changed,
    };
    let (memory, answers) = remembered(last, texts, &mut target);
    let seen = Arc::new(Seen::default());
    let watched = Order { site: order.site.watched(&seen), ..order.clone() };
    let eyes = Eyes { memory: Some(&memory), ..Eyes::default() };
    let outcome = pipeline::flow(&watched, eyes, &mut target)?;
    let place = target.path().to_path_buf();
    let Outcome { site, report, documents, published, history, recall, timings: later, .. } = outcome;
    timings.append(later);
    // Nobody asks for it again, and its room is enough for what is remembered.
    history.incidents.into_par_iter().for_each(drop);
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
        timings.measure("remember", Part::Rest, || {
            let counted = (documents, published);
            let stands = |path: &str| swapped.identity(&place, path);
            let record =
                gathered.and_then(|gathered| gathered.record(order, counted, site.into_readings(), seen.with(&answers), &place, stands));
            match record {
                Some(record) => cache.save(&record),
                None => cache.forget(),
            }
        });
        written = Some(swapped.written);
    }
    Ok(Built { report, documents, published, written, timings })
}

/// The last build, if it wrote to the same place, and everything but documents is as it was.
fn last(order: &Order, target: &Target, cache: &Cache) -> Option<Record> {
    let record = cache.load()?;
    (record.out == target.path() && Seen::still_holds(&record.answers, &order.site)).then_some(record)
}

/// The last build, and the documents as they were read.
type Changed = Box<(Option<Record>, Option<Texts>)>;

/// What the last build told, if this one would read, find and write the same.
fn unchanged(order: &Order, target: &Target, last: Option<Record>, texts: Option<Texts>) -> std::result::Result<Built, Changed> {
    let (mut record, texts) = match (last, texts) {
        (Some(record), Some(texts)) => (record, texts),
        lacking => return Err(Box::new(lacking)),
    };
    let files = record.files.iter().map(|(path, known)| (path.as_str(), known.identity));
    let same = record.now == order.now && record.keep_going == order.keep_going && target.holds(files);
    // Whether one of them changed while it was read is asked by whoever makes something of them.
    if !same || documents(&texts.sources) != record.documents {
        return Err(Box::new((Some(record), Some(texts))));
    }
    if order.site.changed().is_some() {
        return Err(Box::new((Some(record), None)));
    }
    let Some(report) = std::mem::take(&mut record.told).report(&order.site, texts.sources) else {
        return Err(Box::new((Some(record), None)));
    };
    let written = Some(Written { unchanged: record.files.len(), ..Written::default() });
    Ok(Built { report, documents: record.counted, published: record.published, written, timings: Timings::default() })
}

/// What of the last build can be of use to one that finds something else.
fn remembered(last: Option<Record>, texts: Option<Texts>, target: &mut Target) -> (Memory, Answers) {
    let texts = Mutex::new(texts);
    let Some(record) = last else {
        return (Memory { recall: internal::Memory { texts, ..internal::Memory::default() }, ..Memory::default() }, Answers::new());
    };
    let Record { now, files, places, judged, answers, .. } = record;
    let ((), recall) = rayon::join(|| target.remember(files), || judged.and_then(|judged| judged.recall(now)));
    (Memory { recall: internal::Memory { recall, desk: None, texts }, places: Arc::new(Places::of(&places)) }, answers)
}

/// What is remembered of a build, wherever its site stands.
struct Gathered {
    documents: Vec<(String, Digest)>,
    told: Told,
    judged: Option<Judged>,
}

impl Gathered {
    fn of(report: &Report, recall: Option<&Recall>) -> Option<Self> {
        let documents = documents(report.sources());
        Some(Self { documents, told: Told::of(report)?, judged: recall.map(Judged::of) })
    }

    /// What the next build may compare itself with, once the site stands.
    fn record(
        self,
        order: &Order,
        counted: (usize, usize),
        readings: Readings,
        answers: Option<Answers>,
        place: &Path,
        stands: impl Fn(&str) -> Option<Identity> + Sync,
    ) -> Option<Record> {
        std::thread::sleep(TICK);
        let files = readings.files.into_par_iter().map(|(path, key, Gist { ids, wanted })| {
            let identity = stands(path.as_str())?;
            Some((
                path.as_str().to_owned(),
                Known { identity, key: key.0, ids: ids.as_deref().map(str::to_owned), wanted: wanted.to_vec() },
            ))
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
            files: files.collect::<Option<_>>()?,
            places: readings.places.list(),
            judged: self.judged,
        })
    }
}

/// The documents among the sources, in their order, each with the digest of its text.
fn documents(sources: &Sources) -> Vec<(String, Digest)> {
    let documents: Vec<&Source> =
        sources.iter().map(|(_, source)| source).filter(|source| source.path().starts_with("postmortems/")).collect();
    documents.into_par_iter().map(|source| (source.path().to_owned(), source.digest())).collect()
}
