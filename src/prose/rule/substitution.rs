//! `extends: substitution`: the rule says what to write instead of what it finds.

use std::ops::Range;

use super::Hit;
use super::action::{Fix, braced};
use super::exceptions::{Exceptions, Vocabulary};
use super::file::RuleFile;
use super::message::{capitalised, choice, fill, unquoted};
use super::pattern::{GaveUp, Pattern, framed};

/// A compiled substitution rule.
#[derive(Debug)]
pub struct Substitution {
    pattern: Pattern,
    /// In the order of the pattern's capture groups.
    swaps: Vec<Swapped>,
    exceptions: Exceptions,
    vocabulary: bool,
    message: String,
    fix: Fix,
    /// Whether a value is text to put in the place of a match, and no pattern for what is right.
    replacing: bool,
    /// Whether the alternatives of a value are the suggestions.
    replaces: bool,
    capitalize: bool,
}

#[derive(Debug)]
struct Swapped {
    value: String,
    /// The value as a pattern for "it already says so"; `None` for a plain phrase, and for one that has groups of its key.
    same: Option<Pattern>,
    /// The key with its own groups, if the value refers to them.
    key: Option<Pattern>,
}

impl Substitution {
    /// Compiles the rule; the error is one line.
    pub fn new(file: &RuleFile) -> Result<Self, String> {
        let mut pairs = file.swap.clone().unwrap_or_default().0;
        if pairs.is_empty() {
            return Err("`swap` holds nothing".to_owned());
        }
        // The sort is stable: keys of one length stay in file order.
        pairs.sort_by_key(|(key, _)| std::cmp::Reverse(key.chars().count()));
        let keys: Vec<String> = pairs.iter().map(|(key, _)| group(key).map(|key| format!("({key})"))).collect::<Result<_, _>>()?;
        Ok(Self {
            pattern: Pattern::new(&framed(&keys.join("|"), !file.nonword, file.ignorecase, "", true))?,
            swaps: pairs.iter().map(|(key, value)| Swapped::new(key, value, file.ignorecase)).collect::<Result<_, _>>()?,
            exceptions: Exceptions::new(&file.exceptions.0)?,
            vocabulary: file.vocab.unwrap_or(true),
            message: file.message.clone(),
            fix: Fix::new(&file.action)?,
            replacing: file.action.name == "replace",
            replaces: file.action.name == "replace" && file.action.params.0.is_empty(),
            capitalize: file.capitalize.unwrap_or(false),
        })
    }

    /// What it finds in a text.
    pub fn hits(&self, text: &str, vocabulary: &Vocabulary) -> Result<Vec<Hit>, GaveUp> {
        let mut hits = Vec::new();
        for found in self.pattern.matches(text)? {
            let Some(swapped) = self.swaps.get(found.group.saturating_sub(1)) else { continue };
            let observed = &text[found.range.clone()];
            let mut expected = swapped.expected(observed)?;
            if self.capitalize && capitalised(observed) == observed {
                expected = capitalised(&expected);
            }
            let already = if self.replacing {
                options(&expected).iter().any(|option| option == observed)
            } else {
                swapped.is_already(&expected, observed)?
            };
            let allowed = already || self.exceptions.inside(observed)? || self.vocabulary && vocabulary.holds(text, &found.range)?;
            if !allowed {
                hits.push(self.hit(&expected, observed, found.range));
            }
        }
        Ok(hits)
    }

    fn hit(&self, expected: &str, observed: &str, range: Range<usize>) -> Hit {
        if !self.replaces {
            let suggestions = self.fix.suggestions(observed);
            return Hit::new(range, fill(&self.message, &[expected, observed])).offering(suggestions);
        }
        let follow = self.capitalize && capitalised(observed) == observed;
        let words: Vec<String> = options(expected).into_iter().map(|word| if follow { capitalised(&word) } else { word }).collect();
        Hit::new(range, fill(&unquoted(&self.message), &[&choice(&words), observed])).offering(words)
    }
}

impl Swapped {
    fn new(key: &str, value: &str, ignore_case: bool) -> Result<Self, String> {
        let flag = if ignore_case { "(?i)" } else { "" };
        let refers = value.contains('$');
        // A value that is no pattern is compared letter by letter. Case counts here even where it does not in the key.
        let same = if is_phrase(value) || refers { None } else { Pattern::new(&format!("^(?:{value})$")).ok() };
        let key = if refers { Some(Pattern::new(&format!("{flag}{key}"))?) } else { None };
        Ok(Self { value: value.to_owned(), same, key })
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
mod tests {
    use super::*;

    fn found(rule: &str, text: &str) -> Vec<String> {
        let file = RuleFile::read("Style/rule.yml", &format!("extends: substitution\nmessage: \"'%s' for '%s'\"\n{rule}")).unwrap();
        let hits = Substitution::new(&file).unwrap().hits(text, &Vocabulary::default()).unwrap();
        hits.into_iter().map(|hit| hit.message).collect()
    }

    #[test]
    fn the_longest_key_wins_and_ties_keep_their_order() {
        let rule = "swap:\n  down: not working\n  down time: hours\n";
        assert_eq!(found(rule, "the down time, now down"), ["'hours' for 'down time'", "'not working' for 'down'"]);
        assert_eq!(found("swap:\n  'd.wn': first\n  down: second\n", "down"), ["'first' for 'down'"]);
    }

    #[test]
    fn own_groups_of_a_key_do_not_shift_the_others() {
        let rule = "swap:\n  '(?:a|b)(c|d)': one\n  '(?P<x>e)f': two\n  '[(]g': three\n  plain: four\n";
        assert_eq!(found(&format!("{rule}nonword: true"), "ac ef (g plain").len(), 4);
        assert_eq!(found(rule, "ef plain"), ["'two' for 'ef'", "'four' for 'plain'"]);
    }

    #[test]
    fn a_value_may_use_the_groups_of_its_key() {
        assert_eq!(found(r"swap: {'man-(hour|day)s': 'work${1}'}", "man-hours"), ["'workhour' for 'man-hours'"]);
        assert_eq!(found(r"swap: {'(\w+)-down': '$1s'}", "slow-down"), ["'slows' for 'slow-down'"]);
    }

    #[test]
    fn text_that_is_already_right_is_no_finding() {
        assert!(found("swap: {'(?i)github': GitHub}", "GitHub").is_empty());
        assert_eq!(found("swap: {'(?i)github': GitHub}", "Github"), ["'GitHub' for 'Github'"]);
        assert!(found("swap: {'power outages?': 'power outages?'}", "power outages").is_empty(), "a value is read as a pattern");
        assert_eq!(found("swap: {'v ?2(?:\\.0)?': V 2.0}\nignorecase: true", "v 2.0, V 2.0"), ["'V 2.0' for 'v 2.0'"]);
    }

    #[test]
    fn alternatives_become_suggestions_with_their_own_quotes() {
        let rule = "swap: {outage: incident|disruption}\nignorecase: true\naction: {name: replace}\n";
        assert_eq!(found(rule, "An outage"), ["'incident' or 'disruption' for 'outage'"]);
        assert_eq!(found(&format!("{rule}capitalize: true\n"), "Outage"), ["'Incident' or 'Disruption' for 'Outage'"]);
        assert_eq!(found("swap: {outage: incident|disruption}", "outage"), ["'incident|disruption' for 'outage'"]);
    }

    #[test]
    fn exceptions_hold() {
        assert!(found("swap: {'(?:power )?outage': incident}\nexceptions: [power]", "power outage").is_empty());
    }

    #[test]
    fn a_key_that_refers_back_is_refused() {
        let file = RuleFile::read("a.yml", "extends: substitution\nmessage: m\nswap: {'(a)\\1': b}").unwrap();
        assert!(Substitution::new(&file).unwrap_err().contains("refers back"));
    }
}
