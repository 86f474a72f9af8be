//! The leak gate: detectors, rules for secrets, and the cross-check of public text against the internal half of every document.
//! Comes in: the config, all drafts, the public texts of one. Goes out: findings, and a tripwire for the finished bytes.
//! No finding and no error says what was found; its span does, and the report masks that.
//!
//! ```text
//! drafts ─dictionary─▶ values ─cross::Index───────────────┐
//! public text ─readings─▶ views ─wake─▶ detector, secrets ─┴▶ hits ─overlap─▶ findings
//! artifact ───pieces─wake─▶ asleep; or ─readings─▶ texts ─wake─▶ tripwire ─▶ trips
//! ```

mod amount;
mod around;
mod code;
mod copied;
mod cross;
mod customer;
mod cuts;
mod decode;
mod detector;
mod dictionary;
mod docs;
mod fold;
mod glance;
mod grams;
mod host;
mod known;
mod labels;
mod local;
mod overlap;
mod permits;
mod person;
mod phone;
mod pieces;
mod placeholder;
mod plain;
mod readings;
mod repo;
mod roster;
mod seams;
mod secrets;
pub mod since;
mod tags;
mod tokens;
mod traits;
mod tripwire;
mod unpack;
mod untag;
mod value;
mod verdict;
mod view;
mod wake;
mod whole;
mod words;

#[cfg(test)]
mod tests;

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

pub use secrets::Secrets;
pub use tripwire::Tripwire;

use self::cross::Index;
use self::detector::{Class, DETECTORS, Hit, Reach};
use self::dictionary::Unprotected;
use self::permits::Permits;
use self::readings::Readings;
use self::since::{Added, Fingerprint, Salt};
use self::view::{Text as _, View};
use super::registry::Subject;
use crate::config::Config;
use crate::diagnostic::{Finding, Level, RuleDoc, Source, SourceId};
use crate::internal::read::draft::{Draft, Spanned};
use crate::internal::read::prose::{Passage, Scope};

/// A pattern of this program's own text, compiled when first used.
macro_rules! pattern {
    ($text:expr) => {
        std::sync::LazyLock::new(|| regex::Regex::new($text).expect("a pattern of our own compiles, as the tests show"))
    };
}
use pattern;

/// The rule about names that no search can protect: whether a word is an everyday one, all documents say together.
pub const UNPROTECTED: &str = "leak/unprotected-name";

/// The gate for one set of documents.
pub struct Leaks {
    permits: Arc<Permits>,
    index: Arc<Index>,
    /// The keys of tickets that documents declare, each with the first of them.
    keys: BTreeMap<String, SourceId>,
    unprotected: Unprotected,
    secrets: Arc<Secrets>,
    overrides: BTreeMap<String, Option<Level>>,
}

impl Leaks {
    /// Reads the internal half of all documents; of those in `unread`, which are no drafts, it is the whole.
    pub fn new(config: &Config, documents: &[(&Draft, &Source)], unread: &[(SourceId, &Source)], secrets: Secrets) -> Self {
        let keys = dictionary::ticket_keys(documents);
        let permits = Permits::new(config, keys.keys().cloned());
        let (values, unprotected) = dictionary::values(&permits, documents, unread);
        let index = Index::new(values, &secrets, &permits);
        let overrides =
            config.leaks.rules.iter().filter(|(code, _)| Self::class_w(code)).map(|(code, level)| (code.clone(), *level)).collect();
        Self { permits: Arc::new(permits), index: Arc::new(index), keys, unprotected, secrets: Arc::new(secrets), overrides }
    }

    /// What the public texts of a document give away, in document order.
    pub fn check(&self, subject: &Subject<'_>) -> Vec<Finding> {
        let draft = subject.draft;
        let mut hits: Vec<Hit> = Vec::new();
        for passage in subject.pieces.iter().flat_map(|piece| &piece.passages) {
            hits.extend(self.passage(passage, draft));
        }
        let mut findings: Vec<Finding> = overlap::merged(hits).into_iter().map(|hit| finding(hit, draft)).collect();
        findings.extend(self.paths(draft));
        findings.extend(copied::check(subject));
        findings.extend(amount::check(subject).into_iter().filter_map(|finding| self.set(finding)));
        findings.extend(self.unprotected(draft));
        findings
    }

    /// Names that the document declares and no search can protect, each where it stands.
    pub fn unprotected(&self, draft: &Draft) -> impl Iterator<Item = Finding> {
        const FACT: &str = "this name is an everyday word or very short: it is not looked for in public text";
        let places = self.unprotected.get(&draft.source).into_iter().flatten();
        places.map(|span| Finding::new(UNPROTECTED, Level::Hint, draft.source, span.clone(), FACT).help(docs::help(UNPROTECTED)))
    }

    /// A finding at the level that the config gives it, if it does.
    fn set(&self, finding: Finding) -> Option<Finding> {
        match self.overrides.get(&finding.rule) {
            Some(level) => level.map(|level| Finding { level, ..finding }),
            None => Some(finding),
        }
    }

    /// What the words in a picture give away, one finding a rule.
    pub fn words_of_picture(&self, draft: &Draft, words: &[String], place: usize) -> Vec<Finding> {
        let hits: BTreeMap<&str, Hit> = words.iter().flat_map(|text| self.text(text, draft)).map(|hit| (hit.rule, hit)).collect();
        let told = |hit: Hit| Finding { message: format!("the words in this picture: {}", hit.fact), ..finding(hit, draft) };
        hits.into_values().map(|hit| told(Hit { span: place..place, ..hit })).collect()
    }

    /// Whether a text gives something away for which that is so, told the rule and the words.
    pub fn found_in(&self, text: &str, draft: &Draft, wanted: impl Fn(&str, &str) -> bool) -> bool {
        self.text(text, draft).iter().any(|hit| wanted(hit.rule, text.get(hit.span.clone()).unwrap_or(text)))
    }

    /// The bytes of a text that must not be shown, as far as the gate knows.
    pub fn places(&self, text: &str, draft: &Draft) -> Vec<Range<usize>> {
        self.text(text, draft).into_iter().map(|hit| hit.span).collect()
    }

    /// What a text gives away besides itself as a whole, with the bytes of it: the host of an address is a part of that.
    pub fn inside(&self, text: &str, draft: &Draft) -> Vec<Hit> {
        let path = text.find("://").and_then(|at| text[at + 3..].find(['/', '?', '#']).map(|end| at + 3 + end)).unwrap_or(0);
        let mut hits = self.text(text, draft);
        hits.retain(|hit| hit.level == Level::Error && hit.span.start >= path && hit.span.len() < text.len());
        hits
    }

    /// The scan of finished files that follows from these documents, with the texts that exceptions let pass.
    pub fn tripwire(&self, passed: &[String]) -> Tripwire {
        Tripwire::new(Arc::clone(&self.permits), Arc::clone(&self.index), Arc::clone(&self.secrets), passed)
    }

    /// Whether something is told of a document at a place in it.
    pub fn tells_places_in(&self, document: SourceId) -> bool {
        self.unprotected.contains_key(&document)
    }

    /// What may be kept of the values, to tell later which are new.
    pub fn fingerprint(&self, salt: impl Fn(SourceId) -> Salt + Sync) -> Fingerprint {
        self.index.fingerprint(&self.keys, salt)
    }

    /// The values that are new since that was kept, with the same config and the same program.
    pub fn added_since(&self, old: &Fingerprint, salt: impl Fn(SourceId) -> Salt + Sync) -> Added {
        self.index.added_since(old, &self.keys, salt)
    }

    /// The texts that the gate reads of a document, one by one. The words in its pictures are further ones, which publish knows.
    pub fn spoken(subject: &Subject<'_>) -> Vec<String> {
        let passages = subject.pieces.iter().flat_map(|piece| &piece.passages).map(|passage| passage.text.clone());
        passages.chain(named(subject.draft).flat_map(|(name, _)| [name.value.clone(), aloud(&name.value)])).collect()
    }

    /// Every rule of the gate, in the order of the reference.
    pub fn docs() -> Vec<RuleDoc> {
        DETECTORS.iter().map(detector::Detector::doc).chain([Secrets::doc()]).chain(docs::docs()).collect()
    }

    /// Whether the config may set the level of a rule.
    pub fn class_w(code: &str) -> bool {
        DETECTORS.iter().any(|detector| detector.code == code && detector.class == Class::W) || docs::class_w(code)
    }

    fn passage(&self, passage: &Passage, draft: &Draft) -> Vec<Hit> {
        let place = |range: Range<usize>| passage.source(range);
        let target = passage.scope == Scope::Target;
        let readings = if target { readings::of_target(&passage.text) } else { readings::of_text(&passage.text) };
        self.read(&passage.text, &readings, draft).into_iter().map(|hit| Hit { span: place(hit.span.clone()), ..hit }).collect()
    }

    /// Hits in a text, by the bytes of that text.
    fn text(&self, text: &str, draft: &Draft) -> Vec<Hit> {
        self.read(text, &readings::of_text(text), draft)
    }

    /// Hits in all readings of a text, by the bytes of that text.
    fn read(&self, text: &str, readings: &Readings, draft: &Draft) -> Vec<Hit> {
        let mut hits: Vec<Hit> = readings.endless.then(|| detector::unreadable(0..text.len())).into_iter().collect();
        for view in &readings.views {
            let text = view.text();
            let awake = self.index.woken(view, Reach::Text, &self.permits, &self.secrets);
            let back = |view: &View, hit: Hit| Hit { span: view.source(hit.span.clone()), ..hit };
            // What only looks like something internal may be a public term; what surely is cannot be talked away.
            let terms = LazyCell::new(|| self.permits.terms_in(text));
            let said =
                |hit: &Hit| Self::class_w(hit.rule) && terms.iter().any(|term| term.start <= hit.span.start && hit.span.end <= term.end);
            let found = detector::scan(text, &awake, Reach::Text, &self.permits).into_iter().filter(|hit| !said(hit));
            hits.extend(found.filter_map(|hit| self.weighed(hit)).map(|hit| back(view, hit)));
            hits.extend(self.secrets.scan(text, &awake.secrets, Reach::Text).into_iter().map(|hit| back(view, hit)));
            if awake.values {
                let folded = fold::folded(view);
                let folded = folded.as_ref().unwrap_or(view);
                hits.extend(self.index.scan(folded.text(), draft.source, &self.permits).into_iter().map(|hit| back(folded, hit)));
            }
        }
        hits
    }

    /// A hit at the level that the config gives it, if it does; only class W is in the overrides.
    fn weighed(&self, hit: Hit) -> Option<Hit> {
        match self.overrides.get(hit.rule) {
            Some(level) => level.map(|level| Hit { level, ..hit }),
            None => Some(hit),
        }
    }

    /// The id and the aliases: they are no text, but become public paths.
    fn paths(&self, draft: &Draft) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (name, what) in named(draft) {
            let spoken = aloud(&name.value);
            let hits = [&name.value, &spoken].into_iter().flat_map(|text| self.text(text, draft));
            let worst = hits.filter(|hit| hit.level == Level::Error).max_by_key(|hit| hit.rank);
            findings.extend(worst.map(|hit| Finding {
                message: format!("{what} becomes a public path: {}", hit.fact),
                span: (!name.span.is_empty()).then(|| name.span.clone()),
                ..finding(hit, draft)
            }));
        }
        findings
    }
}

/// What becomes a path: the id and the aliases, each with what it is.
fn named(draft: &Draft) -> impl Iterator<Item = (&Spanned<String>, &'static str)> {
    let aliases = draft.public.iter().flat_map(|block| &block.aliases);
    std::iter::once((&draft.id, "the id")).chain(aliases.map(|alias| (alias, "an alias")))
}

/// A hyphen stands for a blank in a path.
fn aloud(path: &str) -> String {
    path.replace(['-', '/'], " ")
}

impl std::fmt::Debug for Leaks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Leaks({} values)", self.index.len())
    }
}

fn finding(hit: Hit, draft: &Draft) -> Finding {
    Finding::new(hit.rule, hit.level, draft.source, hit.span, hit.fact).help(hit.help)
}
