//! `allclear completions`: a script for the shell.

use clap::CommandFactory as _;

use super::{Cli, Status, terminal};

/// Print a completion script for a shell.
#[derive(clap::Args)]
pub struct Args {
    /// The shell.
    shell: clap_complete::Shell,
}

/// Prints the script.
#[expect(clippy::unnecessary_wraps, reason = "every command has this shape")]
pub fn run(args: &Args) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "allclear", &mut script);
    terminal::print(&String::from_utf8_lossy(&script));
    Ok(0)
}
