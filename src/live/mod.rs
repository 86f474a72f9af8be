//! Updates while it burns: a text → a document with one more status update, or a new document with its first one.
//! Goes out: what is public now and where, or the findings that stand against it.
//! Must never: write anything before every gate has passed the words as they will stand, or change another byte of the file.

mod rehearsal;

use std::path::{Path, PathBuf};

use self::rehearsal::rehearse;
use crate::clock::Time;
use crate::config::{self, Config};
use crate::diagnostic::Report;
use crate::error::Result;
use crate::internal::{self, Fresh, FreshKind, Post, Prepared, Step};
use crate::public::{Impact, Phase};
use crate::write::Edit;

/// An update that is to be posted.
#[derive(Debug, Clone)]
pub struct Update {
    /// The folder with `allclear.toml`.
    pub site: PathBuf,
    /// The document's id or the beginning of one; without it the one incident that runs is meant.
    pub id: Option<String>,
    /// The phase; without it, the end: Resolved, or Completed for maintenance.
    pub phase: Option<Phase>,
    /// Components by id or name, with their impact from then on.
    pub affects: Vec<(String, Impact)>,
    /// When; without it, now.
    pub at: Option<Time>,
    /// The clock.
    pub now: Time,
}

/// A document that is to be begun.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The folder with `allclear.toml`.
    pub site: PathBuf,
    /// The id; without it, the day and the title.
    pub id: Option<String>,
    /// The public title.
    pub title: String,
    /// What it is about.
    pub kind: Kind,
    /// Components by id or name, with the impact of each where one is given.
    pub components: Vec<(String, Option<Impact>)>,
    /// Who leads, and who helps. Internal: kept in the document, and never published.
    pub people: Vec<String>,
    /// The phase of the first update.
    pub phase: Phase,
    /// The clock.
    pub now: Time,
}

/// What a document that is to be begun is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something is going wrong.
    Incident {
        /// The worst of it.
        impact: Impact,
        /// Since when; without it, from now on.
        started: Option<Time>,
    },
    /// Planned work.
    Maintenance {
        /// When it begins.
        from: Time,
        /// When it is to be over.
        until: Time,
    },
}

/// The document that an update goes into. Nothing of it is internal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The document's id.
    pub id: String,
    /// The document, below the site's folder.
    pub document: String,
    /// The address of its page.
    pub address: String,
}

/// What came of it.
pub enum Verdict {
    /// The words are written.
    Written(Written),
    /// Findings stand against them. Nothing was written.
    Refused,
}

/// What is written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Where.
    pub place: Place,
    /// The phase of the update.
    pub phase: Phase,
    /// Its time.
    pub at: Time,
    /// Errors that stood in the document before, and that keep all of it from going out.
    pub withheld: usize,
}

impl Update {
    /// The document that is meant, once it is certain that it may get such an update.
    ///
    /// # Errors
    /// If none or several are meant, nothing of it is ever public, or the phase cannot follow.
    pub fn place(&self) -> Result<Place> {
        let config = config::load(&self.site)?;
        let target = internal::target(&self.site, &config, self.id.as_deref(), self.step(), self.now)?;
        Ok(placed(&config, target))
    }

    /// Checks the document as it would stand, then writes the update.
    ///
    /// # Errors
    /// Those of [`Update::place`]; and if the document cannot be edited safely, or changed meanwhile.
    pub fn post(&self, text: &str) -> Result<(Verdict, Report)> {
        let config = config::load(&self.site)?;
        let Self { id, affects, at, now, .. } = self;
        let post = Post { id: id.as_deref(), step: self.step(), at: *at, affects, text, now: *now };
        written(&self.site, &config, internal::prepare(&self.site, &config, &post)?, *now)
    }

    fn step(&self) -> Step {
        self.phase.map_or(Step::End, Step::Phase)
    }
}

impl Opening {
    /// Where the document will stand, once it is certain that nothing stands there.
    ///
    /// # Errors
    /// If title, id or phase cannot be used, or there is such a document.
    pub fn place(&self) -> Result<Place> {
        let config = config::load(&self.site)?;
        let target = internal::place(&self.site, &config, &self.fresh())?;
        Ok(placed(&config, target))
    }

    /// Checks the document as it would stand, then writes it.
    ///
    /// # Errors
    /// Those of [`Opening::place`]; and if a component is not known, or the file cannot be written.
    pub fn open(&self, text: &str) -> Result<(Verdict, Report)> {
        let config = config::load(&self.site)?;
        written(&self.site, &config, internal::compose(&self.site, &config, &self.fresh(), text)?, self.now)
    }

    fn fresh(&self) -> Fresh<'_> {
        let Self { id, title, kind, components, people, phase, now, site: _ } = self;
        let kind = match *kind {
            Kind::Incident { impact, started } => FreshKind::Incident { impact, started },
            Kind::Maintenance { from, until } => FreshKind::Maintenance { from, until },
        };
        Fresh { id: id.as_deref(), title, kind, components, people, phase: *phase, now: *now }
    }
}

/// The moment that somebody wrote, with the time zone of the site where none is written.
///
/// # Errors
/// If it is no time, or has no zone and the site has none.
pub fn moment(site: &Path, text: &str) -> Result<Time> {
    internal::moment(text, &config::load(site)?)
}

/// The phase of a name; blank, hyphen and underscore are alike.
pub fn phase(name: &str) -> Option<Phase> {
    internal::phase(name)
}

/// The name of a phase, as documents write it.
pub fn phase_name(phase: Phase) -> String {
    internal::phase_name(phase)
}

fn placed(config: &Config, target: internal::Target) -> Place {
    let internal::Target { id, path, page, maintenance: _ } = target;
    Place { address: format!("{}{page}", config.site.url.as_str().trim_end_matches('/')), document: path, id }
}

/// Writes what no new error stands against.
fn written(site: &Path, config: &Config, prepared: Prepared, now: Time) -> Result<(Verdict, Report)> {
    let heard = rehearse(site, now, &prepared)?;
    if heard.refused {
        return Ok((Verdict::Refused, heard.report));
    }
    let Prepared { target, before, amended, is_telling: _, inserted: _, phase, at } = prepared;
    let before = before.as_ref().map(String::as_bytes);
    let edit = Edit::prepare(site, &amended.path, before, amended.text.as_bytes())?;
    if before.is_some() {
        edit.commit()?;
    } else {
        edit.commit_new()?;
    }
    let written = Written { place: placed(config, target), phase, at, withheld: heard.withheld };
    Ok((Verdict::Written(written), heard.report))
}
