//! `cargo bench --bench scale [-- [--binary PATH] [--runs NUMBER] SIZES…]`: what a build costs beside the floor, how that grows, and
//! what the next build, the preview and the start cost. Comes in: sizes in documents; without any 100, 1,000 and 10,000. Goes out: the
//! tables of `docs/scaling.md`, as Markdown. Must never: assert a time. What it makes lies in one folder below the target folder.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints")]
#![allow(clippy::disallowed_methods, reason = "a benchmark writes below the target folder")]
#![allow(clippy::cast_possible_wrap, reason = "minutes of ten years are small")]

#[path = "../corpus/mod.rs"]
mod corpus;

mod clean;
mod edit;
mod floor;
mod process;
mod rebuild;
mod served;
mod startup;
mod table;
mod targets;
mod tree;
mod wire;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

/// A program and a folder to try it in.
pub struct Bench {
    /// The program.
    binary: PathBuf,
    /// Where everything is made. Nothing in it is removed before the end: ext4 is slow to create files after it removed many.
    folder: PathBuf,
    /// How often each thing is measured; the median counts.
    runs: usize,
}

impl Bench {
    /// The program, with arguments and the clock of the corpus.
    fn command(&self, arguments: &[&str], site: &Path) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).arg(site).args(["--now", corpus::NOW]);
        command
    }
}

/// All that was measured of one size.
pub struct Measured {
    documents: usize,
    clean: clean::Clean,
    rebuilds: Option<rebuild::Rebuilds>,
    served: Option<served::Served>,
}

fn main() -> Result<()> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).filter(|argument| argument != "--bench").collect();
    if let [name, site, built, out] = arguments.as_slice()
        && name == floor::NAME
    {
        return floor::run(site.as_ref(), built.as_ref(), out.as_ref());
    }
    let folder = tempfile::Builder::new().prefix("scale-").tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let (bench, sizes) = orders(arguments, folder.path())?;
    let mut measured = Vec::new();
    for size in sizes {
        measured.push(size_of(&bench, size)?);
    }
    let startup = startup::measure(&bench)?;
    print!("{}", table::all(&measured, &startup));
    Ok(())
}

/// What to measure, and the sizes.
fn orders(arguments: Vec<OsString>, folder: &Path) -> Result<(Bench, Vec<usize>)> {
    let mut bench = Bench { binary: env!("CARGO_BIN_EXE_allclear").into(), folder: folder.to_owned(), runs: 5 };
    let mut sizes = Vec::new();
    let mut rest = arguments.into_iter();
    while let Some(argument) = rest.next() {
        let number = |word: Option<&OsString>| word.and_then(|word| word.to_str()?.parse::<usize>().ok());
        if argument == "--binary" {
            bench.binary = rest.next().map(PathBuf::from).context("--binary wants a path")?;
        } else if argument == "--runs" {
            bench.runs = number(rest.next().as_ref()).filter(|&runs| runs > 0).context("--runs wants a number")?;
        } else {
            let help = "name sizes such as 1000, --binary PATH or --runs NUMBER";
            sizes.push(number(Some(&argument)).with_context(|| format!("{} is no number of documents\nhelp: {help}", argument.display()))?);
        }
    }
    Ok((bench, if sizes.is_empty() { vec![100, 1_000, 10_000] } else { sizes }))
}

/// Everything of one size. What comes after a clean build is measured where it is asked for.
fn size_of(bench: &Bench, documents: usize) -> Result<Measured> {
    eprintln!("{documents} documents");
    let site = bench.folder.join(format!("site-{documents}"));
    corpus::write(&site, documents)?;
    let (clean, out) = clean::measure(bench, &site, documents)?;
    let more = (1_000..=10_000).contains(&documents);
    let rebuilds = more.then(|| rebuild::measure(bench, &site, &out)).transpose()?;
    let served = more.then(|| served::measure(bench, &site)).transpose()?;
    Ok(Measured { documents, clean, rebuilds, served })
}
