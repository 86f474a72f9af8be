//! An id → what an approval would change: the document's text as it would stand, and the public text that is sealed.
//! Writes nothing. What it refuses, it refuses without a word of the document.

use super::check::decision::message_content;
use super::check::seal::{Projection, kept, kept_path};
use super::edit::{self, Setting, Unsafe, Written};
use super::find::find;
use super::read;
use super::read::content::Content;
use super::read::draft::{Draft, DraftKind, Spanned, Status};
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Source, Sources};
use crate::error::{Error, Result};
use crate::folder::Folder;

/// A document as it would stand, to be checked before it is written. Its text is internal.
pub(crate) struct Amended {
    /// Its path below the site's folder.
    pub(crate) path: String,
    /// Its whole text.
    pub(crate) text: String,
    /// Whether it alone is judged and published. The others are read for what they hide.
    pub(crate) alone: bool,
}

/// What an approval changes.
pub(crate) struct Plan {
    /// The document as it would stand.
    pub(crate) amended: Amended,
    /// The document as it was read. Internal.
    pub(crate) before: String,
    /// Where the sealed text is kept, and the text: public words only.
    pub(crate) kept: (String, String),
    /// Whether that file is there and holds that text.
    pub(crate) is_kept: bool,
    /// From when the message is public.
    pub(crate) published: Time,
    /// The path of the page, from the site's root.
    pub(crate) page: String,
    /// How many status updates, corrections and images are public with it.
    pub(crate) pieces: [usize; 3],
}

/// What an approval of the document with that id would change.
pub(crate) fn plan(site: &Folder, config: &Config, id: &str, by: &str, now: Time) -> Result<Plan> {
    let mut sources = Sources::default();
    let files = read::documents(site, &mut sources, &mut Vec::new())?;
    let draft = find(&files, &sources, config, id)?;
    let source = sources.get(draft.source);
    let path = source.path();
    agreeable(&draft, source)?;
    let published = draft.public.as_ref().and_then(|public| public.published.as_ref()).map_or(now, |published| published.value);
    let sealed = Projection::of(&released(&draft, published), source, site).ok_or_else(|| no_block(path))?;
    let settings = settings(&draft, published, &sealed.digest(), by, now);
    let edited = edit::set(source.text(), &settings).map_err(|reason| by_hand(path, reason, &settings))?;
    // Read again, the document must be what was sealed: with the times that were meant, and not a word else.
    let amended = Source::new(path, edited);
    let again = read::read(&amended, draft.source, config, &mut Vec::new()).and_then(|draft| Projection::of(&draft, &amended, site));
    if again.is_none_or(|again| again.digest() != sealed.digest()) {
        return Err(by_hand(path, Unsafe("its front matter is written in an unusual way"), &settings));
    }
    let maintenance = draft.kind == DraftKind::Maintenance;
    Ok(Plan {
        before: source.text().to_owned(),
        is_kept: kept(site, id).is_some_and(|kept| kept.digest() == sealed.digest()),
        kept: (kept_path(id), sealed.text().to_owned()),
        published,
        page: format!("/{}/{id}/", if maintenance { "maintenance" } else { "incidents" }),
        pieces: [draft.updates.len(), draft.corrections.len(), sealed.images()],
        amended: Amended { path: path.to_owned(), text: amended.text().to_owned(), alone: false },
    })
}

/// Refuses what has nothing to approve.
fn agreeable(draft: &Draft, source: &Source) -> Result<()> {
    let path = source.path();
    let refuse = |fact: &str, help: &str| Err(Error::usage(format!("{path} {fact}"), help));
    match message_content(draft) {
        _ if draft.kind == DraftKind::NearMiss => {
            refuse("is a near miss, or of no known kind, and never public", "there is nothing to approve")
        }
        _ if !draft.publish => refuse("is kept private by `publish`", "take the line out if customers are to read of it"),
        _ if draft.public.is_none() => Err(no_block(path)),
        _ if draft.public.as_ref().is_some_and(|public| !public.unreadable.is_empty()) => refuse(
            "has values in its `public:` block that cannot be read",
            "`allclear check` says which; an embargo among them must not be lost",
        ),
        Content::Nothing => refuse("has no external message", "write *External message* first; status updates need no approval"),
        Content::Placeholder => refuse("has a placeholder for its external message", "write the message first"),
        Content::Words => Ok(()),
    }
}

fn no_block(path: &str) -> Error {
    Error::usage(format!("{path} has no `public:` block that can be read"), "add one with `title`, `impact` and `started`")
}

/// The draft with the time from when its message is public.
fn released(draft: &Draft, published: Time) -> Draft {
    let mut draft = draft.clone();
    if let Some(public) = &mut draft.public {
        public.published = Some(Spanned::new(published, 0..0));
    }
    draft
}

/// The keys that have to change; none if the document is approved as it stands.
fn settings(draft: &Draft, published: Time, digest: &str, by: &str, now: Time) -> Vec<Setting> {
    let public = draft.public.as_ref();
    let mut settings = Vec::new();
    let mut set = |table, key, value| settings.push(Setting { table, key, value });
    if draft.status.value < Status::Reviewed {
        set(None, "status", Written::Words("reviewed".to_owned()));
    }
    if public.is_some_and(|public| public.published.is_none()) {
        set(Some("public"), "published", Written::Time(told(published)));
    }
    if public.and_then(|public| public.seal.as_ref()).is_none_or(|seal| seal.value.expose_internal().trim() != digest) {
        set(Some("public"), "seal", Written::Words(digest.to_owned()));
    }
    if settings.is_empty() {
        return settings;
    }
    let (by, at) = (Written::Words(by.to_owned()), Written::Time(told(now)));
    let mut set = |table, key, value| settings.push(Setting { table, key, value });
    let rest = |key: &str| key.strip_prefix("approved").map(str::to_owned);
    if draft.fields.iter().filter_map(|field| rest(&field.key)).any(|rest| rest.is_empty() || rest.starts_with(['.', '['])) {
        set(Some("approved"), "by", by);
        set(Some("approved"), "at", at);
    } else {
        set(None, "approved", Written::Table(vec![("by", by), ("at", at)]));
    }
    settings
}

fn told(time: Time) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// What to write by hand where an edit is not safe.
fn by_hand(path: &str, Unsafe(reason): Unsafe, settings: &[Setting]) -> Error {
    let line = |setting: &Setting| {
        let key = setting.table.map_or_else(|| setting.key.to_owned(), |table| format!("{table}.{}", setting.key));
        match &setting.value {
            // A name is internal: whoever approves knows it.
            _ if key.starts_with("approved") => format!("`{key}`: who approved it, and when"),
            Written::Words(value) | Written::Time(value) => format!("`{key}`: {value}"),
            Written::Table(_) => format!("`{key}`"),
        }
    };
    let lines: Vec<String> = settings.iter().map(line).collect();
    Error::usage(
        format!("{path} cannot be edited safely, and is as it was: {reason}"),
        format!("set these keys of its front matter by hand, then approve it again: {}", lines.join("; ")),
    )
}
