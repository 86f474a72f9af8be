//! Comes in: each good site. Goes out: the newest one, to every connection, and word to those who wait for it.
//! Must never: lose the last good site to a failing build.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::watch;

use super::Headers;
use crate::public::SitePath;
use crate::resident::Bytes;

/// The site as it is served now.
#[derive(Default)]
pub(super) struct Current {
    /// How many good builds there were. None is an error page.
    pub(super) number: usize,
    /// The files.
    pub(super) files: BTreeMap<SitePath, Bytes>,
    /// The path part of the site's address.
    pub(super) base: String,
    /// Its headers; none before the first good build.
    pub(super) headers: Option<Headers>,
}

impl Current {
    /// What a page says it was made by. Another run of the server says something else, so that its pages reload too.
    pub(super) fn version(&self) -> String {
        format!("{}-{}", std::process::id(), self.number)
    }
}

/// The place where builds arrive and connections look.
#[derive(Clone)]
pub(super) struct Live(watch::Sender<Arc<Current>>);

impl Default for Live {
    fn default() -> Self {
        Self(watch::Sender::new(Arc::default()))
    }
}

impl Live {
    /// Serves that site from now on.
    pub(super) fn publish(&self, files: BTreeMap<SitePath, Bytes>, base: String, headers: Headers) {
        let headers = Some(headers);
        let number = self.0.borrow().number + 1;
        // The last one is dropped when the new one is there for all.
        drop(self.0.send_replace(Arc::new(Current { number, files, base, headers })));
    }

    /// The site as it is now.
    pub(super) fn current(&self) -> Arc<Current> {
        Arc::clone(&self.0.borrow())
    }

    /// Waits until the site is another one than the one seen.
    pub(super) async fn other_than(&self, seen: &str) -> String {
        let mut receiver = self.0.subscribe();
        let next = receiver.wait_for(|current| current.version() != seen).await;
        next.map_or_else(|_| seen.to_owned(), |current| current.version())
    }
}
