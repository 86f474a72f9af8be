//! `allclear next-change`: print the time of the next change, for a scheduler.

use std::path::PathBuf;

use allclear::clock;
use allclear::upcoming;

use super::{Status, terminal};

/// Print the time at which the site will say something else, for a scheduler: RFC 3339 in UTC, one line.
///
/// Nothing is printed when the clock alone will change nothing; the exit status is 0 then, too. `allclear status` tells what changes.
#[derive(clap::Args)]
pub struct Args {
    /// The folder with allclear.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The clock, as RFC 3339. Default: `SOURCE_DATE_EPOCH`, else now.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// Prints the time, if there is one.
pub fn run(args: &Args) -> Status {
    let now = clock::now(args.now.as_deref())?;
    if let Some(next) = upcoming::next_change(&args.dir, now)? {
        terminal::print(&format!("{}\n", next.at.format("%Y-%m-%dT%H:%M:%SZ")));
    }
    Ok(0)
}
