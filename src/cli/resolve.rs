//! `allclear resolve`: say that an incident is over.

use super::Status;

/// Say that an incident is over.
#[derive(clap::Args)]
pub struct Args {
    /// The document's id.
    id: String,
}

/// Under construction.
pub fn run(_args: &Args) -> Status {
    anyhow::bail!("resolve is not there yet")
}
