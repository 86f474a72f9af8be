//! `approve`: a document that is agreed on → the same document, reviewed and sealed, with the approved text beside it.
//! Comes in: an id and a name. Goes out: what will be public, or the findings that stand against it.
//! Must never: write anything before every gate has passed the document as it will stand.

use std::path::PathBuf;

use crate::clock::Time;
use crate::config;
use crate::diagnostic::{Level, Report};
use crate::error::Result;
use crate::folder::Folder;
use crate::internal::{self, Plan};
use crate::pipeline::{self, Order, Outcome};
use crate::write::Edit;

/// What to approve.
#[derive(Debug, Clone)]
pub struct Approval {
    /// The folder with `allclear.toml`.
    pub site: PathBuf,
    /// The document's id.
    pub id: String,
    /// Who approves it. Internal: kept in the document, and never published.
    pub by: String,
    /// The clock.
    pub now: Time,
}

/// What came of it.
pub enum Verdict {
    /// It is sealed now.
    Sealed(Release),
    /// It was sealed already, and no public word has changed since. Nothing was written, but the kept text if that was missing.
    Unchanged(Release),
    /// Findings stand against it. Nothing was written.
    Refused,
}

/// What becomes public by an approval.
#[derive(Debug, Clone)]
pub struct Release {
    /// The document, below the site's folder.
    pub document: String,
    /// Where the approved text is kept, below the site's folder.
    pub kept: String,
    /// Whether that file was written.
    pub kept_anew: bool,
    /// From when the message is public.
    pub published: Time,
    /// The address of its page.
    pub address: String,
    /// How many status updates are public with it.
    pub updates: usize,
    /// How many corrections are public with it.
    pub corrections: usize,
    /// How many pictures are public with it.
    pub images: usize,
}

/// Checks a document as it would stand, then sets its status, its time and its seal.
///
/// The report holds the findings about that document, whatever the verdict.
///
/// # Errors
/// If there is no such document, nothing in it to approve, no safe way to edit it, or a file cannot be written.
pub fn approve(approval: &Approval) -> Result<(Verdict, Report)> {
    let Approval { site, id, by, now } = approval;
    let config = config::load(site)?;
    let plan = internal::plan(&site.into(), &config, id, by, *now)?;
    let report = rehearsed(approval, &plan)?;
    if report.count(Level::Error) > 0 {
        return Ok((Verdict::Refused, report));
    }
    let unchanged = plan.before == plan.amended.text;
    write(approval, &plan, unchanged)?;
    let [updates, corrections, images] = plan.pieces;
    let release = Release {
        document: plan.amended.path,
        kept: plan.kept.0,
        kept_anew: !plan.is_kept,
        published: plan.published,
        address: format!("{}{}", config.site.url.as_str().trim_end_matches('/'), plan.page),
        updates,
        corrections,
        images,
    };
    Ok((if unchanged { Verdict::Unchanged(release) } else { Verdict::Sealed(release) }, report))
}

/// What all gates say of the document as it would stand: now, and when its message is out. What they say of its seal is what this mends.
fn rehearsed(approval: &Approval, plan: &Plan) -> Result<Report> {
    let mut times = vec![approval.now];
    times.extend((plan.published > approval.now).then_some(plan.published));
    let mut report = Report::default();
    for now in times {
        let order = Order { site: Folder::disk(&approval.site), now, keep_going: true };
        let Outcome { report: found, .. } = pipeline::rehearse(&order, Some(&plan.amended))?;
        let found = found.only(|finding, path| {
            let of_site = path.starts_with("site/") && finding.level == Level::Error;
            (path == plan.amended.path || of_site) && !finding.rule.starts_with("seal/")
        });
        let stops = found.count(Level::Error) > 0;
        if stops || report.findings().is_empty() {
            report = found;
        }
        if stops {
            break;
        }
    }
    Ok(report)
}

/// The kept text first: without its document it says nothing, a sealed document without it could not show what changed.
fn write(approval: &Approval, plan: &Plan, unchanged: bool) -> Result<()> {
    let document = if unchanged {
        None
    } else {
        Some(Edit::prepare(&approval.site, &plan.amended.path, Some(plan.before.as_bytes()), plan.amended.text.as_bytes())?)
    };
    if !plan.is_kept {
        Edit::prepare(&approval.site, &plan.kept.0, None, plan.kept.1.as_bytes())?.commit()?;
    }
    document.map_or(Ok(()), Edit::commit)
}
