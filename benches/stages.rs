//! `cargo bench --bench stages [-- DOCUMENTS…]`: builds made-up sites in memory and prints the wall time of each stage, the fastest of five
//! builds, with what all gates together take beside rendering. Nothing is asserted.
#![allow(clippy::print_stdout, reason = "a benchmark prints")]
#![allow(clippy::cast_possible_wrap, reason = "minutes of ten years are small")]

mod corpus;

use std::path::Path;

use allclear::clock;
use allclear::diagnostic::Format;
use allclear::pipeline::{Order, Outcome, run};
use allclear::timings::{Part, Timings};

/// Builds of one size; the fastest is shown.
const RUNS: usize = 5;

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    for size in if sizes.is_empty() { vec![100, 1000] } else { sizes } {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder below the target folder");
        corpus::write(folder.path(), size).expect("the corpus is written there");
        let best = (0..RUNS).map(|_| build(folder.path(), size)).min_by_key(Timings::total).expect("at least one run");
        println!("{size} documents\n{best}\n");
    }
}

/// One build in memory.
fn build(folder: &Path, size: usize) -> Timings {
    let now = clock::now(Some(corpus::NOW)).expect("a time");
    let Outcome { site, report, published, timings, .. } =
        run(&Order { site: folder.into(), now, keep_going: false }).expect("the corpus builds");
    assert!(site.is_some() && published == size, "{published} of {size} were published\n{}", report.render(Format::Human, false, false));
    assert!(timings.of(Part::Gates) > std::time::Duration::ZERO, "the gates were on");
    timings
}
