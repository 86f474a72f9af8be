//! `allclear build`: the site, written in one step.

use std::path::PathBuf;

use allclear::build::{self, Built};
use allclear::clock;
use allclear::diagnostic::Level;
use allclear::folder::Folder;
use allclear::pipeline::Order;

use super::{Status, progress::Spinner, terminal};

/// Build the site. A failing build leaves the last good site as it was.
#[derive(clap::Args)]
pub struct Args {
    /// The folder with allclear.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Where the site goes. Default: DIR/public.
    #[arg(long)]
    out: Option<PathBuf>,
    /// The clock of the build, as RFC 3339. Default: `SOURCE_DATE_EPOCH`, else now.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Withhold only the documents that have an error, and build the rest. The exit status stays 1 or 3.
    #[arg(long)]
    keep_going: bool,
    /// Tell how long each stage took.
    #[arg(long)]
    timings: bool,
}

/// Builds and writes.
pub fn run(args: &Args) -> Status {
    let now = clock::now(args.now.as_deref())?;
    let out = args.out.clone().unwrap_or_else(|| args.dir.join("public"));
    let spinner = Spinner::start("building");
    let order = Order { site: Folder::disk(&args.dir), now, keep_going: args.keep_going };
    let Built { report, documents, published, written, timings } = build::build(&order, &out)?;
    drop(spinner);
    terminal::tell(&terminal::render(&report));
    if let Some(written) = written {
        let total = written.added.len() + written.changed.len() + written.unchanged;
        terminal::print(&format!(
            "{}: {} from {} of {}; {} new, {} changed, {} removed; {}\n",
            out.display(),
            terminal::many(total, "file"),
            published,
            terminal::many(documents, "document"),
            written.added.len(),
            written.changed.len(),
            written.removed.len(),
            report.counts(),
        ));
        if documents == 0 {
            terminal::note_no_documents(&args.dir);
        }
    } else {
        terminal::note(&format!(
            "{}; nothing was written, and the last good site is as it was\nhelp: {}",
            report.counts(),
            if args.keep_going {
                "mend the errors: they are about more than single documents"
            } else {
                "mend the errors, or publish the rest with --keep-going"
            }
        ));
    }
    if args.timings {
        terminal::note(&timings.to_string());
    }
    Ok(report.exit_status(Level::Error))
}
