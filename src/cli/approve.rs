//! `allclear approve`: a document that is agreed on, set free. Asks git for a name if none is given.

use std::path::{Path, PathBuf};

use allclear::approve::{Approval, Release, Verdict, approve};
use allclear::clock::{self, Time};
use allclear::config;
use allclear::diagnostic::Level;
use allclear::git;

use super::{Status, terminal};

/// Approve a document: set it reviewed, set the time from when it is public, and seal its public words.
///
/// All gates look at the document as it would stand; an error in it refuses, and nothing is written.
#[derive(clap::Args)]
pub struct Args {
    /// The document's id: its `id`, else its file's name without .md.
    id: String,
    /// The folder with allclear.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// Who approves it. Kept in the document, never published. Default: git's user.name.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The clock, as RFC 3339. Default: `SOURCE_DATE_EPOCH`, else now.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// The longest name.
const LONGEST: usize = 200;

/// Approves, and prints what will be public.
pub fn run(args: &Args) -> Status {
    let now = clock::now(args.now.as_deref())?;
    // Before anybody is asked for a name, so that a wrong folder is what is told.
    config::load(args.site.as_path())?;
    let by = name(args)?;
    let (verdict, report) = approve(&Approval { site: args.site.clone(), id: args.id.clone(), by, now })?;
    terminal::tell(&terminal::render(&report));
    match verdict {
        Verdict::Refused => {
            terminal::note(&format!("{}; nothing was written\nhelp: mend the errors, then approve it again", report.counts()));
        }
        Verdict::Sealed(release) => terminal::print(&told(&args.site, &release, "is approved and sealed", COMMIT, now)),
        Verdict::Unchanged(release) if release.kept_anew => {
            terminal::print(&told(
                &args.site,
                &release,
                "was approved as it stands; only the text of its seal was written again",
                COMMIT,
                now,
            ));
        }
        Verdict::Unchanged(release) => {
            terminal::print(&told(&args.site, &release, "was approved as it stands, and nothing was written", "", now));
        }
    }
    Ok(report.exit_status(Level::Error))
}

const COMMIT: &str = "\nCommit both files together.\n";

fn told(site: &Path, release: &Release, fact: &str, step: &str, now: Time) -> String {
    let Release { document, kept, published, address, updates, corrections, images, .. } = release;
    let mut pieces = vec!["the external message".to_owned()];
    let counted = [(*updates, "status update"), (*corrections, "correction"), (*images, "picture")];
    pieces.extend(counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, name)| terminal::many(count, name)));
    let day = published.format("%Y-%m-%d %H:%M UTC");
    let when = if *published <= now { format!("with the next build, dated {day}") } else { format!("with the first build from {day} on") };
    let (document, kept) = (terminal::seen(site, document), terminal::seen(site, kept));
    format!(
        "{document} {fact}.\n\n  public    {}\n  when      {when}\n  where     {address}\n  sealed    {kept}\n{step}",
        pieces.join(", ")
    )
}

/// The given name, else the one that git signs commits with in the site's folder.
fn name(args: &Args) -> anyhow::Result<String> {
    let name = match &args.by {
        Some(name) => name.clone(),
        None => git::user_name(&args.site)
            .ok_or_else(|| anyhow::anyhow!("nobody is named who approves this\nhelp: add --by NAME, or set git's user.name"))?,
    };
    signed(&name)
}

/// A name as it is kept in a document.
pub fn signed(name: &str) -> anyhow::Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().any(char::is_control) || name.chars().count() > LONGEST {
        anyhow::bail!(
            "the name of who does this is empty, longer than {LONGEST} characters, or not on one line\nhelp: write it as --by NAME"
        );
    }
    Ok(name.to_owned())
}
