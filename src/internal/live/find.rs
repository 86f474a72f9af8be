//! An id, the beginning of one, or none at all → the one document that is meant.
//! Ids of documents that are not public are told to nobody who does not know them.

use std::path::Path;

use super::Target;
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Source, Sources};
use crate::error::{Error, Result};
use crate::internal::check::decision::Decision;
use crate::internal::find::{drafts, fold, one_of};
use crate::internal::read;
use crate::internal::read::draft::{Draft, DraftKind};
use crate::internal::read::public::alias_path;
use crate::public::{Id, Phase};

/// All documents of a site.
pub struct Reading {
    sources: Sources,
    drafts: Vec<Draft>,
}

impl Reading {
    /// Reads them.
    pub fn of(site: &Path, config: &Config) -> Result<Self> {
        let mut sources = Sources::default();
        let files = read::documents(&site.into(), &mut sources, &mut Vec::new())?;
        let drafts = drafts(&files, &sources, config);
        Ok(Self { sources, drafts })
    }

    /// The text of a draft.
    pub fn source(&self, draft: &Draft) -> &Source {
        self.sources.get(draft.source)
    }

    /// Whether a document has that id.
    fn has(&self, id: &str) -> bool {
        self.drafts.iter().any(|draft| fold(&draft.id.value) == fold(id))
    }

    /// Whether a document has that id, or an old address that is this page's.
    pub fn takes(&self, id: &str, page: &str) -> bool {
        let page = alias_path(page);
        let aliases = self.drafts.iter().filter_map(|draft| draft.public.as_ref()).flat_map(|public| &public.aliases);
        self.has(id) || aliases.map(|alias| alias_path(&alias.value)).any(|alias| alias == page)
    }

    /// The document that is meant.
    pub fn find(&self, asked: Option<&str>, now: Time) -> Result<Draft> {
        let Some(asked) = asked else { return self.running(now) };
        if self.has(asked) {
            return one_of(&self.drafts, &self.sources, asked);
        }
        let mut meant: Vec<&Draft> = self.public(now).filter(|draft| draft.id.value.starts_with(asked)).collect();
        if meant.is_empty() {
            meant = self.public(now).filter(|draft| without_date(&draft.id.value).is_some_and(|name| name.starts_with(asked))).collect();
        }
        match meant.as_slice() {
            [one] if !asked.is_empty() => Ok((*one).clone()),
            [_, ..] => Err(Error::usage(format!("{asked:?} is the beginning of {}", ids(&meant)), "write more of the one that is meant")),
            [] => Err(self.unknown(asked, now)),
        }
    }

    /// That no document is meant, with the one of which customers know that was perhaps meant.
    fn unknown(&self, asked: &str, now: Time) -> Error {
        let near = self.public(now).map(|draft| (distance(&draft.id.value, asked), &draft.id.value));
        let help = match near.min().filter(|(distance, _)| *distance <= 1.max(asked.chars().count() / 4)) {
            Some((_, near)) => format!("did you mean {near}?"),
            None => {
                "write the beginning of an id that customers know, or all of another; `allclear check` says which documents cannot be read"
                    .to_owned()
            }
        };
        Error::usage(format!("no document has the id {asked}"), help)
    }

    /// The one that runs.
    fn running(&self, now: Time) -> Result<Draft> {
        let running: Vec<&Draft> = self.public(now).filter(|draft| runs(draft, now)).collect();
        match running.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(Error::usage(
                "no incident is running",
                "name the document; `allclear open \"What customers notice\"` begins an incident",
            )),
            _ => Err(Error::usage(format!("more than one is running: {}", ids(&running)), "name the one that is meant")),
        }
    }

    /// Those of which customers know.
    fn public(&self, now: Time) -> impl Iterator<Item = &Draft> {
        self.drafts.iter().filter(move |draft| Id::is_valid(&draft.id.value) && Decision::of(draft, now).anything())
    }
}

/// What stands behind the date of an id.
fn without_date(id: &str) -> Option<&str> {
    let (date, name) = (id.get(..10)?, id.get(11..)?);
    (date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && id.as_bytes()[10] == b'-').then_some(name)
}

/// How far what somebody asked for is from an id, or from what stands behind its date.
fn distance(id: &str, asked: &str) -> usize {
    let whole = strsim::osa_distance(id, asked);
    without_date(id).map_or(whole, |name| whole.min(strsim::osa_distance(name, asked)))
}

fn ids(drafts: &[&Draft]) -> String {
    let mut ids: Vec<&str> = drafts.iter().map(|draft| draft.id.value.as_str()).collect();
    ids.sort_unstable();
    ids.join(", ")
}

/// Whether an incident is not over, or maintenance under way.
fn runs(draft: &Draft, now: Time) -> bool {
    let public = draft.public.as_ref();
    let begun = public.and_then(|public| public.scheduled_for.as_ref()).is_some_and(|from| from.value <= now)
        || draft.updates.iter().any(|update| matches!(update.phase, Phase::InProgress | Phase::Verifying));
    !is_over(draft) && (draft.kind == DraftKind::Incident || begun)
}

/// Whether a document says that what it is about has ended.
pub fn is_over(draft: &Draft) -> bool {
    draft.updates.iter().any(|update| update.phase.is_final()) || draft.public.as_ref().is_some_and(|public| public.resolved.is_some())
}

/// Where updates of a document go; a refusal if nothing of it is ever public.
pub fn target_of(draft: &Draft, source: &Source) -> Result<Target> {
    let path = source.path();
    let refuse = |fact: &str, help: &str| Err(Error::usage(format!("{path} {fact}"), help));
    match &draft.public {
        _ if draft.kind == DraftKind::NearMiss => {
            refuse("is a near miss, or of no known kind, and never public", "open an incident for customers")
        }
        _ if !draft.publish => refuse("is kept private by `publish`", "take the line out if customers are to read of it"),
        None => refuse("has no `public:` block that can be read", "add one with `title`, `impact` and `started`"),
        Some(public) if public.seal.is_some() => refuse(
            "is sealed, and one word more would break the seal",
            "if it is not over, set `status: in review` and take `seal` out; what is wrong in it goes under *Corrections*",
        ),
        Some(_) => {
            let maintenance = super::is_maintenance(draft);
            let id = draft.id.value.clone();
            let page = page(&id, maintenance);
            Ok(Target { id, path: path.to_owned(), page, maintenance })
        }
    }
}

/// The path of a page, from the site's root.
pub fn page(id: &str, maintenance: bool) -> String {
    format!("/{}/{id}/", if maintenance { "maintenance" } else { "incidents" })
}
