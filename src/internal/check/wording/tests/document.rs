//! A document made by hand, without files: the reader is another module's business.

use std::collections::BTreeMap;

use super::super::*;
use crate::clock::Time;
use crate::config::{LeaksConfig, Lifecycle, Severities, SiteConfig, WordingConfig, raw};
use crate::diagnostic::{Source, SourceId};
use crate::internal::check::registry::pieces;
use crate::internal::read::draft::{Draft, DraftKind, DraftUpdate, PublicBlock, PublicSection, Spanned, Status};
use crate::internal::text::InternalText;
use crate::public::{Impact, Phase};

/// Rules about a message or document as a whole: a sample of one sentence says nothing about them. `tests/registry.rs` shows theirs.
pub const WHOLE: &[&str] = &[
    "wording/admits-failure",
    "wording/apology-specific",
    "wording/data-statement",
    "wording/duration-agrees",
    "wording/impact-quantified",
    "wording/sections-present",
    "wording/start-and-end",
    "wording/title-states-effect",
];

/// A document made by hand: the reader is another module's business.
pub struct Document {
    pub text: String,
    draft: Draft,
    pub config: Config,
}

impl Document {
    pub fn new(impact: Impact) -> Self {
        let block = PublicBlock { impact: Some(Spanned::new(impact, 0..0)), ..PublicBlock::default() };
        let draft = Draft {
            source: SourceId(0),
            path: "postmortems/a.md".to_owned(),
            id: Spanned::new("a".to_owned(), 0..0),
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
            public: Some(block),
            message: None,
            updates: Vec::new(),
            corrections: Vec::new(),
            sections: Vec::new(),
            actions: Vec::new(),
            internal_ranges: Vec::new(),
        };
        Self { text: String::new(), draft, config: config() }
    }

    pub fn partial() -> Self {
        Self::new(Impact::Partial)
    }

    fn add(&mut self, text: &str) -> std::ops::Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        self.text.push_str("\n\n");
        start..end
    }

    pub fn title(mut self, title: &str) -> Self {
        let span = self.add(title);
        if let Some(public) = &mut self.draft.public {
            public.title = Some(Spanned::new(InternalText::new(title), span));
        }
        self
    }

    pub fn message(mut self, message: &str) -> Self {
        let content = self.add(message);
        self.draft.message = Some(PublicSection::of(&self.text, content.start..content.start, content));
        self
    }

    pub fn update(mut self, phase: Phase, text: &str) -> Self {
        let content = self.add(text);
        let at = Time::from_timestamp(60 * i64::try_from(content.start).unwrap(), 0).unwrap();
        self.draft.updates.push(DraftUpdate { heading: content.start..content.start, at, phase, affects: Vec::new(), content });
        self
    }

    pub fn affects(mut self, impact: Impact) -> Self {
        self.draft.updates.last_mut().unwrap().affects.push((Spanned::new("search".to_owned(), 0..0), impact));
        self
    }

    pub fn component(mut self, impact: Impact) -> Self {
        self.draft.public.as_mut().unwrap().components.push((Spanned::new("search".to_owned(), 0..0), Some(impact)));
        self
    }

    pub fn times(mut self, started: Time, resolved: Time) -> Self {
        let public = self.draft.public.as_mut().unwrap();
        (public.started, public.resolved) = (Some(Spanned::new(started, 0..0)), Some(Spanned::new(resolved, 0..0)));
        self
    }

    pub fn kind(mut self, kind: DraftKind) -> Self {
        self.draft.kind = kind;
        self
    }

    pub fn wording(mut self, change: impl FnOnce(&mut WordingConfig)) -> Self {
        change(&mut self.config.wording);
        self
    }

    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// What the rules about words find: most texts here are too short to be judged as a whole.
    pub fn findings(&self) -> Vec<Finding> {
        self.all_findings().into_iter().filter(|finding| !WHOLE.contains(&finding.rule.as_str())).collect()
    }

    pub fn all_findings(&self) -> Vec<Finding> {
        let (wording, problems) = Wording::load(&self.config, &crate::folder::Folder::disk("."));
        assert_eq!(problems, []);
        let source = Source::new("postmortems/a.md", self.text.as_str());
        let pieces = pieces(&self.draft, &source);
        wording.check(&Subject { draft: &self.draft, source: &source, config: &self.config, now: Time::default(), pieces: &pieces })
    }

    pub fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.findings().into_iter().map(|finding| finding.rule).collect();
        codes.dedup();
        codes
    }

    pub fn finds(&self, name: &str) -> bool {
        self.codes().contains(&format!("wording/{name}"))
    }
}

/// A config with every key at its default.
pub fn config() -> Config {
    Config {
        security: None,
        site: SiteConfig {
            title: "Meridian status".to_owned(),
            url: url::Url::parse("https://status.example.com").unwrap(),
            description: None,
            language: "en".to_owned(),
            time_zone: None,
            support_url: None,
            logo: None,
            preview: None,
            accent: None,
            feed_authority: "status.example.com,2026".to_owned(),
        },
        components: Vec::new(),
        severities: Severities { names: Vec::new(), aliases: BTreeMap::new() },
        lifecycle: Lifecycle { enforce: false, require_seal: false, require: raw::Require::default() },
        wording: WordingConfig {
            styles: Vec::new(),
            profile: raw::Profile::Default,
            audience: raw::Audience::General,
            level: Level::Hint,
            vocabulary: Vec::new(),
            baseline: None,
            rules: BTreeMap::new(),
        },
        leaks: LeaksConfig::default(),
        uptime: raw::Uptime::default(),
        history: raw::History::default(),
        output: raw::Output::default(),
        links: raw::Links::default(),
    }
}
