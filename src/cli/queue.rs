//! `allclear queue`: list what waits: for review, for its time, for text.

use std::path::PathBuf;

use super::Status;

/// List what waits: for review, for its time, for text.
#[derive(clap::Args)]
pub struct Args {
    /// The folder with allclear.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
}

/// Under construction.
pub fn run(_args: &Args) -> Status {
    anyhow::bail!("queue is not there yet")
}
