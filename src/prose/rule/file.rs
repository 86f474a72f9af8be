//! A rule file in Vale's YAML format → the keys it holds. Comes in: text. Goes out: typed keys, or one problem with its line.
//! A key or kind outside the subset is a problem, never skipped.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::pattern::{ANYWHERE, WORDS};
use super::problem::Problem;

/// Every key of the kinds that are read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// The kind.
    pub extends: String,
    /// What an alert says.
    pub message: String,
    /// One line about the rule.
    pub description: Option<String>,
    /// `suggestion`, `warning` or `error`.
    pub level: Option<String>,
    /// What it reads.
    #[serde(default)]
    pub scope: OneOrMany,
    /// Where more is said.
    pub link: Option<String>,
    /// The most alerts in one document; 0 is no limit.
    #[serde(default)]
    pub limit: usize,
    /// What an editor may offer.
    #[serde(default)]
    pub action: Action,
    /// Whether case does not matter.
    #[serde(default)]
    pub ignorecase: bool,
    /// Whether tokens may begin and end inside a word.
    #[serde(default)]
    pub nonword: bool,
    /// What is left alone.
    #[serde(default)]
    pub exceptions: OneOrMany,
    /// Whether the vocabulary is left alone too.
    pub vocab: Option<bool>,
    /// existence, repetition: alternatives.
    pub tokens: Option<OneOrMany>,
    /// existence: parts of one pattern.
    pub raw: Option<OneOrMany>,
    /// existence: whether `raw` stands behind the tokens.
    pub append: Option<bool>,
    /// substitution: pattern → what to write instead, in file order.
    pub swap: Option<Swap>,
    /// substitution: whether the suggestion takes the case of the match's first letter.
    pub capitalize: Option<bool>,
    /// occurrence: what is counted.
    pub token: Option<String>,
    /// occurrence, repetition: the most that is fine.
    pub max: Option<usize>,
    /// occurrence: the least that is fine.
    pub min: Option<usize>,
    /// repetition: whether only words of letters count.
    pub alpha: Option<bool>,
    /// conditional: what needs the other.
    pub first: Option<String>,
    /// conditional: what it needs; its groups name what it allows.
    pub second: Option<String>,
    /// consistency: pairs of which a file may use one side.
    pub either: Option<Swap>,
    /// capitalization: `$title`, `$sentence`, `$lower`, `$upper`, or a pattern.
    #[serde(rename = "match")]
    pub form: Option<String>,
    /// capitalization: whose titles, `AP` or `Chicago`.
    pub style: Option<String>,
    /// capitalization: endings of a word that let the next one begin with a capital.
    pub indicators: Option<OneOrMany>,
    /// capitalization: the share of words that must conform.
    pub threshold: Option<f64>,
    /// capitalization: what is cut off before the words are read.
    pub prefix: Option<String>,
    /// Whether a key stands twice; its last value counts.
    #[serde(skip)]
    pub repeats_a_key: bool,
    /// What the config puts around the tokens instead of word borders.
    #[serde(skip)]
    pub template: Option<String>,
    /// Cases for Vale's own test runner.
    #[serde(rename = "tests")]
    _tests: Option<serde::de::IgnoredAny>,
}

/// A list; a scalar stands for a list of one.
#[derive(Debug, Default, Clone)]
pub struct OneOrMany(pub Vec<String>);

/// What an editor may offer.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// `replace`, `remove`, `edit`, …
    #[serde(default)]
    pub name: String,
    /// What it needs.
    #[serde(default)]
    pub params: OneOrMany,
}

/// Pairs in file order, which decides between keys of the same length.
#[derive(Debug, Default, Clone)]
pub struct Swap(pub Vec<(String, String)>);

/// The kinds that are read.
const KINDS: &[&str] = &["existence", "substitution", "occurrence", "repetition", "conditional", "consistency", "capitalization"];

/// The keys that not every kind has, and the kinds that have them.
const OWNED: &[(&str, &[&str])] = &[
    ("tokens", &["existence", "repetition"]),
    ("raw", &["existence"]),
    ("append", &["existence"]),
    ("swap", &["substitution"]),
    ("capitalize", &["substitution"]),
    ("token", &["occurrence"]),
    ("max", &["occurrence", "repetition"]),
    ("min", &["occurrence"]),
    ("alpha", &["repetition"]),
    ("first", &["conditional"]),
    ("second", &["conditional"]),
    ("either", &["consistency"]),
    ("match", &["capitalization"]),
    ("style", &["capitalization"]),
    ("indicators", &["capitalization"]),
    ("threshold", &["capitalization"]),
    ("prefix", &["capitalization"]),
];

impl RuleFile {
    /// What stands around the tokens.
    pub fn frame(&self, words: bool) -> &str {
        if words { self.template.as_deref().unwrap_or(WORDS) } else { ANYWHERE }
    }

    /// Reads a rule file.
    pub fn read(path: &str, text: &str) -> Result<Self, Problem> {
        #[derive(Deserialize)]
        struct Kind {
            extends: Option<String>,
        }
        // Whoever is right needs no explanation: the other readings find out what is wrong.
        if let Ok(rule) = serde_saphyr::from_str::<Self>(text)
            && KINDS.contains(&rule.extends.as_str())
        {
            return rule.foreign_key(path, text).map_or(Ok(rule), Err);
        }
        let kind: Kind = parse(path, text)?;
        let kinds = listed(KINDS);
        let Some(kind) = kind.extends else {
            return Err(Problem::new(path, None, "the rule does not say what it extends", format!("add `extends:`; {kinds} are read")));
        };
        if !KINDS.contains(&kind.as_str()) {
            let help =
                format!("{kinds} are read; write the rule as one of them, switch it off, or take the file out of the style's folder");
            return Err(Problem::new(path, line_of(text, "extends"), format!("rules of kind `{kind}` are not supported"), help));
        }
        let mut rule: Self = parse(path, text)?;
        rule.repeats_a_key = serde_saphyr::from_str::<Self>(text).is_err();
        rule.foreign_key(path, text).map_or(Ok(rule), Err)
    }

    /// A key that belongs to another kind: Vale rejects it too.
    fn foreign_key(&self, path: &str, text: &str) -> Option<Problem> {
        let (key, kinds) =
            OWNED.iter().filter(|(_, kinds)| !kinds.contains(&self.extends.as_str())).find(|(key, _)| line_of(text, key).is_some())?;
        let owners = listed(kinds);
        let message = format!("`{key}` is a key of {owners} rules, and this one extends {}", self.extends);
        Some(Problem::new(path, line_of(text, key), message, format!("remove `{key}`, or write `extends: {}`", kinds[0])))
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}

fn parse<'de, T: Deserialize<'de>>(path: &str, text: &'de str) -> Result<T, Problem> {
    let options = serde_saphyr::options! { duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().and_then(|location| usize::try_from(location.line()).ok());
        let reason = error.without_snippet().to_string();
        let reason = reason.lines().next().unwrap_or_default();
        let reason = reason.rsplit_once(" at line ").map_or(reason, |(reason, _)| reason);
        Problem::new(path, line, format!("not a rule: {reason}"), "correct the line; docs/wording.md lists the keys that a rule may have")
    })
}

/// The line of a top-level key, from 1.
pub fn line_of(text: &str, key: &str) -> Option<usize> {
    text.lines().position(|line| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'))).map(|at| at + 1)
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMany, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = list.next_element()? {
                    texts.push(text);
                }
                Ok(OneOrMany(texts))
            }

            fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![text.to_owned()]))
            }

            fn visit_bool<E>(self, value: bool) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![value.to_string()]))
            }

            fn visit_i64<E>(self, value: i64) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![value.to_string()]))
            }

            fn visit_u64<E>(self, value: u64) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![value.to_string()]))
            }

            fn visit_f64<E>(self, value: f64) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![value.to_string()]))
            }

            fn visit_unit<E>(self) -> Result<OneOrMany, E> {
                Ok(OneOrMany::default())
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl<'de> Deserialize<'de> for Swap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Swap;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of patterns to what to write instead")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Swap, A::Error> {
                let mut pairs: Vec<(String, String)> = Vec::new();
                while let Some((key, value)) = map.next_entry()? {
                    match pairs.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, known)) => *known = value,
                        None => pairs.push((key, value)),
                    }
                }
                Ok(Swap(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}
