//! `allclear deploy`: put a built site where it is served from.

use std::path::PathBuf;

use super::Status;

/// Put a built site where it is served from.
#[derive(clap::Args)]
pub struct Args {
    /// The folder that `build` wrote.
    out: PathBuf,
    /// A folder, or `s3://BUCKET/PREFIX`.
    to: String,
}

/// Under construction.
pub fn run(_args: &Args) -> Status {
    anyhow::bail!("deploy is not there yet")
}
