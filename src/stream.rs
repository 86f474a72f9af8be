//! Comes in: the public history, and what keeps files. Goes out: the verified site, of which no more was ever in memory than a file a core.
//! Each file is made, scanned, read again and handed over in one go. Must never: hand over a file in which anything was found.

use rayon::prelude::*;
use url::Url;

use crate::diagnostic::Sources;
use crate::error::Result;
use crate::internal::Tripwire;
use crate::outputs::{self, Job, Keep};
use crate::public::{History, SitePath};
use crate::render::Renderer;
use crate::timings::{Part, Shared, Timings};
use crate::verify::{Read, Reader, Refused, Trip, Verified};

/// Makes the site that will be served at `address`. The inner error is about finished files.
///
/// # Errors
/// If two outputs claim one path, a template fails, or a file cannot be kept.
pub(crate) fn site<K: Keep>(
    history: &History,
    renderer: &Renderer,
    address: &Url,
    tripwire: &Tripwire,
    keep: &mut K,
    sources: &mut Sources,
    timings: &mut Timings,
) -> Result<std::result::Result<Verified<K::Kept>, Refused>> {
    keep.begin()?;
    let jobs = outputs::jobs(history, renderer)?;
    let [render, scan, read, write] = [
        Shared::new("render", Part::Rendering),
        Shared::new("scan", Part::Gates),
        Shared::new("verify", Part::Rest),
        Shared::new("write", Part::Rest),
    ];
    let reader = Reader::new(address);
    let keep = &*keep;
    let tripwire = |path: &str, bytes: &[u8]| trips(tripwire, path, bytes);
    let one = |job: &Job<'_>| -> Result<(Read, Option<K::Kept>)> {
        let bytes = render.measure(|| job.make())?;
        let leaks = scan.measure(|| reader.leaks(&job.path, &bytes, &tripwire));
        let found = read.measure(|| reader.look(&job.path, &bytes, leaks));
        let kept = if found.is_sound() { Some(write.measure(|| keep.keep(&job.path, bytes))?) } else { None };
        Ok((found, kept))
    };
    let made: Vec<(Read, Option<K::Kept>)> =
        timings.share(&[&render, &scan, &read, &write], || jobs.par_iter().map(one).collect::<Result<_>>())?;
    timings.measure("verify", Part::Rest, || {
        let reads = jobs.iter().zip(&made).map(|(job, (read, _))| (&job.path, read));
        let again = |path: &SitePath| jobs.iter().find(|job| job.path == *path).and_then(|job| job.make().ok());
        if let Err(refused) = reader.conclude(reads, again, sources) {
            return Ok(Err(refused));
        }
        let files = jobs.iter().zip(made).filter_map(|(job, (_, kept))| Some((job.path.clone(), kept?)));
        Ok(Ok(Verified::new(files.collect())))
    })
}

fn trips(tripwire: &Tripwire, path: &str, bytes: &[u8]) -> Vec<Trip> {
    tripwire.scan(path, bytes).into_iter().map(|trip| (trip.rule, trip.span)).collect()
}
