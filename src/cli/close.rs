//! `allclear close`: close a post-mortem, once the conditions of its lifecycle hold.

use std::path::PathBuf;

use allclear::clock;
use allclear::close::{Closure, Verdict, close};
use allclear::diagnostic::Level;

use super::approve::signed;
use super::{Status, terminal};

/// Close a post-mortem, once the conditions of its lifecycle hold.
///
/// Each one that does not is named with its place, and nothing is written. Else the status becomes `closed`, and no public word changes.
#[derive(clap::Args)]
pub struct Args {
    /// The document's id: its `id`, else its file's name without .md.
    id: String,
    /// The folder with allclear.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// Also keep in the document who closed it, and when. Never published.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The clock, as RFC 3339. Default: `SOURCE_DATE_EPOCH`, else now.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// Closes, or says what stands against it.
pub fn run(args: &Args) -> Status {
    let now = clock::now(args.now.as_deref())?;
    let by = args.by.as_deref().map(signed).transpose()?;
    let closure = Closure { site: args.site.clone(), id: args.id.clone(), by, now };
    let (verdict, report) = close(&closure)?;
    let seen = |path: &str| terminal::seen(&args.site, path);
    terminal::tell(&terminal::render(&report));
    match verdict {
        Verdict::Refused => {
            let left = terminal::many(report.count(Level::Error), "condition");
            terminal::note(&format!("{left} to meet; nothing was written\nhelp: see to what is named above, then close it again"));
        }
        Verdict::Closed(path) => {
            terminal::print(&format!("{} is closed. No public word changes with it.\nCommit it.\n", seen(&path)));
        }
        Verdict::Unchanged(path) => terminal::print(&format!("{} is closed already, and nothing was written.\n", seen(&path))),
    }
    Ok(report.exit_status(Level::Error))
}
