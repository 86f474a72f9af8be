//! `extends: substitution`: the rule says what to write instead of what it finds.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::Hit;
use super::action::{Fix, braced};
use super::exceptions::{Exceptions, Vocabulary};
use super::file::RuleFile;
use super::message::{capitalised, choice, fill, unquoted};
use super::pattern::{GaveUp, Pattern, framed};

/// A compiled substitution rule.
#[derive(Debug)]
pub struct Substitution {
    /// Every key. It does not say which of them matched: a group for each of a thousand keys would fill the memory.
    pattern: Pattern,
    /// The longest key first.
    swaps: Vec<Swapped>,
    phrases: Phrases,
    exceptions: Exceptions,
    vocabulary: bool,
    message: String,
    fix: Fix,
    values: Values,
    capitalize: bool,
}

/// What the values of a rule are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    /// Patterns for what is right.
    Patterns,
    /// Texts, but the action has its own to put in the place of a match.
    Texts,
    /// Texts to put in the place of a match.
    Suggestions,
}

/// Keys that are words and no patterns, and their places among the swaps.
#[derive(Debug)]
struct Phrases {
    places: BTreeMap<String, usize>,
    ignore_case: bool,
}

impl Phrases {
    fn of(pairs: &[(String, String)], ignore_case: bool) -> Self {
        let mut phrases = Self { places: BTreeMap::new(), ignore_case };
        // Of two that are the same but for case, the first counts.
        for (at, (key, _)) in pairs.iter().enumerate().rev().filter(|(_, (key, _))| is_phrase(key)) {
            phrases.places.insert(phrases.folded(key), at);
        }
        phrases
    }

    fn folded(&self, text: &str) -> String {
        if self.ignore_case { text.to_lowercase() } else { text.to_owned() }
    }
}

#[derive(Debug)]
struct Swapped {
    value: String,
    /// The key alone, framed as the rule frames it; compiled when a match may be its own.
    framed: String,
    alone: OnceLock<Option<Pattern>>,
    /// Whether the key is in the list of phrases.
    phrase: bool,
    /// The value as a pattern for "it already says so"; `None` for a plain phrase, and for one that has groups of its key.
    same: Option<Pattern>,
    /// The key with its own groups, if the value refers to them.
    key: Option<Pattern>,
}

impl Substitution {
    /// Compiles the rule; the error is one line.
    pub fn new(file: &RuleFile) -> Result<Self, String> {
        let pairs = pairs(file)?;
        let swaps = pairs.iter().map(|(key, value)| {
            let alone = framed(&format!("(?:{})", group(key)?), file.frame(!file.nonword), file.ignorecase);
            Swapped::new(key, value, alone, file.ignorecase)
        });
        Ok(Self {
            pattern: Pattern::new(&Self::source(file)?)?,
            swaps: swaps.collect::<Result<_, _>>()?,
            phrases: Phrases::of(&pairs, file.ignorecase),
            exceptions: Exceptions::new(&file.exceptions.0)?,
            vocabulary: file.vocab.unwrap_or(true),
            message: file.message.clone(),
            fix: Fix::new(&file.action)?,
            values: match file.action.name.as_str() {
                "replace" if file.action.params.0.is_empty() => Values::Suggestions,
                "replace" => Values::Texts,
                _ => Values::Patterns,
            },
            capitalize: file.capitalize.unwrap_or(false),
        })
    }

    /// The whole pattern, not compiled.
    pub fn source(file: &RuleFile) -> Result<String, String> {
        let keys: Vec<String> = pairs(file)?.iter().map(|(key, _)| group(key).map(|key| format!("(?:{key})"))).collect::<Result<_, _>>()?;
        Ok(framed(&keys.join("|"), file.frame(!file.nonword), file.ignorecase))
    }

    /// What it finds in a text.
    pub fn hits(&self, text: &str, vocabulary: &Vocabulary) -> Result<Vec<Hit>, GaveUp> {
        let mut hits = Vec::new();
        for found in self.pattern.matches(text)? {
            let Some(swapped) = self.swapped(text, &found.range)? else { continue };
            let observed = &text[found.range.clone()];
            let mut expected = swapped.expected(observed)?;
            if self.capitalize && capitalised(observed) == observed {
                expected = capitalised(&expected);
            }
            let already = if self.values == Values::Patterns {
                swapped.is_already(&expected, observed)?
            } else {
                options(&expected).iter().any(|option| option == observed)
            };
            let allowed =
                already || self.exceptions.cover(text, &found.range)? || self.vocabulary && vocabulary.covers(text, &found.range)?;
            if !allowed {
                hits.push(self.hit(&expected, observed, found.range));
            }
        }
        Ok(hits)
    }

    /// The first of the keys that matches there.
    fn swapped(&self, text: &str, found: &Range<usize>) -> Result<Option<&Swapped>, GaveUp> {
        let matched = &text[found.clone()];
        let phrase = self.phrases.places.get(&self.phrases.folded(matched));
        let end = phrase.map_or(self.swaps.len(), |at| *at);
        for swapped in self.swaps[..end].iter().filter(|swapped| !swapped.phrase) {
            if swapped.matches_at(text, found)? {
                return Ok(Some(swapped));
            }
        }
        if phrase.is_some() {
            return Ok(self.swaps.get(end));
        }
        // A phrase in letters that only patterns take for the same.
        for swapped in self.swaps.iter().filter(|swapped| swapped.phrase) {
            if swapped.matches_at(text, found)? {
                return Ok(Some(swapped));
            }
        }
        Ok(None)
    }

    fn hit(&self, expected: &str, observed: &str, range: Range<usize>) -> Hit {
        if self.values != Values::Suggestions {
            let suggestions = self.fix.suggestions(observed);
            return Hit::new(range, fill(&self.message, &[expected, observed])).offering(suggestions);
        }
        let follow = self.capitalize && capitalised(observed) == observed;
        let words: Vec<String> = options(expected).into_iter().map(|word| if follow { capitalised(&word) } else { word }).collect();
        Hit::new(range, fill(&unquoted(&self.message), &[&choice(&words), observed])).offering(words)
    }
}

impl Swapped {
    fn new(key_text: &str, value: &str, framed: String, ignore_case: bool) -> Result<Self, String> {
        let flag = if ignore_case { "(?i)" } else { "" };
        let refers = value.contains('$');
        // A value that is no pattern is compared letter by letter. Case counts here even where it does not in the key.
        let same = if is_phrase(value) || refers { None } else { Pattern::new(&format!("^(?:{value})$")).ok() };
        let key = if refers { Some(Pattern::new(&format!("{flag}{key_text}"))?) } else { None };
        Ok(Self { value: value.to_owned(), framed, alone: OnceLock::new(), phrase: is_phrase(key_text), same, key })
    }

    /// Whether this key alone matches exactly there.
    fn matches_at(&self, text: &str, place: &Range<usize>) -> Result<bool, GaveUp> {
        let alone = self.alone.get_or_init(|| Pattern::new(&self.framed).ok());
        alone.as_ref().map_or(Ok(false), |pattern| pattern.matches_at(text, place))
    }

    fn expected(&self, observed: &str) -> Result<String, GaveUp> {
        self.key.as_ref().map_or_else(|| Ok(self.value.clone()), |key| key.expand(observed, &braced(&self.value)))
    }

    fn is_already(&self, expected: &str, observed: &str) -> Result<bool, GaveUp> {
        match &self.same {
            Some(same) => same.is_match(observed),
            // Filled with groups of the key: what the value is shows only now.
            None if self.key.is_some() && !is_phrase(expected) => {
                Pattern::new(&format!("^(?:{expected})$")).map_or_else(|_| Ok(expected == observed), |same| same.is_match(observed))
            }
            None => Ok(expected == observed),
        }
    }
}

/// The pairs, those with the longest keys first. The sort is stable: keys of one length stay in file order.
fn pairs(file: &RuleFile) -> Result<Vec<(String, String)>, String> {
    let mut pairs = file.swap.clone().unwrap_or_default().0;
    pairs.sort_by_key(|(key, _)| std::cmp::Reverse(key.chars().count()));
    if pairs.is_empty() { Err("`swap` holds nothing".to_owned()) } else { Ok(pairs) }
}

/// Whether a value is words and no pattern.
fn is_phrase(value: &str) -> bool {
    value.chars().all(|character| character.is_alphanumeric() || matches!(character, ' ' | '-'))
}

/// The alternatives of a value, between bars that are not escaped. An empty one is none.
fn options(value: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '|' => found.push(String::new()),
            '\\' if characters.next_if_eq(&'|').is_some() => found.last_mut().into_iter().for_each(|option| option.push('|')),
            other => found.last_mut().into_iter().for_each(|option| option.push(other)),
        }
    }
    found.retain(|option| !option.is_empty());
    found
}

/// A key whose own capture groups do not capture, so that group numbers name keys. A reference back to a group cannot work then.
fn group(key: &str) -> Result<String, String> {
    let mut plain = String::with_capacity(key.len());
    let mut in_class = false;
    let mut characters = key.chars().peekable();
    while let Some(character) = characters.next() {
        plain.push(character);
        match character {
            '\\' => {
                let next = characters.next();
                if next.is_some_and(|next| next.is_ascii_digit() && next != '0' || next == 'k') {
                    return Err(format!("the key `{key}` refers back to a group"));
                }
                plain.extend(next);
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => open_group(&mut plain, &mut characters),
            _ => {}
        }
    }
    Ok(plain)
}

/// Behind `(`: makes a plain or named group non-capturing, leaves the other kinds.
fn open_group(plain: &mut String, characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    if characters.peek() != Some(&'?') {
        plain.push_str("?:");
        return;
    }
    let rest: String = characters.clone().take(4).collect();
    let named = rest.starts_with("?P<") || rest.starts_with("?<") && !rest.starts_with("?<=") && !rest.starts_with("?<!");
    if named {
        characters.find(|character| *character == '>');
        plain.push_str("?:");
    }
}

#[cfg(test)]
mod tests;
