//! Clean builds beside the floor. Comes in: a site. Goes out: the median of each, what it is made of, what it made.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process::{self, Cost};
use crate::tree::{self, Weight};
use crate::wire::{self, Wired};
use crate::{Bench, floor};

/// What clean builds of one size cost.
pub struct Clean {
    /// The site's folder.
    pub inputs: Weight,
    /// The built site.
    pub outputs: Weight,
    /// The largest file of it that is no sitemap.
    pub largest: (String, u64),
    /// The size of its front page.
    pub front: u64,
    /// Its most wanted files.
    pub wire: Vec<Wired>,
    /// Reading and writing the same.
    pub floor: Cost,
    /// A build.
    pub build: Cost,
    /// The stages of a build, as `--timings` names them: milliseconds.
    pub stages: Vec<(String, f64)>,
}

/// Builds and floors in turns, each into a new folder; also the last built site.
pub fn measure(bench: &Bench, site: &Path, documents: usize) -> Result<(Clean, PathBuf)> {
    let place = |what: &str, run: usize| bench.folder.join(format!("{what}-{documents}-{run}"));
    let (mut floors, mut builds, mut told) = (Vec::new(), Vec::new(), Vec::new());
    // A hundred thousand files and more take minutes to write: one pair has to do.
    let pairs = if documents > 10_000 { 1 } else { bench.runs };
    for run in 0..pairs {
        let out = place("out", run);
        forget(site, &place("kept", run))?;
        let (cost, timings) = process::run(bench.command(&["build", "--timings", "--out"], &out).arg(site))?;
        builds.push(cost);
        told.push(stages(&timings));
        floors.push(floor::measure(site, &out, &place("floor", run))?);
        eprintln!("  build {:.3} s, floor {:.3} s", cost.wall.as_secs_f64(), floors[run].wall.as_secs_f64());
    }
    let out = place("out", pairs - 1);
    let clean = Clean {
        inputs: tree::weight(site)?,
        outputs: tree::weight(&out)?,
        largest: tree::largest(&out)?,
        front: out.join("index.html").metadata()?.len(),
        wire: wire::measure(&out)?,
        floor: Cost::median(&floors),
        build: Cost::median(&builds),
        stages: medians(&told),
    };
    Ok((clean, out))
}

/// Puts away what an earlier build kept for the next one.
fn forget(site: &Path, away: &Path) -> std::io::Result<()> {
    let kept = site.join(".allclear");
    if kept.exists() { std::fs::rename(kept, away) } else { Ok(()) }
}

/// The lines `NAME NUMBER ms` of `--timings`.
fn stages(told: &str) -> Vec<(String, f64)> {
    let stage = |line: &str| {
        let mut words = line.split_whitespace();
        let (name, number) = (words.next()?, words.next()?.parse().ok()?);
        (words.next()? == "ms").then(|| (name.to_owned(), number))
    };
    told.lines().filter_map(stage).collect()
}

/// The median of each stage that the last run had.
fn medians(runs: &[Vec<(String, f64)>]) -> Vec<(String, f64)> {
    let of = |name: &str| {
        let mut values: Vec<f64> = runs.iter().flatten().filter(|stage| stage.0 == name).map(|stage| stage.1).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or_default()
    };
    runs.last().into_iter().flatten().map(|(name, _)| (name.clone(), of(name))).collect()
}
