//! All drafts → who of them waits for what. Comes in: the site's folder, the clock, the paths of documents with errors.
//! Goes out: ids, paths, times. No title and no name: what is listed may be read in a log.

use std::collections::BTreeSet;

use super::check::decision::message_content;
use super::read::content::Content;
use super::read::draft::{Draft, DraftKind, Status};
use super::{promise, read};
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::Sources;
use crate::error::Result;
use crate::folder::Folder;
use crate::queue::{Document, Embargoed, InReview, Lack, Lacking, Promised, Queue, Reviewed, Standing};

/// Fills the lists. `faulty` are the paths of documents that an error holds back.
pub(crate) fn queue(site: &Folder, config: &Config, now: Time, faulty: &BTreeSet<String>) -> Result<Queue> {
    let mut sources = Sources::default();
    let files = read::documents(site, &mut sources, &mut Vec::new())?;
    let zone = config.site.time_zone.unwrap_or(chrono_tz::UTC);
    let mut queue = Queue::empty(now);
    for file in files {
        let source = sources.get(file);
        let Some(draft) = read::read(source, file, config, &mut Vec::new()) else { continue };
        let document = Document { id: draft.id.value.clone(), path: source.path().to_owned(), held_back: faulty.contains(source.path()) };
        for promise in promise::open(&draft, source, zone, now) {
            let promise::Promise { pledge, said, at, due } = promise;
            queue.promised.push(Promised { document: document.clone(), line: source.position(at).0, pledge, said, due });
        }
        sort_in(&mut queue, document, &draft, now);
    }
    queue.sort();
    Ok(queue)
}

/// Puts a document into the lists of what it waits for.
fn sort_in(queue: &mut Queue, document: Document, draft: &Draft, now: Time) {
    let status = draft.status.value;
    if status < Status::InReview {
        return;
    }
    let can_go_out = draft.publish && draft.kind != DraftKind::NearMiss;
    let content = message_content(draft);
    let lack = match content {
        Content::Placeholder if can_go_out => Some(Lack::Words),
        Content::Nothing if can_go_out && draft.kind == DraftKind::Incident && draft.no_message.is_none() => Some(Lack::Message),
        _ => None,
    };
    if status == Status::InReview {
        let [scheduled, held] = [&draft.meeting_scheduled, &draft.meeting_held].map(|time| time.as_ref().map(|time| time.value));
        queue.in_review.push(InReview { document: document.clone(), scheduled, held });
    }
    if let Some(lack) = lack {
        queue.waiting_for_text.push(Lacking { document, lack });
        return;
    }
    let published = draft.public.as_ref().and_then(|public| public.published.as_ref()).map(|published| published.value);
    let agreed = status >= Status::Reviewed && can_go_out && content == Content::Words && draft.public.is_some();
    let standing = match published {
        Some(published) if agreed && published > now => {
            queue.embargoed.push(Embargoed { document, published });
            return;
        }
        Some(published) if agreed => Standing::Public(published),
        None if agreed => Standing::Unset,
        _ if !can_go_out => Standing::Private,
        _ if content == Content::Words => Standing::Unset,
        _ => Standing::NoMessage,
    };
    if status == Status::Reviewed || status == Status::Closed && standing == Standing::Unset {
        queue.reviewed.push(Reviewed { document, standing });
    }
}
