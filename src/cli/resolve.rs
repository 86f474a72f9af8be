//! `allclear resolve`: say that it is over.

use allclear::public::Impact;

use super::posting::{self, Common};
use super::{Status, update};

/// Say that an incident or maintenance is over: add its last update, and set the end of an incident.
///
/// All gates look at the document as it will stand; a new error refuses, and nothing is written. Every other byte of the file stays.
#[derive(clap::Args)]
pub struct Args {
    /// The document's id or the beginning of one, with or without its date. Default: the one that runs.
    id: Option<String>,
    /// The text; - reads it from standard input. Without it, your editor opens.
    text: Option<String>,
    /// What is still hit, and how hard: search=degraded.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = posting::affected)]
    affects: Vec<(String, Impact)>,
    /// When it was over, as `2026-03-14 11:42 UTC` or RFC 3339. Default: now.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// Posts the last update, and prints what will be public.
pub fn run(args: &Args) -> Status {
    let (id, text) = update::told_apart(args.id.as_deref(), args.text.as_deref());
    update::post(&args.common, id, text, None, &args.affects, args.at.as_ref())
}
