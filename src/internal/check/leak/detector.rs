//! What a leak looks like: one data file per detector in `detectors/`, and the engine that runs those that a text can concern.
//! Comes in: a text. Goes out: hits with their ranges. Patterns are compiled when a text first needs them.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::{Captures, Regex};
use serde::Deserialize;

use super::permits::Permits;
use super::traits::{Trait, Traits};
use super::verdict::Verdict;
use super::wake::Awake;
use super::{host, local};
use crate::diagnostic::{Level, RuleDoc, Sample};

/// A place in a text that gives something away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The rule's code.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// The more specific of two rules about the same bytes has the higher rank.
    pub rank: u8,
    /// Where.
    pub span: Range<usize>,
    /// The fact, without the evidence.
    pub fact: String,
    /// The next step.
    pub help: &'static str,
}

/// E blocks whatever the config says; W is the config's to weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Class {
    /// Always an error.
    E,
    /// A warning, unless the config says otherwise.
    W,
}

/// One data file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detector {
    /// `leak/NAME`, from the file's name.
    #[serde(skip)]
    pub code: String,
    /// What it finds, as a noun phrase.
    pub summary: String,
    /// Its class.
    pub class: Class,
    /// How specific it is.
    rank: u8,
    why: String,
    help: String,
    /// Whether its patterns tell capitals from small letters.
    #[serde(default)]
    cased: bool,
    /// What must hold beyond the pattern.
    verify: Option<Verdict>,
    /// Whether finished files are searched for it too.
    #[serde(default = "yes")]
    artifacts: bool,
    /// What it looks like, in several ways.
    patterns: Vec<Shape>,
    /// Texts it is silent about.
    pub good: Vec<String>,
    /// Texts it finds.
    pub bad: Vec<String>,
}

/// One way that a leak looks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    /// Words of which one must stand in a text for the pattern to match, in any case.
    #[serde(default)]
    keywords: Vec<String>,
    /// What a text must have besides.
    needs: Option<Trait>,
    /// The evidence is the group `hit`; a group `host` must not be a permitted host.
    regex: String,
}

impl Shape {
    fn is_awake(&self, number: usize, awake: &Awake) -> bool {
        let Self { keywords, needs, .. } = self;
        (keywords.is_empty() || awake.named.has(number)) && needs.is_none_or(|needed| awake.traits.has(needed))
    }
}

fn yes() -> bool {
    true
}

macro_rules! detectors {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("detectors/", $name, ".toml")))),*] };
}

/// Name and text of every data file, in the order of the reference.
const FILES: &[(&str, &str)] = detectors![
    "private-ipv4",
    "private-ipv6",
    "public-ipv4",
    "mac-address",
    "non-public-host",
    "own-private-domain",
    "k8s-service-dns",
    "k8s-pod-name",
    "hostname-role-number",
    "aws-resource-id",
    "aws-arn-account",
    "aws-account-shape",
    "cloud-endpoint",
    "gcp-azure-path",
    "cloud-console-url",
    "ticket-key-known",
    "ticket-key-shape",
    "tracker-url",
    "chat-url",
    "chat-token",
    "chat-channel",
    "meeting-recording-url",
    "dashboard-url",
    "pager-url",
    "shared-doc-url",
    "repo-private-url",
    "commit-hash",
    "url-credentials",
    "connection-string",
    "email",
    "phone",
    "file-path",
    "code-residue",
    "customer-id",
    "uuid-shape",
    "classification-mark",
    "hidden-content",
];

/// All detectors.
pub static DETECTORS: LazyLock<Vec<Detector>> = LazyLock::new(|| FILES.iter().map(|(name, text)| Detector::read(name, text)).collect());

impl Detector {
    fn read(name: &str, text: &str) -> Self {
        let mut detector: Self = toml::from_str(text).expect("a data file of our own is well-formed, as the tests show");
        detector.code = format!("leak/{name}");
        detector
    }

    /// Its level before overrides.
    pub fn level(&self) -> Level {
        match self.class {
            Class::E => Level::Error,
            Class::W => Level::Warning,
        }
    }

    fn runs(&self, reach: Reach) -> bool {
        reach == Reach::Text || self.artifacts && self.class == Class::E
    }

    /// Its public face.
    pub fn doc(&self) -> RuleDoc {
        let samples = |list: &[String]| list.iter().map(|text| Sample::Message(text.clone())).collect();
        RuleDoc {
            code: self.code.clone(),
            level: self.level(),
            summary: self.summary.clone(),
            why: format!("{} What to do: {}.", capital(&self.why), self.help),
            good: samples(&self.good),
            bad: samples(&self.bad),
        }
    }

    /// Its patterns as they are compiled.
    pub fn sources(&self) -> impl Iterator<Item = String> {
        let flags = if self.cased { "" } else { "(?i)" };
        self.patterns.iter().map(move |shape| format!("{flags}{}", shape.regex))
    }

    fn hit(&'static self, span: Range<usize>) -> Hit {
        Hit {
            rule: &self.code,
            level: self.level(),
            rank: self.rank,
            span,
            fact: format!("public text holds {}", self.summary),
            help: &self.help,
        }
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Which detectors run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All of them: an author's text.
    Text,
    /// Those that are silent about a theme's and an API's own bytes.
    Artifact,
}

/// Addresses within one address. An honest one has two; each of them is read to the end of all, and what is not read is not clean.
const MOST_NESTED: usize = 32;

/// One pattern, compiled when first needed.
struct Pattern {
    detector: &'static Detector,
    shape: &'static Shape,
    text: String,
    regex: OnceLock<Regex>,
    /// Whether it stays within a part of a text, once that was asked.
    local: OnceLock<bool>,
}

/// All patterns of all detectors. The place of one is its number.
static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| DETECTORS.iter().flat_map(Pattern::of).collect());

/// Whether each of them asks for something, so that a text that woke nothing need not be asked for each.
static ASKING: LazyLock<bool> = LazyLock::new(|| {
    let asks = |Shape { keywords, needs, .. }: &Shape| !keywords.is_empty() || needs.is_some();
    PATTERNS.iter().all(|pattern| asks(pattern.shape))
});

/// Patterns by their numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Numbers(u128);

impl Numbers {
    /// Adds one.
    pub fn add(&mut self, number: usize) {
        self.0 |= 1 << number;
    }

    /// Adds all of others.
    pub fn join(&mut self, others: Self) {
        self.0 |= others.0;
    }

    fn has(self, number: usize) -> bool {
        self.0 >> number & 1 == 1
    }
}

/// Every keyword with the number of its pattern.
pub fn keywords(reach: Reach) -> impl Iterator<Item = (&'static str, usize)> {
    let of = |(number, pattern): (usize, &'static Pattern)| pattern.shape.keywords.iter().map(move |word| (word.as_str(), number));
    PATTERNS.iter().enumerate().filter(move |(_, pattern)| pattern.detector.runs(reach)).flat_map(of)
}

/// What the patterns need that such a text is searched with.
pub fn needs(reach: Reach) -> impl Iterator<Item = Trait> {
    PATTERNS.iter().filter(move |pattern| pattern.detector.runs(reach)).filter_map(|pattern| pattern.shape.needs)
}

/// Whether what the parts of a text woke together is a pattern that may match over where they meet.
pub fn is_worth(awake: &Awake, reach: Reach) -> bool {
    woken_by(awake, reach).any(|pattern| !pattern.is_local())
}

/// Whether the other patterns that a part woke, with line ends around it, match nowhere in it.
pub fn are_still(part: &str, awake: &Awake, reach: Reach) -> bool {
    woken_by(awake, reach).all(|pattern| !pattern.is_local() || !pattern.regex().is_match(part))
}

fn woken_by(awake: &Awake, reach: Reach) -> impl Iterator<Item = &'static Pattern> {
    let woken = move |(number, pattern): &(usize, &'static Pattern)| pattern.detector.runs(reach) && pattern.shape.is_awake(*number, awake);
    PATTERNS.iter().enumerate().filter(woken).map(|(_, pattern)| pattern)
}

/// What the patterns that a text woke find in it.
pub fn scan(text: &str, awake: &Awake, reach: Reach, permits: &Permits) -> Vec<Hit> {
    if *ASKING && awake.named == Numbers::default() && awake.traits == Traits::default() {
        return Vec::new();
    }
    let worth = |(number, pattern): &(usize, &Pattern)| pattern.detector.runs(reach) && pattern.shape.is_awake(*number, awake);
    PATTERNS.iter().enumerate().filter(worth).flat_map(|(_, pattern)| pattern.hits(text, permits)).collect()
}

/// What the detectors find in a text.
#[cfg(test)]
pub fn found(text: &str, reach: Reach, permits: &Permits) -> Vec<Hit> {
    scan(text, &woken(text, permits), reach, permits)
}

/// Whether the pattern of that number finds something in a text, and whether the text wakes it.
#[cfg(test)]
pub fn asked(text: &str, number: usize, permits: &Permits) -> (bool, bool) {
    let pattern = &PATTERNS[number];
    (!pattern.hits(text, permits).is_empty(), pattern.shape.is_awake(number, &woken(text, permits)))
}

#[cfg(test)]
fn woken(text: &str, permits: &Permits) -> Awake {
    use super::{cross::Index, secrets::Secrets, view::Flat, view::Text as _};
    static SECRETS: LazyLock<Secrets> = LazyLock::new(Secrets::default);
    thread_local! { static INDEX: std::cell::OnceCell<Index> = const { std::cell::OnceCell::new() } }
    let look = |index: &Index| index.woken(&Flat::verbatim(text), Reach::Text, permits, &SECRETS);
    INDEX.with(|index| look(index.get_or_init(|| Index::new(Vec::new(), &SECRETS, permits))))
}

/// A text that is encoded so deeply that the gate did not get to its end.
pub fn unreadable(span: Range<usize>) -> Hit {
    let hidden = DETECTORS.iter().find(|detector| detector.code == "leak/hidden-content").expect("a data file of our own");
    Hit { fact: "public text is encoded more deeply than can be read".to_owned(), ..hidden.hit(span) }
}

impl Pattern {
    fn of(detector: &'static Detector) -> impl Iterator<Item = Self> {
        let shapes = detector.patterns.iter().zip(detector.sources());
        shapes.map(move |(shape, text)| Self { detector, shape, text, regex: OnceLock::new(), local: OnceLock::new() })
    }

    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| Regex::new(&self.text).expect("a pattern of our own compiles, as the tests show"))
    }

    fn is_local(&self) -> bool {
        *self.local.get_or_init(|| local::is_local(&self.text))
    }

    fn hits(&self, text: &str, permits: &Permits) -> Vec<Hit> {
        let regex = self.regex();
        let mut hits = Vec::new();
        let (mut at, mut nested, mut outer) = (0, 0, 0);
        while let Some(found) = regex.captures_at(text, at) {
            let Some(span) = evidence(&found) else { break };
            let permitted = found.name("host").is_some_and(|host| permits.host(host.as_str()) || host::is_manuals(host.as_str()));
            nested = if span.end <= outer { nested + 1 } else { 0 };
            outer = span.end.max(outer);
            let leaks = || !permitted && self.detector.verify.is_none_or(|verdict| verdict.holds(text, &found, span.clone(), permits));
            if nested > MOST_NESTED || leaks() {
                // The border behind one hit may be the border before the next.
                at = span.end;
                hits.push(self.detector.hit(span));
            } else {
                // An address that may be public can have another one in it.
                at = address(&found).unwrap_or(span.end);
            }
        }
        hits
    }
}

/// Where the host of a match ends.
fn address(found: &Captures<'_>) -> Option<usize> {
    ["host", "url", "name"].iter().find_map(|name| found.name(name)).map(|group| group.end())
}

/// The bytes that give something away; never empty, so that a scan always moves on.
fn evidence(found: &Captures<'_>) -> Option<Range<usize>> {
    ["hit", "url", "port", "word"].iter().find_map(|name| found.name(name)).map(|group| group.range()).filter(|range| !range.is_empty())
}
