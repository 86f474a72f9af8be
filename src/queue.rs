//! `queue`: a site's folder → what waits, and for what: for its review, for its time, for text, for somebody to keep a promise.
//! Goes out: ids, paths of documents, times. Must never: hold a title, a name or a sentence of a document.

use std::collections::BTreeSet;
use std::path::Path;

use crate::clock::Time;
use crate::config;
use crate::diagnostic::Level;
use crate::error::Result;
use crate::internal;
use crate::pipeline::{self, Order};

/// What waits at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// The moment.
    pub now: Time,
    /// In review: they wait for their meeting, or for approval after it.
    pub in_review: Vec<InReview>,
    /// Reviewed and not closed; and closed ones whose message was never set free.
    pub reviewed: Vec<Reviewed>,
    /// Agreed on, and public from a time to come. The nearest first.
    pub embargoed: Vec<Embargoed>,
    /// From in review on, without the message that customers are owed.
    pub waiting_for_text: Vec<Lacking>,
    /// Promised in a public update, and not there. What is late comes first.
    pub promised: Vec<Promised>,
}

/// A document, as far as a log may name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Document {
    /// Its id.
    pub id: String,
    /// Its path below the site's folder.
    pub path: String,
    /// Whether an error holds it back from a build.
    pub held_back: bool,
}

/// A document in review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InReview {
    /// The document.
    pub document: Document,
    /// When its meeting is to be.
    pub scheduled: Option<Time>,
    /// When its meeting was.
    pub held: Option<Time>,
}

/// A reviewed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The document.
    pub document: Document,
    /// What became of its message.
    pub standing: Standing,
}

/// What became of an agreed message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is public from that time on: with the next build, if none was made since.
    Public(Time),
    /// Nobody set it free: `published`, or the whole `public:` block, is missing.
    Unset,
    /// There is none, and none is owed.
    NoMessage,
    /// The document is private: a near miss, or `publish: false`.
    Private,
}

/// A document whose message waits for its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embargoed {
    /// The document.
    pub document: Document,
    /// From when the message is public.
    pub published: Time,
}

/// A document without the message that customers are owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    /// The document.
    pub document: Document,
    /// What it lacks.
    pub lack: Lack,
}

/// What a document lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// There is no message, and no `no_message` with a reason.
    Message,
    /// A placeholder stands for the message.
    Words,
}

/// A promise that is not kept yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promised {
    /// The document.
    pub document: Document,
    /// The line of the update that promises it.
    pub line: usize,
    /// What was promised.
    pub pledge: Pledge,
    /// When.
    pub said: Time,
    /// By when, if a time was named.
    pub due: Option<Time>,
}

/// What a public update can promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pledge {
    /// The next update.
    Update,
    /// A post-mortem.
    Message,
}

/// What waits. Documents that cannot be read are in no list; `check` names them.
///
/// # Errors
/// If the config or the theme is unusable, or the folder cannot be read.
pub fn queue(site: &Path, now: Time) -> Result<Queue> {
    let report = pipeline::run(&Order { site: site.into(), now, keep_going: true })?.report;
    let errors = report.findings().iter().filter(|finding| finding.level == Level::Error);
    let faulty: BTreeSet<String> = errors.map(|finding| report.sources().get(finding.source).path().to_owned()).collect();
    internal::queue(&site.into(), &config::load(site)?, now, &faulty)
}

impl Queue {
    /// Of a site without documents.
    pub(crate) fn empty(now: Time) -> Self {
        let (in_review, reviewed, embargoed) = (Vec::new(), Vec::new(), Vec::new());
        Self { now, in_review, reviewed, embargoed, waiting_for_text: Vec::new(), promised: Vec::new() }
    }

    /// Puts every list in its order: what comes first in time, then by id.
    pub(crate) fn sort(&mut self) {
        let late = |promised: &Promised| promised.due.map_or((true, self.now), |due| (false, due));
        self.promised.sort_by(|a, b| late(a).cmp(&late(b)).then_with(|| a.document.cmp(&b.document)));
        let when = |it: &InReview| it.scheduled.map_or((true, self.now), |scheduled| (false, scheduled));
        self.in_review.sort_by(|a, b| when(a).cmp(&when(b)).then_with(|| a.document.cmp(&b.document)));
        self.embargoed.sort_by(|a, b| (a.published, &a.document).cmp(&(b.published, &b.document)));
        self.reviewed.sort_by(|a, b| a.document.cmp(&b.document));
        self.waiting_for_text.sort_by(|a, b| a.document.cmp(&b.document));
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        let Self { now: _, in_review, reviewed, embargoed, waiting_for_text, promised } = self;
        in_review.is_empty() && reviewed.is_empty() && embargoed.is_empty() && waiting_for_text.is_empty() && promised.is_empty()
    }
}

impl Promised {
    /// Whether it should be there by now.
    pub fn is_late(&self, now: Time) -> bool {
        self.due.is_some_and(|due| due < now)
    }
}
