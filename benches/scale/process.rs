//! One run of a program. Comes in: a command. Goes out: what it cost. Must never: hold much memory, because Linux counts the memory of
//! the parent at the moment of the spawn to the peak of the child.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use wait4::Wait4 as _;

/// What a run cost.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// From the spawn to the end.
    pub wall: Duration,
    /// Of all threads, user and system.
    pub cpu: Duration,
    /// The most memory that was resident, in bytes.
    pub peak: u64,
}

impl Cost {
    /// The median of each figure.
    pub fn median(costs: &[Self]) -> Self {
        Self {
            wall: median(costs.iter().map(|cost| cost.wall)),
            cpu: median(costs.iter().map(|cost| cost.cpu)),
            peak: median(costs.iter().map(|cost| cost.peak)),
        }
    }
}

/// The one in the middle; the lower one of two.
pub fn median<T: Ord + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let middle = values.len().saturating_sub(1) / 2;
    values.into_iter().nth(middle).unwrap_or_default()
}

/// Runs a program to its end; also what it told on standard error.
pub fn run(command: &mut Command) -> Result<(Cost, String)> {
    let begun = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().with_context(|| format!("{command:?}"))?;
    let mut told = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_string(&mut told)?;
    }
    let ended = child.wait4()?;
    let wall = begun.elapsed();
    ensure!(ended.status.success(), "{command:?} ended with {}:\n{told}", ended.status);
    Ok((Cost { wall, cpu: ended.rusage.utime + ended.rusage.stime, peak: ended.rusage.maxrss }, told))
}
