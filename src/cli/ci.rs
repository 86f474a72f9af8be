//! `allclear ci`: print a ready-made file for CI.

use super::Status;

/// Print a ready-made file for CI.
#[derive(clap::Args)]
pub struct Args {
    /// The name of the file.
    name: Option<String>,
}

/// Under construction.
pub fn run(_args: &Args) -> Status {
    anyhow::bail!("ci is not there yet")
}
