//! The last look: finished bytes are searched for internal values and for what detectors of class E know.
//! Comes in: path and bytes of one artifact. Goes out: trips, each a rule and a place. No value ever comes back out of a tripwire.
//! It must stay silent about a theme's and an API's own bytes, so it looks for values that nobody writes by chance.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::AhoCorasick;

use super::cross::{self, Index};
use super::cuts::Format;
use super::detector::{self, Hit, Reach};
use super::known::Known;
use super::permits::Permits;
use super::pieces::Looker;
use super::secrets::{self, Secrets};
use super::value::{Kind, Value};
use super::view::{Flat, Text, View};
use super::wake::Awake;
use super::{code, decode, fold, overlap, unpack, untag};
use crate::diagnostic::Level;

/// In compressed bytes, shorter values turn up by chance.
const SHORTEST_IN_BINARY: usize = 8;

/// A scan for finished files. Cheap to clone.
#[derive(Clone)]
pub struct Tripwire {
    permits: Arc<Permits>,
    index: Arc<Index>,
    secrets: Arc<Secrets>,
    /// What exceptions let pass in a document, as it stands and folded.
    passed: Option<Arc<AhoCorasick>>,
    /// What was found in pieces of earlier files.
    known: Arc<Known>,
}

/// Something internal in a finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    /// The rule's code.
    pub rule: String,
    /// What was recognised.
    pub kind: TripKind,
    /// The bytes of the artifact; empty at the start for its path.
    pub span: Range<usize>,
}

/// How something internal was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TripKind {
    /// It is a value of an internal half.
    Value,
    /// It has a shape that is never public.
    Pattern,
}

/// What a reading is, for the values that mean something only in some.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Words, addresses and data.
    Words,
    /// Markup and all, where class names stand.
    Markup,
    /// A style sheet or script.
    Code,
    /// Bytes that are no text.
    Binary,
}

impl Tripwire {
    pub(super) fn new(permits: Arc<Permits>, index: Arc<Index>, secrets: Arc<Secrets>, passed: &[String]) -> Self {
        let folded = passed.iter().filter_map(|text| fold::folded(&Flat::verbatim(text)).map(|view| view.text().to_owned()));
        let texts: Vec<String> = passed.iter().cloned().chain(folded).collect();
        // Without the automaton nothing is let pass.
        let passed = (!texts.is_empty()).then(|| AhoCorasick::new(&texts).ok().map(Arc::new)).flatten();
        Self { permits, index, secrets, passed, known: Arc::default() }
    }

    /// Whether a hit lies within a text that an exception lets pass.
    fn passes(&self, text: &str, hit: &Range<usize>) -> bool {
        let Some(passed) = &self.passed else { return false };
        passed.find_overlapping_iter(text).any(|text| text.start() <= hit.start && hit.end <= text.end())
    }

    /// What is internal in a finished file.
    pub fn scan(&self, path: &str, bytes: &[u8]) -> Vec<Trip> {
        self.trips(path, bytes, self.sleeps(path, bytes))
    }

    /// The same without the look at pieces.
    #[cfg(test)]
    pub fn searched(&self, path: &str, bytes: &[u8]) -> Vec<Trip> {
        self.trips(path, bytes, false)
    }

    /// Whether nothing in a file is worth a search.
    pub(super) fn sleeps(&self, path: &str, bytes: &[u8]) -> bool {
        let looker = Looker { index: &self.index, permits: &self.permits, secrets: &self.secrets, known: &self.known };
        match (format(path), std::str::from_utf8(bytes)) {
            (Some(format), Ok(text)) => looker.sleeps(text, format),
            _ => false,
        }
    }

    fn trips(&self, path: &str, bytes: &[u8], asleep: bool) -> Vec<Trip> {
        // Nearly every file is clean; only one that is not is read again with the way back to its bytes.
        let mut hits = if asleep { Vec::new() } else { self.hits::<Flat>(path, bytes) };
        if !hits.is_empty() {
            hits = self.hits::<View>(path, bytes);
        }
        let mut trips: Vec<Trip> = overlap::merged(hits).into_iter().map(trip).collect();
        let mut named = Vec::new();
        self.search(&View::verbatim(path), Reading::Words, None, &mut named);
        trips.extend(named.into_iter().map(|hit| trip(Hit { span: 0..0, ..hit })));
        trips.dedup();
        trips
    }

    fn hits<V: Text>(&self, path: &str, bytes: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        match std::str::from_utf8(bytes) {
            Ok(text) if !is_binary(path) => self.readings::<V>(path, text, &mut hits),
            _ => self.search(&V::verbatim(&printable(bytes)), Reading::Binary, None, &mut hits),
        }
        // Text of two bytes a letter: as a whole, since its places are not those of its letters.
        if !is_binary(path) && memchr::memchr(0, bytes).is_some() {
            let narrow: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
            let mut view = V::empty();
            view.decoded(&printable(&narrow), 0..bytes.len());
            self.search(&view, Reading::Binary, None, &mut hits);
        }
        hits
    }

    /// As it stands; then with escapes, markup, references and percent signs undone one after the other; then what is packed in it.
    fn readings<V: Text>(&self, path: &str, text: &str, hits: &mut Vec<Hit>) {
        let code = has_ending(path, &["css", "js", "mjs", "map"]);
        let raw = V::verbatim(text);
        let first = if code {
            Reading::Code
        } else if text.contains('<') {
            Reading::Markup
        } else {
            Reading::Words
        };
        let lines: &[Step<V>] = match () {
            () if has_ending(path, &["ics"]) => &[decode::unfolded, decode::escapes],
            () if has_ending(path, &["css"]) => &[decode::styled],
            () => &[decode::escapes],
        };
        let unescaped = undone(&raw, lines);
        // Nobody reads a JSON document with its escapes; of anything else, a reader may see the bytes.
        if unescaped.is_some() && !has_ending(path, &["json", "webmanifest"]) {
            self.search(&raw, first, None, hits);
        }
        let source = unescaped.as_ref().unwrap_or(&raw);
        let untagged = if code { None } else { untag::split(source) };
        match &untagged {
            // What stands between the tags and in them is all that there is.
            Some((_, Some(tags))) => self.search(tags, first, None, hits),
            Some((_, None)) => self.search(source, first, None, hits),
            None => {}
        }
        // Feeds carry markup within markup.
        let markup: &[Step<V>] = &[decode::entities, untag::untagged, decode::entities];
        let shown = untagged.map(|(words, _)| undone(&words, markup).unwrap_or(words));
        let shown = shown.or_else(|| if code { None } else { undone(source, markup) });
        let apart = decode::parted(shown.as_ref().unwrap_or(source));
        let bare = shown.as_ref().or(Some(source)).and_then(decode::plain).or(shown);
        let words = if code { Reading::Code } else { Reading::Words };
        let shapes = Some(Shapes { in_code: code });
        let bare = bare.as_ref().unwrap_or(source);
        self.search(bare, words, shapes, hits);
        let inner = undone(bare, &[decode::percent, decode::percent]);
        let inner_apart = inner.as_ref().and_then(decode::parted);
        let inner = inner.map(|view| decode::plain(&view).unwrap_or(view));
        let views = [apart, inner_apart, inner].into_iter().flatten().map(|view| (view, words));
        let packed = [&raw, bare].into_iter().filter_map(unpack::packed).flat_map(unpacked).map(|view| (view, Reading::Words));
        for (view, reading) in views.chain(packed) {
            self.search(&view, reading, shapes, hits);
        }
    }

    /// Searches a reading for values, and for shapes if that is asked for.
    fn search<V: Text>(&self, view: &V, reading: Reading, shapes: Option<Shapes>, hits: &mut Vec<Hit>) {
        let awake = self.index.woken(view, Reach::Artifact, &self.permits, &self.secrets);
        if awake.values {
            self.values(view, reading, hits);
        }
        if let Some(Shapes { in_code }) = shapes {
            self.patterns(view, &awake, in_code, hits);
        }
    }

    fn values<V: Text>(&self, view: &V, reading: Reading, hits: &mut Vec<Hit>) {
        let folded = fold::folded(view);
        let folded = folded.as_ref().unwrap_or(view);
        let text = folded.text();
        let found = self.index.matches(text, Reach::Artifact).filter(|(value, range)| tells(value, &text[range.clone()], reading));
        let terms = LazyCell::new(|| self.permits.terms_in(text));
        let permitted = |range: &Range<usize>| terms.iter().any(|term| term.start <= range.start && range.end <= term.end);
        let excepted = |value: &Value, range: &Range<usize>| value.kind != Kind::FullName && self.passes(text, range);
        let hit = |(value, range): (&Value, Range<usize>)| Hit {
            rule: value.kind.rule(),
            level: Level::Error,
            rank: value.kind.rank(),
            span: folded.source(range),
            fact: String::new(),
            help: "",
        };
        hits.extend(found.filter(|(value, range)| !permitted(range) && !excepted(value, range)).map(hit));
    }

    fn patterns<V: Text>(&self, view: &V, awake: &Awake, code: bool, hits: &mut Vec<Hit>) {
        let text = view.text();
        let shapes = detector::scan(text, awake, Reach::Artifact, &self.permits);
        let found = shapes.into_iter().chain(self.secrets.scan(text, &awake.secrets, Reach::Artifact)).filter(|hit| {
            let secret = hit.rule == secrets::CODE;
            let guarded = secret || matches!(hit.rule, "leak/url-credentials" | "leak/connection-string");
            (secret || !code || tells_in_code(hit, text)) && (guarded || !self.passes(text, &hit.span))
        });
        hits.extend(found.map(|hit| Hit { span: view.source(hit.span.clone()), ..hit }));
    }
}

/// Whether shapes are searched too, and how.
#[derive(Clone, Copy)]
struct Shapes {
    /// Whether it is a style sheet or script.
    in_code: bool,
}

/// Whether a shape means in a style sheet or script what it means in a text: numbers, classes and properties look like addresses and
/// hosts there, and the notices of a licence name repositories and mail addresses.
fn tells_in_code(hit: &Hit, text: &str) -> bool {
    let unmistakable =
        ["leak/own-private-domain", "leak/connection-string", "leak/cloud-endpoint", "leak/aws-arn-account"].contains(&hit.rule);
    let address = text[hit.span.clone()].contains("://") || text[..hit.span.start].ends_with("://");
    unmistakable || address && hit.rule != "leak/repo-private-url"
}

type Step<V> = fn(&V) -> Option<V>;

/// Steps one after the other; `None` if none of them changed anything.
fn undone<V: Text>(view: &V, steps: &[Step<V>]) -> Option<V> {
    steps.iter().fold(None, |done: Option<V>, step| step(done.as_ref().unwrap_or(view)).or(done))
}

/// What was packed, and what is packed in that once more.
fn unpacked<V: Text>(view: V) -> impl Iterator<Item = V> {
    let inner = unpack::packed(&view);
    std::iter::once(view).chain(inner)
}

/// Whether a match can only be the internal value.
fn tells(value: &Value, matched: &str, reading: Reading) -> bool {
    let exact = *matched == *value.text;
    match (value.kind, reading) {
        (Kind::SingleName | Kind::Initials, _) => false,
        (_, Reading::Binary) if matched.len() < SHORTEST_IN_BINARY => false,
        (Kind::Handle, _) => !matched.starts_with('@') && matched.len() > 5,
        (Kind::Label, Reading::Words) => matched.bytes().any(|byte| byte.is_ascii_digit()),
        // What is one plain word may be a class, a key, or just that word.
        (Kind::CodeName, Reading::Words) => value.sure && code::is_distinct(matched) && matched.len() >= SHORTEST_IN_BINARY,
        // Class names of a theme look like machines, and in small letters like tickets.
        (Kind::Label | Kind::CodeName, _) => false,
        (Kind::Ticket, Reading::Markup | Reading::Code) => exact,
        (Kind::FullName, Reading::Markup | Reading::Code) if !matched.contains(' ') && matched.len() < SHORTEST_IN_BINARY => false,
        (Kind::FullName, _) => cross::is_meant(value, matched),
        (Kind::Customer, _) if !value.sure || !value.text.contains(' ') => false,
        (Kind::Customer, Reading::Words) => matched.contains(['-', '_']) || matched.starts_with(char::is_uppercase),
        (Kind::Customer, _) => matched.contains(' ') && matched.starts_with(char::is_uppercase),
        _ => true,
    }
}

fn trip(hit: Hit) -> Trip {
    let kind = if hit.rule.starts_with("leak/internal-") { TripKind::Value } else { TripKind::Pattern };
    Trip { rule: hit.rule.to_owned(), kind, span: hit.span }
}

/// How a file is read piece by piece. A line of a calendar goes on behind its end, so that it cannot be.
fn format(path: &str) -> Option<Format> {
    match () {
        () if is_binary(path) || has_ending(path, &["ics"]) => None,
        () if has_ending(path, &["json", "webmanifest"]) => Some(Format::Json),
        () if has_ending(path, &["css"]) => Some(Format::Style),
        () if has_ending(path, &["js", "mjs", "map"]) => Some(Format::Script),
        () => Some(Format::Markup),
    }
}

fn has_ending(path: &str, endings: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

fn is_binary(path: &str) -> bool {
    has_ending(path, &["png", "jpg", "jpeg", "webp", "gif", "ico", "avif", "woff", "woff2", "ttf", "otf", "gz", "br", "zst"])
}

/// The same number of bytes, with a blank for each that is no printable ASCII.
fn printable(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { ' ' }).collect()
}

impl std::fmt::Debug for Tripwire {
    /// A count: never a value.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tripwire({} values)", self.index.len())
    }
}

static_assertions::assert_not_impl_any!(Tripwire: serde::Serialize, std::fmt::Display);
