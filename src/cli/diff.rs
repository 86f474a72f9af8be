//! `allclear diff`: tell what becomes public by a change.

use super::Status;

/// Tell what becomes public by a change.
#[derive(clap::Args)]
pub struct Args {
    /// What was: a git revision, or a folder with allclear.toml.
    base: String,
}

/// Under construction.
pub fn run(_args: &Args) -> Status {
    anyhow::bail!("diff is not there yet")
}
