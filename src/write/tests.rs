//! Real folders, real links, real readers.
#![expect(clippy::disallowed_methods, reason = "tests write into folders of their own")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::tree;
use super::{Target, Written};
use crate::error::Error;
use crate::keep::Keep as _;
use crate::public::SitePath;

/// A site's folder in a folder of its own.
struct Place {
    root: tempfile::TempDir,
    site: PathBuf,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let site = root.path().join("site");
        fs::create_dir_all(site.join("postmortems/2026")).unwrap();
        fs::create_dir_all(site.join("theme")).unwrap();
        Self { root, site }
    }

    fn out(&self) -> PathBuf {
        self.site.join("public")
    }

    fn build(&self, files: &[(&str, &str)]) -> Written {
        self.try_build(&self.out(), files).unwrap()
    }

    fn try_build(&self, out: &Path, files: &[(&str, &str)]) -> Result<Written, Error> {
        replace(Target::claim_within(out, &self.site, Duration::from_millis(100))?, &site(files))
    }

    /// The reason of the refusal, which must come with help.
    fn refusal(&self, out: &Path) -> String {
        match self.try_build(out, &[("index.html", "new")]) {
            Err(Error::Output { reason, help, .. }) => {
                assert!(!help.is_empty());
                reason
            }
            other => panic!("not refused: {other:?}"),
        }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.out().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.out().join(path)).unwrap()
    }

    /// Every file and link below OUT, and every folder with nothing in it.
    fn list(&self) -> Vec<String> {
        let tree = tree::read(&self.out()).unwrap();
        let shown = |path: &Path| path.display().to_string();
        tree.iter()
            .filter(|(path, entry)| !entry.is_folder() || !tree.keys().any(|other| other != *path && Path::new(other).starts_with(path)))
            .map(|(path, _)| shown(Path::new(path)))
            .collect()
    }

    /// What stands beside OUT and is neither OUT nor a source.
    fn beside(&self) -> Vec<String> {
        let names = fs::read_dir(&self.site).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| !["public", "postmortems", "theme"].contains(&name.as_str())).collect()
    }
}

type Files = BTreeMap<SitePath, Vec<u8>>;

/// Hands over a whole site, file by file.
fn replace(mut target: Target, files: &Files) -> Result<Written, Error> {
    target.remember(Vec::new());
    target.begin()?;
    let marks = files.iter().map(|(path, bytes)| Ok((path.clone(), target.keep(path, bytes.clone())?)));
    let marks = marks.collect::<Result<_, Error>>()?;
    target.replace(&marks).map(|swapped| swapped.written)
}

fn site(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| (path_of(path), text.as_bytes().to_vec())).collect()
}

fn path_of(text: &str) -> SitePath {
    SitePath::new(text).unwrap()
}

fn inode(path: &Path) -> u64 {
    fs::symlink_metadata(path).unwrap().ino()
}

#[test]
fn a_first_build_makes_the_folder_and_leaves_nothing_beside_it() {
    let place = Place::new();
    let written = place.build(&[("index.html", "front"), ("incidents/a/index.html", "a")]);
    assert_eq!(written.added, [path_of("incidents/a/index.html"), path_of("index.html")]);
    assert_eq!(place.list(), [".allclear-site", "incidents/a/index.html", "index.html"]);
    assert_eq!(place.read("incidents/a/index.html"), "a");
    assert_eq!(place.read(".allclear-site"), "allclear-site 1, files: 2\nincidents/a/index.html\nindex.html\n");
    assert!(place.beside().is_empty(), "{:?}", place.beside());
}

#[test]
fn missing_folders_above_are_made_and_taken_back_when_nothing_is_written() {
    let place = Place::new();
    let out = place.root.path().join("a/b/c");
    drop(Target::claim(&out, &place.site).unwrap());
    assert!(!place.root.path().join("a").exists());
    place.try_build(&out, &[("index.html", "x")]).unwrap();
    assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "x");
}

#[test]
fn an_empty_folder_is_taken_with_its_access_rights() {
    let place = Place::new();
    fs::create_dir(place.out()).unwrap();
    fs::set_permissions(place.out(), fs::Permissions::from_mode(0o711)).unwrap();
    place.build(&[("index.html", "x")]);
    assert_eq!(place.list(), [".allclear-site", "index.html"]);
    assert_eq!(fs::metadata(place.out()).unwrap().mode() & 0o777, 0o711);
}

#[test]
fn a_second_build_says_what_changed_and_rewrites_nothing_else() {
    let place = Place::new();
    place.build(&[("a.html", "1"), ("b.html", "1"), ("c/index.html", "1")]);
    let kept = inode(&place.out().join("a.html"));
    let written = place.build(&[("a.html", "1"), ("b.html", "2"), ("d/index.html", "1")]);
    assert_eq!(written.added, [path_of("d/index.html")]);
    assert_eq!(written.changed, [path_of("b.html")]);
    assert_eq!(written.removed, [path_of("c/index.html")]);
    assert_eq!(written.unchanged, 1);
    assert_eq!(inode(&place.out().join("a.html")), kept);
    assert_eq!(place.list(), [".allclear-site", "a.html", "b.html", "d/index.html"]);
    assert!(place.beside().is_empty());
}

#[test]
fn an_unchanged_build_touches_nothing() {
    let place = Place::new();
    place.build(&[("index.html", "1"), ("a/b.html", "2")]);
    let state = || {
        let data = fs::metadata(place.out()).unwrap();
        (data.ino(), data.mtime(), data.mtime_nsec(), data.ctime(), data.ctime_nsec(), inode(&place.out().join(".allclear-site")))
    };
    let before = state();
    std::thread::sleep(Duration::from_millis(20));
    let written = place.build(&[("index.html", "1"), ("a/b.html", "2")]);
    assert!(written.is_nothing());
    assert_eq!((written.unchanged, state()), (2, before));
    assert!(place.beside().is_empty());
}

#[test]
fn a_file_may_become_a_folder_and_back() {
    let place = Place::new();
    place.build(&[("a", "file")]);
    place.build(&[("a/index.html", "in it")]);
    assert_eq!(place.read("a/index.html"), "in it");
    place.build(&[("a", "file again")]);
    assert_eq!(place.read("a"), "file again");
}

#[test]
fn foreign_things_are_kept_as_they_are() {
    let place = Place::new();
    place.build(&[("index.html", "1"), ("a/index.html", "1")]);
    place.write("CNAME", "status.example.com");
    place.write("a/notes/mine.txt", "mine");
    place.write(".git/HEAD", "ref");
    fs::create_dir_all(place.out().join("empty/inside")).unwrap();
    symlink("nowhere/at/all", place.out().join("dangling")).unwrap();
    symlink("..", place.out().join("up")).unwrap();
    let (file, folder_mode) = (inode(&place.out().join("CNAME")), 0o750);
    fs::set_permissions(place.out().join(".git"), fs::Permissions::from_mode(folder_mode)).unwrap();

    // The page beside the notes goes, the notes stay.
    place.build(&[("index.html", "2")]);

    assert_eq!(place.list(), [".allclear-site", ".git/HEAD", "CNAME", "a/notes/mine.txt", "dangling", "empty/inside", "index.html", "up"]);
    assert_eq!(inode(&place.out().join("CNAME")), file);
    assert_eq!(fs::read_link(place.out().join("dangling")).unwrap(), Path::new("nowhere/at/all"));
    assert_eq!(fs::metadata(place.out().join(".git")).unwrap().mode() & 0o777, folder_mode);
}

#[test]
fn a_folder_that_was_ours_goes_with_its_last_page() {
    let place = Place::new();
    place.build(&[("index.html", "1"), ("a/b/index.html", "1")]);
    place.build(&[("index.html", "1")]);
    assert!(!place.out().join("a").exists());
}

#[test]
fn a_foreign_thing_in_the_way_is_named_and_left_alone() {
    for (foreign, wanted) in [("feed.xml", "feed.xml"), ("incidents", "incidents/a/index.html"), ("a/b/mine.txt", "a/b")] {
        let place = Place::new();
        place.build(&[("index.html", "1")]);
        place.write(foreign, "mine");
        let refused = place.try_build(&place.out(), &[("index.html", "2"), (wanted, "new")]);
        let Err(Error::Output { reason, .. }) = refused else { panic!("{refused:?}") };
        assert!(reason.contains(wanted) || reason.contains(foreign), "{reason}");
        assert_eq!((place.read(foreign), place.read("index.html")), ("mine".into(), "1".into()));
        assert!(place.beside().is_empty());
    }
}

#[test]
fn a_page_that_became_a_link_is_foreign_and_never_followed() {
    let place = Place::new();
    place.build(&[("index.html", "1"), ("a/index.html", "1")]);
    let victim = place.root.path().join("victim");
    fs::create_dir(&victim).unwrap();
    fs::write(victim.join("index.html"), "precious").unwrap();
    fs::remove_dir_all(place.out().join("a")).unwrap();
    symlink(&victim, place.out().join("a")).unwrap();

    assert!(place.try_build(&place.out(), &[("index.html", "2"), ("a/index.html", "2")]).is_err());
    place.build(&[("index.html", "3")]);

    assert_eq!(fs::read_to_string(victim.join("index.html")).unwrap(), "precious");
    assert_eq!(place.list(), [".allclear-site", "a", "index.html"]);
}

#[test]
fn folders_that_are_not_ours_are_refused_and_stay_as_they_are() {
    let place = Place::new();
    let root = place.root.path();
    fs::write(root.join("file"), "mine").unwrap();
    fs::create_dir(root.join("full")).unwrap();
    fs::write(root.join("full/mine"), "mine").unwrap();
    fs::create_dir(root.join("empty")).unwrap();
    symlink(root.join("empty"), root.join("link")).unwrap();
    symlink(&place.site, root.join("alias")).unwrap();
    fs::create_dir(root.join("linked")).unwrap();
    symlink(root.join("full/mine"), root.join("linked/.allclear-site")).unwrap();

    let refused = [
        (root.join("file"), "a file or a link"),
        (root.join("link"), "a file or a link"),
        (root.join("link/"), "a file or a link"),
        (root.join("full"), "not empty"),
        (root.join("linked"), "not empty"),
        (root.join("file/public"), "a file stands"),
        (place.site.clone(), "the site's own folder"),
        (place.site.join("."), "the site's own folder"),
        (root.to_path_buf(), "the site's own folder"),
        (place.site.join("postmortems"), "a folder of sources"),
        (place.site.join("postmortems/2026/public"), "a folder of sources"),
        (place.site.join("public/../postmortems/x"), "a folder of sources"),
        (root.join("alias/postmortems/x"), "a folder of sources"),
        (place.site.join("theme"), "a folder of sources"),
        (place.site.join("theme/static/out"), "a folder of sources"),
        (place.site.join(".allclear"), "a folder of sources"),
        (PathBuf::from("/"), "the root"),
        (PathBuf::from("/proc"), "mount point"),
    ];
    let before = tree::read(root).unwrap();
    for (out, expected) in refused {
        let reason = place.refusal(&out);
        assert!(reason.contains(expected) || (out == Path::new("/proc") && reason.contains("not empty")), "{}: {reason}", out.display());
    }
    assert_eq!(tree::read(root).unwrap(), before);
}

#[test]
fn a_damaged_list_stops_the_build_before_it_could_forget_a_page() {
    for list in ["", "allclear-site 1, files: 2\nindex.html\n", "allclear-site 1, files: 1\n../../victim\n", "something else\n"] {
        let place = Place::new();
        place.build(&[("index.html", "1")]);
        place.write(".allclear-site", list);
        assert!(place.refusal(&place.out()).contains("damaged"), "{list:?}");
        assert_eq!(place.read("index.html"), "1");
    }
}

#[test]
fn a_site_cannot_have_a_file_with_the_name_of_the_list() {
    let place = Place::new();
    assert!(place.try_build(&place.out(), &[(".allclear-site", "x")]).is_err());
    assert!(!place.out().exists());
}

#[test]
fn what_a_killed_build_left_is_cleared_by_the_next_one() {
    let place = Place::new();
    place.build(&[("index.html", "1")]);
    for folder in ["deep/er", "locked"] {
        fs::create_dir_all(place.site.join(".public.allclear-stage").join(folder)).unwrap();
    }
    fs::write(place.site.join(".public.allclear-stage/deep/er/x"), "half").unwrap();
    fs::set_permissions(place.site.join(".public.allclear-stage/locked"), fs::Permissions::from_mode(0o500)).unwrap();
    fs::write(place.site.join(".public.allclear-lock"), "").unwrap();
    // Even a build that finds nothing to do clears up.
    assert!(place.build(&[("index.html", "1")]).is_nothing());
    assert!(place.beside().is_empty(), "{:?}", place.beside());
}

#[test]
fn a_stage_that_is_a_link_goes_without_what_it_leads_to() {
    let place = Place::new();
    let victim = place.root.path().join("victim");
    fs::create_dir(&victim).unwrap();
    fs::write(victim.join("x"), "precious").unwrap();
    symlink(&victim, place.site.join(".public.allclear-stage")).unwrap();
    place.build(&[("index.html", "1")]);
    assert_eq!(fs::read_to_string(victim.join("x")).unwrap(), "precious");
    assert!(place.beside().is_empty());
}

#[test]
fn a_second_build_waits_for_the_first_or_is_refused() {
    let place = Place::new();
    let first = Target::claim(&place.out(), &place.site).unwrap();
    assert!(place.refusal(&place.out()).contains("another build"));
    std::thread::scope(|scope| {
        let second =
            scope.spawn(|| replace(Target::claim(&place.out(), &place.site).unwrap(), &site(&[("index.html", "second")])).unwrap());
        std::thread::sleep(Duration::from_millis(50));
        replace(first, &site(&[("index.html", "first")])).unwrap();
        assert_eq!(second.join().unwrap().changed, [path_of("index.html")]);
    });
    assert_eq!(place.read("index.html"), "second");
    assert!(place.beside().is_empty());
}

#[test]
fn a_fault_in_the_middle_leaves_the_old_site() {
    let place = Place::new();
    place.build(&[("index.html", "1")]);
    let before = inode(&place.out());
    // Longer than any file system allows, so that the stage fails half-way.
    let long = format!("z/{}", "x".repeat(300));
    let failed = place.try_build(&place.out(), &[("index.html", "2"), ("a/b.html", "2"), (&long, "2")]);
    assert!(matches!(failed, Err(Error::Io { .. })), "{failed:?}");
    assert_eq!((place.read("index.html").as_str(), inode(&place.out())), ("1", before));
    assert_eq!(place.list(), [".allclear-site", "index.html"]);
    assert!(place.beside().is_empty());
}

#[test]
fn a_parent_that_cannot_be_written_is_an_error_with_a_next_step() {
    let place = Place::new();
    let parent = place.root.path().join("read-only");
    fs::create_dir(&parent).unwrap();
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(parent.join("probe"), "").is_ok() {
        // For the administrator nothing is read-only, except where the system itself says so.
        let Err(error) = place.try_build(Path::new("/proc/self/public"), &[("index.html", "1")]) else { panic!("not refused") };
        assert!(error.to_string().contains("help: "), "{error}");
        return;
    }
    assert!(place.refusal(&parent.join("public")).contains("cannot be written"));
}

mod readers;
mod spare;
