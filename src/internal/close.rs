//! An id → what closing would change: the document's text as it would stand, and what stands against it beside the gates.
//! Writes nothing. What it refuses, it refuses without a word of the document.

use super::Amended;
use super::check::lifecycle::{TO_CLOSE, closed_early};
use super::check::seal::Projection;
use super::edit::{self, Setting, Unsafe, Written};
use super::find::find;
use super::read;
use super::read::draft::{Draft, DraftKind, Status};
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Finding, Source, SourceId, Sources};
use crate::error::{Error, Result};
use crate::folder::Folder;

/// What closing a document changes.
pub(crate) struct Closing {
    /// The document as it would stand.
    pub(crate) amended: Amended,
    /// The document as it was read. Internal.
    pub(crate) before: String,
    /// The path of its page, from the site's root.
    pub(crate) page: String,
    /// Whether it is closed already; then nothing changes.
    pub(crate) is_closed: bool,
    /// What stands against it, and no gate looks at.
    early: Vec<Finding>,
}

impl Closing {
    /// What stands against it beside the gates, told of the source that a report knows the document by.
    pub(crate) fn early(&self, source: SourceId) -> Vec<Finding> {
        self.early.iter().cloned().map(|finding| Finding { source, ..finding }).collect()
    }

    /// Whether a finding about the closed document is one of the lifecycle's conditions, whatever it weighs otherwise.
    pub(crate) fn is_condition(finding: &Finding) -> bool {
        TO_CLOSE.contains(&finding.rule.as_str())
    }
}

/// What closing the document with that id would change.
pub(crate) fn closing(site: &Folder, config: &Config, id: &str, by: Option<&str>, now: Time) -> Result<Closing> {
    let mut sources = Sources::default();
    let files = read::documents(site, &mut sources, &mut Vec::new())?;
    let draft = find(&files, &sources, config, id)?;
    let source = sources.get(draft.source);
    let path = source.path();
    let closing = |text: &str, is_closed, early| Closing {
        amended: Amended { path: path.to_owned(), text: text.to_owned(), alone: false },
        before: source.text().to_owned(),
        page: format!("/{}/{id}/", if draft.kind == DraftKind::Maintenance { "maintenance" } else { "incidents" }),
        is_closed,
        early,
    };
    if draft.status.value == Status::Closed {
        return Ok(closing(source.text(), true, Vec::new()));
    }
    let edited = edit::set(source.text(), &settings(&draft, by, now)).map_err(|reason| by_hand(path, reason))?;
    let amended = Source::new(path, edited);
    let again = read::read(&amended, draft.source, config, &mut Vec::new()).filter(|again| again.status.value == Status::Closed);
    let digest = |draft: &Draft, source: &Source| Projection::of(draft, source, site).map(|sealed| sealed.digest());
    // Read again, the document must be closed, with the same public words: what was sealed stays sealed.
    let again = again.filter(|again| digest(again, &amended) == digest(&draft, source));
    let again = again.ok_or_else(|| by_hand(path, Unsafe("its front matter is written in an unusual way")))?;
    Ok(closing(amended.text(), false, closed_early::check(draft.status.value, &again, now)))
}

/// The status, and who closed it if that is to be kept.
fn settings(draft: &Draft, by: Option<&str>, now: Time) -> Vec<Setting> {
    let mut settings = vec![Setting { table: None, key: "status", value: Written::Words("closed".to_owned()) }];
    let Some(by) = by else { return settings };
    let (by, at) = (Written::Words(by.to_owned()), Written::Time(now.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)));
    let rest = |key: &str| key.strip_prefix("closed").map(str::to_owned);
    if draft.fields.iter().filter_map(|field| rest(&field.key)).any(|rest| rest.is_empty() || rest.starts_with(['.', '['])) {
        // It was closed before, and opened again.
        settings.push(Setting { table: Some("closed"), key: "by", value: by });
        settings.push(Setting { table: Some("closed"), key: "at", value: at });
    } else {
        settings.push(Setting { table: None, key: "closed", value: Written::Table(vec![("by", by), ("at", at)]) });
    }
    settings
}

fn by_hand(path: &str, Unsafe(reason): Unsafe) -> Error {
    Error::usage(
        format!("{path} cannot be edited safely, and is as it was: {reason}"),
        "write `status` on a line of its own in the front matter, and `closed`, if it is there, as a table; then close it again",
    )
}
