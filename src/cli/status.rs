//! `allclear status`: tell what the site says now, and what changes next.

use std::path::PathBuf;

use allclear::clock;
use allclear::upcoming;

use super::queue::Shape;
use super::{Status, terminal};

/// Tell what the site says now, and what changes next and when. Documents with errors are left out, and named.
#[derive(clap::Args)]
pub struct Args {
    /// The folder with allclear.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Shape::Human)]
    format: Shape,
    /// The clock, as RFC 3339. Default: `SOURCE_DATE_EPOCH`, else now.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// Tells it. What `check` finds does not fail it.
pub fn run(args: &Args) -> Status {
    let now = clock::now(args.now.as_deref())?;
    let status = upcoming::status(&args.dir, now)?;
    terminal::print(&match args.format {
        Shape::Human => status.human(),
        Shape::Json => format!("{:#}\n", status.json()),
    });
    Ok(0)
}
