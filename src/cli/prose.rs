//! `allclear prose`: any Markdown files, any styles in Vale's format, alerts as Vale prints them.

use std::path::PathBuf;

use allclear::prose::{self, Order};

use super::{Status, terminal};

/// Check the wording of any Markdown with any styles in Vale's format.
///
/// Standard output holds the alerts alone. Exit status: 0 no alert is an error, 1 one is, 2 a problem with the arguments, the config or
/// a rule.
#[derive(clap::Args)]
pub struct Args {
    /// Markdown and text files, or folders with them.
    #[arg(required = true, value_name = "FILE_OR_DIR")]
    files: Vec<PathBuf>,
    /// The config, in the format of Vale's, or a folder with one.
    #[arg(long, default_value = ".vale.ini", value_name = "FILE")]
    config: PathBuf,
    /// How alerts are printed.
    #[arg(long, value_enum, ignore_case = true, default_value_t = Shape::Line)]
    output: Shape,
    /// Read each file as one text, whatever its markup.
    #[arg(long)]
    ignore_syntax: bool,
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
    let order = Order { config: args.config.clone(), paths: args.files.clone(), ignore_syntax: args.ignore_syntax };
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
