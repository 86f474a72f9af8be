//! A document before and after an edit → whether the edit is the one that was meant: one update more, and not a word read otherwise.

use std::ops::Range;

use super::super::edit::Entry;
use super::super::read;
use super::super::read::draft::{Draft, DraftUpdate};
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::Source;
use crate::public::{Impact, Phase};

/// What is wanted of an edit.
pub struct Wanted<'a> {
    /// The document before.
    pub before: &'a Draft,
    /// Its text.
    pub source: &'a Source,
    /// The update that is added.
    pub entry: &'a Entry<'a>,
    /// Its phase.
    pub phase: Phase,
    /// Its components, as they were given.
    pub affects: &'a [(String, Impact)],
    /// The end that is set, if one is.
    pub resolved: Option<Time>,
    /// The config.
    pub config: &'a Config,
}

/// An update as it is read: when, its phase, its components, its words.
type Said = (Time, Phase, Vec<(String, Impact)>, String);

impl Wanted<'_> {
    /// Whether a document is what is wanted.
    pub fn is(&self, amended: &Source) -> bool {
        let Some(after) = read::read(amended, self.before.source, self.config, &mut Vec::new()) else { return false };
        let mut wanted: Vec<Said> = said(self.before, self.source);
        let mut found = said(&after, amended);
        let Some(at) = found.iter().position(|said| self.is_the_new(said)) else { return false };
        found.remove(at);
        wanted.sort_by_key(|said| said.0);
        found.sort_by_key(|said| said.0);
        wanted == found && rest(self.before, self.source) == rest(&after, amended) && self.end(&after)
    }

    fn is_the_new(&self, (at, phase, affects, text): &Said) -> bool {
        let named = |name: &str| super::component(name, self.config).map(str::to_owned).ok();
        let ids = |affects: &[(String, Impact)]| affects.iter().map(|(name, impact)| (named(name), *impact)).collect::<Vec<_>>();
        *at == self.entry.at && *phase == self.phase && ids(affects) == ids(self.affects) && *text == self.entry.text
    }

    /// The end as it was, or as it is set.
    fn end(&self, after: &Draft) -> bool {
        let end = |draft: &Draft| draft.public.as_ref().and_then(|public| public.resolved.as_ref()).map(|resolved| resolved.value);
        end(after) == self.resolved.or_else(|| end(self.before))
    }
}

/// All else that is read, without its places: whether it goes out, its message and corrections, and the words of its internal half.
fn rest(draft: &Draft, source: &Source) -> [Vec<String>; 3] {
    let words = |range: &Range<usize>| source.text()[range.clone()].split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let front = vec![draft.id.value.clone(), format!("{:?} {:?} {}", draft.status.value, draft.kind, draft.publish)];
    let message = draft.message.iter().map(|message| message.heading.start..message.content.end);
    let corrections = draft.corrections.iter().map(|one| one.heading.start..one.content.end);
    let public = message.chain(corrections).flat_map(|range| words(&range)).collect();
    [front, public, draft.internal_ranges.iter().flat_map(words).collect()]
}

/// The updates of a document, with one kind of line ends.
fn said(draft: &Draft, source: &Source) -> Vec<Said> {
    let text = |update: &DraftUpdate| source.text()[update.content.clone()].replace("\r\n", "\n").trim().to_owned();
    let affects = |update: &DraftUpdate| update.affects.iter().map(|(name, impact)| (name.value.clone(), *impact)).collect();
    draft.updates.iter().map(|update| (update.at, update.phase, affects(update), text(update))).collect()
}
