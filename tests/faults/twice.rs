//! Two at once: builds into one folder follow one another, in both orders; of two edits of one document none is lost.

use std::process::{Child, Command};
use std::time::Duration;

use super::{Place, names, quiet, which};
use crate::support::{Folder, NOW, binary, tree};

/// Sends a process a signal by its name.
fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

/// Starts a command and stops it as soon as it holds the folder.
fn held(place: &Place, command: Command) -> Option<Child> {
    let mut child = quiet(command).spawn().unwrap();
    let lock = place.dir.path().join(".public.allclear-lock");
    while !lock.exists() {
        if child.try_wait().unwrap().is_some() {
            return None;
        }
        std::thread::yield_now();
    }
    signal(&child, "-STOP");
    Some(child)
}

#[test]
fn a_second_build_waits_for_the_first_in_both_orders() {
    for newer_first in [true, false] {
        let place = Place::new();
        let [older, newer] = [false, true].map(|newer| place.after(place.build(newer)));
        // The folder holds the newer site: the first build has something to do only if it is of the older one, or comes after that.
        if newer_first {
            binary::run(&mut place.build(false)).ends_with(0);
        }
        let mut first = held(&place, place.build(newer_first)).expect("the first build holds the folder");
        let mut second = quiet(place.build(!newer_first)).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(300));
        assert!(second.try_wait().unwrap().is_none(), "the second did not wait");
        which(&place.tree(), &[&older, &newer], "while the first stands still");

        signal(&first, "-CONT");

        assert!(first.wait().unwrap().success() && second.wait().unwrap().success());
        assert_eq!(which(&place.tree(), &[&older, &newer], "at the end"), usize::from(!newer_first), "the second is the last");
        assert_eq!(place.beside(), [""; 0]);
    }
}

#[test]
fn a_build_that_waits_goes_on_when_the_first_is_killed() {
    let place = Place::new();
    let [_, newer] = [false, true].map(|newer| place.after(place.build(newer)));
    let mut first = held(&place, place.build(false)).expect("the first build holds the folder");
    let mut second = quiet(place.build(true)).spawn().unwrap();
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(second.wait().unwrap().success());
    assert_eq!(place.tree(), newer);
    assert_eq!(place.beside(), [""; 0]);
}

#[test]
fn builds_and_deploys_that_begin_together_leave_one_whole_site() {
    let place = Place::new();
    let built = [false, true].map(|newer| place.after(place.build(newer)));
    let elsewhere = Place::new();
    let deployed = [false, true].map(|newer| elsewhere.after(elsewhere.deploy(newer)));
    for _ in 0..4 {
        let mut all: Vec<Child> = [false, true, false, true]
            .into_iter()
            .flat_map(|newer| [place.build(newer), elsewhere.deploy(newer)])
            .map(|command| quiet(command).spawn().unwrap())
            .collect();
        assert!(all.iter_mut().all(|child| child.wait().unwrap().success()));
        which(&place.tree(), &[&built[0], &built[1]], "builds");
        which(&elsewhere.tree(), &[&deployed[0], &deployed[1]], "deploys");
        assert_eq!((place.beside(), elsewhere.beside()), (vec![], vec![]));
    }
}

#[test]
fn of_two_edits_at_once_none_is_lost() {
    let texts = ["We know the cause. Next update by 13:00 UTC.", "A fix is on its way. Next update by 13:30 UTC."];
    let (mut both, mut refused) = (0, 0);
    for round in 0..10 {
        let site = Folder::new();
        let at = |now: &str, args: &[&str]| {
            let mut command = binary::command();
            command.args(args).arg("--site").arg(site.path()).args(["--now", now]);
            command
        };
        let open = ["open", "Slow search", "--impact", "degraded", "--message", "Searches are slow. Next update by 12:30 UTC."];
        binary::run(&mut at(NOW, &open)).ends_with(0);
        let updates = texts.map(|text| at("2026-03-20T12:10:00Z", &["update", "--phase", "identified", text]));

        let running = updates.map(|command| quiet(command).spawn().unwrap());

        let [first, second] = running.map(|mut child| child.wait().unwrap().code().unwrap());
        let document = &tree::read(site.path())["postmortems/2026-03-20-slow-search.md"];
        let document = std::str::from_utf8(document).unwrap();
        for (text, status) in texts.into_iter().zip([first, second]) {
            assert!(matches!(status, 0 | 2), "round {round}: {status}");
            assert_eq!(document.contains(text), status == 0, "round {round}: {text}\n{document}");
        }
        assert!(first == 0 || second == 0, "round {round}: both were refused");
        both += usize::from(first + second == 0);
        refused += usize::from(first + second > 0);
        assert_eq!(names(&site.at("postmortems")), ["2026-03-20-slow-search.md"], "round {round}");
    }
    assert_eq!(both + refused, 10);
}
