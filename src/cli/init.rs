//! `allclear init`: a site that builds at once. Overwrites nothing.

use std::path::{Path, PathBuf};

use allclear::clock::{self, Time};
use chrono::TimeDelta;

use super::{Status, terminal};

/// Make a site that builds at once: a commented config and one sample document of each kind.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to make it in.
    dir: PathBuf,
}

const FILES: &[(&str, &str)] = &[
    ("allclear.toml", include_str!("init_files/allclear.toml")),
    (".gitignore", include_str!("init_files/gitignore")),
    ("postmortems/DATE-slow-search.md", include_str!("init_files/incident.md")),
    ("postmortems/COMING-database-upgrade.md", include_str!("init_files/maintenance.md")),
    ("postmortems/DATE-expired-certificate.md", include_str!("init_files/near-miss.md")),
];

/// Writes the files, or none if one of them exists.
pub fn run(args: &Args) -> Status {
    let now = clock::now(None)?;
    if args.dir.exists() && !args.dir.is_dir() {
        anyhow::bail!("{} is no folder\nhelp: name the folder to make the site in", args.dir.display());
    }
    let files: Vec<(PathBuf, String)> = FILES.iter().map(|(name, text)| (args.dir.join(fill(name, now)), fill(text, now))).collect();
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        anyhow::bail!(
            "{} exists already, and nothing was written\nhelp: name an empty folder, or go on with `allclear check {}`",
            path.display(),
            args.dir.display()
        );
    }
    for (path, text) in &files {
        write_new(path, text)?;
    }
    let dir = args.dir.display();
    terminal::print(&format!(
        "{dir} is ready: {}.\n\n  allclear serve {dir}    look at it while you write\n  allclear check {dir}    what a build would find\n  allclear build {dir}    write it to {dir}/public\n",
        terminal::many(files.len(), "file")
    ));
    Ok(0)
}

/// Dates in the samples are near the day they are made, so that the page has something to show.
fn fill(text: &str, now: Time) -> String {
    let past = now - TimeDelta::days(5);
    let day = |time: Time| time.format("%Y-%m-%d").to_string();
    text.replace("COMING", &day(now + TimeDelta::days(9)))
        .replace("ANNOUNCED", &day(now - TimeDelta::days(1)))
        .replace("MEETING", &day(past + TimeDelta::days(2)))
        .replace("PUBLISHED", &day(past + TimeDelta::days(3)))
        .replace("LONGDATE", &past.format("%-d %B %Y").to_string())
        .replace("DATE", &day(past))
        .replace("YEAR", &now.format("%Y").to_string())
}

/// Writes a file that does not exist yet, and the folders above it.
pub fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let fault = |error: std::io::Error| anyhow::anyhow!("cannot write {}: {error}\nhelp: check the folder's permissions", path.display());
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(fault)?;
    }
    std::fs::OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(fault)
}
