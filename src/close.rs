//! `close`: a post-mortem with nothing left to do → the same document, closed.
//! Comes in: an id. Goes out: what was closed, or the conditions of the lifecycle that do not hold yet, each with its place.
//! Must never: write anything before all of them hold, or change a public word.

use std::path::PathBuf;

use crate::clock::Time;
use crate::config;
use crate::diagnostic::{Finding, Level, Report};
use crate::error::Result;
use crate::internal::{self, Closing};
use crate::pipeline::{self, Order};
use crate::write::Edit;

/// What to close.
#[derive(Debug, Clone)]
pub struct Closure {
    /// The folder with `allclear.toml`.
    pub site: PathBuf,
    /// The document's id.
    pub id: String,
    /// Who closes it, if that is to be kept. Internal: it stands in the document, and is never published.
    pub by: Option<String>,
    /// The clock.
    pub now: Time,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The document of that path is closed now.
    Closed(String),
    /// It was closed already. Nothing was written.
    Unchanged(String),
    /// Conditions do not hold. Nothing was written.
    Refused,
}

/// Checks a document as it would stand when closed, then sets its status.
///
/// The report holds what stands against it: the conditions that do not hold, and every error in the document. They bind here even where
/// the config does not enforce the lifecycle: `check` gives advice, closing is the act that the advice is about.
///
/// # Errors
/// If there is no such document, no safe way to edit it, or it cannot be written.
pub fn close(closure: &Closure) -> Result<(Verdict, Report)> {
    let Closure { site, id, by, now } = closure;
    let config = config::load(site)?;
    let closing = internal::closing(&site.as_path().into(), &config, id, by.as_deref(), *now)?;
    let path = closing.amended.path.clone();
    if closing.is_closed {
        return Ok((Verdict::Unchanged(path), Report::default()));
    }
    let report = against(closure, &closing)?;
    if !report.findings().is_empty() {
        return Ok((Verdict::Refused, report));
    }
    Edit::prepare(site, &path, Some(closing.before.as_bytes()), closing.amended.text.as_bytes())?.commit()?;
    Ok((Verdict::Closed(path), report))
}

/// What stands against closing a document, all of it as errors.
fn against(closure: &Closure, closing: &Closing) -> Result<Report> {
    let order = Order { site: closure.site.as_path().into(), now: closure.now, keep_going: true };
    let path = closing.amended.path.as_str();
    let report = pipeline::rehearse(&order, Some(&closing.amended))?.report.with(|sources| {
        let known = sources.iter().find(|(_, source)| source.path() == path).map(|(id, _)| id);
        known.map(|source| closing.early(source)).unwrap_or_default()
    });
    let binds = |finding: &Finding| finding.level == Level::Error || Closing::is_condition(finding);
    // What is wrong with the finished page is wrong with the message.
    let page = format!("site{}", closing.page);
    Ok(report.only(|finding, source| (source == path || source.starts_with(&page)) && binds(finding)).as_errors())
}
