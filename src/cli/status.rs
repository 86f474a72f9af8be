//! `allclear status`: tell what the site says now, and what changes next.

use std::path::PathBuf;

use super::Status;

/// Tell what the site says now, and what changes next.
#[derive(clap::Args)]
pub struct Args {
    /// The folder with allclear.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
}

/// Under construction.
pub fn run(_args: &Args) -> Status {
    anyhow::bail!("status is not there yet")
}
