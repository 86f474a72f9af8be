//! What one build leaves for the next one: nothing but the files of OUT, and nothing that somebody put there instead.

use std::os::unix::fs::MetadataExt;

use proptest::prelude::*;

use super::*;

impl Place {
    fn with_cache() -> Self {
        let place = Self::new();
        fs::create_dir(place.site.join(".allclear")).unwrap();
        place
    }

    fn spare(&self) -> PathBuf {
        self.site.join(".allclear/spare")
    }

    /// Three pages that stay, and the others.
    fn build_with(&self, others: &[(&str, &str)]) -> Written {
        let stay = [("a/index.html", "one"), ("b/index.html", "two"), ("b/c/index.html", "three")];
        self.build(&[&stay[..], others].concat())
    }
}

fn changed_at(path: &Path) -> (i64, i64) {
    let data = fs::symlink_metadata(path).unwrap();
    (data.ctime(), data.ctime_nsec())
}

#[test]
fn the_spare_is_the_site_again_link_by_link() {
    let place = Place::with_cache();
    place.build_with(&[("index.html", "1")]);
    assert!(!place.spare().exists(), "nothing was exchanged");
    for round in 2..6 {
        place.build_with(&[("index.html", &round.to_string()), (&format!("new/{round}/index.html"), "new")]);
        assert_eq!(tree::read(&place.spare()).unwrap(), tree::read(&place.out()).unwrap(), "round {round}");
        assert_eq!(place.beside(), [".allclear"]);
        assert_eq!(place.read("index.html"), round.to_string());
    }
    assert!(!place.out().join("new/4").exists(), "a folder without files goes");
}

#[test]
fn a_file_that_did_not_change_is_not_even_linked() {
    let place = Place::with_cache();
    place.build_with(&[("index.html", "1")]);
    place.build_with(&[("index.html", "2")]);
    let before = changed_at(&place.out().join("a/index.html"));
    std::thread::sleep(Duration::from_millis(30));
    place.build_with(&[("index.html", "3")]);
    assert_eq!(changed_at(&place.out().join("a/index.html")), before);
    assert_ne!(changed_at(&place.out().join("index.html")), before);
}

#[test]
fn what_was_withdrawn_is_in_no_folder() {
    let place = Place::with_cache();
    place.build_with(&[("index.html", "1"), ("secret/index.html", "withdrawn")]);
    place.build_with(&[("index.html", "2"), ("secret/index.html", "withdrawn")]);
    assert!(place.spare().join("secret/index.html").exists());
    place.build_with(&[("index.html", "2")]);
    assert!(place.spare().exists() && !place.spare().join("secret").exists() && !place.out().join("secret").exists());
}

type Deed<'a> = (&'a str, &'a dyn Fn(&Path));

#[test]
fn what_somebody_put_into_the_spare_never_reaches_the_site() {
    let victim = tempfile::tempdir().unwrap();
    fs::write(victim.path().join("index.html"), "theirs").unwrap();
    let deeds: [Deed<'_>; 7] = [
        ("another file", &|spare| fs::write(spare.join("other.html"), "theirs").unwrap()),
        ("other bytes of one length", &|spare| {
            fs::remove_file(spare.join("a/index.html")).unwrap();
            fs::write(spare.join("a/index.html"), "eno").unwrap();
        }),
        ("a file less", &|spare| fs::remove_file(spare.join("a/index.html")).unwrap()),
        ("an empty folder", &|spare| fs::create_dir(spare.join("d")).unwrap()),
        ("other rights", &|spare| fs::set_permissions(spare.join("a"), fs::Permissions::from_mode(0o700)).unwrap()),
        ("a link for a folder", &|spare| {
            fs::remove_dir_all(spare.join("a")).unwrap();
            symlink(victim.path(), spare.join("a")).unwrap();
        }),
        ("a link for the whole", &|spare| {
            fs::remove_dir_all(spare).unwrap();
            symlink(victim.path(), spare).unwrap();
        }),
    ];
    for (name, deed) in deeds {
        let place = Place::with_cache();
        place.build_with(&[("index.html", "1")]);
        place.build_with(&[("index.html", "2")]);
        let rights = fs::metadata(place.out().join("a")).unwrap().permissions();
        deed(&place.spare());
        place.build_with(&[("index.html", "3")]);
        assert_eq!(place.list(), [".allclear-site", "a/index.html", "b/c/index.html", "b/index.html", "index.html"], "{name}");
        assert_eq!([place.read("a/index.html"), place.read("index.html")], ["one", "3"], "{name}");
        assert_eq!(fs::metadata(place.out().join("a")).unwrap().permissions(), rights, "{name}");
        assert_eq!(fs::read_to_string(victim.path().join("index.html")).unwrap(), "theirs", "{name}");
        assert_eq!(fs::read_dir(victim.path()).unwrap().count(), 1, "{name}");
    }
}

#[test]
fn foreign_files_go_along_with_a_spare_as_without_one() {
    let place = Place::with_cache();
    place.build_with(&[("index.html", "1")]);
    place.write(".well-known/theirs.txt", "theirs");
    for round in 2..5 {
        place.build_with(&[("index.html", &round.to_string())]);
        assert_eq!(place.read(".well-known/theirs.txt"), "theirs");
    }
    fs::write(place.out().join(".well-known/theirs.txt"), "theirs, later").unwrap();
    fs::remove_file(place.out().join("b/index.html")).unwrap();
    place.build_with(&[("index.html", "5")]);
    assert_eq!([place.read(".well-known/theirs.txt"), place.read("b/index.html")], ["theirs, later", "two"]);
    symlink("theirs.txt", place.out().join(".well-known/link")).unwrap();
    place.build_with(&[("index.html", "6")]);
    assert_eq!(fs::read_link(place.out().join(".well-known/link")).unwrap(), Path::new("theirs.txt"));
}

#[test]
fn a_build_that_remembers_nothing_leaves_no_old_spare() {
    let place = Place::with_cache();
    place.build_with(&[("index.html", "1")]);
    place.build_with(&[("index.html", "2"), ("secret/index.html", "withdrawn")]);
    let mut target = Target::claim(&place.out(), &place.site).unwrap();
    let files = site(&[("other.html", "all is new")]);
    target.begin().unwrap();
    let marks = files.iter().map(|(path, bytes)| (path.clone(), target.keep(path, bytes.clone()).unwrap())).collect();
    target.replace(&marks).unwrap();
    assert!(!place.spare().exists());
    assert_eq!(place.list(), [".allclear-site", "other.html"]);
}

#[test]
fn a_link_for_a_cache_is_left_alone() {
    let (place, victim) = (Place::new(), tempfile::tempdir().unwrap());
    symlink(victim.path(), place.site.join(".allclear")).unwrap();
    fs::create_dir(victim.path().join("spare")).unwrap();
    for round in 1..4 {
        place.build_with(&[("index.html", &round.to_string())]);
    }
    assert_eq!(fs::read_dir(victim.path().join("spare")).unwrap().count(), 0);
}

#[test]
fn a_spare_that_nobody_needed_stays_for_the_next_build() {
    let place = Place::with_cache();
    place.build_with(&[("index.html", "1")]);
    place.build_with(&[("index.html", "2")]);
    let before = inode(&place.spare());
    assert!(place.build_with(&[("index.html", "2")]).is_nothing());
    drop({
        let mut target = Target::claim(&place.out(), &place.site).unwrap();
        target.remember(Vec::new());
        target
    });
    assert_eq!(inode(&place.spare()), before);
    assert_eq!(place.beside(), [".allclear"]);
}

/// Sites whose files take the places of each other's folders.
fn sites() -> impl Strategy<Value = Vec<BTreeMap<usize, u8>>> {
    proptest::collection::vec(proptest::collection::btree_map(0..PATHS.len(), 0..3_u8, 0..7), 1..8)
}

const PATHS: [&str; 8] = ["a", "a/b", "a/b/c", "d/e.html", "d/f.html", "g.html", "h.html", "i/j/k/l.html"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn builds_with_a_spare_come_to_the_same_site(rounds in sites()) {
        let (with, without) = (Place::with_cache(), Place::new());
        for round in rounds {
            let files: Vec<(&str, String)> = round.iter().map(|(at, text)| (PATHS[*at], text.to_string())).collect();
            let within = |path: &str, other: &str| other.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
            // No site has a file where another of its files has a folder.
            let fine = files.iter().filter(|(path, _)| !files.iter().any(|(other, _)| within(path, other)));
            let files: Vec<(&str, &str)> = fine.map(|(path, text)| (*path, text.as_str())).collect();
            prop_assert_eq!(with.build(&files), without.build(&files));
            prop_assert_eq!(with.list(), without.list());
            for (path, text) in files {
                prop_assert_eq!(with.read(path), text);
            }
            prop_assert_eq!(with.beside(), [".allclear"]);
        }
    }
}
