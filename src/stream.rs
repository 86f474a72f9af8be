//! Comes in: the public history, and what keeps files. Goes out: the verified site, of which no more was ever in memory than a file a core.
//! Each file is made, scanned, read again and handed over in one go. Must never: hand over a file in which anything was found.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use url::Url;

use crate::diagnostic::Sources;
use crate::error::Result;
use crate::internal::Tripwire;
use crate::keep::Keep;
use crate::outputs::{self, Job};
use crate::public::{History, SitePath};
use crate::render::Renderer;
use crate::timings::{Part, Shared, Timings};
use crate::verify::{Leaks, Places, Read, Reader, Readings, Refused, Trip, Verified};

/// What a site is made of.
pub(crate) struct Source<'a> {
    pub(crate) history: &'a History,
    pub(crate) renderer: &'a Renderer,
    /// Where it will be served.
    pub(crate) address: &'a Url,
    pub(crate) tripwire: &'a Tripwire,
    /// Whether the tripwire knows a value that it did not know when the files were scanned that stand already.
    pub(crate) is_wiser: bool,
    /// The places that those files lead to, by number.
    pub(crate) places: &'a Arc<Places>,
}

/// What became of one file.
type Made<K> = (Read, Option<K>);

/// Makes a site. The inner error is about finished files.
///
/// # Errors
/// If two outputs claim one path, a template fails, or a file cannot be kept.
pub(crate) fn site<K: Keep>(
    source: &Source<'_>,
    keep: &mut K,
    sources: &mut Sources,
    timings: &mut Timings,
) -> Result<std::result::Result<Verified<K::Kept>, Refused>> {
    keep.begin()?;
    let index = timings.measure("render", Part::Rendering, || outputs::index(source.history))?;
    let jobs = timings.measure("render", Part::Rendering, || outputs::jobs(&index, source.renderer))?;
    let reader = Reader::resumed(source.address, source.places);
    let line = Line { source, reader: &reader, keep: &*keep, clock: Clock::new() };
    let stages = line.clock.stages();
    let made: Vec<Made<K::Kept>> = timings.share(&stages, || jobs.par_iter().map(|job| line.one(job)).collect::<Result<_>>())?;
    timings.measure("verify", Part::Rest, || {
        let reads = jobs.iter().zip(&made).map(|(job, (read, _))| (&job.path, read));
        let job_of = |path: &SitePath| jobs.binary_search_by(|job| job.path.cmp(path)).ok().map(|at| &jobs[at]);
        let again = |path: &SitePath| job_of(path).and_then(|job| job.make().ok());
        let sound = match reader.conclude(reads, again, sources) {
            Ok(sound) => sound,
            Err(refused) => return Ok(Err(refused)),
        };
        let (mut files, mut readings) = (Vec::with_capacity(jobs.len()), Vec::with_capacity(jobs.len()));
        for (job, (read, kept)) in jobs.iter().zip(made) {
            files.extend(kept.map(|kept| (job.path.clone(), kept)));
            readings.push((job.path.clone(), job.key, read.into_gist()));
        }
        // There are as many as files, each with what it shows.
        jobs.into_par_iter().for_each(drop);
        let files = BTreeMap::from_iter(files);
        Ok(Ok(Verified::new(sound, files, Readings { places: reader.into_places(), files: readings })))
    })
}

/// What every file goes through.
struct Line<'a, K> {
    source: &'a Source<'a>,
    reader: &'a Reader,
    keep: &'a K,
    clock: Clock,
}

/// How long its stages take.
struct Clock {
    render: Shared,
    scan: Shared,
    read: Shared,
    write: Shared,
}

impl Clock {
    fn new() -> Self {
        Self {
            render: Shared::new("render", Part::Rendering),
            scan: Shared::new("scan", Part::Gates),
            read: Shared::new("verify", Part::Rest),
            write: Shared::new("write", Part::Rest),
        }
    }

    fn stages(&self) -> [&Shared; 4] {
        [&self.render, &self.scan, &self.read, &self.write]
    }
}

impl<K: Keep> Line<'_, K> {
    fn one(&self, job: &Job<'_>) -> Result<Made<K::Kept>> {
        let Clock { render, scan, read, write } = &self.clock;
        if let Some(stands) = write.measure(|| self.standing(job)) {
            return Ok(stands);
        }
        let bytes = render.measure(|| job.make())?;
        let leaks = scan.measure(|| Leaks::of(&job.path, &bytes, &|path: &str, bytes: &[u8]| self.trips(path, bytes)));
        let found = read.measure(|| self.reader.look(&job.path, &bytes, leaks));
        let kept = if found.is_sound() { Some(write.measure(|| self.keep.keep(&job.path, bytes))?) } else { None };
        Ok((found, kept))
    }

    /// A file that stands already, if it is made of the same. What the tripwire did not know then it is searched for now.
    fn standing(&self, job: &Job<'_>) -> Option<Made<K::Kept>> {
        let (gist, kept) = self.keep.standing(job)?;
        if self.source.is_wiser {
            let bytes = self.keep.bytes(&job.path)?;
            let leaks = Leaks::of(&job.path, &bytes, &|path: &str, bytes: &[u8]| self.trips(path, bytes));
            if !leaks.is_empty() {
                return None;
            }
        }
        Some((gist.into(), Some(kept)))
    }

    fn trips(&self, path: &str, bytes: &[u8]) -> Vec<Trip> {
        self.source.tripwire.scan(path, bytes).into_iter().map(|trip| (trip.rule, trip.span)).collect()
    }
}
