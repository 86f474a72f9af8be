//! Builds into a site that stands already. Comes in: a site that was built. Goes out: what the next builds cost, and what they wrote.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::Bench;
use crate::edit::{Edited, Half};
use crate::process::{self, Cost};
use crate::tree;

/// What a build costs that finds an earlier one.
pub struct Rebuild {
    /// The median.
    pub cost: Cost,
    /// Files written, the most of all runs.
    pub written: usize,
    /// Whether no run touched a file of the site or of what the program keeps, nor their folders, not even to link one.
    pub untouched: bool,
}

/// Three kinds of change.
pub struct Rebuilds {
    /// Nothing.
    pub unchanged: Rebuild,
    /// A sentence that customers read.
    pub public: Rebuild,
    /// A line that nobody outside sees.
    pub internal: Rebuild,
}

/// Each kind, a few runs.
pub fn measure(bench: &Bench, site: &Path, out: &Path) -> Result<Rebuilds> {
    let unchanged = runs(bench, site, out, |_| Ok(()))?;
    let edited = Edited::of(site)?;
    let public = runs(bench, site, out, |run| edited.save(Half::Public, run).map(drop))?;
    let page = std::fs::read_to_string(out.join(format!("incidents/{}/index.html", edited.id())))?;
    ensure!(page.contains(&format!("round {} of", bench.runs)), "the page of {} does not show its change", edited.id());
    // The first build after this also takes the public change back: it is not counted.
    edited.save(Half::Internal, bench.runs + 1)?;
    process::run(bench.command(&["build", "--out"], out).arg(site))?;
    let internal = runs(bench, site, out, |run| edited.save(Half::Internal, run).map(drop))?;
    Ok(Rebuilds { unchanged, public, internal })
}

fn runs(bench: &Bench, site: &Path, out: &Path, change: impl Fn(usize) -> Result<()>) -> Result<Rebuild> {
    let (mut costs, mut written, mut untouched) = (Vec::new(), 0, true);
    let kept = site.join(".allclear");
    let kept = || if kept.exists() { tree::trace(&kept) } else { Ok(tree::Trace::new()) };
    for run in 1..=bench.runs {
        change(run)?;
        let (before, kept_before) = (tree::trace(out)?, kept()?);
        costs.push(process::run(bench.command(&["build", "--out"], out).arg(site))?.0);
        let after = tree::trace(out)?;
        written = written.max(tree::written(&before, &after));
        untouched &= before == after && kept_before == kept()?;
    }
    let cost = Cost::median(&costs);
    eprintln!("  rebuild {:.3} s, {written} files written", cost.wall.as_secs_f64());
    Ok(Rebuild { cost, written, untouched })
}
