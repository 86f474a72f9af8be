//! The samples of every shipped rule, with tokens made while the test runs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::super::file::Written;
use super::super::rule_set::RuleSet;
use super::super::{SHIPPED, Secrets};
use crate::diagnostic::Level;
use crate::internal::check::leak::detector::{Hit, Reach};

#[derive(Deserialize)]
struct Samples {
    good: Vec<String>,
    bad: Vec<String>,
}

static SAMPLES: LazyLock<BTreeMap<String, Samples>> =
    LazyLock::new(|| toml::from_str(include_str!("../samples.toml")).expect("samples of every rule"));

/// `{hex:40}` → 40 hex digits that look random and are the same in every run.
pub fn made(sample: &str) -> String {
    static PART: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{([a-z]+[0-9]*|HEX)(?::(\d+))?\}").expect("a pattern"));
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut draw = |kind: &str, count: usize| -> String {
        let lower = "abcdefghijklmnopqrstuvwxyz";
        let upper = lower.to_uppercase();
        let alphabet = match kind {
            "x" => "x".to_owned(),
            "hex" => "0123456789abcdef".to_owned(),
            "HEX" => "0123456789ABCDEF".to_owned(),
            "digits" => "0123456789".to_owned(),
            "lower" => format!("{lower}0123456789"),
            "upper" => format!("{upper}0123456789"),
            "b32" => format!("{upper}234567"),
            "b64" => format!("{upper}{lower}0123456789+/"),
            "word" => format!("{upper}{lower}0123456789_-"),
            "alnum" => format!("{upper}{lower}0123456789"),
            kind => panic!("no kind of sample is called {kind}"),
        };
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).expect("31 bits")
        };
        // The last is a letter or digit: a border may follow.
        let last = |at: usize, c: u8| if at + 1 == count && !c.is_ascii_alphanumeric() { b'7' } else { c };
        (0..count).map(|at| char::from(last(at, alphabet.as_bytes()[next() % alphabet.len()]))).collect()
    };
    let fill = |found: &regex::Captures<'_>| match &found[1] {
        "uuid" => [8, 4, 4, 4, 12].map(|count| draw("hex", count)).join("-"),
        kind => draw(kind, found.get(2).map_or(36, |count| count.as_str().parse().expect("a count"))),
    };
    PART.replace_all(sample, fill).into_owned()
}

#[test]
fn our_own_rules_stand_what_those_of_a_team_must() {
    let text = include_str!("../rules.toml");
    let team = RuleSet::read(&Written { path: "rules.toml", text, ours: false }).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(team.rules.len(), SHIPPED.rules.len());
}

fn scan(text: &str) -> Vec<Hit> {
    Secrets::default().found(text, Reach::Text)
}

#[test]
fn every_rule_finds_its_bad_samples() {
    let mut missed = Vec::new();
    for rule in &SHIPPED.rules {
        let samples = SAMPLES.get(&rule.id).unwrap_or_else(|| panic!("{} has no samples", rule.id));
        assert!(!samples.bad.is_empty() && !samples.good.is_empty(), "{} wants samples", rule.id);
        for text in samples.bad.iter().map(|text| made(text)) {
            let found = scan(&text).iter().any(|hit| hit.fact == rule.fact && hit.level == rule.level());
            if !found {
                missed.push((&rule.id, text));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    assert_eq!(SAMPLES.len(), SHIPPED.rules.len(), "samples of a rule that is gone");
}

#[test]
fn no_rule_finds_a_good_sample() {
    let mut wrong = Vec::new();
    for (id, samples) in SAMPLES.iter() {
        for text in samples.good.iter().map(|text| made(text)) {
            wrong.extend(scan(&text).into_iter().map(|hit| (id, hit.fact, text[hit.span].to_owned())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn there_are_shapes_of_more_than_a_hundred_providers() {
    let strong = SHIPPED.rules.iter().filter(|rule| rule.level() == Level::Error).count();
    assert!(strong > 100, "{strong}");
    for rule in &SHIPPED.rules {
        assert!(!rule.keywords.is_empty(), "{} would run on every text", rule.id);
        let pattern = rule.pattern.as_ref().expect("a pattern");
        assert!(pattern.regex().is_some_and(|regex| regex.captures_len() == 2), "{} has another shape", rule.id);
    }
}

#[test]
fn a_name_that_begins_with_generic_is_a_warning() {
    let hits = scan(&made("The token was {alnum:28} then."));
    assert_eq!(hits.iter().map(|hit| (hit.rule, hit.level)).collect::<Vec<_>>(), [("leak/secret", Level::Warning)]);
    assert_eq!(Secrets::default().found(&made("The token was {alnum:28} then."), Reach::Artifact), []);
}
