//! What may not be read or written: it is named with a next step, the exit status is 2, and the site and the documents stay as they were.
//! Run by root, the program is run without the powers of root over files.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Place, build};
use crate::support::{BASE, Folder, NOW, binary, tree};

/// The same command, as somebody for whom the rights of files count.
fn ordinary(command: &Command) -> Command {
    let own = fs::metadata("/proc/self").unwrap().uid();
    let mut plain = Command::new(if own == 0 { "setpriv".as_ref() } else { command.get_program() });
    if own == 0 {
        plain.args(["--bounding-set=-all", "--inh-caps=-all"]).arg(command.get_program());
    }
    plain.args(command.get_args()).env_remove("SOURCE_DATE_EPOCH");
    plain
}

/// A path with other rights, until this is dropped.
struct Closed(PathBuf, u32);

impl Closed {
    fn to(path: PathBuf, mode: u32) -> Self {
        let before = fs::metadata(&path).unwrap().mode();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        Self(path, before)
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        let _ = fs::set_permissions(&self.0, fs::Permissions::from_mode(self.1));
    }
}

#[test]
fn the_rights_of_files_count_in_these_stories() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("closed");
    fs::write(&path, "x").unwrap();
    let _closed = Closed::to(path.clone(), 0o000);
    let mut cat = Command::new("cat");
    assert!(!ordinary(cat.arg(&path)).output().unwrap().status.success(), "the file could be read");
}

#[test]
fn a_source_that_cannot_be_read_is_named_and_the_old_site_stays() {
    let shown = BASE.replace("We are sorry", "![The share of slow searches](chart.png)\n\nWe are sorry");
    let site = Folder::with(&shown)
        .file("postmortems/chart.png", crate::support::pictures::real("chart.png"))
        .file("postmortems/2025/notes.md", "---\npublish: false\n---\n")
        .file("theme/static/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let place = Place::new();
    let before = place.after(build(site.path(), &place.out()));
    for (path, status) in [
        ("allclear.toml", 2),
        ("postmortems/2026-03-14-slow-search.md", 2),
        ("postmortems/2025", 2),
        ("postmortems", 2),
        ("theme/static/x.svg", 2),
        // What a document shows is a fault of the document.
        ("postmortems/chart.png", 1),
    ] {
        let _closed = Closed::to(site.at(path), 0o000);
        let run = binary::run(&mut ordinary(&build(site.path(), &place.out()))).ends_with(status);
        let name = Path::new(path).file_name().unwrap().to_str().unwrap();
        run.complains(name).complains("help: ");
        assert_eq!(place.tree(), before, "{path}");
    }
    binary::run(&mut ordinary(&build(site.path(), &place.out()))).ends_with(0);
}

#[test]
fn a_folder_that_cannot_be_written_is_refused_and_the_old_site_stays() {
    let place = Place::new();
    let older = place.after(place.build(false));
    {
        let _closed = Closed::to(place.dir.path().to_path_buf(), 0o555);
        binary::run(&mut ordinary(&place.build(true))).ends_with(2).complains("cannot be written").complains("help: ");
        assert_eq!(place.tree(), older);
        let elsewhere = place.dir.path().join("new/folder");
        binary::run(&mut ordinary(&build(place.sites.source(true), &elsewhere))).ends_with(2).complains("help: ");
    }
    assert_eq!(place.beside(), [""; 0]);
    // OUT itself may be closed: it is exchanged, and keeps its rights.
    let _closed = Closed::to(place.out(), 0o555);
    binary::run(&mut ordinary(&place.build(true))).ends_with(0);
    assert_ne!(place.tree(), older);
    assert_eq!(fs::metadata(place.out()).unwrap().mode() & 0o777, 0o555);
    assert_eq!(place.beside(), [""; 0]);
}

#[test]
fn a_deploy_goes_file_by_file_where_nothing_can_be_made_beside_the_folder() {
    let place = Place::new();
    binary::run(&mut place.deploy(false)).ends_with(0);
    let first = fs::metadata(place.out()).unwrap().ino();
    {
        let _closed = Closed::to(place.dir.path().to_path_buf(), 0o555);
        binary::run(&mut ordinary(&place.deploy(true))).ends_with(0);
    }
    assert_eq!(fs::metadata(place.out()).unwrap().ino(), first, "it is the same folder");
    assert_eq!(crate::deploy::sites::folder_site(&place.out()), place.sites.newer_files);
    let before = place.tree();
    let _closed = Closed::to(place.dir.path().to_path_buf(), 0o555);
    let _folder = Closed::to(place.out(), 0o555);
    binary::run(&mut ordinary(&place.deploy(false))).ends_with(2).complains("help: ");
    assert_eq!(place.tree(), before);
}

#[test]
fn an_edit_needs_the_folder_of_its_document_and_keeps_the_rights_of_the_file() {
    let site = Folder::with(&BASE.replacen("status: reviewed", "status: in review", 1));
    let before = tree::read(site.path());
    let mut approve = binary::command();
    approve.args(["approve", "2026-03-14-slow-search", "--by", "Ines Duarte", "--now", NOW, "--site"]).arg(site.path());
    {
        let _closed = Closed::to(site.at("postmortems"), 0o555);
        binary::run(&mut ordinary(&approve)).ends_with(2).complains("help: ");
    }
    assert_eq!(tree::read(site.path()), before);
    let document = site.at("postmortems/2026-03-14-slow-search.md");
    let _closed = Closed::to(document.clone(), 0o444);

    binary::run(&mut ordinary(&approve)).ends_with(0);

    assert_eq!(fs::metadata(&document).unwrap().mode() & 0o777, 0o444);
    assert_ne!(tree::read(site.path()), before);
}
