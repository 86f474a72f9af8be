//! SIGKILL at two hundred moments of builds, deploys to a folder and edits, while readers walk the site: it is the old or the new one at
//! every moment, and the next run clears what the killed one left.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::pace::{Dice, Pace};
use super::{End, Place, which};
use crate::support::folder::CONFIG;
use crate::support::tree::{self, Tree};
use crate::support::{BASE, Folder, NOW, binary};

const SEED: u64 = 20_260_314;

/// Reads the site by its paths, again and again. No file that both sites have is ever missing, each is of one of the two, and while the
/// folder stays the same one, all are of the same.
fn walk(out: &Path, wholes: [&Tree; 2], done: &AtomicBool) -> usize {
    let common: Vec<&String> = wholes[0].keys().filter(|path| wholes[1].contains_key(*path)).collect();
    let mut undisturbed = 0;
    while !done.load(Ordering::Relaxed) {
        // Held open, so that its number is not given to another folder meanwhile.
        let folder = fs::File::open(out).expect("the site is missing");
        let found: BTreeMap<&str, Vec<u8>> = common
            .iter()
            .map(|path| (path.as_str(), fs::read(out.join(path)).unwrap_or_else(|error| panic!("{path} is missing: {error}"))))
            .collect();
        let same = fs::metadata(out).expect("the site is missing").ino() == folder.metadata().unwrap().ino();
        let is = |whole: &Tree| found.iter().all(|(path, bytes)| whole[*path] == *bytes);
        let is_of_one = |(path, bytes): (&&str, &Vec<u8>)| wholes.iter().any(|whole| whole[*path] == *bytes);
        assert!(found.iter().all(is_of_one), "a file is of neither site");
        assert!(!same || wholes.into_iter().any(is), "two sites are mixed");
        undisturbed += usize::from(same);
        // So that there is time for what is read.
        std::thread::sleep(Duration::from_millis(2));
    }
    undisturbed
}

/// Kills a command that brings the folder from one state to the other, as often as is asked for, and lets it run once after each.
fn storm(place: &Place, hits: usize, command: impl Fn(bool) -> Command) {
    let stage = place.dir.path().join(".public.allclear-stage");
    let wholes = [false, true].map(|newer| place.after(command(newer)));
    let [older, newer] = &wholes;
    let pace = [false, true].map(|newer| Pace::of(command(newer), &stage));
    let pace = pace[0].min(pace[1]);
    let (mut dice, mut hit, mut writing, mut old, mut now) = (Dice(SEED), 0, 0, 0, 1);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let end = End(&done);
        let reader = scope.spawn(|| walk(&place.out(), [older, newer], &done));
        for round in 0..hits * 5 {
            let next = 1 - now;
            let share = dice.share();
            if hit == hits || reader.is_finished() {
                break;
            }
            let when = format!("seed {SEED}, round {round}, share {share:.3} of {pace:?}");
            if !pace.kills(command(next == 1), &stage, share, round % 2 == 1) {
                now = next;
                continue;
            }
            hit += 1;
            writing += usize::from(stage.exists());
            let mut served = place.tree();
            // The lock of who was killed: an empty file that nobody lists, and no obstacle.
            served.remove(".allclear-deploy.lock");
            old += usize::from(which(&served, &[&wholes[now], &wholes[next]], &when) == 0);

            binary::run(&mut command(next == 1)).ends_with(0);

            assert_eq!(which(&place.tree(), &[&wholes[next]], &when), 0);
            assert_eq!(place.beside(), [""; 0], "{when}: something was left");
            now = next;
        }
        drop(end);
        assert!(reader.join().unwrap() > 0);
    });
    assert_eq!(hit, hits, "too many moments came too late");
    assert!(writing > 0 && old > 0, "{writing} were killed while they wrote, {old} before the end: the story shows nothing");
}

#[test]
fn a_build_that_is_killed_leaves_the_old_or_the_new_site() {
    let place = Place::new();
    binary::run(&mut place.build(false)).ends_with(0);
    for number in 0..60 {
        fs::write(place.out().join(format!("theirs-{number}.txt")), "not ours").unwrap();
    }
    storm(&place, 70, |newer| place.build(newer));
}

#[test]
fn a_deploy_to_a_folder_that_is_killed_leaves_the_old_or_the_new_site() {
    let place = Place::new();
    binary::run(&mut place.deploy(false)).ends_with(0);
    fs::write(place.out().join("CNAME"), "status.example.com").unwrap();
    storm(&place, 70, |newer| place.deploy(newer));
}

#[test]
fn a_first_build_that_is_killed_leaves_no_site_or_the_whole_one() {
    let place = Place::new();
    let whole = place.after(place.build(true));
    let stage = place.dir.path().join(".public.allclear-stage");
    let pace = Pace::of(place.build(false), &stage);
    let mut dice = Dice(SEED);
    for round in 0..12 {
        fs::remove_dir_all(place.out()).unwrap();
        let _ = pace.kills(place.build(true), &stage, dice.share(), round % 2 == 1);
        which(&place.tree(), &[&Tree::new(), &whole], &format!("seed {SEED}, round {round}"));
        assert_eq!(place.after(place.build(true)), whole);
        assert_eq!(place.beside(), [""; 0]);
    }
}

/// An edit of a document, or of the baseline.
struct Edit {
    name: &'static str,
    before: Vec<(&'static str, String)>,
    args: Vec<&'static str>,
    /// The file that is exchanged last.
    file: &'static str,
}

const ID: &str = "2026-03-14-slow-search";
const DOCUMENT: &str = "postmortems/2026-03-14-slow-search.md";
const RUNNING: &str = "postmortems/2026-03-20-slow-search.md";

fn edits() -> Vec<Edit> {
    let config = || ("allclear.toml", CONFIG.to_owned());
    let in_review = BASE.replacen("status: reviewed", "status: in review", 1);
    let running = "---\nid: 2026-03-20-slow-search\nstatus: draft\npublic:\n  title: Slow search\n  impact: partial\n  components: [search]\n  \
                   started: 2026-03-20T11:00:00Z\n---\n## Status updates\n### 2026-03-20 11:05 UTC — Investigating\nOne search in five takes \
                   longer than ten seconds. Next update by 12:30 UTC.\n";
    let running = || vec![config(), (RUNNING, running.to_owned())];
    let known = format!("{CONFIG}\n[wording]\nbaseline = \"wording-baseline.toml\"\n");
    let text = "We know the cause. Next update by 13:00 UTC.";
    vec![
        Edit {
            name: "approve",
            before: vec![config(), (DOCUMENT, in_review)],
            args: vec!["approve", ID, "--by", "Ines Duarte", "--now", NOW, "--site"],
            file: DOCUMENT,
        },
        Edit {
            name: "close",
            before: vec![config(), (DOCUMENT, BASE.to_owned())],
            args: vec!["close", ID, "--now", NOW, "--site"],
            file: DOCUMENT,
        },
        Edit {
            name: "update",
            before: running(),
            args: vec!["update", "--phase", "identified", text, "--now", NOW, "--site"],
            file: RUNNING,
        },
        Edit {
            name: "resolve",
            before: running(),
            args: vec!["resolve", "Searches answer at their usual speed again.", "--now", NOW, "--site"],
            file: RUNNING,
        },
        Edit {
            name: "open",
            before: vec![config(), (DOCUMENT, BASE.to_owned())],
            args: vec!["open", "Slow search", "--components", "search", "--impact", "degraded", "--message", text, "--now", NOW, "--site"],
            file: RUNNING,
        },
        Edit {
            name: "baseline",
            before: vec![("allclear.toml", known), (DOCUMENT, format!("{BASE}\nThe outage was long.\n"))],
            args: vec!["check", "--now", NOW, "--write-baseline"],
            file: "wording-baseline.toml",
        },
    ]
}

impl Edit {
    fn site(&self) -> Folder {
        self.before.iter().fold(Folder::new(), |site, (path, text)| site.file(path, text))
    }

    fn command(&self, site: &Folder) -> Command {
        let mut command = binary::command();
        command.args(&self.args).arg(site.path());
        command
    }
}

#[test]
fn an_edit_that_is_killed_leaves_the_old_or_the_new_document() {
    const HITS: usize = 10;
    let mut dice = Dice(SEED);
    let mut writing = 0;
    for edit in edits() {
        let site = edit.site();
        let before = tree::read(site.path());
        let stage = |site: &Folder| {
            let file = site.at(edit.file);
            file.with_file_name(format!(".{}.allclear-edit", file.file_name().unwrap().to_str().unwrap()))
        };
        binary::run(&mut edit.command(&site)).ends_with(0);
        let after = tree::read(site.path());
        assert_ne!(before, after, "{} changes nothing", edit.name);
        let second = edit.site();
        let pace = Pace::of(edit.command(&second), &stage(&second));
        let mut hit = 0;
        for round in 0..HITS * 6 {
            if hit == HITS {
                break;
            }
            let site = edit.site();
            let share = dice.share();
            let when = format!("{}, seed {SEED}, round {round}, share {share:.3} of {pace:?}", edit.name);
            if !pace.kills(edit.command(&site), &stage(&site), share, round % 2 == 1) {
                continue;
            }
            hit += 1;
            let mut left = tree::read(site.path());
            let stages: Vec<String> = left.keys().filter(|path| path.ends_with(".allclear-edit")).cloned().collect();
            stages.iter().for_each(|path| _ = left.remove(path));
            writing += usize::from(!stages.is_empty());
            let is_old = left.get(edit.file) == before.get(edit.file);
            if is_old {
                // What is kept beside a document that is approved comes before it.
                left.iter()
                    .for_each(|(path, bytes)| assert!(Some(bytes) == before.get(path) || Some(bytes) == after.get(path), "{when}: {path}"));
                binary::run(&mut edit.command(&site)).ends_with(0);
                left = tree::read(site.path());
            } else {
                assert_eq!(stages, [""; 0], "{when}");
            }
            which(&left, &[&after], &when);
        }
        assert_eq!(hit, HITS, "{}: too many moments came too late", edit.name);
    }
    assert!(writing > 0, "none was killed while it wrote: the story shows nothing");
}
