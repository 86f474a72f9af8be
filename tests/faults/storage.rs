//! A disk of its own that fills up, can only be read or is a mount point, and a system that answers with an error at each call in turn.
//! These stories need rights and programs that not every machine has: `tests/outside/faults` runs them in a world of their own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Place, build, which};
use crate::deploy::sites::folder_site;
use crate::support::{BASE, Folder, NOW, binary, tree};

fn mount(options: &str, at: &Path) {
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "none"]).arg(at).status().unwrap();
    assert!(mounted.success(), "cannot mount: tests/outside/faults makes a world in which this can be done");
}

/// Fills the disk, but for so many kilobytes.
fn fill(disk: &Path, free: usize) {
    let ballast = disk.join("ballast");
    let _ = fs::remove_file(&ballast);
    let script = "avail=$(df -k --output=avail \"$1\" | tail -n 1); [ \"$avail\" -gt \"$2\" ] && head -c \"$(( (avail - $2) * 1024 ))\" /dev/zero >\"$1/ballast\"";
    assert!(Command::new("sh").args(["-c", script, "sh"]).arg(disk).arg(free.to_string()).status().unwrap().success());
}

/// Runs a command on a disk with less or more room; the old state or the new one is there.
fn squeeze(place: &Place, command: impl Fn(bool) -> Command) {
    let disk = place.dir.path();
    mount("size=24m", disk);
    let wholes = [false, true].map(|newer| place.after(command(newer)));
    let mut seen = [0, 0];
    for free in [0, 4, 8, 16, 40, 80, 120, 160, 200, 240, 400, 8_000] {
        let _ = fs::remove_file(disk.join("ballast"));
        binary::run(&mut command(false)).ends_with(0);
        fill(disk, free);

        let run = binary::run(&mut command(true));

        let now = which(&place.tree(), &[&wholes[0], &wholes[1]], &format!("{free} KB free"));
        assert_eq!(run.status, if now == 1 { 0 } else { 2 }, "{free} KB free: {}", run.stderr);
        assert!(now == 1 || run.stderr.contains("help: "), "{}", run.stderr);
        assert_eq!(place.beside(), ["ballast"], "{free} KB free");
        seen[now] += 1;
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
    let _ = fs::remove_file(disk.join("ballast"));
    binary::run(&mut command(false)).ends_with(0);
    mount("remount,ro", disk);
    binary::run(&mut command(true)).ends_with(2).complains("help: ");
    which(&place.tree(), &[&wholes[0]], "read-only");
}

#[test]
#[ignore = "needs a disk of its own: tests/outside/faults"]
fn a_build_on_a_full_disk_leaves_the_old_site() {
    let place = Place::new();
    squeeze(&place, |newer| place.build(newer));
}

#[test]
#[ignore = "needs a disk of its own: tests/outside/faults"]
fn a_deploy_on_a_full_disk_leaves_the_old_site() {
    let place = Place::new();
    squeeze(&place, |newer| place.deploy(newer));
}

#[test]
#[ignore = "needs a disk of its own: tests/outside/faults"]
fn an_edit_on_a_full_disk_leaves_the_document() {
    let disk = tempfile::tempdir().unwrap();
    mount("size=1m", disk.path());
    let site = disk.path().join("site");
    let source = Folder::with(&BASE.replacen("status: reviewed", "status: in review", 1));
    tree::write(&tree::read(source.path()), &site);
    let before = tree::read(&site);
    fill(disk.path(), 0);
    let mut approve = binary::command();
    approve.args(["approve", "2026-03-14-slow-search", "--by", "Ines Duarte", "--now", NOW, "--site"]).arg(&site);

    binary::run(&mut approve).ends_with(2).complains("help: free some space there");
    assert_eq!(tree::read(&site), before);

    fs::remove_file(disk.path().join("ballast")).unwrap();
    binary::run(&mut approve).ends_with(0);
    assert_ne!(tree::read(&site), before);
}

#[test]
#[ignore = "needs a disk of its own: tests/outside/faults"]
fn a_mount_point_is_refused_by_a_build_and_gone_through_by_a_deploy() {
    let (built, deployed) = (Place::new(), Place::new());
    for place in [&built, &deployed] {
        fs::create_dir(place.out()).unwrap();
        mount("size=24m", &place.out());
    }
    binary::run(&mut built.build(true)).ends_with(2).complains("mount point").complains("help: name a folder inside it");
    for newer in [false, true] {
        binary::run(&mut deployed.deploy(newer)).ends_with(0);
    }
    assert_eq!(folder_site(&deployed.out()), deployed.sites.newer_files);
    assert_eq!(deployed.beside(), [""; 0]);
    // A folder that is mounted onto itself lies on the same disk as what is beside it.
    let bound = Place::new();
    binary::run(&mut bound.deploy(false)).ends_with(0);
    assert!(Command::new("mount").arg("--bind").arg(bound.out()).arg(bound.out()).status().unwrap().success());
    binary::run(&mut bound.deploy(true)).ends_with(0);
    assert_eq!(folder_site(&bound.out()), bound.sites.newer_files);
    assert_eq!(bound.beside(), [""; 0]);
}

/// How often a command makes each call that can fail.
fn calls(command: &Command, log: &Path) -> BTreeMap<String, usize> {
    let traced = CALLS.join(",");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", &format!("trace={traced}"), "-o"]).arg(log).arg(command.get_program()).args(command.get_args());
    binary::run(&mut strace).ends_with(0);
    let text = String::from_utf8_lossy(&fs::read(log).unwrap()).into_owned();
    let mut counts = BTreeMap::new();
    for line in text.lines() {
        let call = line.split_whitespace().nth(1).and_then(|rest| rest.split_once('(')).map(|(call, _)| call.to_owned());
        *counts.entry(call.unwrap_or_default()).or_default() += 1;
    }
    counts.into_iter().filter(|(call, _)| CALLS.contains(&call.as_str())).collect()
}

/// The calls by which files are written, moved and removed.
const CALLS: [&str; 12] =
    ["write", "fsync", "syncfs", "mkdir", "link", "linkat", "rename", "renameat2", "unlink", "unlinkat", "getdents64", "flock"];

/// The same command, with an error of the system at one call of one kind.
fn failing(command: &Command, call: &str, error: &str, number: usize) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e"]);
    strace.arg(format!("inject={call}:error={error}:when={number}"));
    strace.arg(command.get_program()).args(command.get_args()).env_remove("SOURCE_DATE_EPOCH");
    strace
}

#[test]
#[ignore = "needs strace: tests/outside/faults"]
fn an_error_at_any_call_leaves_the_old_or_the_new_site_and_the_next_run_mends_the_rest() {
    let place = Place::new();
    let command = |newer| place.build(newer);
    let wholes = [false, true].map(|newer| place.after(command(newer)));
    binary::run(&mut command(false)).ends_with(0);
    let made = calls(&command(true), &place.dir.path().with_extension("log"));
    assert!(made.len() >= 5, "{made:?}");
    let mut refused = 0;
    for (call, count) in made {
        let some = [1, 2, 3, count / 4, count / 2, count.saturating_sub(1), count];
        let numbers: std::collections::BTreeSet<usize> = some.into_iter().filter(|number| (1..=count).contains(number)).collect();
        for (number, error) in numbers.into_iter().zip(["EIO", "ENOSPC"].into_iter().cycle()) {
            binary::run(&mut command(false)).ends_with(0);
            let when = format!("{error} at {call} {number} of {count}");

            let run = binary::run(&mut failing(&command(true), &call, error, number));

            let now = which(&place.tree(), &[&wholes[0], &wholes[1]], &when);
            assert!(matches!(run.status, 0 | 2), "{when}: {}", run.stderr);
            assert!(now == 1 || run.status == 2, "{when}: the old site stands, and nothing was said");
            assert!(!run.stderr.contains("the program has a fault"), "{when}: {}", run.stderr);
            refused += usize::from(now == 0);
            assert_eq!(place.after(command(true)), wholes[1], "{when}");
            assert_eq!(place.beside(), [""; 0], "{when}");
        }
    }
    assert!(refused > 5, "only {refused} errors stopped anything");
}

#[test]
#[ignore = "needs strace: tests/outside/faults"]
fn an_error_while_a_source_is_read_is_told_and_leaves_the_old_site() {
    let site = Folder::with(BASE);
    let place = Place::new();
    let before = place.after(build(site.path(), &place.out()));
    site.write("postmortems/2026-03-14-slow-search.md", BASE.replace("usual speed again", "usual speed now"));
    for (call, file) in [("read", "postmortems/2026-03-14-slow-search.md"), ("openat", "allclear.toml"), ("read", "allclear.toml")] {
        let command = build(site.path(), &place.out());
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-o", "/dev/null", "-P"]).arg(site.at(file));
        strace.args(["-e", &format!("inject={call}:error=EIO:when=1+")]).arg(command.get_program()).args(command.get_args());
        binary::run(&mut strace).ends_with(2).complains("Input/output error").complains("help: ");
        assert_eq!(place.tree(), before, "{call} of {file}");
    }
}
