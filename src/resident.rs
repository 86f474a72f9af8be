//! A site that is built again and again in one process: a preview. Comes in: the same order, at every change. Goes out: the site in memory.
//! What did not change stays as it is. Must never: write, or keep anything beyond a change of config, theme or rules.

use std::sync::{Arc, Mutex};

use foldhash::HashMap;

use crate::error::Result;
use crate::folder::seen::{Answers, Seen, Stamps};
use crate::internal::{self, Desk};
use crate::keep::Keep;
use crate::outputs::{Job, Key};
use crate::pipeline::{self, Eyes, Memory, Order, Outcome};
use crate::public::SitePath;
use crate::verify::Gist;

/// The bytes of a file that is shared with those who serve it.
pub type Bytes = Arc<[u8]>;

/// What stays between two builds.
#[derive(Default)]
pub struct Resident {
    answers: Answers,
    stamps: Stamps,
    memory: Memory,
    shelf: Shelf,
}

impl Resident {
    /// Builds the site as it is now.
    ///
    /// # Errors
    /// If the site's folder, its config or its theme is unusable.
    pub fn build(&mut self, order: &Order) -> Result<Outcome<Bytes>> {
        // What it is now is taken: whatever fails on the way leaves nothing half known behind.
        let Self { answers, mut stamps, memory, mut shelf } = std::mem::take(self);
        let holds = Seen::still_holds_since(&answers, &stamps, &order.site);
        let (answers, mut memory) = if holds { (answers, memory) } else { (Answers::new(), Memory::default()) };
        if !holds {
            stamps = Stamps::default();
            shelf = Shelf::default();
        }
        memory.recall.desk.get_or_insert_with(|| Mutex::new(Desk::default()));
        let seen = Arc::new(Seen::default());
        let watched = Order { site: order.site.watched(&seen), ..order.clone() };
        let mut outcome = pipeline::flow(&watched, Eyes { memory: Some(&memory), ..Eyes::default() }, &mut shelf)?;
        if let (Some(site), Some(answers)) = (&outcome.site, seen.with(&answers)) {
            let readings = site.readings();
            let known = readings.files.iter().zip(site.files());
            let known = known.map(|((path, key, gist), (_, bytes))| (path.clone(), (*key, gist.clone(), Arc::clone(bytes)))).collect();
            let desk = memory.recall.desk.take();
            // Nobody waits for what is let go.
            rayon::spawn(move || drop((memory, shelf)));
            let recall = internal::Memory { recall: outcome.recall.take(), desk, ..internal::Memory::default() };
            stamps.extend(seen.stamps());
            *self = Self { answers, stamps, memory: Memory { recall, places: Arc::clone(&readings.places) }, shelf: Shelf { known } };
        }
        Ok(outcome)
    }
}

/// The files of the last build.
#[derive(Default)]
struct Shelf {
    known: HashMap<SitePath, (Key, Gist, Bytes)>,
}

impl Keep for Shelf {
    type Kept = Bytes;

    fn begin(&mut self) -> Result<()> {
        Ok(())
    }

    fn standing(&self, job: &Job<'_>) -> Option<(Gist, Bytes)> {
        let (_, gist, bytes) = self.known.get(&job.path).filter(|(key, ..)| *key == job.key)?;
        Some((gist.clone(), Arc::clone(bytes)))
    }

    fn bytes(&self, path: &SitePath) -> Option<Vec<u8>> {
        self.known.get(path).map(|(.., bytes)| bytes.to_vec())
    }

    fn keep(&self, _: &SitePath, bytes: Vec<u8>) -> Result<Bytes> {
        Ok(bytes.into())
    }
}
