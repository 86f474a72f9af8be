//! `allclear close`: close a post-mortem, once the conditions of its lifecycle hold.

use super::Status;

/// Close a post-mortem, once the conditions of its lifecycle hold.
#[derive(clap::Args)]
pub struct Args {
    /// The document's id.
    id: String,
}

/// Under construction.
pub fn run(_args: &Args) -> Status {
    anyhow::bail!("close is not there yet")
}
