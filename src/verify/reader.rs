//! Comes in: finished files, one after the other or at once. Goes out: of each its leaks, whether it is sound by itself, and where it
//! leads, in few bytes. Whether those places exist is asked when all files were read (`whole.rs`).
//! Must never: keep a file's bytes, unless a leak is in them.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;
use rayon::prelude::*;
use url::Url;

use super::address::{Away, Inside, Place, Root};
use super::reading::{How, Sink};
use super::{Faulty, Trip, egress, picture, reading};
use crate::public::SitePath;

/// Reads finished files of one site.
pub struct Reader {
    pub(super) root: Root,
    places: Arc<Places>,
}

/// What was read in one file.
pub struct Read {
    pub(super) leaks: Vec<Faulty>,
    /// Something in it may not pass, for which it has to be read again.
    pub(super) doubtful: bool,
    /// Its ids, each between two NUL; `None` for a format without any.
    pub(super) ids: Option<Arc<str>>,
    /// The other places of the site that it leads to, by their number.
    pub(super) wanted: Arc<[u32]>,
}

/// What is kept of a sound file: where it leads and what can be led to. It means something only beside the places of its [`Reader`].
/// Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gist {
    /// Its ids, each between two NUL; `None` for a format without any.
    pub(crate) ids: Option<Arc<str>>,
    /// The other places of the site that it leads to, by their number.
    pub(crate) wanted: Arc<[u32]>,
}

impl From<Gist> for Read {
    fn from(Gist { ids, wanted }: Gist) -> Self {
        Self { leaks: Vec::new(), doubtful: false, ids, wanted }
    }
}

/// What a tripwire found in one file.
pub(crate) struct Leaks(Vec<Faulty>);

impl Read {
    /// Whether nothing stands against the file by itself. Its links may still lead nowhere.
    pub(crate) fn is_sound(&self) -> bool {
        self.leaks.is_empty() && !self.doubtful
    }

    /// What is kept of it.
    pub(crate) fn into_gist(self) -> Gist {
        Gist { ids: self.ids, wanted: self.wanted }
    }
}

impl Leaks {
    /// The leaks of a file. The tripwire is handed a path and bytes, and says what internal text it sees.
    pub(crate) fn of<T>(path: &SitePath, bytes: &[u8], tripwire: &T) -> Self
    where
        T: Fn(&str, &[u8]) -> Vec<Trip>,
    {
        Self(egress::examine(path, bytes, tripwire))
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Reader {
    /// For a site that will be served at that address.
    pub fn new(address: &Url) -> Self {
        Self::resumed(address, &Arc::default())
    }

    /// The same, with the places as an earlier one numbered them.
    pub(crate) fn resumed(address: &Url, places: &Arc<Places>) -> Self {
        Self { root: Root::new(address), places: Arc::clone(places) }
    }

    /// All places with their numbers.
    pub(crate) fn into_places(self) -> Arc<Places> {
        self.places
    }

    /// Reads a file. The tripwire is handed a path and bytes, and says what internal text it sees.
    pub fn read<T>(&self, path: &SitePath, bytes: &[u8], tripwire: &T) -> Read
    where
        T: Fn(&str, &[u8]) -> Vec<Trip>,
    {
        self.look(path, bytes, Leaks::of(path, bytes, tripwire))
    }

    /// Reads a file whose leaks are known.
    pub(crate) fn look(&self, path: &SitePath, bytes: &[u8], Leaks(leaks): Leaks) -> Read {
        let mut look = Look { root: &self.root, page: path.as_str(), ids: None, keys: Keys::default(), doubtful: false };
        reading::read(path, bytes, &mut look);
        let Look { ids, keys, doubtful, .. } = look;
        let ids: Option<Arc<str>> = ids.map(Arc::from);
        let doubtful = doubtful || picture::fault(path, bytes).is_some();
        let mut numbers = self.places.open();
        let foreign = keys.iter().filter(|key| !is_own(key, path.as_str(), ids.as_deref()));
        let mut wanted: Vec<u32> = foreign.map(|key| numbers.number(key)).collect();
        drop(numbers);
        wanted.sort_unstable();
        wanted.dedup();
        Read { leaks, doubtful, ids, wanted: wanted.into() }
    }

    /// Every place that some file leads to.
    pub(super) fn places(&self) -> &Places {
        &self.places
    }
}

/// Places of the site that files lead to, each once and with its number, which never changes: the path, and behind a NUL the id if one
/// is named.
#[derive(Debug, Default)]
pub(crate) struct Places(Mutex<Numbers>);

#[derive(Debug, Default)]
struct Numbers(HashMap<Box<str>, u32>);

impl Places {
    /// Those of a list, each numbered by where it stands.
    pub(crate) fn of(list: &[String]) -> Self {
        Self(Mutex::new(Numbers(list.iter().zip(0..).map(|(place, number)| (place.as_str().into(), number)).collect())))
    }

    /// All of them as such a list.
    pub(crate) fn list(&self) -> Vec<String> {
        let Numbers(numbers) = &*self.open();
        let mut places: Vec<(u32, &str)> = numbers.iter().map(|(place, number)| (*number, &**place)).collect();
        places.sort_unstable();
        places.into_iter().map(|(_, place)| place.to_owned()).collect()
    }

    /// By number, whether a place is one of which something holds.
    pub(super) fn which(&self, holds: impl Fn(&str, Option<&str>) -> bool + Sync) -> Vec<bool> {
        let Numbers(numbers) = &*self.open();
        let holding = numbers.par_iter().filter_map(|(key, number)| {
            let (path, id) = parts(key);
            holds(path, id).then_some(*number as usize)
        });
        let mut which = vec![false; numbers.len()];
        for number in holding.collect::<Vec<usize>>() {
            if let Some(place) = which.get_mut(number) {
                *place = true;
            }
        }
        which
    }

    fn open(&self) -> MutexGuard<'_, Numbers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Numbers {
    fn number(&mut self, key: &str) -> u32 {
        if let Some(number) = self.0.get(key) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(key.into(), number);
        number
    }
}

/// Whether ids have that one among them.
pub(super) fn contains(ids: &str, id: &str) -> bool {
    let mut between = String::with_capacity(id.len() + 2);
    between.extend(["\0", id, "\0"]);
    memchr::memmem::find(ids.as_bytes(), between.as_bytes()).is_some()
}

fn parts(key: &str) -> (&str, Option<&str>) {
    key.split_once('\0').map_or((key, None), |(path, id)| (path, Some(id)))
}

/// Whether a link leads to the file that it stands in, and to an id that is there.
fn is_own(key: &str, page: &str, ids: Option<&str>) -> bool {
    let (path, id) = parts(key);
    let is_folder = path.is_empty() || path.ends_with('/');
    let own = page.strip_prefix(path).is_some_and(|rest| if is_folder { rest == "index.html" } else { rest.is_empty() });
    own && match (ids, id) {
        (Some(ids), Some(id)) => contains(ids, id),
        (None, _) | (_, None) => true,
    }
}

/// Keys of places, one behind the other.
#[derive(Default)]
struct Keys {
    text: String,
    ends: Vec<usize>,
}

impl Keys {
    fn push(&mut self, place: &Inside<'_>) {
        self.text.push_str(&place.path);
        if let Some(id) = &place.id {
            self.text.push('\0');
            self.text.push_str(id);
        }
        self.ends.push(self.text.len());
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end])
    }
}

/// What is kept of a file while it is read.
struct Look<'r> {
    root: &'r Root,
    page: &'r str,
    ids: Option<String>,
    keys: Keys,
    doubtful: bool,
}

impl Sink for Look<'_> {
    fn hurries(&self) -> bool {
        true
    }

    fn has_ids(&mut self) {
        self.ids.get_or_insert_with(|| "\0".to_owned());
    }

    fn id(&mut self, id: &str) {
        if let Some(ids) = &mut self.ids {
            ids.push_str(id);
            ids.push('\0');
        }
    }

    fn link(&mut self, target: &str, how: How) {
        match self.root.resolve(self.page, target.trim()) {
            // No file has such a name, and it would not be a key.
            Place::Inside(place) if place.path.contains('\0') => self.doubtful = true,
            Place::Inside(place) => self.keys.push(&place),
            Place::Away(Away::OtherHost) if how.loads => self.doubtful = true,
            Place::Away(_) => {}
            Place::Dead(_) => self.doubtful = true,
        }
    }

    fn fault(&mut self, _: Option<Range<usize>>, _: String, _: &'static str) {
        self.doubtful = true;
    }
}
