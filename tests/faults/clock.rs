//! The clock steps back between two runs, and files come from the future: what is built depends on the clock that it is given, on nothing
//! that was built before, and on no time of a file.

use std::fs::File;
use std::time::{Duration, SystemTime};

use super::{Place, build};
use crate::support::{BASE, Folder, binary, tree};

const LATER: &str = "2026-03-20T12:00:00Z";
const BEFORE: &str = "2026-03-18T12:00:00Z";

#[test]
fn a_build_by_an_earlier_clock_is_the_one_that_it_would_have_been() {
    let site = Folder::with(BASE);
    let place = Place::new();
    let at = |now: &str, out: &str| {
        let out = place.dir.path().join(out);
        let mut command = binary::command();
        command.arg("build").arg(site.path()).arg("--out").arg(&out).args(["--now", now]);
        binary::run(&mut command).ends_with(0);
        tree::read(&out)
    };
    let (before, later) = (at(BEFORE, "before"), at(LATER, "later"));
    let page = "incidents/2026-03-14-slow-search/index.html";
    assert_ne!(before[page], later[page], "the message is not out before its time");

    for (now, expected) in [(LATER, &later), (BEFORE, &before), (LATER, &later), (BEFORE, &before)] {
        assert_eq!(tree::difference(expected, &at(now, "public")), None, "{now}");
    }
}

#[test]
fn the_clock_of_the_environment_may_step_back_too() {
    let site = Folder::with(BASE);
    let place = Place::new();
    let at = |seconds: &str| {
        let mut command = binary::command();
        command.arg("build").arg(site.path()).arg("--out").arg(place.out()).env("SOURCE_DATE_EPOCH", seconds);
        binary::run(&mut command).ends_with(0);
        place.tree()
    };
    let (later, before) = (at("1774008000"), at("1773835200"));
    assert_ne!(later, before);
    assert_eq!(at("1774008000"), later);
    assert_eq!(at("1773835200"), before);
}

#[test]
fn times_of_files_say_nothing() {
    let site = Folder::with(BASE);
    let place = Place::new();
    let first = place.after(build(site.path(), &place.out()));
    let future = SystemTime::now() + Duration::from_hours(40 * 365 * 24);
    for time in [future, SystemTime::UNIX_EPOCH] {
        for path in [site.at("postmortems/2026-03-14-slow-search.md"), site.at("allclear.toml"), place.out().join("index.html")] {
            File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
        }
        let run = binary::run(&mut build(site.path(), &place.out())).ends_with(0);
        assert!(run.stdout.contains("0 new, 0 changed, 0 removed"), "{}", run.stdout);
        assert_eq!(place.tree(), first);
    }
    // A change whose file says that it is older than the last build.
    let path = site.at("postmortems/2026-03-14-slow-search.md");
    std::fs::write(&path, BASE.replace("usual speed again", "usual speed now")).unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();

    let changed = place.after(build(site.path(), &place.out()));

    let page = String::from_utf8_lossy(&changed["incidents/2026-03-14-slow-search/index.html"]).into_owned();
    assert!(page.contains("usual speed now"), "the change was missed");
}

#[test]
fn an_update_by_a_clock_that_stepped_back_is_refused_and_changes_nothing() {
    let site = Folder::new();
    let at = |now: &str, args: &[&str]| {
        let mut command = binary::command();
        binary::run(command.args(args).arg("--site").arg(site.path()).args(["--now", now]))
    };
    at(LATER, &["open", "Slow search", "--impact", "degraded", "--message", "Searches are slow. Next update by 12:30 UTC."]).ends_with(0);
    let before = tree::read(site.path());
    at(BEFORE, &["update", "--phase", "identified", "We know the cause. Next update by 13:00 UTC."]).ends_with(2).complains("help: ");
    assert_eq!(tree::read(site.path()), before);
}
