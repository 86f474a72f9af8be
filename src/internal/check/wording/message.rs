//! The external message as the checks of the whole message read it. Comes in: a document. Goes out: its message in passages and sentences,
//! if it has words. Facts come from the public half alone.

use std::ops::Range;

use super::SPOTTED;
use super::expression::Expression;
use crate::clock::Time;
use crate::config::raw::Profile;
use crate::diagnostic::Span;
use crate::internal::check::decision::has_message;
use crate::internal::check::registry::{Part, Subject};
use crate::internal::read::draft::DraftKind;
use crate::internal::read::prose::{Passage, Scope};
use crate::prose::sentences;

/// A shorter message is a note: nobody wants four sections of it.
const NOTE: usize = 60;

/// A message with words.
pub struct Message<'a> {
    /// Its heading, where what is missing is told.
    pub heading: Span,
    /// Its prose, in order.
    pub passages: Vec<&'a Passage>,
    /// How many words it has.
    pub words: usize,
    /// Its sentences, each with the passage it stands in. A heading or a cell of a table is one.
    pub sentences: Vec<(&'a Passage, Range<usize>)>,
    /// Whether each of [`SPOTTED`] may stand in it.
    may_say: [bool; SPOTTED.len()],
    /// Whether it is about an incident that some customer noticed, and not about work that was planned.
    is_of_incident: bool,
    /// Whether it owes all that a post-mortem owes: a note does not, unless the profile is strict.
    is_whole: bool,
}

impl<'a> Message<'a> {
    /// The message of a document of that kind, as its readers see it, and which of [`SPOTTED`] may stand in any public text of it.
    pub fn of(subject: &Subject<'a>, kind: DraftKind, may_say: [bool; SPOTTED.len()]) -> Option<Self> {
        let section = subject.draft.message.as_ref().filter(|_| has_message(subject.draft))?;
        let piece = subject.pieces.iter().find(|piece| piece.part == Part::Message)?;
        let passages: Vec<&Passage> = piece.passages.iter().filter(|passage| passage.scope.is_prose()).collect();
        let words = passages.iter().map(|passage| words(&passage.text)).sum();
        let cut = |passage: &&'a Passage| {
            let passage = *passage;
            sentences(&passage.text).into_iter().map(move |range| (passage, range))
        };
        Some(Self {
            heading: section.heading.clone(),
            sentences: passages.iter().flat_map(cut).collect(),
            passages,
            words,
            may_say,
            is_of_incident: kind == DraftKind::Incident,
            is_whole: words >= NOTE || subject.config.wording.profile == Profile::Strict,
        })
    }

    /// Whether it is about an incident that some customer noticed, and not about work that was planned.
    pub fn is_of_incident(&self) -> bool {
        self.is_of_incident
    }

    /// Whether it owes all that a post-mortem owes: a note does not, unless the profile is strict.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Whether an expression may stand in it. Of one that is not spotted nothing is known.
    pub fn may_say(&self, expression: &Expression) -> bool {
        let place = SPOTTED.iter().position(|spotted| std::ptr::eq(*spotted, expression));
        place.is_none_or(|place| self.may_say[place])
    }

    /// Whether it is both.
    pub fn is_post_mortem(&self) -> bool {
        self.is_of_incident && self.is_whole
    }

    /// Its headings, and words in front of a full stop or colon that begin a paragraph: "What happened."
    pub fn headings(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.passages.iter().filter_map(|passage| match passage.scope {
            Scope::Heading(_) => Some(passage.text.as_str()),
            _ => passage.text.split_once(['.', ':']).map(|(first, _)| first).filter(|first| words(first) <= 5),
        })
    }

    /// Whether a pattern stands anywhere in it.
    pub fn says(&self, pattern: &regex::Regex) -> bool {
        self.passages.iter().any(|passage| pattern.is_match(&passage.text))
    }
}

/// When it began and when it was over, as the page shows it.
pub fn times(subject: &Subject<'_>) -> Option<(Time, Time)> {
    let public = subject.draft.public.as_ref()?;
    let last = subject.draft.updates.iter().filter(|update| update.phase.is_final()).map(|update| update.at).max();
    let end = public.resolved.as_ref().map(|resolved| resolved.value).or(last)?;
    Some((public.started.as_ref()?.value, end))
}

/// How many words a text has.
pub fn words(text: &str) -> usize {
    if !text.is_ascii() {
        return text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    }
    let (mut count, mut counted) = (0, false);
    for byte in text.bytes() {
        if matches!(byte, b' ' | b'\t'..=b'\r') {
            counted = false;
        } else if !counted && byte.is_ascii_alphanumeric() {
            (count, counted) = (count + 1, true);
        }
    }
    count
}
