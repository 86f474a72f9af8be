//! A state of a site → what a build makes of it, withheld documents left out; and both states with all that is asked of them together.

use std::collections::{BTreeMap, BTreeSet};

use super::hidden::Hidden;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::folder::Folder;
use crate::outputs::Site;
use crate::pipeline::{self, Order, Outcome};
use crate::public::{History, Incident, SitePath};
use crate::render::Theme;

/// The files of a site by path.
type Files = BTreeMap<SitePath, Vec<u8>>;

/// A state that is asked for.
#[derive(Debug, Clone)]
pub struct State {
    /// What it is called; `None` is the work tree.
    pub name: Option<String>,
    /// The folder with `allclear.toml`, on disk or as a revision has it; `None` if it has none.
    pub folder: Option<Folder>,
}

/// A state that was built.
pub(super) struct Side {
    name: Option<String>,
    built: Option<(Outcome, Theme)>,
}

impl Side {
    /// Builds what would be.
    pub(super) fn build(state: &State, now: Time) -> Result<Self> {
        let built = state.folder.as_ref().map(|folder| {
            let outcome = pipeline::run(&Order { site: folder.clone(), now, keep_going: true })?;
            Ok((outcome, Theme::load(folder)?))
        });
        Ok(Self { name: state.name.clone(), built: built.transpose()? })
    }

    /// Builds what was. Whatever is wrong with it must not keep anyone from mending it: it is noted, without its words.
    pub(super) fn before(state: &State, now: Time, notes: &mut Vec<String>) -> Result<Self> {
        let side = match Self::build(state, now) {
            Err(error @ Error::Io { .. }) => return Err(error),
            Err(_) => {
                // What git could not hand over is no fault of that state.
                state.folder.as_ref().map_or(Ok(()), Folder::whole)?;
                Self { name: state.name.clone(), built: None }
            }
            Ok(side) => side,
        };
        let name = super::layout::plain(side.name.as_deref().unwrap_or("the work tree"));
        match side.outcome() {
            _ if state.folder.is_none() => notes.push(format!("{name} has no site: everything counts as new")),
            None => notes.push(format!("{name} cannot be built, its config or theme is unusable: everything counts as new")),
            Some(Outcome { site: None, .. }) => notes.push(format!("{name} cannot be built as a whole: everything counts as new")),
            Some(outcome) if outcome.report.exit_status(crate::diagnostic::Level::Error) > 0 => {
                notes.push(format!("{name} has errors of its own: documents with an error are left out of it"));
            }
            Some(_) => {}
        }
        Ok(side)
    }

    /// The same state with more findings.
    pub(super) fn with(self, more: impl FnOnce(Outcome) -> Result<Outcome>) -> Result<Self> {
        let built = self.built.map(|(outcome, theme)| Ok((more(outcome)?, theme))).transpose()?;
        Ok(Self { built, ..self })
    }

    /// What it is called.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What the build came to.
    pub(super) fn outcome(&self) -> Option<&Outcome> {
        self.built.as_ref().map(|(outcome, _)| outcome)
    }

    /// The same, taken.
    pub(super) fn into_outcome(self) -> Option<Outcome> {
        self.built.map(|(outcome, _)| outcome)
    }

    /// The files, if there is a site.
    pub(super) fn files(&self) -> Option<&Files> {
        self.outcome().and_then(|outcome| outcome.site.as_ref()).map(crate::verify::Verified::as_map)
    }

    /// What is public, if there is a site.
    pub(super) fn history(&self) -> Option<&History> {
        self.outcome().filter(|outcome| outcome.site.is_some()).map(|outcome| &outcome.history)
    }

    /// An incident of it by id.
    pub(super) fn incident(&self, id: &str) -> Option<&Incident> {
        self.history()?.all().find(|incident| incident.id.as_str() == id)
    }

    /// The path of the document with that id.
    pub(super) fn document(&self, id: &str) -> Option<&str> {
        let outcome = self.outcome()?;
        let standing = outcome.register.standing(id)?;
        Some(outcome.report.sources().get(standing.source).path())
    }
}

/// Both states.
pub(super) struct Frame<'a> {
    pub(super) base: &'a Side,
    pub(super) head: &'a Side,
    pub(super) hidden: &'a Hidden,
    /// The site of the old documents with the new config and theme, if these differ.
    dressed: Option<Files>,
}

impl<'a> Frame<'a> {
    /// Both states, and what only config and theme change of the first.
    pub(super) fn new(base: &'a Side, head: &'a Side, hidden: &'a Hidden) -> Self {
        Self { base, head, hidden, dressed: dressed(base, head) }
    }

    /// The old files; none if there was no site.
    pub(super) fn before(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        files(self.base.files())
    }

    /// The new files. A site that cannot be built leaves the old one where it is.
    pub(super) fn after(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        files(self.head.files().or(self.base.files()))
    }

    /// Whether a file differs.
    pub(super) fn differs(&self) -> bool {
        !self.before().eq(self.after())
    }

    /// Paths of files that differ by config and theme alone.
    pub(super) fn dressed(&self) -> BTreeSet<&str> {
        let Some(dressed) = &self.dressed else { return BTreeSet::new() };
        let base = self.base.files();
        let differs = |path: &str| base.and_then(|base| base.get(path)) != dressed.get(path);
        dressed.keys().chain(base.into_iter().flat_map(Files::keys)).map(SitePath::as_str).filter(|path| differs(path)).collect()
    }
}

fn files(files: Option<&Files>) -> impl Iterator<Item = (&str, &[u8])> {
    files.into_iter().flatten().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
}

fn dressed(base: &Side, head: &Side) -> Option<Files> {
    let (Some((was, theme)), Some((is, new_theme))) = (&base.built, &head.built) else { return None };
    if was.site.is_none() || is.site.is_none() {
        return None;
    }
    let public = |history: &History| serde_json::to_string(&(&history.site, &history.components)).ok();
    if theme == new_theme && public(&was.history) == public(&is.history) {
        return None;
    }
    let History { site, components, now, .. } = is.history.clone();
    let history = History { site, components, now, incidents: was.history.incidents.clone() };
    // Old documents need not fit a new config: then nothing is known of what it alone would change.
    Site::collect(&history, &is.renderer).ok().map(|site| site.files().clone())
}
