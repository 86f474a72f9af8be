//! `allclear update`: say something new while an incident runs.

use allclear::live::{self, Update};
use allclear::public::{Impact, Phase};

use super::Status;
use super::posting::{self, Common};

/// Add a status update to a running incident or to maintenance.
///
/// All gates look at the document as it will stand; a new error refuses, and nothing is written. Every other byte of the file stays.
#[derive(clap::Args)]
pub struct Args {
    /// The document's id or the beginning of one, with or without its date. Default: the one that runs.
    id: Option<String>,
    /// The text; - reads it from standard input. Without it, your editor opens.
    text: Option<String>,
    /// Investigating, identified, monitoring, update or resolved; for maintenance scheduled, in-progress, verifying, update or completed.
    #[arg(long, default_value = "update", value_parser = posting::phase)]
    phase: Phase,
    /// What is hit from now on, and how hard: search=partial,api=none.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = posting::affected)]
    affects: Vec<(String, Impact)>,
    /// When it was, as `2026-03-14 10:30 UTC` or RFC 3339. Default: now.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// Posts, and prints what will be public.
pub fn run(args: &Args) -> Status {
    let (id, text) = told_apart(args.id.as_deref(), args.text.as_deref());
    post(&args.common, id, text, Some(args.phase), &args.affects, args.at.as_ref())
}

/// Posts an update; without a phase, the end.
pub fn post(
    common: &Common,
    id: Option<&str>,
    text: Option<&str>,
    phase: Option<Phase>,
    affects: &[(String, Impact)],
    at: Option<&String>,
) -> Status {
    let update = Update {
        site: common.site.clone(),
        id: id.map(str::to_owned),
        phase,
        affects: affects.to_vec(),
        at: common.moment(at)?,
        now: common.now()?,
    };
    let place = update.place()?;
    let name = if phase.is_none_or(Phase::is_final) { "Resolve" } else { "Update" };
    let prompt = phase.map_or_else(|| "The last update".to_owned(), live::phase_name);
    let update = Update { id: Some(place.id.clone()), ..update };
    common.run(&place, name, &prompt, text, |text| Ok(update.post(text)?))
}

/// One word alone is an id; words with a blank between them, or -, are a text for the one that runs.
pub fn told_apart<'a>(id: Option<&'a str>, text: Option<&'a str>) -> (Option<&'a str>, Option<&'a str>) {
    match (id, text) {
        (Some(words), None) if words == "-" || words.trim().contains(char::is_whitespace) => (None, Some(words)),
        both => both,
    }
}
