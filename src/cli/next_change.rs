//! `allclear next-change`: print the time of the next change, for a scheduler.

use std::path::PathBuf;

use super::Status;

/// Print the time of the next change, for a scheduler.
#[derive(clap::Args)]
pub struct Args {
    /// The folder with allclear.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
}

/// Under construction.
pub fn run(_args: &Args) -> Status {
    anyhow::bail!("next-change is not there yet")
}
