//! `allclear ci`: print a ready-made file for CI, or the list of them.

use allclear::ci::{self, Blanks};

use super::{Status, terminal};

/// Print a ready-made file for CI, or list them.
#[derive(clap::Args)]
pub struct Args {
    /// The name of the file. Default: the list, with where each file belongs.
    name: Option<String>,
    /// List the files.
    #[arg(long, conflicts_with = "name")]
    list: bool,
    /// The folder with allclear.toml, from the root of the repository. Default: the root itself.
    #[arg(long, value_name = "DIR", requires = "name")]
    site: Option<String>,
    /// The branch whose merges are published. Default: main.
    #[arg(long, value_name = "NAME", requires = "name")]
    branch: Option<String>,
    /// The image that jobs run in, best with its digest.
    #[arg(long, value_name = "NAME", requires = "name")]
    image: Option<String>,
}

/// Prints to standard output what belongs into the file, and nothing else.
pub fn run(args: &Args) -> Status {
    let Some(name) = &args.name else {
        terminal::print(&list());
        return Ok(0);
    };
    let file = ci::find(name)?;
    let blanks = Blanks { site: args.site.clone(), branch: args.branch.clone(), image: args.image.clone() };
    let text = file.text(&blanks)?;
    if blanks.leaves_image_open(&text) {
        terminal::note("hint: the image in it leads nowhere yet\nhelp: add --image NAME; `allclear ci dockerfile` says how to make one");
    }
    terminal::print(&text);
    Ok(0)
}

/// Each file with its place and what it does.
fn list() -> String {
    let rows = ci::ALL.iter().map(|file| format!("{:17} {}\n{:17}   {}\n", file.name, file.path, "", file.about));
    format!("{}\nallclear ci NAME > FILE prints one.\n", rows.collect::<String>())
}
