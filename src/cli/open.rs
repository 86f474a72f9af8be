//! `allclear open`: open a running incident: write its document with the first status update.

use super::Status;

/// Open a running incident: write its document with the first status update.
#[derive(clap::Args)]
pub struct Args {
    /// The public title.
    title: String,
}

/// Under construction.
pub fn run(_args: &Args) -> Status {
    anyhow::bail!("open is not there yet")
}
