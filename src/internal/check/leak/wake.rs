//! What a text wakes: the patterns, rules and values that it can concern at all. Comes in: a text. Goes out: their numbers.
//! A pass over the text answers for all words, another one for all else; nearly every text wakes nothing.
//! Must never: leave asleep what would find something in the text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::detector::{self, Reach};
use super::grams::Grams;
use super::permits::Permits;
use super::seams::Seams;
use super::secrets::{Rules, Secrets};
use super::traits::{TELLING, Trait, Traits};
use super::value::Value;

/// All words that wake something.
pub struct Wake {
    words: Grams,
    /// Whose word it is, for each.
    owners: Vec<Owner>,
    /// What no pattern needs.
    spared: Traits,
    seams: Seams,
}

/// What a word wakes.
enum Owner {
    /// A value, by its place.
    Value {
        at: usize,
        /// Whether a letter or digit of ASCII beside it makes it another word.
        bordered: bool,
    },
    /// Patterns of detectors and rules of secrets.
    Patterns(Box<(detector::Numbers, Rules)>),
    /// [`Trait::OwnZone`], for which the config has the words.
    Zone,
}

/// What a text woke.
#[derive(Debug, Default)]
pub struct Awake {
    /// Patterns by their keywords.
    pub named: detector::Numbers,
    /// What else patterns need.
    pub traits: Traits,
    /// Rules of secrets.
    pub secrets: Rules,
    /// Whether some value may stand there.
    pub values: bool,
}

impl Awake {
    /// Adds what another reading of the text woke.
    pub fn join(&mut self, other: Self) {
        self.named.join(other.named);
        self.traits.join(other.traits);
        self.secrets.extend(other.secrets);
        self.secrets.sort_unstable();
        self.secrets.dedup();
        self.values |= other.values;
    }
}

impl Wake {
    /// The words of all values, detectors and rules that are searched there, and of the config's private zones.
    pub fn new(values: &[Value], secrets: &Secrets, permits: &Permits, reach: Reach) -> Self {
        let mut keywords: BTreeMap<&str, (detector::Numbers, Rules)> = BTreeMap::new();
        for (keyword, pattern) in detector::keywords(reach) {
            keywords.entry(keyword).or_default().0.add(pattern);
        }
        for (keyword, rule) in secrets.keywords(reach) {
            keywords.entry(keyword).or_default().1.push(rule);
        }
        let (mut words, mut owners): (Vec<&str>, Vec<Owner>) =
            keywords.into_iter().map(|(word, named)| (word, Owner::Patterns(Box::new(named)))).unzip();
        for zone in permits.zones() {
            words.push(zone);
            owners.push(Owner::Zone);
        }
        for (at, value) in values.iter().enumerate().filter(|(_, value)| reach == Reach::Text || value.may_tell()) {
            for form in &value.forms {
                words.push(form);
                owners.push(Owner::Value { at, bordered: form.is_ascii() });
            }
        }
        // Only finished files are read piece by piece.
        let bordered = |owner: &Owner| matches!(owner, Owner::Value { bordered: true, .. });
        let words_with = || words.iter().copied().zip(owners.iter().map(bordered)).collect::<Vec<_>>();
        let seams = if reach == Reach::Artifact { Seams::new(&words_with()) } else { Seams::default() };
        Self { words: Grams::new(words), owners, spared: Traits::but(detector::needs(reach)), seams }
    }

    /// Where a cut may leave a word in two pieces.
    pub fn seams(&self) -> &Seams {
        &self.seams
    }

    /// What a text wakes. `secrets` has the rules that are always awake.
    pub fn look(&self, text: &str, permits: &Permits, secrets: &Secrets) -> Awake {
        self.look_before(text, text.len(), permits, secrets)
    }

    /// The same, of which what begins behind `end` bytes wakes values alone.
    pub fn look_before(&self, text: &str, end: usize, permits: &Permits, secrets: &Secrets) -> Awake {
        let bytes = text.as_bytes();
        let mut awake = Awake { secrets: secrets.always().clone(), ..Awake::default() };
        // What was seen is not looked for again.
        let mut traits = self.spared;
        let read = &bytes[..end];
        for (at, byte) in read.iter().enumerate() {
            if TELLING[usize::from(*byte)] {
                traits.look(read, at, permits);
            }
        }
        let mut zone = false;
        self.words.each(text, |word, range| match &self.owners[word] {
            Owner::Value { bordered, .. } => awake.values |= !(*bordered && is_inside(bytes, &range)),
            _ if range.start >= end => {}
            Owner::Patterns(named) => {
                let (patterns, rules) = &**named;
                awake.named.join(*patterns);
                awake.secrets.extend(rules);
            }
            Owner::Zone => zone = true,
        });
        if zone {
            traits.set(Trait::OwnZone);
        }
        awake.traits = traits.without(self.spared);
        awake.secrets.sort_unstable();
        awake.secrets.dedup();
        awake
    }

    /// The values whose words stand in a text, by their places, with the bytes.
    pub fn values(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        self.words.each(text, |word, range| {
            if let Owner::Value { at, .. } = self.owners[word] {
                found.push((at, range));
            }
        });
        found
    }
}

/// Whether a letter or digit of ASCII stands right beside.
fn is_inside(bytes: &[u8], range: &Range<usize>) -> bool {
    let before = range.start.checked_sub(1).and_then(|at| bytes.get(at));
    [before, bytes.get(range.end)].into_iter().flatten().any(u8::is_ascii_alphanumeric)
}
