//! What a call costs that has almost nothing to do. Comes in: the program. Goes out: the time of calls beside that of an empty program.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::process::{self, median};
use crate::{Bench, corpus};

const RUNS: usize = 21;

/// The medians.
pub struct Startup {
    /// `true`, which does nothing.
    pub empty: Duration,
    /// `allclear --version`.
    pub version: Duration,
    /// `allclear check` of a site with one document.
    pub check: Duration,
}

/// The three in turns.
pub fn measure(bench: &Bench) -> Result<Startup> {
    let site = bench.folder.join("site-1");
    corpus::write(&site, 1)?;
    let (mut empty, mut version, mut check) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        empty.push(process::run(&mut Command::new("true"))?.0.wall);
        version.push(process::run(Command::new(&bench.binary).arg("--version"))?.0.wall);
        check.push(process::run(&mut bench.command(&["check"], &site))?.0.wall);
    }
    Ok(Startup { empty: median(empty.into_iter()), version: median(version.into_iter()), check: median(check.into_iter()) })
}
