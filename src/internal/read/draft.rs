//! A parsed document. Everything in it is internal, the public parts too, until publish clears them.

use std::borrow::Cow;
use std::ops::Range;

use super::content::Content;
use crate::clock::Time;
use crate::diagnostic::SourceId;
use crate::internal::text::InternalText;
use crate::public::{Impact, Phase};

/// A value with the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the source.
    pub span: Range<usize>,
}

impl<T> Spanned<T> {
    /// A value with its place.
    pub fn new(value: T, span: Range<usize>) -> Self {
        Self { value, span }
    }
}

/// The lifecycle of a post-mortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Being written.
    Draft,
    /// Complete, ready for the meeting.
    InReview,
    /// Agreed in the meeting.
    Reviewed,
    /// Nothing left to do.
    Closed,
}

/// What a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// Something went wrong.
    Incident,
    /// Something nearly went wrong. Never public.
    NearMiss,
    /// Planned work.
    Maintenance,
}

/// One document.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its source in the report.
    pub source: SourceId,
    /// Its path below the site's folder, forward slashes.
    pub path: String,
    /// Its id: declared, else the file's stem in lower case. Valid, or reading fails.
    pub id: Spanned<String>,
    /// The internal title.
    pub title: Option<Spanned<InternalText>>,
    /// Where it is in its lifecycle.
    pub status: Spanned<Status>,
    /// What it is about.
    pub kind: DraftKind,
    /// The severity's name in the configured scale, if it is on it.
    pub severity: Option<Spanned<String>>,
    /// `publish: false` withdraws.
    pub publish: bool,
    /// Why there is no message, if the document says so.
    pub no_message: Option<Spanned<InternalText>>,
    /// People by role, from the front matter.
    pub people: Vec<Person>,
    /// When the incident was detected.
    pub detected: Option<Time>,
    /// When the meeting is to be.
    pub meeting_scheduled: Option<Spanned<Time>>,
    /// When the meeting was.
    pub meeting_held: Option<Spanned<Time>>,
    /// Every scalar of the front matter outside `public:`, with its key path (`meeting.held`).
    pub fields: Vec<InternalField>,
    /// The `public:` block.
    pub public: Option<PublicBlock>,
    /// The external message, if the document has such a section.
    pub message: Option<PublicSection>,
    /// The public updates, in document order.
    pub updates: Vec<DraftUpdate>,
    /// The corrections, in document order.
    pub corrections: Vec<DraftCorrection>,
    /// The internal sections, in document order; the text before the first heading is one without a heading.
    pub sections: Vec<InternalSection>,
    /// Action items of the internal half.
    pub actions: Vec<Action>,
    /// Byte ranges of the body that are internal: all but the public sections.
    pub internal_ranges: Vec<Range<usize>>,
}

/// A person and what they did.
#[derive(Debug, Clone)]
pub struct Person {
    /// The front matter key: `owner`, `commander`, `scribe`, `responders`, `reviewers`, `attendees`, `moderator`, …
    pub role: &'static str,
    /// The name as written.
    pub name: Spanned<InternalText>,
}

/// A scalar of the internal front matter.
#[derive(Debug, Clone)]
pub struct InternalField {
    /// Its key path: `meeting.held`, `responders[0]`.
    pub key: Cow<'static, str>,
    /// Its value as written.
    pub value: Spanned<InternalText>,
}

/// The `public:` block, parsed; spans are those of the values.
#[derive(Debug, Clone, Default)]
pub struct PublicBlock {
    /// Where the key `public` stands.
    pub span: Range<usize>,
    /// Keys whose value could not be read. They have their finding, and are not missing.
    pub unreadable: Vec<String>,
    /// `title`.
    pub title: Option<Spanned<InternalText>>,
    /// `impact`.
    pub impact: Option<Spanned<Impact>>,
    /// `components` with the impact each declares, if it does.
    pub components: Vec<(Spanned<String>, Option<Impact>)>,
    /// `started`.
    pub started: Option<Spanned<Time>>,
    /// `resolved`.
    pub resolved: Option<Spanned<Time>>,
    /// `published`.
    pub published: Option<Spanned<Time>>,
    /// `scheduled_for`.
    pub scheduled_for: Option<Spanned<Time>>,
    /// `scheduled_until`.
    pub scheduled_until: Option<Spanned<Time>>,
    /// `summary`.
    pub summary: Option<Spanned<InternalText>>,
    /// `aliases`.
    pub aliases: Vec<Spanned<String>>,
    /// `seal`.
    pub seal: Option<Spanned<InternalText>>,
}

/// A public section's content: Markdown without its heading.
#[derive(Debug, Clone)]
pub struct PublicSection {
    /// Where its heading stands.
    pub heading: Range<usize>,
    /// Where its content stands.
    pub content: Range<usize>,
    /// What its content amounts to.
    pub amounts_to: Content,
}

impl PublicSection {
    /// The section of a text with that heading and that content.
    pub fn of(text: &str, heading: Range<usize>, content: Range<usize>) -> Self {
        let amounts_to = Content::of(text.get(content.clone()).unwrap_or_default());
        Self { heading, content, amounts_to }
    }
}

/// One entry of *Status updates*.
#[derive(Debug, Clone)]
pub struct DraftUpdate {
    /// Where its sub-heading stands.
    pub heading: Range<usize>,
    /// When.
    pub at: Time,
    /// The phase it declares.
    pub phase: Phase,
    /// The component impacts of its `Affects:` line.
    pub affects: Vec<(Spanned<String>, Impact)>,
    /// Its text, without heading and `Affects:` line.
    pub content: Range<usize>,
}

/// One entry of *Corrections*.
#[derive(Debug, Clone)]
pub struct DraftCorrection {
    /// Where its sub-heading stands.
    pub heading: Range<usize>,
    /// When.
    pub at: Time,
    /// Its text.
    pub content: Range<usize>,
}

/// A section of the internal half.
#[derive(Debug, Clone)]
pub struct InternalSection {
    /// What the common template vocabulary calls it.
    pub canonical: Option<Canonical>,
    /// Its heading's range; empty for text before the first heading.
    pub heading: Range<usize>,
    /// Its content with all its sub-sections, public ones left out.
    pub whole: Range<usize>,
}

/// The common template vocabulary of internal sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Canonical {
    Summary,
    WhatHappened,
    Impact,
    Timeline,
    Cause,
    Trigger,
    Detection,
    Resolution,
    WentWell,
    WentBadly,
    Lucky,
    Lessons,
    Actions,
    People,
    Stats,
    OpenQuestions,
    References,
    InternalEmail,
}

/// An action item.
#[derive(Debug, Clone)]
pub struct Action {
    /// Where it stands.
    pub span: Range<usize>,
    /// What is to be done.
    pub text: InternalText,
    /// Who sees to it.
    pub owner: Option<InternalText>,
    /// Its ticket.
    pub ticket: Option<InternalText>,
    /// `proposed`, `accepted`, `rejected`, `wont_do`, …, lower case with underscores.
    pub state: Option<InternalText>,
}

impl Draft {
    /// The same in less memory: drafts are kept until all documents were checked.
    pub fn tight(mut self) -> Self {
        let block = self.public.iter_mut().flat_map(|block| [&mut block.title, &mut block.summary, &mut block.seal]).flatten();
        let values = [&mut self.title, &mut self.no_message].into_iter().flatten().chain(block);
        let values =
            values.chain(self.people.iter_mut().map(|person| &mut person.name)).chain(self.fields.iter_mut().map(|field| &mut field.value));
        let mut texts: Vec<&mut InternalText> = values.map(|value| &mut value.value).collect();
        for Action { span: _, text, owner, ticket, state } in &mut self.actions {
            texts.extend([Some(text), owner.as_mut(), ticket.as_mut(), state.as_mut()].into_iter().flatten());
        }
        InternalText::gather(&mut texts);
        self.people.shrink_to_fit();
        self.fields.shrink_to_fit();
        self.updates.shrink_to_fit();
        self.sections.shrink_to_fit();
        self.actions.shrink_to_fit();
        self.internal_ranges.shrink_to_fit();
        self
    }

    /// Whether nothing in the front matter speaks of Allclear: neither a status nor a `public:` block.
    pub fn is_foreign(&self) -> bool {
        self.public.is_none() && !self.fields.iter().any(|field| field.key == "status")
    }
}

impl Action {
    /// Whether the team decided against it.
    pub fn is_dropped(&self) -> bool {
        let state = self.state.as_ref().map_or("", |state| state.expose_internal());
        ["rejected", "wont_do", "won_t_do", "dropped", "cancelled", "declined"].iter().any(|dropped| state.starts_with(dropped))
    }
}

static_assertions::assert_not_impl_any!(Draft: serde::Serialize, std::fmt::Display);
static_assertions::assert_not_impl_any!(PublicBlock: serde::Serialize);
