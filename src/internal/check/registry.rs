//! The one list of rules. `explain`, the reference in `docs/`, and the gates all read it.

use crate::clock::Time;
use crate::config::{Config, raw::Needed};
use crate::diagnostic::{Finding, Level, RuleDoc, Source, SourceId, Span};
use crate::internal::read::draft::{Draft, PublicBlock, Status};
use crate::internal::read::prose::{Passage, Scope, passages};
use crate::public::Phase;

/// A rule written in Rust: what it says of itself, as constants beside its check.
pub struct Rule {
    /// `group/name`.
    pub code: &'static str,
    /// Unless the config says otherwise.
    pub level: Level,
    /// One line.
    pub summary: &'static str,
    /// Why, and how to allow it.
    pub why: &'static str,
    /// The next step, where a finding brings none of its own.
    pub help: &'static str,
    /// Samples it is silent about.
    pub good: &'static [Shown],
    /// Samples it finds.
    pub bad: &'static [Shown],
}

/// A [`crate::diagnostic::Sample`] that can stand in a constant.
pub enum Shown {
    /// An external message.
    Message(&'static str),
    /// A whole document.
    Document(&'static str),
    /// The complete document [`BASE`] with the first text replaced by the second.
    Edit(&'static str, &'static str),
}

/// A complete document without a finding: what the samples of [`Shown::Edit`] are made from.
pub const BASE: &str = include_str!("base.md");

/// What a check knows about the document at hand.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The document.
    pub draft: &'a Draft,
    /// Its source.
    pub source: &'a Source,
    /// The config.
    pub config: &'a Config,
    /// The clock of the run.
    pub now: Time,
    /// Its public texts.
    pub pieces: &'a [Piece],
}

impl Subject<'_> {
    /// A finding on what is missing internally: a hint for drafts, an error where the config enforces it, else the rule's own level.
    pub fn advice(&self, rule: &Rule, span: impl Into<Option<Span>>, message: impl Into<String>) -> Finding {
        let mut finding = rule.found(self.draft.source, span, message);
        if self.draft.status.value == Status::Draft {
            finding.level = Level::Hint;
        } else if self.config.lifecycle.enforce {
            finding.level = Level::Error;
        }
        finding
    }

    /// How heavy a finding about the public block may be. An error as soon as something can go out; a draft is still being written.
    pub fn binding(&self) -> Level {
        match self.draft.status.value {
            _ if !self.draft.updates.is_empty() => Level::Error,
            Status::Draft => Level::Hint,
            Status::InReview => Level::Warning,
            Status::Reviewed | Status::Closed => Level::Error,
        }
    }

    /// Whether the document's severity asks for a thing.
    pub fn asks(&self, needed: Needed) -> bool {
        let require = &self.config.lifecycle.require.0;
        let severity = self.draft.severity.as_ref().map(|severity| crate::config::Severities::key(&severity.value));
        let named = require
            .iter()
            .find(|(name, _)| Some(crate::config::Severities::key(name)) == severity)
            .or_else(|| require.get_key_value("default"));
        named.map_or_else(|| ALWAYS.contains(&needed), |(_, list)| list.contains(&needed))
    }

    /// Whether the front matter has that key, or keys below it.
    pub fn declares(&self, key: &str) -> bool {
        self.draft
            .fields
            .iter()
            .any(|field| field.key == key || field.key.strip_prefix(key).is_some_and(|rest| rest.starts_with(['.', '['])))
    }
}

/// What every document needs unless `[lifecycle.require]` says otherwise.
const ALWAYS: &[Needed] = &[
    Needed::Summary,
    Needed::Impact,
    Needed::Timeline,
    Needed::Cause,
    Needed::Actions,
    Needed::Commander,
    Needed::Scribe,
    Needed::Owner,
    Needed::Message,
];

/// What a public text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `public.title`.
    Title,
    /// `public.summary`.
    Summary,
    /// An update of that phase.
    Update(Phase),
    /// The external message.
    Message,
    /// A correction.
    Correction,
}

/// One public text of a document, in passages.
pub struct Piece {
    /// What it is.
    pub part: Part,
    /// Where it stands.
    pub span: Span,
    /// Its passages.
    pub passages: Vec<Passage>,
}

/// The public texts of a document in document order: title and summary first.
pub fn pieces(draft: &Draft, source: &Source) -> Vec<Piece> {
    let text = source.text();
    let markdown = |part, span: &Span| Piece { part, span: span.clone(), passages: passages(&text[span.clone()], span.start) };
    let field = |part, value: &crate::internal::read::draft::Spanned<crate::internal::text::InternalText>| {
        let shown = value.value.expose_internal();
        let verbatim = text.get(value.span.clone()) == Some(shown);
        let passage = if verbatim {
            Passage::plain(Scope::Field, shown, value.span.start)
        } else {
            Passage::whole(Scope::Field, shown, value.span.clone())
        };
        Piece { part, span: value.span.clone(), passages: vec![passage] }
    };
    let mut pieces = Vec::new();
    if let Some(PublicBlock { title, summary, .. }) = &draft.public {
        pieces.extend(title.iter().map(|value| field(Part::Title, value)));
        pieces.extend(summary.iter().map(|value| field(Part::Summary, value)));
    }
    pieces.extend(draft.updates.iter().map(|update| markdown(Part::Update(update.phase), &update.content)));
    pieces.extend(draft.message.iter().map(|message| markdown(Part::Message, &message.content)));
    pieces.extend(draft.corrections.iter().map(|correction| markdown(Part::Correction, &correction.content)));
    pieces
}

impl Rule {
    /// A finding of this rule at its own level, with its own help.
    pub fn found(&self, source: SourceId, span: impl Into<Option<Span>>, message: impl Into<String>) -> Finding {
        Finding::new(self.code, self.level, source, span, message).help(self.help)
    }

    /// A finding of this rule at its own level; the config's overrides are applied later, in one place.
    pub fn finding(&self, subject: &Subject<'_>, span: impl Into<Option<Span>>, message: impl Into<String>) -> Finding {
        self.found(subject.draft.source, span, message)
    }

    /// The rule's public face.
    pub fn doc(&self) -> RuleDoc {
        let samples = |list: &[Shown]| list.iter().map(Shown::sample).collect();
        RuleDoc {
            code: self.code.to_owned(),
            level: self.level,
            summary: self.summary.to_owned(),
            why: self.why.to_owned(),
            good: samples(self.good),
            bad: samples(self.bad),
        }
    }
}

impl Shown {
    fn sample(&self) -> crate::diagnostic::Sample {
        use crate::diagnostic::Sample;
        match self {
            Self::Message(text) => Sample::Message((*text).to_owned()),
            Self::Document(text) => Sample::Document((*text).to_owned()),
            Self::Edit(from, to) => Sample::Document(BASE.replacen(from, to, 1)),
        }
    }
}
