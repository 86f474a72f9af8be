//! The output folder: an unchanged rebuild touches nothing, a failing build leaves the old site, what is not ours stays.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::support::{BASE, Folder, allclear, binary, tree};

/// Inode and time of change of every file and folder.
fn stamps(folder: &Path) -> BTreeMap<String, (u64, i64, i64)> {
    let mut stamps = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(path) = folders.pop() {
        let meta = fs::symlink_metadata(&path).unwrap();
        stamps.insert(path.display().to_string(), (meta.ino(), meta.mtime(), meta.mtime_nsec()));
        if meta.is_dir() {
            folders.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    stamps
}

#[test]
fn an_unchanged_rebuild_writes_nothing() {
    let site = Folder::with(BASE);
    let out = site.at("public");
    binary::build(site.path(), &out).ends_with(0);
    let before = stamps(&out);

    let run = binary::build(site.path(), &out).ends_with(0);

    assert_eq!(before, stamps(&out));
    assert!(run.stdout.contains("0 new, 0 changed, 0 removed"), "{}", run.stdout);
}

#[test]
fn only_changed_files_get_new_bytes() {
    let site =
        Folder::with(BASE).document("2026-03-02-other.md", BASE.replace("2026-03-14-slow", "2026-03-02-slow").replace("03-14", "03-02"));
    let out = site.at("public");
    binary::build(site.path(), &out).ends_with(0);
    let before = stamps(&out);
    site.write("postmortems/2026-03-14-slow-search.md", BASE.replace("usual speed again", "usual speed now"));

    binary::build(site.path(), &out).ends_with(0);

    let after = stamps(&out);
    let other = out.join("incidents/2026-03-02-slow-search/index.html").display().to_string();
    let changed = out.join("incidents/2026-03-14-slow-search/index.html").display().to_string();
    assert_eq!(before[&other], after[&other], "a page was rewritten that did not change");
    assert!(fs::read_to_string(&changed).unwrap().contains("usual speed now"));
}

#[test]
fn a_failing_build_leaves_the_old_site() {
    let site = Folder::with(BASE);
    let out = site.at("public");
    binary::build(site.path(), &out).ends_with(0);
    let before = stamps(&out);
    let faults = [
        ("postmortems/2026-03-14-slow-search.md", BASE.replace("impact: partial", "impact: terrible"), 1),
        ("postmortems/2026-03-14-slow-search.md", BASE.replace("We are sorry", "On 10.1.2.3. We are sorry"), 3),
        ("postmortems/2026-03-14-slow-search.md", BASE.to_owned(), 0),
        ("theme/templates/404.html", "{% if %}".to_owned(), 2),
        ("allclear.toml", "[site\n".to_owned(), 2),
    ];
    for (path, text, status) in faults {
        site.write(path, text);
        binary::build(site.path(), &out).ends_with(status);
        assert_eq!(before, stamps(&out), "{path} changed the site");
    }
    assert!(!site.at(".public.allclear-stage").exists());
}

#[test]
fn what_is_gone_from_the_source_goes_from_the_site_and_what_is_foreign_stays() {
    let site = Folder::with(BASE).document("other.md", BASE.replace("2026-03-14-slow-search", "other"));
    let out = site.at("public");
    binary::build(site.path(), &out).ends_with(0);
    fs::write(out.join("CNAME"), "status.example.com").unwrap();
    fs::create_dir(out.join("incidents/other/notes")).unwrap();
    fs::write(out.join("incidents/other/notes/mine.txt"), "mine").unwrap();
    fs::remove_file(site.at("postmortems/other.md")).unwrap();

    binary::build(site.path(), &out).ends_with(0);

    assert!(!out.join("incidents/other/index.html").exists());
    assert_eq!(fs::read_to_string(out.join("CNAME")).unwrap(), "status.example.com");
    assert_eq!(fs::read_to_string(out.join("incidents/other/notes/mine.txt")).unwrap(), "mine");
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let site = Folder::with(BASE);
    let theirs = tempfile::tempdir().unwrap();
    fs::write(theirs.path().join("thesis.txt"), "ten years").unwrap();

    binary::build(site.path(), theirs.path()).ends_with(2).complains("help:");

    assert_eq!(tree::read(theirs.path()).len(), 1);
}

#[test]
fn places_that_can_never_be_the_output_are_refused() {
    let site = Folder::with(BASE).file("theme/static/x.txt", "x").file("a-file", "x");
    std::os::unix::fs::symlink(site.at("elsewhere"), site.at("a-link")).unwrap();
    let before = tree::read(&site.at("postmortems"));
    let parent = site.path().parent().unwrap().to_path_buf();
    let places = [
        site.path().to_path_buf(),
        parent,
        site.at("postmortems"),
        site.at("postmortems/new"),
        site.at("theme"),
        site.at("theme/new"),
        site.at("a-file"),
        site.at("a-link"),
        site.at("a-file/below"),
    ];
    for out in places {
        let run = binary::build(site.path(), &out).ends_with(2);
        assert!(run.stderr.contains("help:"), "{}: {}", out.display(), run.stderr);
    }
    assert_eq!(before, tree::read(&site.at("postmortems")));
    assert!(!site.at("elsewhere").exists());
}

#[test]
fn a_target_that_cannot_be_written_is_refused() {
    let site = Folder::with(BASE);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();

    for out in [folder.path().join("file/out"), Path::new("/proc/allclear/out").to_path_buf(), Path::new("/dev/null/out").to_path_buf()] {
        binary::build(site.path(), &out).ends_with(2).complains("help:");
    }
}

#[test]
fn check_writes_nothing_at_all() {
    let site = Folder::with(BASE);
    let before = stamps(site.path());

    allclear(["check".as_ref(), site.path().as_os_str()]).ends_with(0);

    assert_eq!(before, stamps(site.path()));
}

#[test]
fn nothing_is_written_outside_the_output_folder_and_its_neighbours() {
    let site = Folder::with(BASE);
    let around = tempfile::tempdir().unwrap();
    let temporary = around.path().join("tmp");
    fs::create_dir(&temporary).unwrap();
    let mut command = binary::command();
    command.args([
        "build",
        site.path().to_str().unwrap(),
        "--out",
        around.path().join("out").to_str().unwrap(),
        "--now",
        crate::support::NOW,
    ]);
    binary::run(command.env("TMPDIR", &temporary).env("HOME", &temporary)).ends_with(0);

    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0);
    let source = tree::read(site.path());
    assert_eq!(source.keys().filter(|path| !path.starts_with(".allclear/")).count(), 2, "{:?}", source.keys());
}
