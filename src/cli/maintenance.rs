//! `allclear maintenance`: announce a window of planned work.

use allclear::live::{Kind, Opening};
use allclear::public::{Impact, Phase};

use super::Status;
use super::posting::{self, Common};

/// Announce maintenance: write its document with the first status update.
///
/// All gates look at the document as it will stand; an error refuses, and nothing is written.
#[derive(clap::Args)]
pub struct Args {
    /// What is worked on, in a few words. Public.
    title: String,
    /// When the window begins, as `2026-03-14 22:00 UTC` or RFC 3339.
    #[arg(long, value_name = "TIME")]
    from: String,
    /// When it is to be over.
    #[arg(long, value_name = "TIME")]
    until: String,
    /// What is worked on, by id or name: api,search.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = posting::component)]
    components: Vec<(String, Option<Impact>)>,
    /// The phase of the first update.
    #[arg(long, default_value = "scheduled", value_parser = posting::phase)]
    phase: Phase,
    /// The permanent id. Default: the day of the window and the title. It becomes the public address.
    #[arg(long)]
    id: Option<String>,
    /// Who sees to it. Internal, never published.
    #[arg(long, value_name = "NAME", visible_alias = "by")]
    owner: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// Announces, and prints what will be public.
pub fn run(args: &Args) -> Status {
    let common = &args.common;
    let time = |text: &str| allclear::live::moment(&common.site, text);
    let (from, until) = (time(&args.from)?, time(&args.until)?);
    if until <= from {
        anyhow::bail!("the window ends before it begins\nhelp: give --until a later time than --from");
    }
    let opening = Opening {
        site: common.site.clone(),
        id: args.id.clone(),
        title: args.title.clone(),
        kind: Kind::Maintenance { from, until },
        components: args.components.clone(),
        people: args.owner.iter().cloned().collect(),
        phase: args.phase,
        now: common.now()?,
    };
    let place = opening.place()?;
    common.run(&place, "Announce", "The announcement", None, |text| Ok(opening.open(text)?))
}
