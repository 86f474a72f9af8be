//! Documents read apart and words read alone say what documents read in one and whole texts say.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::internal::check::leak::tests::config::config;

/// Pieces of running text, with borders that matter.
const PIECES: &[&str] = &[
    "es-data-7",
    "ES_Data_7.prod.internal",
    "SRCH-812",
    "SRCH-812-",
    "a-SRCH-9",
    "https://wiki.fern.example/x(1)foo-2",
    "ftp://dana@fern.example/",
    "://x-1",
    "dana.w@fern-eu.example",
    "@dana-w",
    "@\u{1e9}",
    "(#inc-81)",
    "#inc-81",
    "](#inc-81)",
    "x#inc-81",
    "db.corp:8080",
    "v1.2.3",
    "us-east-1",
    "f\u{fc}r",
    "Da\u{200b}na",
    "caf\u{e9}-7",
    "e\u{301}-7",
    "\u{301}x-9",
    "\u{a0}",
    "\u{3000}",
    "\u{feff}",
    "\u{ff03}inc-9",
    "the",
    "of it.",
    "2026-03-14T10:02:00Z",
    "(",
    ")",
    ",",
    ".",
    "/",
    "-",
    "_",
    " ",
    " ",
    " ",
    "\n",
    "\t",
    "  ",
];

fn pieces() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..PIECES.len(), 1..14).prop_map(|picked| picked.into_iter().map(|at| PIECES[at]).collect())
}

fn said(values: Values) -> Vec<(Kind, String, bool, Vec<SourceId>)> {
    values.into_sorted().into_iter().map(|value| (value.kind, value.text.into(), value.sure, value.sources)).collect()
}

proptest! {
    #[test]
    fn words_read_alone_say_what_the_whole_text_says(texts in proptest::collection::vec(pieces(), 1..4)) {
        let (permits, ids) = (Permits::new(&config(), []), HashSet::new());
        let (mut alone, mut whole) = (Dictionary::new(&permits, &ids), Dictionary::new(&permits, &ids));
        for (text, source) in texts.iter().zip(0..) {
            let origin = Origin::new(SourceId(source), Place::Text);
            alone.text(text, &origin);
            whole.word(&fold(text), &origin);
        }
        prop_assert_eq!(said(alone.values), said(whole.values));
    }

    #[test]
    fn a_text_that_folds_to_itself_is_not_folded(text in "[a -~\t\n\u{b}\u{e9}]{0,12}") {
        let view = Flat::verbatim(&text);
        let plain = decode::plain(&view).unwrap_or(view);
        let folded = fold::folded(&plain).unwrap_or(plain);
        prop_assert_eq!(&*fold(&text), folded.text());
    }
}

#[test]
fn parts_say_what_the_whole_says() {
    let fronts = ["owner: Dana Whitfield", "owner: DANA Whitfield", "tickets: [SRCH-1]", "channel: es-data-7", "customers: Pellworth Ltd"];
    let internal =
        |at: usize| format!("Scribe: Dana\n| Owner | What |\n|---|---|\n| Lee Aoki | es-data-{at} |\nsee https://wiki/x-{}", at % 4);
    let sources: Vec<Source> =
        (0..9).map(|at| Source::new(format!("{at}.md"), format!("---\n{}\n---\n{}\n", fronts[at % 5], internal(at)))).collect();
    let drafts: Vec<Draft> = sources
        .iter()
        .zip(0..)
        .map(|(source, at)| crate::internal::read::read(source, SourceId(at), &config(), &mut Vec::new()).unwrap())
        .collect();
    let documents: Vec<(&Draft, &Source)> = drafts.iter().zip(&sources).collect();
    let permits = Permits::new(&config(), []);
    let of = |together: usize| {
        let (values, _) = values_in(together, &permits, &documents, &[]);
        let said = |value: Value| (value.kind, String::from(value.text), value.sure, value.sources, value.first, value.place);
        values.into_iter().map(said).collect::<Vec<_>>()
    };
    let whole = of(9);
    assert!(whole.len() > 20, "{}", whole.len());
    assert!((1..9).all(|together| of(together) == whole));
}
