//! `allclear new`: an empty document with prompts as comments. It holds no ready-made sentence: a message is written by people.

use std::path::PathBuf;

use allclear::clock;
use allclear::public::Id;

use super::init::write_new;
use super::{Status, terminal};

/// Begin a document. Prompts stand in comments, which are never published.
#[derive(clap::Args)]
pub struct Args {
    /// What customers notice, in a few words: slow-search. Today's date is put before it. It becomes the public address, so no host or project name.
    name: String,
    /// The folder with allclear.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// What the document is about.
    #[arg(long, value_enum, default_value_t = Kind::Incident)]
    kind: Kind,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// Something went wrong.
    Incident,
    /// Planned work.
    Maintenance,
    /// Something nearly went wrong. Never public.
    NearMiss,
}

/// Writes the document and prints its path.
pub fn run(args: &Args) -> Status {
    let now = clock::now(None)?;
    let dated = args.name.len() > 11 && args.name.as_bytes()[..10].iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
    let id = if dated { args.name.clone() } else { format!("{}-{}", now.format("%Y-%m-%d"), args.name) };
    if !Id::is_valid(&id) {
        anyhow::bail!("{:?} cannot be part of an id\nhelp: use a-z, 0-9 and -, for example slow-search", args.name);
    }
    if !args.site.join("allclear.toml").is_file() {
        anyhow::bail!(
            "{} holds no allclear.toml\nhelp: name the site's folder with --site DIR, or make one with `allclear init DIR`",
            args.site.display()
        );
    }
    let text = match args.kind {
        Kind::Incident => include_str!("init_files/new-incident.md"),
        Kind::Maintenance => include_str!("init_files/new-maintenance.md"),
        Kind::NearMiss => include_str!("init_files/new-near-miss.md"),
    };
    let path = args.site.join("postmortems").join(format!("{id}.md"));
    if path.symlink_metadata().is_ok() {
        anyhow::bail!("{} exists already\nhelp: open that document, or choose another name", path.display());
    }
    write_new(&path, &text.replace("ID", &id).replace("TODAY", &now.format("%Y-%m-%d").to_string()))?;
    terminal::print(&format!("{}\n", path.display()));
    Ok(0)
}
