//! Comes in: a way to build the site. Goes out: the site on this machine's loopback address, built again whenever a source changes.
//! Must never: be reachable from elsewhere, let another web site read it, or write a file.

mod answer;
mod live;
mod port;
mod told;
mod watch;

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use tokio::runtime::Runtime;

use crate::error::{Error, Result};
use crate::public::SitePath;
use crate::resident::Bytes;
use live::Live;
use told::Told;
pub use told::{Note, Notes, Unpublished};
use watch::Wake;

/// Headers for a file of the site, by its path below the site's address: `/incidents/ID/`.
pub type Headers = Arc<dyn Fn(&str) -> Vec<(String, String)> + Send + Sync>;

/// How a preview is served.
#[derive(Clone)]
pub struct Options {
    /// The site's folder: a change in it builds anew.
    pub root: PathBuf,
    /// Folders whose changes mean nothing: OUT.
    pub ignored: Vec<PathBuf>,
    /// The port that was asked for; without one 4000, or the next that is free.
    pub port: Option<u16>,
    /// What is added to the site.
    pub mode: Mode,
}

/// Whom a preview is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Its author: pages reload by themselves.
    Author,
    /// An author of what is not public yet: the same, and nothing may be listed by a search engine.
    Drafts,
    /// Whoever wants to see what customers will: their bytes and their headers, and nothing else.
    Customer,
}

impl Mode {
    /// Whether pages reload by themselves.
    fn reloads(self) -> bool {
        self != Self::Customer
    }
}

/// What a build came to, with its report.
pub enum Built {
    /// A verified site.
    Site {
        /// Its files.
        files: BTreeMap<SitePath, Bytes>,
        /// The path part of its address: empty, or `/status`.
        base: String,
        /// The headers that the site's host will send.
        headers: Headers,
        /// What there is to tell of it. Asked once the site is served: nobody who waits for a page waits for that.
        telling: Box<dyn FnOnce() -> Telling>,
    },
    /// No site.
    Failed {
        /// What to tell in the terminal.
        report: String,
    },
}

/// What there is to tell of a site.
pub struct Telling {
    /// What to tell in the terminal; may be empty.
    pub report: String,
    /// What to tell of a page when it is asked for.
    pub notes: Notes,
    /// What of it is not public.
    pub unpublished: Vec<Unpublished>,
}

/// Serves until Ctrl-C. `report` is handed what belongs into the terminal, as whole lines.
///
/// # Errors
/// If no port is free or the folder cannot be watched.
pub fn serve(options: &Options, build: impl FnMut() -> Built, report: &mut dyn FnMut(&str)) -> Result<()> {
    let server = Server::bind(options)?;
    server.stop_on_interrupt();
    if options.port.is_none() && server.address().port() != port::DEFAULT {
        report(&format!("port {} is taken, so this preview has another one\n", port::DEFAULT));
    }
    server.run(build, report)
}

/// A preview that listens and watches, but has built nothing yet.
struct Server {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
    wakes: Receiver<Wake>,
    sender: Sender<Wake>,
    mode: Mode,
    _watcher: notify::RecommendedWatcher,
}

impl Server {
    fn bind(options: &Options) -> Result<Self> {
        let cannot = |source: std::io::Error| {
            Error::usage(format!("cannot start the preview server: {source}"), "close other programs, then try again")
        };
        let (listener, address) = port::listen(options.port)?;
        listener.set_nonblocking(true).map_err(cannot)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(cannot)?;
        let (sender, wakes) = channel();
        let watcher = watch::start(&options.root, &options.ignored, sender.clone())?;
        Ok(Self { runtime, listener, address, wakes, sender, mode: options.mode, _watcher: watcher })
    }

    fn address(&self) -> SocketAddr {
        self.address
    }

    fn stop_on_interrupt(&self) {
        let sender = self.sender.clone();
        self.runtime.spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                // Without a listener the loop has ended already.
                let _ = sender.send(Wake::Stop);
            }
        });
    }

    fn run(self, mut build: impl FnMut() -> Built, report: &mut dyn FnMut(&str)) -> Result<()> {
        let Self { runtime, listener, address, wakes, sender, mode, _watcher } = self;
        let live = Live::default();
        let service = answer::service(live.clone(), mode, sender.clone());
        let spawned = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener)
        };
        let listener =
            spawned.map_err(|source| Error::usage(format!("cannot listen on {address}: {source}"), "name another port with `--port`"))?;
        runtime.spawn(async move {
            // Ends only with the runtime; a connection that fails is the browser's to retry.
            let _ = axum::serve(listener, service).await;
        });
        let mut told = Told::default();
        let mut notes: Notes = Box::new(|_, _| None);
        loop {
            let (base, unpublished) = match build_once(&mut build, &live, report) {
                Some(good) => {
                    notes = good.notes;
                    (Some(good.base), Some(good.unpublished))
                }
                None => (None, None),
            };
            told.address(address, base.as_deref()).iter().for_each(|text| report(text));
            let list = unpublished.and_then(|list| told.unpublished(list, address, base.as_deref().unwrap_or_default()));
            list.iter().for_each(|text| report(text));
            let asked = &mut |file: &SitePath| told.page(file, &live.current(), &notes).iter().for_each(|text| report(text));
            if watch::wait(&wakes, asked) == Wake::Stop {
                break;
            }
        }
        drop(sender);
        // Browsers that wait for the next build are let go.
        runtime.shutdown_timeout(Duration::from_millis(200));
        Ok(())
    }
}

/// What stays of a good build beside its files.
struct Good {
    base: String,
    notes: Notes,
    unpublished: Vec<Unpublished>,
}

/// Builds, puts a good site live, and shows the report.
fn build_once(build: &mut impl FnMut() -> Built, live: &Live, report: &mut dyn FnMut(&str)) -> Option<Good> {
    let (text, good) = match build() {
        Built::Site { files, base, headers, telling } => {
            live.publish(files, base.clone(), headers);
            let Telling { report, notes, unpublished } = telling();
            (report, Some(Good { base, notes, unpublished }))
        }
        Built::Failed { report } => (report, None),
    };
    if !text.is_empty() {
        report(&text);
    }
    good
}

#[cfg(test)]
mod tests;
