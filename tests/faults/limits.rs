//! The system refuses in the middle: files may grow no longer, no more of them may be open, or standard output takes nothing. The old site
//! stands, nothing is left beside it, and the exit status says that something is wrong.

use std::fs::File;
use std::process::{Command, Stdio};

use super::{Place, names, which};
use crate::support::{BASE, Folder, NOW, binary, tree};

/// The same command under a limit of the shell.
fn under(limit: &str, command: &Command) -> Command {
    let mut limited = Command::new("sh");
    // A write beyond the limit is then an error, not the end of the process.
    limited.args(["-c", &format!("trap '' XFSZ; ulimit {limit}; exec \"$0\" \"$@\"")]);
    limited.arg(command.get_program()).args(command.get_args()).env_remove("SOURCE_DATE_EPOCH");
    limited
}

/// Runs a command that brings the folder to the newer site under ever wider limits, until it gets there.
fn widen(place: &Place, limits: &[String], command: impl Fn(bool) -> Command) {
    let wholes = [false, true].map(|newer| place.after(command(newer)));
    let mut seen = [0, 0];
    for limit in limits {
        binary::run(&mut command(false)).ends_with(0);

        let run = binary::run(&mut under(limit, &command(true)));

        let now = which(&place.tree(), &[&wholes[0], &wholes[1]], limit);
        assert_eq!(run.status, if now == 1 { 0 } else { 2 }, "{limit}: {}", run.stderr);
        assert!(now == 1 || run.stderr.contains("help: "), "{limit}: {}", run.stderr);
        assert!(!run.stderr.contains("the program has a fault"), "{limit}: {}", run.stderr);
        assert_eq!(place.beside(), [""; 0], "{limit}");
        seen[now] += 1;
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}: the story shows nothing");
}

#[test]
fn a_build_whose_files_may_not_grow_leaves_the_old_site() {
    let place = Place::new();
    widen(&place, &["-f 0", "-f 1", "-f 8", "-f 20", "-f 4000"].map(str::to_owned), |newer| place.build(newer));
}

#[test]
fn a_deploy_whose_files_may_not_grow_leaves_the_old_site() {
    let place = Place::new();
    widen(&place, &["-f 0", "-f 1", "-f 8", "-f 20", "-f 4000"].map(str::to_owned), |newer| place.deploy(newer));
}

#[test]
fn a_build_that_may_open_few_files_leaves_the_old_site() {
    let place = Place::new();
    widen(&place, &["-n 4", "-n 5", "-n 6", "-n 8", "-n 256"].map(str::to_owned), |newer| place.build(newer));
}

#[test]
fn an_edit_whose_file_may_not_grow_leaves_the_document() {
    let site = Folder::with(&BASE.replacen("status: reviewed", "status: in review", 1));
    let before = tree::read(site.path());
    let mut command = binary::command();
    command.args(["approve", "2026-03-14-slow-search", "--by", "Ines Duarte", "--now", NOW, "--site"]).arg(site.path());

    binary::run(&mut under("-f 0", &command)).ends_with(2).complains("help: raise the limit on the size of files");
    assert_eq!(tree::read(site.path()), before);

    binary::run(&mut command).ends_with(0);
    assert_eq!(names(&site.at("postmortems")), ["2026-03-14-slow-search.md"]);
}

#[test]
fn a_report_that_cannot_be_written_does_not_pass_for_a_whole_one() {
    let site = Folder::with(BASE);
    for args in [&["check", "--format", "json"][..], &["check"], &["status", "--format", "json"], &["explain"]] {
        let mut command = binary::command();
        command.args(args);
        if args != ["explain"] {
            command.arg(site.path()).args(["--now", NOW]);
        }
        let full = File::options().write(true).open("/dev/full").unwrap();
        let run = command.stdin(Stdio::null()).stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        let told = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.contains("cannot write to standard output") && told.contains("help: "), "{args:?}: {told}");
    }
}

#[test]
fn a_reader_that_went_away_is_no_fault() {
    let site = Folder::with(BASE);
    let mut command = Command::new("sh");
    command.args(["-c", "{ \"$0\" \"$@\"; echo $? >&2; } | :"]).arg(binary::command().get_program());
    let run = binary::run(command.args(["check", "--now", NOW]).arg(site.path())).ends_with(0);
    assert_eq!(run.stderr.lines().last(), Some("0"), "{}", run.stderr);
}
