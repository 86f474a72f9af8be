//! `allclear check`: everything that a build would find, without writing a site.

use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use allclear::baseline::{self, Written};
use allclear::clock;
use allclear::diagnostic::{Format, Level, Report};
use allclear::folder::Folder;
use allclear::keep::Forget;
use allclear::pipeline::{self, Order, Outcome};
use allclear::published::{self, Earlier};

use super::{Status, progress::Spinner, terminal};

/// Check every document. Ends with 1 or 3 exactly when `build` would.
#[derive(clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line, and some are there with a feature alone")]
pub struct Args {
    /// The folder with allclear.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = Shape::Human)]
    format: Shape,
    /// The clock of the check, as RFC 3339. Default: `SOURCE_DATE_EPOCH`, else now.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Also compare with what is public now: a folder that `build` wrote, or one feed of it. Refuses feed entries that changed or
    /// vanished, and pages that would vanish.
    #[arg(long, value_name = "FILE_OR_DIR")]
    published: Option<PathBuf>,
    /// Also ask the hosts of external links. Their answers are remembered in DIR/.allclear/links.json.
    #[cfg(feature = "links")]
    #[arg(long)]
    links: bool,
    /// Also append a table of the findings to a file, in Markdown, such as the summary of a step on GitHub.
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// With --format sarif: also tell what exceptions and the baseline let pass, with the reason.
    #[arg(long)]
    suppressed: bool,
    /// First write the file that `wording.baseline` names: wording findings that stand now are known from then on.
    #[arg(long)]
    write_baseline: bool,
    /// Show what leak findings found. On a terminal only.
    #[arg(long)]
    reveal: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    /// Like a compiler's messages.
    Human,
    /// A JSON array of objects with path, line, column, rule, level, message and help.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit's XML, one case for each rule that found something.
    Junit,
    /// Reviewdog's diagnostics.
    Rdjson,
    /// Vale's JSON, for editors.
    ValeJson,
    /// Vale's lines, for editors.
    ValeLine,
}

impl From<Shape> for Format {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::Human => Self::Human,
            Shape::Json => Self::Json,
            Shape::Github => Self::Github,
            Shape::Gitlab => Self::Gitlab,
            Shape::Sarif => Self::Sarif,
            Shape::Junit => Self::Junit,
            Shape::Rdjson => Self::Rdjson,
            Shape::ValeJson => Self::ValeJson,
            Shape::ValeLine => Self::ValeLine,
        }
    }
}

/// The site's folder as seen from here, with forward slashes: what tools put before the path of a document to find it. Empty if it is
/// this folder, or not below it.
fn from_here(dir: &Path) -> String {
    let plain = |path: &Path| path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let below = if plain(dir) {
        Some(dir.to_path_buf())
    } else {
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        dir.canonicalize().ok().zip(here.ok()).and_then(|(dir, here)| dir.strip_prefix(here).ok().map(Path::to_path_buf))
    };
    let parts = below.iter().flat_map(|path| path.components()).filter(|part| matches!(part, Component::Normal(_)));
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Writes the baseline, and says so on standard error: standard output belongs to the report.
fn write_baseline(order: &Order) -> anyhow::Result<()> {
    let Written { path, findings, documents } = baseline::write(&pipeline::run(order)?, order.site.root())?;
    let (findings, documents) = (terminal::many(findings, "finding"), terminal::many(documents, "document"));
    terminal::note(&format!("{path}: holds back {findings} of {documents}"));
    Ok(())
}

/// Appends the report as a table to a file, behind what other steps of the job wrote there.
fn append(file: &Path, report: &Report) -> anyhow::Result<()> {
    let table = report.render(Format::Markdown, false, false);
    let opened = std::fs::OpenOptions::new().append(true).create(true).open(file);
    opened.and_then(|mut file| file.write_all(table.as_bytes())).map_err(allclear::error::Error::io("append to", file))?;
    Ok(())
}

/// Follows the external links with a bar that counts.
#[cfg(feature = "links")]
fn follow(args: &Args, now: clock::Time, outcome: Outcome) -> anyhow::Result<Outcome> {
    let bar = super::progress::bar("asking other hosts");
    let outcome = allclear::links::follow(outcome, &args.dir, now, &|done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    Ok(outcome)
}

/// Checks the documents and the site that they make, with what is asked for beside.
fn checked(args: &Args, order: &Order) -> anyhow::Result<Outcome<()>> {
    let earlier = args.published.as_deref().map(Earlier::read).transpose()?;
    let spinner = Spinner::start("checking");
    #[cfg(feature = "links")]
    if args.links {
        let outcome = compared(pipeline::run(order)?, earlier.as_ref())?;
        drop(spinner);
        return Ok(follow(args, order.now, outcome)?.without_files());
    }
    let outcome = compared(pipeline::run_into(order, &mut Forget)?, earlier.as_ref());
    drop(spinner);
    outcome
}

fn compared<K>(outcome: Outcome<K>, earlier: Option<&Earlier>) -> anyhow::Result<Outcome<K>> {
    Ok(match earlier {
        Some(earlier) => published::compare(outcome, earlier)?,
        None => outcome,
    })
}

/// Checks and reports.
pub fn run(args: &Args) -> Status {
    if args.reveal && !terminal::is_terminal() {
        anyhow::bail!("--reveal works on a terminal only\nhelp: leave it out; a log keeps what it is shown");
    }
    if args.suppressed && args.format != Shape::Sarif {
        anyhow::bail!("only --format sarif can tell what is let pass\nhelp: add --format sarif, or leave --suppressed out");
    }
    let now = clock::now(args.now.as_deref())?;
    let order = Order { site: Folder::disk(&args.dir), now, keep_going: true };
    if args.write_baseline {
        write_baseline(&order)?;
    }
    let outcome = checked(args, &order)?;
    let Outcome { report, documents, published, .. } = outcome;
    // People ask `explain` for what the rules say; only formats for tools bring it along.
    let report = if args.suppressed { report.telling_suppressed() } else { report };
    // People ask `explain` for what the rules say; only formats for tools bring it along.
    let rules = if args.format == Shape::Human { Vec::new() } else { allclear::rules() };
    let report = report.told_to_tools(from_here(&args.dir), rules);
    if let Some(file) = &args.summary {
        append(file, &report)?;
    }
    terminal::print_report(&report, args.format.into(), args.reveal);
    if args.format == Shape::Human {
        terminal::print(&format!("{}, {published} published: {}\n", terminal::many(documents, "document"), report.counts()));
        if documents == 0 {
            terminal::note_no_documents(&args.dir);
        }
    }
    Ok(report.exit_status(Level::Error))
}
