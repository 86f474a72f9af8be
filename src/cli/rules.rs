//! `allclear rules`: the wording rules as files. Comes in: a folder. Goes out: a `.vale.ini`, the rules and a page for each.
//! Never changes or replaces a file that is there.

use std::path::{Path, PathBuf};

use super::init::write_new;
use super::{Status, terminal};

/// Write the wording rules as files, for Vale and for editors.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Write the built-in wording rules for Vale and editors: .vale.ini and styles/Incident. Replaces no file.
    Export {
        /// The folder to write to; made if missing.
        dir: PathBuf,
    },
}

/// Runs what was asked for.
pub fn run(args: &Args) -> Status {
    let Action::Export { dir } = &args.action;
    export(dir)
}

/// Writes what is missing, or nothing if something else is in the way.
fn export(dir: &Path) -> Status {
    if dir.exists() && !dir.is_dir() {
        anyhow::bail!("{} is no folder\nhelp: name the folder to write the rules to", dir.display());
    }
    let files = allclear::exported_rules();
    let mut missing = Vec::new();
    for (name, text) in &files {
        let path = dir.join(name);
        match path.symlink_metadata() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => missing.push((path, text)),
            Ok(found) if found.is_file() && std::fs::read(&path).is_ok_and(|there| there == text.as_bytes()) => {}
            _ => anyhow::bail!(
                "{} is there already and is not what would be written; nothing was written\nhelp: name another folder, or move the file \
                 away; after an upgrade, remove the old .vale.ini and styles/Incident first",
                path.display()
            ),
        }
    }
    // What DIR is, its owner said; a folder in it that is a link may belong to somebody else.
    for folder in files.keys().flat_map(|name| Path::new(name).ancestors().skip(1)).filter(|folder| *folder != Path::new("")) {
        let path = dir.join(folder);
        if path.is_symlink() {
            anyhow::bail!(
                "{} is a link; nothing was written\nhelp: name another folder, or put a folder in the place of the link",
                path.display()
            );
        }
    }
    for (path, text) in &missing {
        write_new(path, text)?;
    }
    let rules = files.keys().filter(|name| Path::new(name).extension().is_some_and(|end| end == "yml")).count();
    terminal::print(&format!(
        "{}: {}, {} written.\n\n  allclear prose --config {}/.vale.ini FILES    check any Markdown with them\n",
        dir.display(),
        terminal::many(rules, "rule"),
        terminal::many(missing.len(), "file"),
        dir.display()
    ));
    Ok(0)
}
