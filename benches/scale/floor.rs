//! The least that a generator of files can do: read all that it is made of, and write all that it consists of.
//! Comes in: a site's folder, a built site, and a folder that is not there yet. Goes out: the built site once more, and what that cost.
//! The bytes are in memory before the clock starts, and as many threads write as a build has.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use rayon::prelude::*;
use rustix::time::{ClockId, clock_gettime};

use crate::process::{self, Cost};
use crate::tree;

/// The argument with which this program is the floor.
pub const NAME: &str = "floor";

/// The floor, as a process of its own.
pub fn measure(site: &Path, built: &Path, out: &Path) -> Result<Cost> {
    let mut command = Command::new(std::env::current_exe()?);
    let (_, told) = process::run(command.arg(NAME).args([site, built, out]))?;
    let mut figures = told.split_whitespace().map(|figure| figure.parse().map(Duration::from_nanos));
    let mut next = || figures.next().context("the floor tells two figures");
    Ok(Cost { wall: next()??, cpu: next()??, peak: 0 })
}

/// What that process does: wall and CPU time in nanoseconds, on standard error.
pub fn run(site: &Path, built: &Path, out: &Path) -> Result<()> {
    let mut folders: BTreeMap<PathBuf, Vec<(PathBuf, Vec<u8>)>> = BTreeMap::new();
    for file in tree::files(built)? {
        let target = out.join(file.strip_prefix(built)?);
        let folder = target.parent().context("a file lies in a folder")?.to_owned();
        folders.entry(folder).or_default().push((target, std::fs::read(&file)?));
    }
    let folders: Vec<_> = folders.into_iter().collect();
    rayon::broadcast(|_| ());
    let (begun, cpu) = (Instant::now(), cpu_time());
    tree::files(site)?.par_iter().try_for_each(|file| std::fs::read(file).map(drop))?;
    folders.par_iter().try_for_each(|(folder, files)| {
        std::fs::create_dir_all(folder)?;
        files.iter().try_for_each(|(target, bytes)| std::fs::write(target, bytes))
    })?;
    eprintln!("{} {}", begun.elapsed().as_nanos(), (cpu_time().saturating_sub(cpu)).as_nanos());
    Ok(())
}

/// Of this process, all threads.
fn cpu_time() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap_or_default()
}
