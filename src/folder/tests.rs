//! A commit is read as the folder was that it was made from, wherever links and dots lead.
#![expect(clippy::disallowed_methods, reason = "tests write into folders of their own")]

use std::process::Command;

use proptest::prelude::*;

use super::*;
use crate::git::Repository;

/// What stands at a path.
#[derive(Debug, Clone)]
enum Thing {
    File,
    Folder,
    Link(String),
}

/// Paths of a few short names, so that they meet.
fn path() -> impl Strategy<Value = String> {
    let step = prop_oneof![5 => "[abc]", 2 => Just("..".to_owned()), 1 => Just(".".to_owned()), 1 => Just(String::new())];
    proptest::collection::vec(step, 1..5).prop_map(|steps| steps.join("/"))
}

fn thing() -> impl Strategy<Value = Thing> {
    prop_oneof![3 => Just(Thing::File), 2 => Just(Thing::Folder), 4 => path().prop_map(Thing::Link)]
}

/// Makes what can be made; whatever stands in the way stays.
fn make(root: &Path, things: &[(String, Thing)]) {
    for (name, thing) in things {
        let at = root.join(name.trim_matches('/'));
        let inside = at.parent().and_then(|parent| parent.canonicalize().ok()).is_some_and(|parent| parent.starts_with(root));
        if !inside {
            continue;
        }
        let _ = match thing {
            Thing::File if at.symlink_metadata().is_err() => std::fs::File::create(&at).map(drop),
            Thing::File => Ok(()),
            // git keeps no folder that is empty.
            Thing::Folder => std::fs::create_dir(&at).and_then(|()| std::fs::File::create(at.join("kept")).map(drop)),
            Thing::Link(target) => std::os::unix::fs::symlink(target, &at),
        };
    }
}

fn git(folder: &Path, args: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(folder).envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")]);
    let run = git.args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "gc.auto=0"]).args(args).output();
    assert!(run.as_ref().is_ok_and(|run| run.status.success()), "git {args:?}: {run:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_path_leads_where_it_leads_on_disk(
        things in proptest::collection::vec((path(), thing()), 1..16),
        asked in proptest::collection::vec(path(), 24),
    ) {
        let place = tempfile::tempdir().expect("a folder");
        let root = place.path().canonicalize().expect("its path").join("repository");
        std::fs::create_dir(&root).expect("a folder");
        std::fs::File::create(root.join(crate::config::FILE)).expect("a file");
        make(&root, &things);
        git(&root, &["init", "--quiet"]);
        git(&root, &["add", "--all"]);
        git(&root, &["commit", "--quiet", "--message", "x"]);
        let disk = Folder::disk(&root);
        let repository = Repository::open(&root).expect("a repository");
        let revision = Folder::revision(&repository, "HEAD", Path::new("")).expect("a revision").folder.expect("a site");
        for path in asked {
            // By text: to join is to leave dots and slashes at the end as they are.
            let (here, there) = (disk.root().join(format!("./{path}")), revision.root().join(format!("./{path}")));
            let inside = |folder: &Folder, path: &Path| {
                let root = folder.canonicalize(folder.root()).expect("the root");
                let real = folder.canonicalize(path).ok();
                real.and_then(|real| real.strip_prefix(&root).ok().map(Path::to_path_buf))
            };
            let real = inside(&disk, &here);
            prop_assert_eq!(&real, &inside(&revision, &there), "{}", path);
            if real.is_none() {
                prop_assert!(!revision.is_file(&there) && revision.read(&there).is_err(), "{} is read", path);
                continue;
            }
            prop_assert_eq!(disk.is_file(&here), revision.is_file(&there), "{} is a file", path);
            prop_assert_eq!(disk.is_dir(&here), revision.is_dir(&there), "{} is a folder", path);
            let is_link = |folder: &Folder, path: &Path| folder.symlink_metadata(path).is_ok_and(|kind| kind == Kind::Link);
            prop_assert_eq!(is_link(&disk, &here), is_link(&revision, &there), "{} is a link", path);
            prop_assert_eq!(disk.exists(&here), revision.exists(&there), "{} exists", path);
            let names = |folder: &Folder, path: &Path| {
                let list = folder.list(path).ok()?;
                let mut names: Vec<_> = list.iter().filter_map(|path| path.file_name()).map(std::ffi::OsStr::to_owned).collect();
                names.retain(|name| name != ".git");
                names.sort();
                Some(names)
            };
            prop_assert_eq!(names(&disk, &here), names(&revision, &there), "what {} holds", path);
        }
    }
}

#[test]
fn a_file_that_is_another_one_once_all_is_read_is_told() {
    let site = tempfile::tempdir().unwrap();
    let path = |name: &str| site.path().join(name);
    let folder = Folder::disk(site.path());
    let read = || {
        for name in ["a.md", "b.md", "c.md"] {
            std::fs::write(path(name), "old").unwrap();
            assert_eq!(folder.read(&path(name)).unwrap(), b"old");
        }
    };
    read();
    assert_eq!(folder.changed(), None);

    let changes: [(&str, &dyn Fn()); 4] = [
        ("a.md", &|| std::fs::write(path("a.md"), "older").unwrap()),
        ("b.md", &|| std::fs::remove_file(path("b.md")).unwrap()),
        ("c.md", &|| {
            std::fs::write(path("new"), "old").unwrap();
            std::fs::rename(path("new"), path("c.md")).unwrap();
        }),
        ("a.md", &|| {
            // Of the same length, and with the time of its content set back.
            let before = std::fs::metadata(path("a.md")).unwrap().modified().unwrap();
            std::thread::sleep(std::time::Duration::from_millis(20));
            std::fs::write(path("a.md"), "odl").unwrap();
            std::fs::File::options().write(true).open(path("a.md")).unwrap().set_modified(before).unwrap();
        }),
    ];
    for (name, change) in changes {
        read();
        change();
        assert_eq!(folder.changed(), Some(path(name)));
        assert_eq!(folder.changed(), None, "it is told once");
    }
}
