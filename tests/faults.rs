//! What machines and people do to a site: programs are killed, disks fill up, clocks step back, files change while they are read. Whatever
//! it is, the site is the old one or the new one, whole, and the next run mends the rest. `docs/faults.md` lists the promises.

mod changing;
mod clock;
mod kill;
mod limits;
mod many;
mod names;
mod pace;
mod rights;
mod storage;
mod twice;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::deploy::sites::Sites;
use crate::support::tree::{self, Tree};
use crate::support::{NOW, binary, root};

/// Two sites and one folder for the output, with nothing beside it.
struct Place {
    dir: tempfile::TempDir,
    sites: &'static Sites,
}

impl Place {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), sites: Sites::get() }
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("public")
    }

    /// A build of the older or the newer site into the folder.
    fn build(&self, newer: bool) -> Command {
        build(self.sites.source(newer), &self.out())
    }

    /// A deploy of one of them.
    fn deploy(&self, newer: bool) -> Command {
        let mut command = binary::command();
        command.arg("deploy").arg(if newer { &self.sites.newer } else { &self.sites.older }).arg(self.out());
        command
    }

    /// What stands in the folder, with the lists that builds and deploys keep there.
    fn tree(&self) -> Tree {
        if self.out().exists() { tree::read(&self.out()) } else { Tree::new() }
    }

    /// What the folder comes to be by a command that nothing disturbs.
    fn after(&self, mut command: Command) -> Tree {
        binary::run(&mut command).ends_with(0);
        self.tree()
    }

    /// The names beside the folder.
    fn beside(&self) -> Vec<String> {
        names(self.dir.path()).into_iter().filter(|name| name != "public").collect()
    }
}

fn build(site: &Path, out: &Path) -> Command {
    let mut command = binary::command();
    command.arg("build").arg(site).arg("--out").arg(out).args(["--now", NOW]);
    command
}

/// A command that nobody listens to.
fn quiet(mut command: Command) -> Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Ends what goes on beside a story, also when the story fails.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Which of some trees a tree is; what differs from each, if it is none.
#[track_caller]
fn which(served: &Tree, wholes: &[&Tree], when: &str) -> usize {
    wholes.iter().position(|whole| served == *whole).unwrap_or_else(|| {
        let differences: Vec<_> = wholes.iter().filter_map(|whole| tree::difference(whole, served)).collect();
        panic!("{when}: this is no whole state\n{}", differences.join("\n--- nor\n"))
    })
}

#[test]
fn every_promise_names_a_test_that_is_there() {
    let promises = fs::read_to_string(root().join("docs/faults.md")).unwrap();
    let rows: Vec<&str> =
        promises.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Promise") && !line.contains("---")).collect();
    assert!(rows.len() > 20, "{rows:?}");
    for row in rows {
        let named = row.rsplit(" | ").next().unwrap();
        let tests: Vec<&str> = named.split('`').filter(|name| name.contains("::")).collect();
        assert!(!tests.is_empty(), "{row} names no test");
        for test in tests {
            let (file, name) = test.split_once("::").unwrap();
            let file = if file == "deploy" { "tests/deploy.rs".to_owned() } else { format!("tests/faults/{file}.rs") };
            let text = fs::read_to_string(root().join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(text.contains(&format!("fn {name}()")), "{file} has no {name}");
        }
    }
}
