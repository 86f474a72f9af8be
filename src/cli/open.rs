//! `allclear open`: begin an incident that customers are told of while it runs.

use allclear::live::{Kind, Opening};
use allclear::public::{Impact, Phase};

use super::Status;
use super::posting::{self, Common};

/// Open an incident: write its document with the first status update.
///
/// All gates look at the document as it will stand; an error refuses, and nothing is written.
#[derive(clap::Args)]
pub struct Args {
    /// What customers notice, in a few words. Public.
    title: String,
    /// What is hit, by id or name: search,api or search=partial,api=degraded.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = posting::component)]
    components: Vec<(String, Option<Impact>)>,
    /// The worst that any customer sees: degraded, partial, full or none. Default: the worst of --components.
    #[arg(long, value_parser = posting::impact)]
    impact: Option<Impact>,
    /// Since when, as `2026-03-14 09:58 UTC` or RFC 3339. Default: now.
    #[arg(long, value_name = "TIME")]
    started: Option<String>,
    /// The phase of the first update.
    #[arg(long, default_value = "investigating", value_parser = posting::phase)]
    phase: Phase,
    /// The permanent id. Default: the day and the title. It becomes the public address.
    #[arg(long)]
    id: Option<String>,
    /// Who leads it; given again, who helps. Internal, never published.
    #[arg(long, value_name = "NAME", visible_alias = "by")]
    commander: Vec<String>,
    #[command(flatten)]
    common: Common,
}

/// Opens, and prints what will be public.
pub fn run(args: &Args) -> Status {
    let common = &args.common;
    let worst = args.components.iter().filter_map(|(_, impact)| *impact).max();
    let Some(impact) = args.impact.or(worst) else {
        anyhow::bail!("the impact is missing\nhelp: add --impact degraded, partial, full or none");
    };
    let opening = Opening {
        site: common.site.clone(),
        id: args.id.clone(),
        title: args.title.clone(),
        kind: Kind::Incident { impact, started: common.moment(args.started.as_ref())? },
        components: args.components.clone(),
        people: args.commander.clone(),
        phase: args.phase,
        now: common.now()?,
    };
    let place = opening.place()?;
    common.run(&place, "Open", "The first update", None, |text| Ok(opening.open(text)?))
}
