//! Copied prose: public text that repeats the internal half of its document word for word. Comes in: one document.
//! Goes out: findings with both places, the internal one as a line number. What was public first is no leak: see `said`.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::ops::Range;

use super::docs;
use super::plain;
use super::tokens::{AsIs, Word, runs_of, words};
use crate::diagnostic::{Finding, Level, Source};
use crate::internal::check::registry::{Part, Piece, Subject};
use crate::internal::read::draft::{Canonical, Draft};
use crate::internal::read::prose::{Passage, Scope, passages};

const RULE: &str = "leak/copied-prose";

/// Unrelated texts share no run of so many words; texts on one incident seldom do.
const GRAM: usize = 8;
/// A run of so many words was copied.
const RUN: usize = 12;
/// A shorter internal text says too little for its share to mean something.
const SHORTEST_FIELD: usize = 24;
/// One part in five of an internal text.
const SHARE: usize = 5;

/// One internal text: a value of the front matter, or a section without those below it.
struct Field {
    words: Vec<Word>,
    /// Whether an update's words in it are taken for a quote of the update.
    records: bool,
}

/// What is looked up is a hash already.
type Hashed = BuildHasherDefault<AsIs>;

/// Words of a public passage that stand in a field in the same order.
struct Run<'a> {
    passage: &'a Passage,
    span: Range<usize>,
    length: usize,
    field: usize,
    /// The first of them in the field.
    from: usize,
}

/// A public passage and its words.
struct Said<'a> {
    passage: &'a Passage,
    part: Part,
    words: Vec<Word>,
}

/// What the public texts of a document repeat of its internal half.
pub fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let passages = subject.pieces.iter().flat_map(|piece| piece.passages.iter().map(|passage| (piece.part, passage)));
    let passages = passages.filter(|(_, passage)| passage.scope != Scope::Target);
    let said: Vec<Said<'_>> = passages.map(|(part, passage)| Said { passage, part, words: words(&passage.text, |range| range) }).collect();
    let screen = Screen::of(&said);
    let fields = fields(subject.draft, subject.source);
    // Of nearly every document, no run of words stands in both halves.
    if !fields.iter().any(|field| screen.may_share(&field.words)) {
        return Vec::new();
    }
    let index = Index::new(&fields, &updates(subject.pieces));
    let runs: Vec<Run<'_>> = said.iter().flat_map(|said| index.runs(said)).collect();
    let shares: Vec<Share> = (0..fields.len()).map(|at| Share::of(&runs, at, fields[at].words.len())).collect();
    let told = runs.iter().filter(|run| run.length >= RUN || shares[run.field].is_copied());
    told.map(|run| finding(run, &fields[run.field], &shares[run.field], subject)).collect()
}

/// The runs of words of public passages, by two bits of each. What it lets through is looked up; what it keeps out stands in no passage.
struct Screen {
    bits: Vec<u64>,
    mask: u64,
}

impl Screen {
    fn of(said: &[Said<'_>]) -> Self {
        let runs: usize = said.iter().map(|said| said.words.len()).sum();
        let size = (runs * 128).next_power_of_two().clamp(1 << 12, 1 << 24);
        let mut screen = Self { bits: vec![0; size / 64], mask: size as u64 - 1 };
        for run in said.iter().flat_map(|said| runs_of(GRAM, &said.words)) {
            for (at, bit) in screen.places(run) {
                screen.bits[at] |= bit;
            }
        }
        screen
    }

    fn may_share(&self, words: &[Word]) -> bool {
        runs_of(GRAM, words).any(|run| self.places(run).into_iter().all(|(at, bit)| self.bits[at] & bit != 0))
    }

    fn places(&self, run: u64) -> [(usize, u64); 2] {
        [run >> 40, run >> 16].map(|hash| {
            let bit = hash & self.mask;
            (usize::try_from(bit / 64).unwrap_or_default(), 1 << (bit % 64))
        })
    }
}

fn finding(run: &Run<'_>, field: &Field, share: &Share, subject: &Subject<'_>) -> Finding {
    let line = subject.source.position(field.words[run.from].at.start).0;
    let (level, much) = match share.percent() {
        Some(percent) if share.is_copied() => (Level::Error, format!("; with what else is repeated, {percent} % of that internal text")),
        _ => (Level::Warning, String::new()),
    };
    let fact = format!("public text repeats {} words from line {line} of this document{much}", run.length);
    let span = run.passage.source(run.span.clone());
    Finding::new(RULE, level, subject.draft.source, span, fact).help(docs::help(RULE))
}

/// How much of a field is repeated.
struct Share {
    words: usize,
    repeated: usize,
    longest: usize,
}

impl Share {
    fn of(runs: &[Run<'_>], field: usize, words: usize) -> Self {
        let mut repeated = vec![false; words];
        let mut longest = 0;
        for run in runs.iter().filter(|run| run.field == field) {
            repeated[run.from..run.from + run.length].fill(true);
            longest = longest.max(run.length);
        }
        Self { words, repeated: repeated.iter().filter(|repeated| **repeated).count(), longest }
    }

    /// Short runs count only where they are many: eight words of two dozen can be a coincidence on one incident.
    fn is_copied(&self) -> bool {
        let enough = self.longest >= RUN || self.repeated >= SHORTEST_FIELD;
        self.words >= SHORTEST_FIELD && enough && self.repeated * SHARE >= self.words
    }

    fn percent(&self) -> Option<usize> {
        (self.repeated * 100).checked_div(self.words)
    }
}

/// Runs of words in fields, by their hash. Looked up, never walked.
struct Index<'f> {
    fields: &'f [Field],
    grams: HashMap<u64, (usize, usize), Hashed>,
}

impl<'f> Index<'f> {
    fn new(fields: &'f [Field], said: &HashSet<u64, Hashed>) -> Self {
        let mut grams = HashMap::default();
        for (at, field) in fields.iter().enumerate() {
            for (from, hash) in runs_of(GRAM, &field.words).enumerate() {
                if !(field.records && said.contains(&hash)) {
                    grams.entry(hash).or_insert((at, from));
                }
            }
        }
        Self { fields, grams }
    }

    /// The longest runs of a passage, one behind the other: each word is looked at a bounded number of times.
    fn runs<'p>(&self, said: &Said<'p>) -> Vec<Run<'p>> {
        let Said { passage, part, words } = said;
        let hashes: Vec<u64> = runs_of(GRAM, words).collect();
        let mut runs = Vec::new();
        let mut at = 0;
        while let Some(hash) = hashes.get(at) {
            let found = self.grams.get(hash).filter(|(field, _)| !(matches!(part, Part::Update(_)) && self.fields[*field].records));
            let Some(&(field, from)) = found else {
                at += 1;
                continue;
            };
            let length = words[at..].iter().zip(&self.fields[field].words[from..]).take_while(|(a, b)| a.hash == b.hash).count();
            if length >= GRAM {
                let span = words[at].at.start..words[at + length - 1].at.end;
                runs.push(Run { passage, span, length, field, from });
            }
            at += length.max(1);
        }
        runs
    }
}

/// The runs of words that updates said: a timeline or a summary that has them quotes what was public first.
fn updates(pieces: &[Piece]) -> HashSet<u64, Hashed> {
    let updates = pieces.iter().filter(|piece| matches!(piece.part, Part::Update(_)));
    let texts = updates.flat_map(|piece| &piece.passages).map(|passage| words(&passage.text, |range| range));
    texts.flat_map(|words| runs_of(GRAM, &words).collect::<Vec<_>>()).collect()
}

fn fields(draft: &Draft, source: &Source) -> Vec<Field> {
    // So many words have as many bytes, and one between each two.
    let long = |text: &str| text.len() >= 2 * SHORTEST_FIELD - 1;
    let values = draft.fields.iter().map(|field| &field.value).filter(|value| long(value.value.expose_internal()));
    let values = values.map(|value| Field { words: words(value.value.expose_internal(), |_| value.span.clone()), records: false });
    // A short value is a title or a remark, and a title may be that of both halves.
    let mut fields: Vec<Field> = values.filter(|field| field.words.len() >= SHORTEST_FIELD).collect();
    for (at, section) in draft.sections.iter().enumerate() {
        let next = draft.sections.get(at + 1).map_or(section.whole.end, |next| next.heading.start.max(section.whole.start));
        let own = section.whole.start..section.whole.end.min(next);
        let text = source.text().get(own.clone()).unwrap_or_default();
        let words =
            if plain::is_plain(text) { words(text, |range| own.start + range.start..own.start + range.end) } else { read(text, own.start) };
        fields.push(Field { words, records: section.canonical.is_none_or(is_record) });
    }
    fields.retain(|field| field.words.len() >= RUN);
    fields
}

/// The words of some Markdown as a reader sees them, but for what is quoted.
fn read(text: &str, start: usize) -> Vec<Word> {
    unquoted(&passages(text, start)).flat_map(|passage| words(&passage.text, |range| passage.source(range))).collect()
}

/// Sections that tell what happened, and so may hold what customers were told meanwhile.
fn is_record(section: Canonical) -> bool {
    use Canonical::{Detection, Impact, Resolution, Summary, Timeline, WhatHappened};
    matches!(section, Detection | Impact | Resolution | Summary | Timeline | WhatHappened)
}

/// All but what the author marks as a quote: block quotes behind a line that says where in public their words stand.
fn unquoted(passages: &[Passage]) -> impl Iterator<Item = &Passage> {
    let mut quoted = false;
    passages.iter().filter(move |passage| {
        quoted = if passage.scope == Scope::Quote { quoted } else { announces_quote(&passage.text) };
        passage.scope != Scope::Target && !(quoted && passage.scope == Scope::Quote)
    })
}

/// `From the external message:`.
fn announces_quote(text: &str) -> bool {
    const PUBLIC: &[&str] = &[
        "external messag",
        "customer message",
        "customer-facing",
        "public message",
        "public summary",
        "public update",
        "status page",
        "status update",
    ];
    let text = text.trim_end().to_lowercase();
    text.ends_with(':') && PUBLIC.iter().any(|name| text.contains(name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces of Markdown: what is plain, what is not, and what makes the one the other.
    const PIECES: &[&str] = &[
        "word",
        "it's",
        "caf\u{e9}",
        "\u{301}",
        "7",
        "12",
        " ",
        " ",
        " ",
        "\n",
        "\n",
        "\n\n",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "*",
        "**",
        "_",
        "__",
        "~~",
        "~",
        "`",
        "```",
        "~~~",
        "\\",
        "[",
        "](",
        ")",
        "![",
        "<b>",
        "<",
        ">",
        "> ",
        "&amp;",
        "&",
        "|",
        "| a | b |\n",
        "|---|---|\n",
        "| c | d | e |\n",
        "# ",
        "#",
        "===",
        "---",
        "\t",
        "    ",
        "\r\n",
        ":",
        ".",
        "10:04",
        "snake_case",
        "'",
        "\0",
        "[^1]",
        "[x] ",
        "$",
        "{a}",
        "http://a.b/c_d",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]
        #[test]
        fn plain_markdown_has_the_words_that_it_shows(picked in proptest::collection::vec(0..PIECES.len(), 1..24)) {
            let text: String = picked.into_iter().map(|at| PIECES[at]).collect();
            if plain::is_plain(&text) {
                let of = |words: Vec<Word>| words.into_iter().map(|word| (word.hash, word.at)).collect::<Vec<_>>();
                prop_assert_eq!(of(words(&text, |range| range)), of(read(&text, 0)), "{:?}", text);
            }
        }
    }

    #[test]
    fn what_a_screen_keeps_out_is_in_no_passage() {
        let said = |text: &str| words(text, |range| range);
        let passage = Passage::plain(Scope::Paragraph, "", 0);
        let public = [Said { passage: &passage, part: Part::Message, words: said("one two three four five six seven eight nine ten") }];
        let screen = Screen::of(&public);
        assert!(screen.may_share(&said("and one two, three four five six seven EIGHT")));
        assert!(!screen.may_share(&said("one two three four five six seven")) && !screen.may_share(&said("a b c d e f g h i j k l m")));
    }
}
