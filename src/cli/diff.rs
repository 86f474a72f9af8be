//! `allclear diff`: tell what becomes public by a change.

use std::path::{Path, PathBuf};

use allclear::clock;
use allclear::diff::{self, Format, State};
use allclear::error::Error;
use allclear::folder::Folder;
use allclear::git::Repository;

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
    let (base, head) = states(args)?;
    let spinner = Spinner::start("comparing");
    let diff = diff::compare(&base, &head, now)?;
    drop(spinner);
    let color = args.format == Shape::Human && terminal::is_terminal();
    terminal::print(&diff.render(args.format.into(), color));
    Ok(diff.exit_status())
}

/// Both states by their names.
fn states(args: &Args) -> anyhow::Result<(State, State)> {
    let Some(head) = &args.head else {
        let work_tree = State { name: None, folder: Some(Folder::disk(&args.site)) };
        return Ok((state(&args.base, &args.site)?, work_tree));
    };
    match (state(&args.base, &args.site), state(head, &args.site)) {
        // Two folders need no sign that they are some; one might lie in a place that is meant to be a branch.
        (Err(_), Err(_)) if is_site(&args.base) && is_site(head) => Ok((folder(&args.base)?, folder(head)?)),
        (base, head) => Ok((base?, head?)),
    }
}

/// A revision; a folder where the name says so with a dot or a slash in front, or there is no repository.
fn state(name: &str, site: &Path) -> anyhow::Result<State> {
    if Path::new(name).is_absolute() || name == "." || name == ".." || name.starts_with("./") || name.starts_with("../") {
        return folder(name);
    }
    let place = if site.is_dir() { site } else { Path::new(".") };
    let repository = match Repository::open(place) {
        Err(_) if is_site(name) => return folder(name),
        repository => repository?,
    };
    let revision = Folder::revision(&repository, name, site).map_err(|error| match error {
        Error::Usage { message, .. } if is_site(name) => {
            Error::usage(message, format!("write ./{name} if you mean the folder of that name"))
        }
        error => error,
    })?;
    Ok(State { name: Some(name.to_owned()), folder: revision.folder })
}

fn folder(name: &str) -> anyhow::Result<State> {
    if is_site(name) {
        return Ok(State { name: Some(name.to_owned()), folder: Some(Folder::disk(name)) });
    }
    let help = "name a folder with allclear.toml, or a git revision";
    Err(Error::usage(format!("{name:?} is no folder with allclear.toml"), help).into())
}

fn is_site(name: &str) -> bool {
    Path::new(name).join("allclear.toml").is_file()
}
