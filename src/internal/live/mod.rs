//! Running incidents: an id and a text → the document as it would stand with one more update, or a new document with its first one.
//! Writes nothing. What it refuses, it refuses without a word of the document.

mod find;
mod fresh;
mod phases;
mod same;
mod words;

use std::ops::Range;
use std::path::Path;

use chrono::{SecondsFormat, Timelike as _};

use self::find::{Reading, target_of};
use self::words::{affects, body, component};
use super::approve::Amended;
use super::edit::{self, Entry, Setting, Unsafe, Written};
use super::read::draft::{Draft, DraftKind};
use super::read::{entries, times};
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::Source;
use crate::error::{Error, Result};
use crate::public::{Impact, Phase};

pub(crate) use fresh::{Fresh, FreshKind, compose, place};

/// A document that updates are posted to. Nothing of it is internal.
pub(crate) struct Target {
    /// Its id.
    pub(crate) id: String,
    /// Its path below the site's folder.
    pub(crate) path: String,
    /// The path of its page, from the site's root.
    pub(crate) page: String,
    /// Whether it is maintenance.
    pub(crate) maintenance: bool,
}

/// What an update says of the course of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// This phase.
    Phase(Phase),
    /// It is over: Resolved, or Completed for maintenance.
    End,
}

/// An update that is to be posted.
pub(crate) struct Post<'a> {
    /// The document's id or the beginning of one; without it the one incident that runs is meant.
    pub(crate) id: Option<&'a str>,
    /// The phase.
    pub(crate) step: Step,
    /// When; without it, now.
    pub(crate) at: Option<Time>,
    /// Components with their impact from then on.
    pub(crate) affects: &'a [(String, Impact)],
    /// Its text.
    pub(crate) text: &'a str,
    /// The clock.
    pub(crate) now: Time,
}

/// A document as it would stand.
pub(crate) struct Prepared {
    /// Where it stands, and where its page does.
    pub(crate) target: Target,
    /// The document as it was read, internal; none if it is new.
    pub(crate) before: Option<String>,
    /// The document as it would stand.
    pub(crate) amended: Amended,
    /// Whether its internal half may hold words that others say in public.
    pub(crate) is_telling: bool,
    /// Which bytes of that are new words.
    pub(crate) inserted: Range<usize>,
    /// The phase of the update.
    pub(crate) phase: Phase,
    /// Its time.
    pub(crate) at: Time,
}

/// The document that a post is for, without looking at its words.
pub(crate) fn target(site: &Path, config: &Config, id: Option<&str>, step: Step, now: Time) -> Result<Target> {
    let reading = Reading::of(site, config)?;
    let draft = reading.find(id, now)?;
    let target = target_of(&draft, reading.source(&draft))?;
    phases::follows(&draft, phases::meant(step, target.maintenance), &target.id, now)?;
    Ok(target)
}

/// The document with an update more.
pub(crate) fn prepare(site: &Path, config: &Config, post: &Post<'_>) -> Result<Prepared> {
    let reading = Reading::of(site, config)?;
    let draft = reading.find(post.id, post.now)?;
    let source = reading.source(&draft);
    let target = target_of(&draft, source)?;
    let phase = phases::meant(post.step, target.maintenance);
    phases::follows(&draft, phase, &target.id, post.now)?;
    let at = moment_of(&draft, post, &target)?;
    let affects = affects(post.affects, config)?;
    let body = body(post.text)?;
    let entry = Entry { at, phase: entries::name(phase), affects: affects.as_deref(), text: &body, zone: config.site.time_zone };
    let refused = |reason| by_hand(&target.path, reason, &entry);
    let added = edit::add(source.text(), &draft.updates, &entry).map_err(refused)?;
    let mut text = source.text().to_owned();
    text.insert_str(added.at, &added.text);
    let resolved = (phase == Phase::Resolved && draft.public.as_ref().is_some_and(|public| public.resolved.is_none())).then_some(at);
    let settings: Vec<Setting> =
        resolved.map(|at| Setting { table: Some("public"), key: "resolved", value: Written::Time(told(at)) }).into_iter().collect();
    let edited = edit::set(&text, &settings).map_err(refused)?;
    let start = added.at + edited.len() - text.len();
    let amended = Source::new(source.path(), edited);
    let wanted = same::Wanted { before: &draft, source, entry: &entry, phase, affects: post.affects, resolved, config };
    if !wanted.is(&amended) {
        return Err(refused(Unsafe("the update would not be read as it is meant, or other words would be read otherwise")));
    }
    Ok(Prepared {
        before: Some(source.text().to_owned()),
        amended: Amended { path: target.path.clone(), text: amended.text().to_owned(), alone: true },
        is_telling: false,
        inserted: start..start + added.text.len(),
        target,
        phase,
        at,
    })
}

/// The time of an update: the given one, else the minute that the clock shows; its second where something was said in that minute.
fn moment_of(draft: &Draft, post: &Post<'_>, target: &Target) -> Result<Time> {
    let newest = draft.updates.iter().map(|update| update.at).max();
    let begun = draft.public.as_ref().and_then(|public| public.started.as_ref()).map(|started| started.value);
    let at = match post.at {
        Some(at) => at,
        None if newest.max(begun).is_none_or(|last| minute(post.now) > last) => minute(post.now),
        None => post.now,
    };
    let first = edit::newest(&draft.updates).is_some_and(|newest| draft.updates.last().is_some_and(|last| last.at < newest.at));
    match newest {
        _ if at > post.now => Err(Error::usage(
            format!("the update is of {}, and that has not come", shown(at)),
            "leave the time out, or give one that is past: nothing is shown ahead of its time",
        )),
        Some(last) if at < last || (first && at == last) => Err(Error::usage(
            format!("the update is of {}, and the newest of {} of {}", shown(at), target.id, shown(last)),
            "leave the time out, or give a later one: what was said is not put in front of later words",
        )),
        _ => Ok(at),
    }
}

fn minute(time: Time) -> Time {
    time.with_second(0).unwrap_or(time)
}

/// `2026-03-14 10:05 UTC`, with seconds where there are any.
fn shown(time: Time) -> String {
    time.format(if time.second() == 0 { "%Y-%m-%d %H:%M UTC" } else { "%Y-%m-%d %H:%M:%S UTC" }).to_string()
}

fn told(time: Time) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The phase of a name.
pub(crate) fn phase(name: &str) -> Option<Phase> {
    entries::phase(name)
}

/// The name of a phase, as headings write it.
pub(crate) fn phase_name(phase: Phase) -> String {
    edit::capital(entries::name(phase))
}

/// The moment that somebody wrote.
pub(crate) fn moment(text: &str, config: &Config) -> Result<Time> {
    times::parse(text, config.site.time_zone).map_err(|fault| {
        let (fact, step) = fault.words();
        Error::usage(format!("{text:?} {fact}"), step)
    })
}

/// What to write by hand where an edit is not safe.
fn by_hand(path: &str, Unsafe(reason): Unsafe, entry: &Entry<'_>) -> Error {
    let heading = format!("{} — {}", shown(entry.at), edit::capital(entry.phase));
    let end = if entry.phase == "resolved" { format!(", and `resolved: {}` below `public:`", told(entry.at)) } else { String::new() };
    Error::usage(
        format!("{path} cannot be edited safely, and is as it was: {reason}"),
        format!(
            "take headings, open code fences and comments out of the text; else write it by hand, below a heading {heading:?} in *Status \
             updates*{end}, and run `allclear check`"
        ),
    )
}

/// Whether a draft is about planned work.
fn is_maintenance(draft: &Draft) -> bool {
    draft.kind == DraftKind::Maintenance
}

#[cfg(test)]
mod tests;
