//! `allclear diff`: tell what becomes public by a change.

use std::path::{Path, PathBuf};

use allclear::clock;
use allclear::diff::{self, Format, State};
use allclear::error::Error;

use super::{Status, progress::Spinner, terminal};

/// Tell what becomes public by a change: the words, page by page, and all that changes around them. Ends as `check` would, counting
/// only errors that BASE does not have.
#[derive(clap::Args)]
pub struct Args {
    /// What was: a git revision, or a folder with allclear.toml.
    base: String,
    /// What would be: a git revision, or a folder with allclear.toml. Default: the work tree.
    head: Option<String>,
    /// The folder with allclear.toml, in the work tree and in each revision.
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// The clock of both, as RFC 3339. Default: `SOURCE_DATE_EPOCH`, else now.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Shape::Human)]
    format: Shape,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    /// For a terminal or a log.
    Human,
    /// For a comment on a merge request.
    Markdown,
    /// For programs.
    Json,
    /// A page with both sides beside each other.
    Html,
}

impl From<Shape> for Format {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::Human => Self::Human,
            Shape::Markdown => Self::Markdown,
            Shape::Json => Self::Json,
            Shape::Html => Self::Html,
        }
    }
}

/// Compares and reports.
pub fn run(args: &Args) -> Status {
    let now = clock::now(args.now.as_deref())?;
    let base = state(&args.base)?;
    let head = match &args.head {
        Some(head) => state(head)?,
        None => State { name: None, folder: Some(args.site.clone()) },
    };
    let spinner = Spinner::start("comparing");
    let diff = diff::compare(&base, &head, now)?;
    drop(spinner);
    let color = args.format == Shape::Human && terminal::is_terminal();
    terminal::print(&diff.render(args.format.into(), color));
    Ok(diff.exit_status())
}

/// A state by its name.
fn state(name: &str) -> anyhow::Result<State> {
    let folder = Path::new(name);
    if folder.join("allclear.toml").is_file() {
        return Ok(State { name: Some(name.to_owned()), folder: Some(folder.to_path_buf()) });
    }
    let help = "name a git revision, or a folder with allclear.toml";
    Err(Error::usage(format!("{name:?} is no folder with allclear.toml"), help).into())
}
