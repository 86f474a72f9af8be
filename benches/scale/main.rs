//! `cargo bench --bench scale [-- [--binary PATH] SIZES…]`: what a build costs beside the floor, how that grows, and what the next
//! build, the preview and the start cost. Comes in: sizes in documents; without any 100, 1,000 and 10,000. Goes out: the tables of
//! `docs/scaling.md`, as Markdown. Must never: assert a time. What it makes lies in one folder below the target folder.
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

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

/// A program and a folder to try it in.
pub struct Bench {
    /// The program.
    binary: PathBuf,
    /// Where everything is made. Nothing in it is removed before the end: ext4 is slow to create files after it removed many.
    folder: PathBuf,
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
    let (binary, sizes) = orders(arguments)?;
    let folder = tempfile::Builder::new().prefix("scale-").tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let bench = Bench { binary, folder: folder.path().to_owned() };
    let mut measured = Vec::new();
    for size in sizes {
        measured.push(size_of(&bench, size)?);
    }
    let startup = startup::measure(&bench)?;
    print!("{}", table::all(&measured, &startup));
    Ok(())
}

/// The program to measure, and the sizes.
fn orders(arguments: Vec<OsString>) -> Result<(PathBuf, Vec<usize>)> {
    let (mut binary, mut sizes) = (PathBuf::from(env!("CARGO_BIN_EXE_allclear")), Vec::new());
    let mut rest = arguments.into_iter();
    while let Some(argument) = rest.next() {
        match (argument.to_str(), argument.to_str().map(str::parse)) {
            (Some("--binary"), _) => binary = rest.next().map(PathBuf::from).unwrap_or_default(),
            (_, Some(Ok(size))) => sizes.push(size),
            _ => bail!("{} is no number of documents\nhelp: name sizes such as 1000, or --binary PATH", argument.display()),
        }
    }
    Ok((binary, if sizes.is_empty() { vec![100, 1_000, 10_000] } else { sizes }))
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
