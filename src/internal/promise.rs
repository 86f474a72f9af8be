//! What public updates promise and nobody has kept: the next update, the post-mortem. Comes in: a draft and the clock.
//! Goes out: kinds, places and times, and not a word. English sentences are understood; others promise nothing here.

use std::sync::LazyLock;

use chrono_tz::Tz;
use regex::Regex;

use super::check::decision::Decision;
use super::check::wording::{announcements, sentence};
use super::due::due;
use super::read::draft::{Draft, DraftKind, DraftUpdate};
use super::read::prose::passages;
use crate::clock::Time;
use crate::diagnostic::Source;
use crate::prose::rule::constant;
use crate::public::Phase;
use crate::queue::Pledge;

/// A promise that is not kept yet.
pub struct Promise {
    /// What was promised.
    pub pledge: Pledge,
    /// When.
    pub said: Time,
    /// Where: the first byte of the update's heading.
    pub at: usize,
    /// By when; `None` if no time was named that can be read.
    pub due: Option<Time>,
}

/// Words for a report that customers will get.
const REPORT: &str = concat!(
    r"(?:post[- ]?mortem|root[- ]cause analysis|rca|(?:full|detailed|complete|incident|public|final) (?:incident )?",
    r"(?:report|review|analysis|write-?up|account|explanation))s?\b",
);

static REPORTS: LazyLock<Regex> = LazyLock::new(|| constant(&format!(r"(?i)\b{REPORT}")));

/// Words that promise it.
static WILL: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\b(?:will|shall|going to|plan(?:ning)? to|intend to|expect to|promise|to follow|follows|is coming|in preparation|being written|(?:working|work) on)\b|['’]ll\b",
    )
});

/// Words that promise there will be none.
static NONE: LazyLock<Regex> = LazyLock::new(|| constant(&format!(r"(?i)\b(?:not|no|won['’]t)\b(?:\W+\w+){{0,3}}?\W+{REPORT}")));

/// All that a document promises and has not kept.
pub fn open(draft: &Draft, source: &Source, zone: Tz, now: Time) -> Vec<Promise> {
    if draft.public.is_none() || !draft.publish || draft.kind == DraftKind::NearMiss {
        return Vec::new();
    }
    let mut out: Vec<&DraftUpdate> = draft.updates.iter().filter(|update| update.at <= now).collect();
    out.sort_by_key(|update| update.at);
    [next_update(draft, source, &out, zone, now), post_mortem(draft, source, &out, zone, now)].into_iter().flatten().collect()
}

/// What the newest update says of the next one, once that is late: until then nothing is missing.
fn next_update(draft: &Draft, source: &Source, out: &[&DraftUpdate], zone: Tz, now: Time) -> Option<Promise> {
    let over = draft.public.as_ref().and_then(|public| public.resolved.as_ref()).is_some_and(|resolved| resolved.value <= now);
    let newest = out.last().filter(|newest| !over && !newest.phase.is_final() && newest.phase != Phase::Scheduled)?;
    let texts = texts(newest, source);
    let due = texts.iter().find_map(|text| announcements(text).find_map(|sentence| due(sentence, newest.at, zone)))?;
    (due < now).then_some(Promise { pledge: Pledge::Update, said: newest.at, at: newest.heading.start, due: Some(due) })
}

/// The newest word about a post-mortem, while there is none.
fn post_mortem(draft: &Draft, source: &Source, out: &[&DraftUpdate], zone: Tz, now: Time) -> Option<Promise> {
    if Decision::of(draft, now).message {
        return None;
    }
    out.iter().rev().find_map(|update| {
        let texts = texts(update, source);
        let promised = texts.iter().find_map(|text| {
            let sentences = REPORTS.find_iter(text).map(|found| sentence(text, &found.range()));
            sentences.into_iter().find(|sentence| WILL.is_match(sentence) && !NONE.is_match(sentence))
        })?;
        let due = due(promised, update.at, zone);
        Some(Promise { pledge: Pledge::Message, said: update.at, at: update.heading.start, due })
    })
}

fn texts(update: &DraftUpdate, source: &Source) -> Vec<String> {
    let content = &update.content;
    let passages = passages(&source.text()[content.clone()], content.start);
    passages.into_iter().filter(|passage| passage.scope.is_prose()).map(|passage| passage.text).collect()
}
