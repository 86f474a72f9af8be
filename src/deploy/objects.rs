//! The objects of a deploy: asked, put, removed, many at once; and the state among them, which is the lock too.
//! Comes in: files and paths. Goes out: objects with their types, times and digests.
//! Must never: write the state over one that it has not seen, or go on when another deploy took over.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use object_store::aws::AmazonS3;
use object_store::list::{PaginatedListOptions, PaginatedListStore as _};
use object_store::path::Path as Key;
use object_store::{
    Attribute, Attributes, GetOptions, ObjectStore as _, ObjectStoreExt as _, PutMode, PutOptions, PutPayload, UpdateVersion,
};
use tokio::task::JoinSet;

use super::Order;
use super::fault::Storage;
use super::folder::damaged;
use super::place::{Begun, Listing, There};
use super::source::{Local, Source};
use super::state::{Digest, NAME, State, cache_control, content_type};
use crate::error::{Error, Result};
use crate::public::SitePath;
use crate::write::LARGEST;

/// How often a deploy gives a sign of life.
const BEAT: Duration = Duration::from_secs(20);
/// How often a deploy that waits looks whether the other one still does.
const LOOK: Duration = Duration::from_secs(2);
/// How long it waits for one that lives.
const PATIENCE: Duration = Duration::from_mins(15);
/// Where an object says what it is.
const DIGEST: &str = "allclear-digest";

/// What a bucket is asked, with what is known of it.
pub(super) struct Objects {
    store: Arc<AmazonS3>,
    storage: Storage,
    /// Empty, or ends with a slash.
    prefix: String,
    at_once: usize,
    stale_after: Duration,
    guarded: bool,
    /// The state as it was last seen there.
    version: Option<UpdateVersion>,
    state: State,
    /// The name of this deploy while it holds the bucket, how often it gave a sign of life, and when last.
    run: Option<(String, u32, Instant)>,
}

impl Objects {
    /// What lies below a prefix of a bucket.
    pub(super) fn new(order: &Order, store: AmazonS3, storage: Storage, prefix: &str) -> Self {
        Self {
            store: Arc::new(store),
            storage,
            prefix: if prefix.is_empty() { String::new() } else { format!("{prefix}/") },
            at_once: order.at_once.max(1),
            stale_after: order.stale_after,
            guarded: !order.unguarded,
            version: None,
            state: State::default(),
            run: None,
        }
    }

    fn key(&self, path: &str) -> Result<Key> {
        let key = format!("{}{path}", self.prefix);
        Key::parse(&key).map_err(|_| Error::usage(format!("{path} cannot be the name of an object"), "rename what it was made from"))
    }

    /// The state that the last deploy left.
    pub(super) async fn state(&self) -> Result<Option<State>> {
        self.look().await?.map(|(text, _)| self.parse(&text)).transpose()
    }

    fn parse(&self, text: &str) -> Result<State> {
        State::parse(text).ok_or_else(|| damaged(self.storage.shown()))
    }

    /// The state's text, and which one it is.
    async fn look(&self) -> Result<Option<(String, UpdateVersion)>> {
        let result = match self.store.get(&self.key(NAME)?).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            result => result.map_err(|error| self.storage.fault("read", &error))?,
        };
        let version = UpdateVersion { e_tag: result.meta.e_tag.clone(), version: result.meta.version.clone() };
        if result.meta.size > LARGEST {
            return Err(damaged(self.storage.shown()));
        }
        let bytes = result.bytes().await.map_err(|error| self.storage.fault("read", &error))?;
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| damaged(self.storage.shown()))?;
        Ok(Some((text, version)))
    }

    /// The same, once no other deploy is under way.
    /// One that gives no sign of life while this one looks has ended without a word. Clocks of two machines are never compared.
    pub(super) async fn claim(&mut self, waits: &dyn Fn()) -> Result<Option<State>> {
        let begin = Instant::now();
        let mut seen: Option<(String, Instant)> = None;
        loop {
            let Some((text, version)) = self.look().await? else {
                self.version = None;
                return Ok(None);
            };
            let state = self.parse(&text)?;
            let quiet = match &seen {
                Some((last, since)) if *last == text => since.elapsed(),
                _ => Duration::ZERO,
            };
            if state.run.is_none() || quiet >= self.stale_after {
                self.version = Some(version);
                return Ok(Some(state));
            }
            if begin.elapsed() >= PATIENCE {
                let fact = format!("another deploy to {} has been under way for {} minutes", self.storage.shown(), PATIENCE.as_secs() / 60);
                return Err(Error::usage(fact, "wait until it ends, then deploy again"));
            }
            if seen.is_none() {
                waits();
            }
            seen = seen.filter(|(last, _)| *last == text).or_else(|| Some((text, Instant::now())));
            tokio::time::sleep(LOOK.min(self.stale_after)).await;
        }
    }

    /// What is there.
    pub(super) async fn list(&self, all: bool) -> Result<Listing> {
        let mut listing = Listing::new();
        let mut page_token = None;
        loop {
            let options = PaginatedListOptions { page_token: page_token.take(), ..PaginatedListOptions::default() };
            let prefix = Some(self.prefix.as_str()).filter(|prefix| !prefix.is_empty());
            let page = self.store.list_paginated(prefix, options).await.map_err(|error| self.storage.fault("list", &error))?;
            let objects = page.result.objects.into_iter();
            // Consoles mark a folder with an empty object of its name; without its slash it is the prefix itself.
            let below = objects.filter_map(|object| Some((object.location.as_ref().strip_prefix(&self.prefix)?.to_owned(), object.size)));
            listing.extend(below.filter(|(path, _)| !path.starts_with(NAME)).map(|(path, size)| (path, There::File(size))));
            page_token = page.page_token;
            if page_token.is_none() || !all && !listing.is_empty() {
                return Ok(listing);
            }
        }
    }

    /// What the objects at these paths say that they are.
    pub(super) async fn digests(&mut self, paths: &[&SitePath]) -> Result<Vec<Option<Digest>>> {
        let mut digests = vec![None; paths.len()];
        let store = Arc::clone(&self.store);
        let ask = |objects: &Self, path: &&SitePath| {
            let (store, key) = (Arc::clone(&store), objects.key(path.as_str())?);
            Ok(async move {
                let head = match store.get_opts(&key, GetOptions { head: true, ..GetOptions::default() }).await {
                    Err(object_store::Error::NotFound { .. }) => return Ok(None),
                    head => head?,
                };
                Ok(head.attributes.get(&Attribute::Metadata(DIGEST.into())).and_then(|value| Digest::parse(value.as_ref())))
            })
        };
        self.spread("read", paths, ask, |_, at, digest| digests[at] = digest).await?;
        Ok(digests)
    }

    /// Says what is going to be there before anything is.
    pub(super) async fn begin(&mut self, intent: State) -> Result<Begun> {
        // Random, so that no two deploys have one name.
        let name = format!("{:016x}", RandomState::new().hash_one(0_u8));
        self.run = Some((name, 0, Instant::now()));
        self.state = intent;
        let begun = self.write_state().await?;
        if begun == Begun::Lost {
            self.run = None;
        }
        Ok(begun)
    }

    /// Puts files there.
    pub(super) async fn put(&mut self, files: &[&Local], source: &Source, done: &mut dyn FnMut()) -> Result<()> {
        let store = Arc::clone(&self.store);
        let start = |objects: &Self, file: &&Local| {
            let (store, key) = (Arc::clone(&store), objects.key(file.path.as_str())?);
            let (payload, attributes) = (PutPayload::from(source.bytes(file)?), attributes(file));
            Ok(async move { store.put_opts(&key, payload, PutOptions { attributes, ..PutOptions::default() }).await.map(drop) })
        };
        let stored = |state: &mut State, at: usize, ()| {
            state.files.insert(files[at].path.clone(), Some(files[at].digest.clone()));
            done();
        };
        self.spread("write to", files, start, stored).await
    }

    /// Removes objects.
    pub(super) async fn remove(&mut self, paths: &[&SitePath], done: &mut dyn FnMut()) -> Result<()> {
        let store = Arc::clone(&self.store);
        let start = |objects: &Self, path: &&SitePath| {
            let (store, key) = (Arc::clone(&store), objects.key(path.as_str())?);
            Ok(async move {
                match store.delete(&key).await {
                    // Gone is gone, whoever did it.
                    Err(object_store::Error::NotFound { .. }) => Ok(()),
                    result => result,
                }
            })
        };
        let removed = |state: &mut State, at: usize, ()| {
            state.files.remove(paths[at]);
            done();
        };
        self.spread("remove from", paths, start, removed).await
    }

    /// Says how far it got, and that nobody goes on.
    pub(super) async fn release(&mut self) -> Result<()> {
        if self.run.take().is_none() {
            return Ok(());
        }
        match self.write_state().await? {
            Begun::Held => Ok(()),
            Begun::Lost => Err(self.taken_over()),
        }
    }

    /// Asks something about each item, so many at once, and gives signs of life meanwhile.
    async fn spread<I, O, F>(
        &mut self,
        action: &'static str,
        items: &[I],
        start: impl Fn(&Self, &I) -> Result<F>,
        mut done: impl FnMut(&mut State, usize, O),
    ) -> Result<()>
    where
        O: Send + 'static,
        F: Future<Output = object_store::Result<O>> + Send + 'static,
    {
        let mut next = items.iter().enumerate();
        let mut asked: JoinSet<(usize, object_store::Result<O>)> = JoinSet::new();
        loop {
            // Before anything else is begun: after a long sleep of this machine somebody else may be at work.
            self.beat().await?;
            while asked.len() < self.at_once {
                let Some((at, item)) = next.next() else { break };
                let question = start(self, item)?;
                asked.spawn(async move { (at, question.await) });
            }
            match tokio::time::timeout(BEAT, asked.join_next()).await {
                Err(_) => {}
                Ok(None) => return Ok(()),
                Ok(Some(Ok((at, answer)))) => {
                    let answer = answer.map_err(|error| self.storage.fault(action, &error))?;
                    done(&mut self.state, at, answer);
                }
                Ok(Some(Err(_))) => return Err(Error::usage("a part of the program has a fault", "deploy again")),
            }
        }
    }

    /// A sign of life, if it is time for one. It also says how far this deploy got.
    async fn beat(&mut self) -> Result<()> {
        let Some((_, beats, last)) = &mut self.run else { return Ok(()) };
        if last.elapsed() < BEAT {
            return Ok(());
        }
        *beats += 1;
        *last = Instant::now();
        match self.write_state().await? {
            Begun::Held => Ok(()),
            Begun::Lost => Err(self.taken_over()),
        }
    }

    /// Writes the state over the one that was seen last, and over no other.
    async fn write_state(&mut self) -> Result<Begun> {
        self.state.run = self.run.as_ref().map(|(name, beats, _)| format!("{name} {beats}"));
        let text = self.state.render();
        let mode = match &self.version {
            _ if !self.guarded => PutMode::Overwrite,
            None => PutMode::Create,
            Some(version) => PutMode::Update(version.clone()),
        };
        let attributes: Attributes =
            [(Attribute::ContentType, "text/plain; charset=utf-8"), (Attribute::CacheControl, "no-store")].into_iter().collect();
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        let error = match self.store.put_opts(&self.key(NAME)?, PutPayload::from(text.clone()), options).await {
            Ok(put) => {
                self.version = Some(UpdateVersion { e_tag: put.e_tag, version: put.version });
                return Ok(Begun::Held);
            }
            Err(error) => error,
        };
        // It may be there all the same, when only the answer was lost.
        if let Ok(Some((there, version))) = self.look().await
            && there == text
        {
            self.version = Some(version);
            return Ok(Begun::Held);
        }
        match error {
            object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. } => Ok(Begun::Lost),
            error => Err(self.storage.fault("write to", &error)),
        }
    }

    fn taken_over(&self) -> Error {
        Error::usage(
            format!("another deploy took over {}", self.storage.shown()),
            "let it end; if its site is older than yours, deploy yours again",
        )
    }
}

/// What an object is stored with.
fn attributes(file: &Local) -> Attributes {
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, content_type(&file.path).into());
    attributes.insert(Attribute::Metadata(DIGEST.into()), file.digest.as_str().to_owned().into());
    if let Some(time) = cache_control(&file.path) {
        attributes.insert(Attribute::CacheControl, time.into());
    }
    attributes
}
