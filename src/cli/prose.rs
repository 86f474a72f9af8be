//! `allclear prose`: any Markdown files, any styles in Vale's format, alerts as Vale prints them.

use std::io::{IsTerminal as _, Read as _};
use std::path::PathBuf;

use allclear::prose::{self, Level, Order};

use super::{Status, terminal};

/// Check the wording of any Markdown with any styles in Vale's format.
///
/// Standard output holds the alerts alone. Exit status: 0 no alert is an error, 1 one is, 2 a problem with the arguments, the config or
/// a rule.
#[derive(clap::Args)]
pub struct Args {
    /// Markdown and text files, or folders with them. Without any, standard input is read.
    #[arg(value_name = "FILE_OR_DIR")]
    files: Vec<PathBuf>,
    /// The config, in the format of Vale's, or a folder with one. Without it the nearest `.vale.ini` counts, here or in a folder above.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How alerts are printed.
    #[arg(long, value_enum, ignore_case = true, default_value_t = Shape::Line)]
    output: Shape,
    /// Read each file as one text, whatever its markup.
    #[arg(long)]
    ignore_syntax: bool,
    /// What to tell at least, whatever the config says.
    #[arg(long = "minAlertLevel", value_enum, value_name = "LEVEL")]
    floor: Option<Floor>,
    /// What files that are named here, or standard input, are read like: .md or .txt.
    #[arg(long = "ext", value_name = "EXTENSION")]
    extension: Option<String>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Floor {
    Suggestion,
    Warning,
    Error,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    /// One line each: path:line:column:Style.Rule:message.
    Line,
    /// An object with a list of alerts for each path.
    #[value(name = "JSON")]
    Json,
}

/// Lints and prints.
pub fn run(args: &Args) -> Status {
    let floor = args.floor.map(|floor| match floor {
        Floor::Suggestion => Level::Suggestion,
        Floor::Warning => Level::Warning,
        Floor::Error => Level::Error,
    });
    let order = Order {
        config: args.config.clone(),
        paths: args.files.clone(),
        piped: if args.files.is_empty() { Some(piped()?) } else { None },
        extension: args.extension.clone(),
        ignore_syntax: args.ignore_syntax,
        floor,
    };
    let outcome = prose::lint(&order)?;
    for note in &outcome.notes {
        terminal::note(&format!("note: {note}"));
    }
    terminal::print(&match args.output {
        Shape::Line => outcome.lines(),
        Shape::Json => outcome.json(),
    });
    Ok(u8::from(outcome.has_errors()))
}

/// What stands on standard input. A person who named no file has nothing to type there.
fn piped() -> anyhow::Result<String> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        anyhow::bail!("no file is named\nhelp: name Markdown or text files, or folders with them, or send a text to standard input");
    }
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("standard input is not UTF-8\nhelp: send it as UTF-8"))
}
