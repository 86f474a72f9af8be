//! `allclear maintenance`: announce a maintenance window.

use super::Status;

/// Announce a maintenance window.
#[derive(clap::Args)]
pub struct Args {
    /// The public title.
    title: String,
}

/// Under construction.
pub fn run(_args: &Args) -> Status {
    anyhow::bail!("maintenance is not there yet")
}
