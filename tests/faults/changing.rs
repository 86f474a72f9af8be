//! A file changes while it is read: somebody writes one content over another, in pieces, again and again. A build is of one of the two, or
//! says that the file changed; it is never of half a file.

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::pace::Dice;
use super::{End, Place, build, which};
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder, binary, pictures};

const CHANGED: &str = "changed while it was read";
const DOCUMENT: &str = "postmortems/2026-03-14-slow-search.md";

/// Writes the contents in turn: cut, then one half, then the other. Rests in between, as long as it is told to.
fn write_in_pieces(path: &Path, contents: &[Vec<u8>; 2], rest: Duration, done: &AtomicBool) {
    let mut dice = Dice(20_260_315);
    let mut file = File::options().write(true).open(path).unwrap();
    for content in contents.iter().cycle() {
        if done.load(Ordering::Relaxed) {
            break;
        }
        let (first, second) = content.split_at(content.len() / 2);
        file.set_len(0).unwrap();
        file.rewind().unwrap();
        file.write_all(first).unwrap();
        std::thread::yield_now();
        file.write_all(second).unwrap();
        std::thread::sleep(rest.mul_f64(2.0 * dice.share()));
    }
}

/// Builds while the file of a site is written; how often it was built, and how often refused.
fn builds_meanwhile(site: &Folder, file: &str, contents: &[Vec<u8>; 2], shares: &[f64], words: &str) -> [usize; 2] {
    let place = Place::new();
    let mut whole = Duration::MAX;
    let wholes = contents.each_ref().map(|content| {
        site.write(file, content);
        let begin = Instant::now();
        let tree = place.after(build(site.path(), &place.out()));
        whole = whole.min(begin.elapsed());
        tree
    });
    assert_ne!(wholes[0], wholes[1], "{file}");
    let mut counts = [0, 0];
    for share in shares {
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let _end = End(&done);
            scope.spawn(|| write_in_pieces(&site.at(file), contents, whole.mul_f64(*share), &done));
            for round in 0..3 {
                let run = binary::run(&mut build(site.path(), &place.out()));
                let refused = run.status != 0;
                if refused {
                    run.ends_with(2).complains(words).complains(file).complains("help: ");
                }
                counts[usize::from(refused)] += 1;
                which(&place.tree(), &[&wholes[0], &wholes[1]], &format!("{file}, round {round}, resting {share} of a build"));
                assert_eq!(place.beside(), [""; 0]);
            }
        });
    }
    counts
}

#[test]
fn a_document_that_is_written_meanwhile_is_published_whole_or_not_at_all() {
    let site = Folder::with(BASE);
    let other = BASE.replace("usual speed again", "usual speed now");
    let long = other.replace("## Root cause\n", &format!("## Root cause\n{}", "Nobody had asked how large the heap may get.\n".repeat(60)));
    let contents = [BASE.as_bytes().to_vec(), long.into_bytes()];
    // Without a rest it is refused; with a long one it is built.
    let [built, refused] = builds_meanwhile(&site, DOCUMENT, &contents, &[0.0, 0.02, 0.5, 8.0], CHANGED);
    assert!(built > 0 && refused > 0, "built {built}, refused {refused}: the story shows nothing");
}

#[test]
fn a_config_that_is_written_meanwhile_is_one_of_two() {
    let site = Folder::with(BASE);
    let other = CONFIG.replace("Example status", "Status of the example").replacen("\n\n", "\naccent = \"#17695c\"\n\n", 1);
    // Half a config is refused before anything else is read, perhaps before its other half is written: as a config that is wrong.
    builds_meanwhile(&site, "allclear.toml", &[CONFIG.as_bytes().to_vec(), other.into_bytes()], &[0.02, 2.0], "allclear.toml");
}

#[test]
fn an_image_that_is_written_meanwhile_is_one_of_two() {
    let shown = BASE.replace("We are sorry", "![The share of slow searches](share.jpg)\n\nWe are sorry");
    let site = Folder::with(&shown);
    let images = ["photo.jpg", "progressive.jpg"].map(pictures::real);
    builds_meanwhile(&site, "postmortems/share.jpg", &images, &[0.02, 2.0], CHANGED);
}

#[test]
fn a_file_that_is_replaced_or_goes_while_it_is_read_is_never_half_of_two() {
    let site = Folder::with(BASE);
    let place = Place::new();
    let texts = [BASE.to_owned(), BASE.replace("usual speed again", "usual speed now")];
    let wholes = texts.each_ref().map(|text| {
        site.write(DOCUMENT, text);
        place.after(build(site.path(), &place.out()))
    });
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let _end = End(&done);
        scope.spawn(|| {
            for text in texts.iter().cycle().take_while(|_| !done.load(Ordering::Relaxed)) {
                site.write("postmortems/.next", text);
                std::fs::rename(site.at("postmortems/.next"), site.at(DOCUMENT)).unwrap();
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        for _ in 0..6 {
            let status = binary::run(&mut build(site.path(), &place.out())).status;
            assert!(matches!(status, 0 | 2), "{status}");
            which(&place.tree(), &[&wholes[0], &wholes[1]], "replaced");
        }
    });
}
