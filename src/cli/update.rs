//! `allclear update`: add a status update to a running incident.

use super::Status;

/// Add a status update to a running incident.
#[derive(clap::Args)]
pub struct Args {
    /// The document's id.
    id: String,
}

/// Under construction.
pub fn run(_args: &Args) -> Status {
    anyhow::bail!("update is not there yet")
}
