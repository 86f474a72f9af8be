//! Ten thousand files in one folder: documents beside each other, and foreign files in OUT.

use std::fs;

use super::{Place, build};
use crate::support::{BASE, Folder, binary};

const MANY: usize = 10_000;

#[test]
fn ten_thousand_documents_in_one_folder_are_read() {
    let site = Folder::with(BASE);
    for number in 0..MANY {
        site.write(&format!("postmortems/note-{number}.md"), "---\npublish: false\n---\n");
    }
    let place = Place::new();
    let run = binary::run(&mut build(site.path(), &place.out())).ends_with(0);
    assert!(run.stdout.contains(&format!("from 1 of {} documents", MANY + 1)), "{}", run.stdout);
}

#[test]
fn ten_thousand_foreign_files_in_out_are_taken_along() {
    let place = Place::new();
    binary::run(&mut place.build(false)).ends_with(0);
    for number in 0..MANY {
        fs::write(place.out().join(format!("theirs-{number}")), "").unwrap();
    }
    let run = binary::run(&mut place.build(true)).ends_with(0);
    assert!(!run.stdout.contains("0 new, 0 changed"), "{}", run.stdout);
    let tree = place.tree();
    assert_eq!(tree.keys().filter(|path| path.starts_with("theirs-")).count(), MANY);
    assert!(tree.contains_key("incidents/2026-03-09-slow-search/index.html"), "{:?}", tree.keys().take(20).collect::<Vec<_>>());
    assert_eq!(place.beside(), [""; 0]);
}
