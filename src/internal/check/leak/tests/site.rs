//! A small reader of documents for tests: `key: value` lines between `---`, then internal text, then `## External message`.

use std::ops::Range;

use super::config::config;
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Finding, Source, SourceId};
use crate::internal::check::leak::{Leaks, Secrets};
use crate::internal::check::registry::{Subject, pieces};
use crate::internal::read::draft::{Action, Draft, DraftKind, InternalField, Person, PublicBlock, PublicSection, Spanned, Status};
use crate::internal::text::InternalText;

const PEOPLE: &[&str] = &["owner", "commander", "scribe", "responders", "reviewers"];

/// Documents of one site.
pub struct Site {
    /// Its config.
    pub config: Config,
    documents: Vec<(Draft, Source)>,
    unread: Vec<Source>,
}

impl Site {
    /// A site with the config of the fictional company.
    pub fn new() -> Self {
        Self { config: config(), documents: Vec::new(), unread: Vec::new() }
    }

    /// Adds a document; the first one is what [`Site::findings`] looks at.
    pub fn with(mut self, text: &str) -> Self {
        let id = SourceId(self.documents.len());
        let draft = read(text, id);
        self.documents.push((draft, Source::new(format!("postmortems/{}.md", id.0), text)));
        self
    }

    /// Adds a document as the real reader reads it: lines of front matter, internal sections, the rest of the public half.
    pub fn whole(mut self, front: &str, internal: &str, public: &str) -> Self {
        let id = SourceId(self.documents.len());
        let block = "status: reviewed\npublic: { title: Slow, impact: none, started: 2026-01-01T00:00:00Z }";
        let source = Source::new(format!("postmortems/day-{}.md", id.0), format!("---\n{front}\n{block}\n---\n{internal}\n\n{public}\n"));
        let draft = crate::internal::read::read(&source, id, &self.config, &mut Vec::new()).expect("a document that can be read");
        self.documents.push((draft, source));
        self
    }

    /// A document of an internal and a public text.
    pub fn beside(self, internal: &str, message: &str) -> Self {
        self.with(&format!("---\n---\n{internal}\n\n## External message\n{message}\n"))
    }

    /// Adds a document that could not be read.
    pub fn unreadable(mut self, text: &str) -> Self {
        self.unread.push(Source::new("postmortems/broken.md", text));
        self
    }

    /// Sets a document's id.
    pub fn id(mut self, id: &str) -> Self {
        self.documents[0].0.id = Spanned::new(id.to_owned(), 0..0);
        self
    }

    /// Gives the first document an alias.
    pub fn alias(mut self, path: &str) -> Self {
        let block = self.documents[0].0.public.get_or_insert_with(PublicBlock::default);
        block.aliases.push(Spanned::new(path.to_owned(), 0..0));
        self
    }

    /// The text of the first document.
    pub fn text(&self) -> &str {
        self.documents[0].1.text()
    }

    /// The texts of all documents that could be read.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.documents.iter().map(|(_, source)| source.text())
    }

    /// What the gate reads of the first document.
    pub fn spoken(&self) -> Vec<String> {
        let (draft, source) = &self.documents[0];
        let pieces = pieces(draft, source);
        Leaks::spoken(&Subject { draft, source, config: &self.config, now: Time::default(), pieces: &pieces })
    }

    /// The gate over all documents.
    pub fn leaks(&self) -> Leaks {
        let documents: Vec<(&Draft, &Source)> = self.documents.iter().map(|(draft, source)| (draft, source)).collect();
        let unread: Vec<(SourceId, &Source)> = self.unread.iter().map(|source| (SourceId(usize::MAX), source)).collect();
        Leaks::new(&self.config, &documents, &unread, Secrets::default())
    }

    /// What the gate says about the first document.
    pub fn findings(&self) -> Vec<Finding> {
        let (draft, source) = &self.documents[0];
        let pieces = pieces(draft, source);
        self.leaks().check(&Subject { draft, source, config: &self.config, now: Time::default(), pieces: &pieces })
    }

    /// The same as `rule: evidence`, with `?` behind a warning.
    pub fn said(&self) -> Vec<String> {
        let text = self.documents[0].1.text();
        let mark = |finding: &Finding| if finding.level == crate::diagnostic::Level::Error { "" } else { "?" };
        let evidence = |finding: &Finding| finding.span.clone().map_or("", |span| &text[span]).to_owned();
        self.findings().iter().map(|f| format!("{}{}: {}", f.rule.trim_start_matches("leak/"), mark(f), evidence(f))).collect()
    }
}

/// What a message says of some front matter.
pub fn front(lines: &str, message: &str) -> Vec<String> {
    Site::new().whole(lines, "Nothing.", &format!("## External message\n{message}")).said()
}

/// What a message says of an internal text.
pub fn body(internal: &str, message: &str) -> Vec<String> {
    Site::new().whole("", internal, &format!("## External message\n{message}")).said()
}

/// What a message says of the front matter of another document.
pub fn elsewhere(lines: &str, message: &str) -> Vec<String> {
    Site::new().whole("", "Nothing.", &format!("## External message\n{message}")).whole(lines, "Nothing.", "").said()
}

fn read(text: &str, source: SourceId) -> Draft {
    let fences: Vec<usize> = text.match_indices("---\n").map(|(at, _)| at).take(2).collect();
    let body = fences.get(1).map_or(0, |at| at + 4);
    let heading = text.find("## External message").unwrap_or(text.len());
    let content = text[heading..].find('\n').map_or(text.len(), |at| heading + at + 1);
    let internal = |range: Range<usize>| Spanned::new(InternalText::new(&text[range.clone()]), range);
    let mut draft = blank(source, body..heading);
    draft.message = (heading < text.len()).then(|| PublicSection::of(text, heading..content, content..text.len()));
    let mut at = 0;
    for line in text[..body].split_inclusive('\n') {
        if let Some((key, value)) = line.trim_end().split_once(": ") {
            let start = at + key.len() + 2;
            let value = internal(start..start + value.len());
            match key {
                "public title" => draft.public.get_or_insert_with(public).title = Some(value),
                "title" => draft.title = Some(value),
                key => match PEOPLE.iter().find(|role| **role == key) {
                    Some(role) => draft.people.push(Person { role, name: value }),
                    None => draft.fields.push(InternalField { key: key.to_owned().into(), value }),
                },
            }
        }
        at += line.len();
    }
    for owner in text[body..heading].split("(owner: ").skip(1) {
        let (name, ticket) = owner.split(')').next().and_then(|entry| entry.split_once(", ")).unwrap_or_default();
        draft.actions.push(Action {
            span: 0..0,
            text: InternalText::new(""),
            owner: Some(InternalText::new(name)),
            ticket: Some(InternalText::new(ticket)),
            state: None,
        });
    }
    draft
}

fn public() -> PublicBlock {
    PublicBlock::default()
}

fn blank(source: SourceId, internal: Range<usize>) -> Draft {
    Draft {
        source,
        path: format!("postmortems/{}.md", source.0),
        id: Spanned::new(format!("incident-of-day-{}", source.0), 0..0),
        title: None,
        status: Spanned::new(Status::Reviewed, 0..0),
        kind: DraftKind::Incident,
        severity: None,
        publish: true,
        no_message: None,
        people: Vec::new(),
        detected: None,
        meeting_scheduled: None,
        meeting_held: None,
        fields: Vec::new(),
        public: Some(public()),
        message: None,
        updates: Vec::new(),
        corrections: Vec::new(),
        sections: Vec::new(),
        actions: Vec::new(),
        internal_ranges: vec![internal],
    }
}
