//! The cross-check: internal values searched in public text.
//! Comes in: a folded reading of some text. Goes out: hits. A hit says what kind of value it is and where it stands internally, never which.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use regex::Regex;

use super::detector::{Hit, Reach};
use super::glance::Glance;
use super::permits::Permits;
use super::seams::Seams;
use super::secrets::Secrets;
use super::value::{Kind, Value};
use super::view::Text;
use super::wake::{Awake, Wake};
use super::{docs, fold, pattern, person, words};
use crate::diagnostic::{Level, SourceId};

/// How many bytes before a month say whether it is one.
const NEAR: usize = 24;

/// All values, and what wakes them.
pub struct Index {
    values: Vec<Value>,
    in_texts: Wake,
    in_artifacts: Wake,
}

impl Index {
    /// Gathers every way to write every value.
    pub fn new(mut values: Vec<Value>, secrets: &Secrets, permits: &Permits) -> Self {
        values.par_iter_mut().for_each(|value| value.forms = value.kind.forms(&value.text));
        let wake = |reach| Wake::new(&values, secrets, permits, reach);
        let (in_texts, in_artifacts) = rayon::join(|| wake(Reach::Text), || wake(Reach::Artifact));
        // Whoever looks for them has them now.
        values.iter_mut().for_each(|value| value.forms = Vec::new());
        Self { values, in_texts, in_artifacts }
    }

    /// What a text can concern, as it stands or folded.
    pub fn woken<V: Text>(&self, view: &V, reach: Reach, permits: &Permits, secrets: &Secrets) -> Awake {
        let look = |view: &V| self.wake(reach).look(view.text(), permits, secrets);
        let mut awake = look(view);
        // A pattern in any case takes a long s for an s, and any blank for a blank.
        if let Some(folded) = fold::letters_folded(view) {
            awake.join(look(&folded));
        }
        awake
    }

    /// What a piece of a finished file can concern.
    pub fn glanced(&self, glance: &Glance, permits: &Permits, secrets: &Secrets) -> Awake {
        self.in_artifacts.look_before(glance.text(), glance.shown().len(), permits, secrets)
    }

    fn wake(&self, reach: Reach) -> &Wake {
        match reach {
            Reach::Text => &self.in_texts,
            Reach::Artifact => &self.in_artifacts,
        }
    }

    /// All values.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Where the words of finished files may be cut in two.
    pub fn seams(&self) -> &Seams {
        self.in_artifacts.seams()
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The values that stand in a text as words of their own, each with its range; the text is folded or plain ASCII.
    pub fn matches<'a>(&'a self, text: &'a str, reach: Reach) -> impl Iterator<Item = (&'a Value, Range<usize>)> {
        self.wake(reach).values(text).into_iter().filter_map(move |(at, range)| {
            let value = &self.values[at];
            let (before, matched, after) = (text.get(..range.start)?, text.get(range.clone())?, text.get(range.end..)?);
            value.kind.stands_alone(before.chars().next_back(), after, matched).then_some((value, range))
        })
    }

    /// What the values say about a text of the document `here`.
    pub fn scan(&self, text: &str, here: SourceId, permits: &Permits) -> Vec<Hit> {
        let terms = LazyCell::new(|| permits.terms_in(text));
        let products = LazyCell::new(|| products_in(text));
        let permitted = |range: &Range<usize>| terms.iter().any(|term| within(range, term));
        let product =
            |value: &Value, range: &Range<usize>| value.kind == Kind::SingleName && products.iter().any(|name| within(range, name));
        self.matches(text, Reach::Text)
            .filter(|(_, range)| !permitted(range))
            .filter_map(|(value, range)| Some((value, weigh(value, text, &range, here)?, range)))
            .filter(|(value, _, range)| !product(value, range))
            .map(|(value, level, range)| hit(value, level, range, here))
            .collect()
    }
}

fn within(range: &Range<usize>, whole: &Range<usize>) -> bool {
    whole.start <= range.start && range.end <= whole.end
}

/// Where a text names a product: a word of its name is nobody's.
fn products_in(text: &str) -> Vec<Range<usize>> {
    static PRODUCTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(words::PRODUCTS.iter()).ok());
    PRODUCTS.iter().flat_map(|products| products.find_overlapping_iter(text).map(|found| found.range())).collect()
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index({} values)", self.values.len())
    }
}

fn hit(value: &Value, level: Level, span: Range<usize>, here: SourceId) -> Hit {
    let whose = if value.is_of(here) { "this document" } else { "another document" };
    let maybe = if level == Level::Error { "holds" } else { "may hold" };
    Hit {
        rule: value.kind.rule(),
        level,
        rank: value.kind.rank(),
        span,
        fact: format!("public text {maybe} {} from {} of {whose}", value.kind.noun(), value.place),
        help: docs::help(value.kind.rule()),
    }
}

/// How sure it is that the value is meant.
fn weigh(value: &Value, text: &str, range: &Range<usize>, here: SourceId) -> Option<Level> {
    let same = value.is_of(here);
    let matched = &text[range.clone()];
    match value.kind {
        Kind::SingleName => single(value, text, range, same),
        // They are letters that stand for many things.
        Kind::Initials => (same && *matched == *value.text).then_some(Level::Warning),
        Kind::Customer => customer(value, text, range, same),
        Kind::CodeName => Some(if person::is_ambiguous(&value.text) { Level::Warning } else { Level::Error }),
        Kind::FullName => is_meant(value, matched).then_some(Level::Error),
        _ => Some(Level::Error),
    }
}

/// `will long` are two words; `Will Long` is somebody.
pub fn is_meant(name: &Value, matched: &str) -> bool {
    matched.starts_with(char::is_uppercase) || !name.text.split(' ').all(person::is_ambiguous)
}

fn single(value: &Value, text: &str, range: &Range<usize>, same: bool) -> Option<Level> {
    let matched = &text[range.clone()];
    if person::is_caseless(matched) {
        return Some(Level::Error);
    }
    let exact = is_exact(value, matched);
    let opens = opens_sentence(&text[..range.start]);
    if person::is_ambiguous(&value.text) || !value.sure {
        let meant = exact && (same || !opens) && !is_month(text, range);
        return meant.then_some(Level::Warning);
    }
    (same || (exact && !opens)).then_some(Level::Error)
}

/// Small letters can be anything, but for those of an address; one word is weighed as a name is.
fn customer(value: &Value, text: &str, range: &Range<usize>, same: bool) -> Option<Level> {
    let matched = &text[range.clone()];
    if !value.text.contains(' ') {
        return single(value, text, range, same);
    }
    (matched.starts_with(|c: char| !c.is_lowercase()) || matched.contains(['-', '_'])).then_some(Level::Error)
}

/// As it is written internally, or with a capital at the start as that is: `Muller` for `Müller`.
fn is_exact(value: &Value, matched: &str) -> bool {
    let titled = |text: &str| text.starts_with(char::is_uppercase) && text.chars().skip(1).all(|c| !c.is_uppercase());
    *matched == *value.text || titled(matched) && titled(&value.text)
}

fn opens_sentence(before: &str) -> bool {
    let before =
        before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | '[' | '*' | '_' | '-' | '“' | '„' | '«'));
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '…', '|', '>'])
}

/// `14 May`, `May 2026`, `in April`.
fn is_month(text: &str, range: &Range<usize>) -> bool {
    static MONTH: LazyLock<Regex> = pattern!(r"(?i)^(?:january|april|may|june|july|august|march|summer|autumn|winter|spring)$");
    static BEFORE: LazyLock<Regex> = pattern!(
        r"(?i)(?:[0-9](?:st|nd|rd|th)?(?: of)?|\b(?:in|since|until|till|during|of|by|from|early|mid|late|last|next|this|before|after|through|to)) *$"
    );
    static AFTER: LazyLock<Regex> = pattern!(r"^,? *[0-9]");
    if !MONTH.is_match(&text[range.clone()]) {
        return false;
    }
    // A few words say it; a look at all of the text for each month would take its square.
    let mut near = range.start.saturating_sub(NEAR);
    while !text.is_char_boundary(near) {
        near += 1;
    }
    BEFORE.is_match(&text[near..range.start]) || AFTER.is_match(&text[range.end..])
}
