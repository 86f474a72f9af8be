//! The recall benchmark: made-up values of every detector of class E and of every kind of the cross-check, in nine encodings and eight places
//! of clean messages, each in a document of its own that the gate reads like any other. All are found, and all their bytes are covered.
//! To see the table: `cargo test --lib recall -- --nocapture`; with more values of each: `-- --ignored --nocapture`.

#![allow(clippy::print_stdout, reason = "a measure is there to be read")]

use std::collections::BTreeMap;
use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use rayon::prelude::*;
use serde::Deserialize;

use super::config::config;
use super::precision::clean_messages;
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Level, Source, SourceId};
use crate::internal::check::leak::Leaks;
use crate::internal::check::leak::Secrets;
use crate::internal::check::leak::detector::{Class, DETECTORS};
use crate::internal::check::registry::{Subject, pieces};
use crate::internal::read;
use crate::internal::read::draft::Draft;

#[test]
fn every_planted_value_is_found() {
    measure(5);
}

#[test]
#[ignore = "the same with twenty values of each detector; takes a minute or two"]
fn every_planted_value_is_found_at_length() {
    measure(20);
}

#[test]
fn every_detector_that_blocks_is_planted() {
    let forms = Forms::read();
    for detector in DETECTORS.iter().filter(|detector| detector.class == Class::E) {
        let planted = forms.detectors.get(detector.code.trim_start_matches("leak/"));
        assert!(planted.is_some_and(|forms| forms.len() >= 5), "{} wants five forms in recall.toml", detector.code);
    }
}

/// The forms of `recall.toml`.
#[derive(Deserialize)]
struct Forms {
    detectors: BTreeMap<String, Vec<String>>,
    cross: BTreeMap<String, Vec<String>>,
}

impl Forms {
    fn read() -> Self {
        toml::from_str(include_str!("recall.toml")).expect("the forms")
    }

    /// Rule and value, at least so many of each rule.
    fn values(self, least: usize) -> Vec<(String, Value)> {
        let mut values = Vec::new();
        for (rule, forms) in self.detectors {
            let many = least.max(forms.len());
            values.extend(forms.iter().cycle().take(many).enumerate().map(|(at, form)| (rule.clone(), Value::of(form, &rule, at))));
        }
        for (rule, forms) in self.cross {
            values.extend(forms.iter().enumerate().map(|(at, form)| (rule.clone(), Value::of(form, &rule, at))));
        }
        values
    }
}

/// A value with what must stand around it.
struct Value {
    seed: usize,
    lead: String,
    evidence: String,
    tail: String,
}

impl Value {
    fn of(form: &str, rule: &str, seed: usize) -> Self {
        let filled = fill(form, &mut Dice::new(rule, seed));
        let (lead, rest) = filled.split_once('«').unwrap_or(("", &filled));
        let (evidence, tail) = rest.split_once('»').unwrap_or((rest, ""));
        Self { seed, lead: lead.to_owned(), evidence: evidence.to_owned(), tail: tail.to_owned() }
    }

    fn whole(&self) -> String {
        format!("{}{}{}", self.lead, self.evidence, self.tail)
    }

    /// Character by character; the place of the evidence comes along.
    fn spelled(&self, spell: impl Fn(&str) -> String) -> Planted {
        let lead = spell(&self.lead);
        let evidence = spell(&self.evidence);
        Planted { range: lead.len()..lead.len() + evidence.len(), text: format!("{lead}{evidence}{}", spell(&self.tail)) }
    }

    /// As one run of digits, which is evidence as a whole. A short value is never alone in such a run.
    fn packed(&self, pack: impl Fn(&str) -> String) -> Planted {
        let text = pack(&format!("the log says {} again", self.whole()));
        Planted { range: 0..text.len(), text }
    }
}

/// A value as it stands in a text, and where in it the evidence is.
struct Planted {
    text: String,
    range: Range<usize>,
}

/// Always the same numbers for the same rule and turn.
struct Dice(u64);

impl Dice {
    fn new(rule: &str, seed: usize) -> Self {
        let start = rule.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let mut dice = Self(start ^ (seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        (0..4).for_each(|_| {
            dice.roll(2);
        });
        dice
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 40).unwrap_or_default() % sides
    }

    fn one_of(&mut self, letters: &str) -> char {
        char::from(letters.as_bytes()[self.roll(letters.len())])
    }
}

/// `{hex:8}` and the like, filled. Letters and digits take turns, as no value of a machine is all letters.
fn fill(form: &str, dice: &mut Dice) -> String {
    const WORDS: &[&str] = &["quarry", "lantern", "thistle", "gannet", "cobbler", "harrow", "puffin", "saffron", "tinder", "walnut"];
    let mut out = String::new();
    let mut rest = form;
    while let Some((before, (name, after))) = rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
        out.push_str(before);
        let (kind, length) = name.split_once(':').unwrap_or((name, "1"));
        let length: usize = length.parse().expect("a length");
        let letters = match kind {
            "word" => {
                out.push_str(WORDS[dice.roll(WORDS.len())]);
                ("", "")
            }
            "byte" => {
                out.push_str(&(2 + dice.roll(250)).to_string());
                ("", "")
            }
            "digit" => ("123456789", "123456789"),
            "hex" => ("abcdef", "0123456789"),
            "upper" => ("ABCDEFGHJKLMNPQRSTUVWXYZ", "234567"),
            "lower" => ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz"),
            "alnum" => ("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"),
            "pod" => ("bcdfghjklmnpqrstvwxz", "2456789"),
            other => panic!("{other} is no kind of value"),
        };
        if !letters.0.is_empty() {
            out.extend((0..length).map(|at| dice.one_of(if at % 2 == 0 { letters.0 } else { letters.1 })));
        }
        rest = after;
    }
    out + rest
}

/// How a value is written.
type Encoding = fn(&Value, bool) -> Planted;

const ENCODINGS: &[(&str, Encoding)] = &[
    ("raw", |value, _| value.spelled(str::to_owned)),
    ("entities", |value, _| value.spelled(|text| text.chars().map(|c| entity(c, value.seed)).collect())),
    ("percent", |value, _| value.spelled(|text| percent(text, value.seed % 2 == 1))),
    ("json", |value, _| value.spelled(|text| text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect())),
    ("base64", base64),
    ("hex", |value, _| value.packed(|text| text.bytes().map(|byte| format!("{byte:02x}")).collect())),
    ("zero-width", |value, _| value.spelled(|text| between(text, ["\u{200b}", "\u{ad}", "\u{2060}", "\u{200d}"][value.seed % 4]))),
    ("markup", |value, _| split(value, [("**", "**"), ("<b>", "</b>")][value.seed % 2])),
    ("full-width", |value, _| value.spelled(|text| text.chars().map(wide).collect())),
];

fn entity(character: char, seed: usize) -> String {
    let code = u32::from(character);
    match (seed % 4, character) {
        (0, '.') => "&period;".to_owned(),
        (0, '/') => "&sol;".to_owned(),
        (0 | 1, _) => format!("&#{code};"),
        (2, _) => format!("&#x{code:X};"),
        _ => format!("&#{code}"),
    }
}

fn percent(text: &str, twice: bool) -> String {
    let sign = if twice { "%25" } else { "%" };
    text.bytes().map(|byte| format!("{sign}{byte:02X}")).collect()
}

fn base64(value: &Value, in_address: bool) -> Planted {
    value.packed(|text| match value.seed % 4 {
        _ if in_address => URL_SAFE_NO_PAD.encode(text),
        0 => STANDARD.encode(text),
        1 => STANDARD_NO_PAD.encode(text),
        2 => URL_SAFE_NO_PAD.encode(text),
        _ => STANDARD.encode(STANDARD.encode(text)),
    })
}

fn between(text: &str, mark: &str) -> String {
    text.chars().map(String::from).collect::<Vec<_>>().join(mark)
}

/// One character in the middle of the evidence in bold.
fn split(value: &Value, (open, close): (&str, &str)) -> Planted {
    let evidence = &value.evidence;
    let at = evidence.char_indices().map(|(at, _)| at).nth(evidence.chars().count() / 2).unwrap_or_default();
    let width = evidence[at..].chars().next().map_or(0, char::len_utf8);
    let marked = format!("{}{open}{}{close}{}", &evidence[..at], &evidence[at..at + width], &evidence[at + width..]);
    // The marks at the border of a value belong to nobody.
    let start = value.lead.len() + if at == 0 { open.len() } else { 0 };
    let end = value.lead.len() + marked.len() - if at + width == evidence.len() { close.len() } else { 0 };
    Planted { range: start..end, text: format!("{}{marked}{}", value.lead, value.tail) }
}

fn wide(character: char) -> char {
    if character.is_ascii_graphic() { char::from_u32(u32::from(character) + 0xfee0).unwrap_or(character) } else { character }
}

/// Where a value stands: what comes before it, what behind it, and whether that is an address.
const PLACES: &[(&str, &str, &str, bool)] = &[
    ("title", "  title: 'Search was slow at ", "'\n", false),
    ("summary", "  summary: 'Search was slow: ", " and more'\n", false),
    ("body", "Search was slow, and we saw ", " then.\n\n", false),
    ("table", "| Part | Note |\n| --- | --- |\n| Search | slow ", " |\n\n", false),
    ("alt", "![A chart of ", " over time](https://docs.example.com/chart)\n\n", false),
    ("link text", "See [the page about ", "](https://docs.example.com/pages) for more.\n\n", false),
    ("link target", "See [the page](https://docs.example.com/find?q=see%20", ") for more.\n\n", true),
    ("code span", "It said `", "` then.\n\n", false),
    ("attachment", "![A chart](shots/", ".png)\n\n", true),
];

/// A document with one value in every place, and the bytes of each.
fn document(value: &Value, encoding: Encoding, message: &str) -> (String, Vec<Range<usize>>) {
    let mut text = "---\nstatus: reviewed\npublic:\n  impact: degraded\n  started: 2026-03-14T09:58:00Z\n".to_owned();
    let mut planted = Vec::new();
    for (name, before, after, address) in PLACES {
        if *name == "body" {
            text.push_str(&format!("---\n\n## External message\n\n{message}\n\n"));
        }
        let Planted { text: mut written, mut range } = encoding(value, *address);
        if *name == "table" {
            range.end += written[range.clone()].matches('|').count();
            written = written.replace('|', "\\|");
        } else if *address {
            let blanks = |part: &str| 2 * part.matches(' ').count();
            range = range.start + blanks(&written[..range.start])..range.end + blanks(&written[..range.end]);
            written = written.replace(' ', "%20");
        }
        text.push_str(before);
        planted.push(text.len() + range.start..text.len() + range.end);
        text.push_str(&written);
        text.push_str(after);
    }
    (text, planted)
}

fn draft(text: &str, id: SourceId, config: &Config) -> (Draft, Source) {
    let source = Source::new(format!("postmortems/{}.md", id.0), text);
    let draft = read::read(&source, id, config, &mut Vec::new()).unwrap_or_else(|| panic!("a document:\n{text}"));
    (draft, source)
}

/// The names of the places in which a value was missed.
fn missed(rule: &str, value: &Value, encoding: Encoding, message: &str, gate: &Leaks, config: &Config) -> Vec<&'static str> {
    let (text, planted) = document(value, encoding, message);
    let (draft, source) = draft(&text, SourceId(1), config);
    let pieces = pieces(&draft, &source);
    let findings = gate.check(&Subject { draft: &draft, source: &source, config, now: Time::default(), pieces: &pieces });
    let found = |range: &Range<usize>| {
        findings.iter().filter(|finding| finding.level == Level::Error).any(|finding| {
            let covers = finding.span.as_ref().is_some_and(|span| span.start <= range.start && range.end <= span.end);
            covers && finding.rule == rule
        })
    };
    PLACES.iter().zip(planted).filter(|(_, range)| !found(range)).map(|((name, ..), _)| *name).collect()
}

fn measure(least: usize) {
    let mut config = config();
    config.leaks.public_hosts.push("docs.example.com".to_owned());
    let (internal, source) = draft(include_str!("recall.md"), SourceId(0), &config);
    let gate = Leaks::new(&config, &[(&internal, &source)], &[], Secrets::default());
    let messages = clean_messages();
    let values = Forms::read().values(least);
    let results: Vec<(String, Vec<Vec<String>>)> = values
        .par_iter()
        .enumerate()
        .map(|(at, (rule, value))| {
            let message = &messages[at % messages.len()];
            let code = format!("leak/{rule}");
            let missed = |(name, encoding): &(&str, Encoding)| {
                let places = missed(&code, value, *encoding, message, &gate, &config);
                places.into_iter().map(|place| format!("{rule}: {} as {name} in {place}", value.whole())).collect()
            };
            (rule.clone(), ENCODINGS.iter().map(missed).collect())
        })
        .collect();
    report(&results);
    let missed: Vec<&String> = results.iter().flat_map(|(_, missed)| missed.iter().flatten()).collect();
    assert!(missed.is_empty(), "{} values were missed:\n{missed:#?}", missed.len());
}

/// Detector by encoding: how many of the planted values were found.
fn report(results: &[(String, Vec<Vec<String>>)]) {
    let mut rows: BTreeMap<&str, (usize, Vec<usize>)> = BTreeMap::new();
    for (rule, missed) in results {
        let row = rows.entry(rule).or_insert_with(|| (0, vec![0; ENCODINGS.len()]));
        row.0 += PLACES.len();
        row.1.iter_mut().zip(missed).for_each(|(sum, missed)| *sum += missed.len());
    }
    let mut table = format!("{:24}", "planted and found");
    table.extend(ENCODINGS.iter().map(|(name, _)| format!(" {name:>10}")));
    let mut all = (0, 0);
    for (rule, (planted, missed)) in rows {
        table.push_str(&format!("\n{rule:24}"));
        table.extend(missed.iter().map(|missed| format!(" {:>10}", format!("{}/{planted}", planted - missed))));
        all = (all.0 + planted * missed.len() - missed.iter().sum::<usize>(), all.1 + planted * missed.len());
    }
    println!("{table}\n{} of {} planted values found", all.0, all.1);
}
