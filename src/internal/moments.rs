//! Drafts, the catalogue and the exceptions → the moments at which the clock alone may change what is public.
//! Some change nothing: whoever asks for the next change builds for each in turn. None may be missing.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::read::draft::{Draft, DraftKind, PublicBlock};
use crate::clock::Time;
use crate::config::Config;
use crate::public::history::midnight;

/// All such moments, past ones too. `lapses` are those at which an exception ends.
pub fn of(drafts: &[Box<Draft>], config: &Config) -> BTreeSet<Time> {
    let told = drafts.iter().filter(|draft| draft.publish && draft.kind != DraftKind::NearMiss);
    let told = told.filter_map(|draft| Some((draft, draft.public.as_ref()?))).flat_map(|(draft, public)| of_draft(draft, public));
    let days = config.components.iter().flat_map(|component| [component.since, component.retired]).flatten();
    set(told.chain(days.map(midnight)).collect())
}

/// Moments as a set, which is made faster of what is sorted.
pub fn set(mut moments: Vec<Time>) -> BTreeSet<Time> {
    moments.par_sort_unstable();
    moments.dedup();
    moments.into_iter().collect()
}

/// Those that one document speaks of, public or not.
pub fn of_one(draft: &Draft) -> Vec<Time> {
    draft.public.as_ref().map(|public| of_draft(draft, public)).unwrap_or_default()
}

/// When the day behind a last day begins.
pub fn end_of(last: NaiveDate) -> Option<Time> {
    last.succ_opt().map(midnight)
}

fn of_draft(draft: &Draft, public: &PublicBlock) -> Vec<Time> {
    // Every time of the block is decided about here; words and names have no moment.
    let PublicBlock {
        span: _,
        unreadable: _,
        title: _,
        impact: _,
        components: _,
        started,
        resolved,
        published,
        scheduled_for,
        scheduled_until,
        summary: _,
        aliases: _,
        seal: _,
    } = public;
    let fields = [started, resolved, published, scheduled_for, scheduled_until].into_iter().flatten().map(|time| time.value);
    let updates = draft.updates.iter().map(|update| update.at);
    let corrections = draft.corrections.iter().map(|correction| correction.at);
    fields.chain(updates).chain(corrections).collect()
}
