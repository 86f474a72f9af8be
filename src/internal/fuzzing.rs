//! Doors for the programs in `fuzz/`. Comes in: bytes of anyone. Goes out: nothing; each asserts what holds for every input of a reader.
//! Must never: hand out or say what was read. A failed assertion names the promise alone.

#![expect(clippy::missing_panics_doc, reason = "to fail on a broken promise is what they are for")]

use std::ops::Range;
use std::sync::LazyLock;

use super::check::baseline;
use super::check::exceptions::Exceptions;
use super::check::leak::Secrets;
use super::edit::{self, Entry, Setting, Written};
use super::publish::image;
use super::read::draft::Draft;
use super::read::node::{DEEPEST, Node, Value};
use super::read::{self, entries, prose};
use super::withheld;
use crate::clock::{self, Time};
use crate::config::{self, Config};
use crate::diagnostic::{Finding, Format, Report, Source, SourceId, Sources};
use crate::prose::rule::{Memory, Sieve, TextRule, Vocabulary};
use crate::{deploy, published, write};

const CONFIG: &str = "[site]\ntitle = \"A\"\nurl = \"https://status.example.com\"\ntime_zone = \"Europe/Berlin\"\n\
                      [[components]]\nid = \"search\"\nname = \"Search\"\n";

#[expect(clippy::expect_used, reason = "constants of our own")]
static SITE: LazyLock<(Config, Time)> =
    LazyLock::new(|| (config::of_text(CONFIG).expect("a config"), clock::now(Some("2026-03-20T12:00:00Z")).expect("a time")));

/// What parts a rule from the text that it is tried on.
const PARTED: &str = "\n====\n";

/// A rule is tried on this, if its input brings no text.
const SAMPLE: &str = "We are are sorry: the API was DOWN for 2 hours, e.g. on 2026-03-14. Ünï “x” ***\n\nkey = invented0123456789";

/// Front matter, as YAML and as TOML: its places are places of the text, its depth is bounded, and an edit leaves it readable.
pub fn front_matter(text: &str) {
    assert!(read::agrees(text, 3), "what is read line by line is what the parser reads");
    for mark in ["---", "+++"] {
        let whole = format!("{mark}\n{text}\n{mark}\n## Summary\n");
        let Some(front) = read::front_matter(&whole) else { continue };
        assert!(front.node.depth() <= DEEPEST, "front matter that is read is not deeper than the limit");
        assert!(whole.get(front.inner.clone()).is_some(), "front matter is a part of its text");
        places(&front.node, &whole);
        let value = Written::Time("2026-03-20T12:00:00Z".to_owned());
        if let Ok(edited) = edit::set(&whole, &[Setting { table: Some("public"), key: "published", value }]) {
            assert!(read::front_matter(&edited).is_some() && edited.ends_with("## Summary\n"), "an edit leaves the rest as it was");
        }
    }
}

/// A whole document: every place of its draft and of its findings is one of the text, nothing is public and internal at once, and its
/// report can be shown.
pub fn document(text: &str) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("postmortems/a.md", text));
    let mut findings = Vec::new();
    let draft = read::read(sources.get(id), id, &SITE.0, &mut findings);
    found(&findings, text);
    let hidden = match &draft {
        Some(draft) => {
            parts(draft, text);
            withheld::of(draft, text)
        }
        None => withheld::all(text),
    };
    all_within(&hidden, text);
    sources.withhold(id, hidden);
    let report = Report::new(sources, findings);
    for format in [Format::Human, Format::Json, Format::Github, Format::ValeLine] {
        report.render(format, false, false);
    }
}

/// Sections of updates and of corrections, and a document with them that gets one more.
pub fn updates(text: &str) {
    let mut findings = Vec::new();
    let reader = entries::Reader { text, zone: SITE.0.site.time_zone, source: SourceId(0) };
    let updates = reader.updates(&(0..text.len()), &mut findings);
    let corrections = reader.corrections(&(0..text.len()), &mut findings);
    found(&findings, text);
    let order: Vec<Range<usize>> = updates.iter().flat_map(|one| [one.heading.clone(), one.content.clone()]).collect();
    all_within(&order, text);
    assert!(order.windows(2).all(|pair| pair[0].end <= pair[1].start), "updates stand one behind the other");
    all_within(&corrections.into_iter().flat_map(|one| [one.heading, one.content]).collect::<Vec<_>>(), text);

    let whole = format!("---\nid: a\n---\n## Status updates\n\n{text}\n");
    let source = Source::new("postmortems/a.md", whole.as_str());
    let Some(draft) = read::read(&source, SourceId(0), &SITE.0, &mut Vec::new()) else { return };
    let entry = Entry { at: SITE.1, phase: "update", affects: None, text: "We know more.", zone: None };
    if let Ok(insertion) = edit::add(&whole, &draft.updates, &entry) {
        assert!(whole.is_char_boundary(insertion.at), "an update is inserted between two characters");
    }
}

/// The passages of Markdown: what leads back to the source leads into it.
pub fn passages(text: &str) {
    for passage in prose::passages(text, 0) {
        assert_eq!(passage.text.len(), passage.masked.len(), "what is masked is as long as what is not");
        let step = passage.text.len() / 16 + 1;
        let borders: Vec<usize> = (0..=passage.text.len()).filter(|at| at % step == 0 && passage.text.is_char_boundary(*at)).collect();
        borders.windows(2).for_each(|pair| within(&passage.source(pair[0]..pair[1]), text));
    }
}

/// A rule in Vale's YAML, and a text behind `====`. A rule that the sieve leaves out finds nothing.
pub fn vale_rule(text: &str) {
    let (rule, sample) = text.split_once(PARTED).unwrap_or((text, SAMPLE));
    let Ok(rule) = TextRule::read("S.A", "A.yml", rule) else { return };
    if rule.compile().is_err() {
        return;
    }
    let Ok(hits) = rule.hits(sample, &Vocabulary::default(), &mut Memory::default()) else { return };
    hits.iter().for_each(|hit| within(&hit.range, sample));
    let mut concerned = false;
    Sieve::new([rule.needles()]).each_concerned(sample, |_, near| {
        concerned = true;
        let found = rule.hits_near(sample, &near, &Vocabulary::default(), &mut Memory::default());
        assert!(found.is_ok_and(|found| found == hits), "near its needles it finds what it finds in all");
    });
    assert!(concerned || hits.is_empty(), "a rule that is left out finds nothing");
}

/// A rule file in the format of gitleaks, and a text behind `====`.
pub fn gitleaks(text: &str) {
    let (rules, sample) = text.split_once(PARTED).unwrap_or((text, SAMPLE));
    let Some(secrets) = Secrets::of_text(rules) else { return };
    secrets.places(sample).iter().for_each(|span| within(span, sample));
}

/// The config.
pub fn config(text: &str) {
    if let Ok(config) = config::of_text(text) {
        assert!(!config.components.is_empty() && config.site.url.has_host(), "a config that is read is whole");
    }
}

/// What the program wrote earlier or takes from elsewhere: feeds in three formats, lists of files, the wording
/// baseline, exceptions. What is read and written again is read as the same.
pub fn kept(bytes: &[u8]) {
    published::read_feed(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    drop(Exceptions::of_text("exceptions.toml", text, SITE.1));
    for written in [write::relisted, deploy::relisted, baseline::rewritten] {
        if let Some(once) = written(text) {
            assert_eq!(written(&once).as_deref(), Some(once.as_str()), "what was written is read as it was meant");
        }
    }
}

/// A picture: what is left of it has nothing more to be taken away.
pub fn picture(bytes: &[u8]) {
    let Ok(clean) = image::clean(bytes) else { return };
    assert!(clean.bytes.len() <= image::LARGEST_FILE, "a picture does not grow past the limit");
    let again = image::clean(&clean.bytes);
    assert!(again.is_ok_and(|again| again.bytes == clean.bytes && again.extension == clean.extension), "a clean picture stays as it is");
}

fn parts(draft: &Draft, text: &str) {
    let public: Vec<Range<usize>> = draft.message.iter().map(|section| section.content.clone()).collect();
    all_within(&public, text);
    all_within(&draft.internal_ranges, text);
    let apart = |one: &Range<usize>, other: &Range<usize>| one.end <= other.start || other.end <= one.start;
    let shared = draft.internal_ranges.iter().any(|inside| public.iter().any(|outside| !apart(inside, outside)));
    assert!(!shared, "nothing is public and internal at once");
    all_within(&draft.sections.iter().map(|section| section.whole.clone()).collect::<Vec<_>>(), text);
    all_within(&draft.fields.iter().map(|field| field.value.span.clone()).collect::<Vec<_>>(), text);
}

fn places(node: &Node, text: &str) {
    within(&node.span, text);
    match &node.value {
        Value::List(list) => list.iter().for_each(|item| places(item, text)),
        Value::Map(entries) => entries.iter().for_each(|entry| {
            within(&entry.key_span, text);
            places(&entry.node, text);
        }),
        Value::Null | Value::Bool(_) | Value::Text(_) => {}
    }
}

fn found(findings: &[Finding], text: &str) {
    findings.iter().filter_map(|finding| finding.span.as_ref()).for_each(|span| within(span, text));
}

fn all_within(ranges: &[Range<usize>], text: &str) {
    ranges.iter().for_each(|range| within(range, text));
}

fn within(range: &Range<usize>, text: &str) {
    assert!(text.get(range.clone()).is_some(), "a place lies inside its text, between two characters");
}
