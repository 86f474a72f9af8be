//! Deploying: only what changed goes out, in an order that leaves a working site whenever it is cut; what is not ours stays as it is.

#[cfg(feature = "deploy")]
mod bucket;
#[cfg(feature = "deploy")]
mod faults;
#[cfg(feature = "deploy")]
mod proxy;
mod reader;
#[cfg(feature = "deploy")]
mod server;
pub mod sites;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Instant;

use crate::support::tree::{self, Tree};
use crate::support::{allclear, binary};
use sites::{Sites, folder_site};

/// A folder for one story, with OUT of the older and the newer site in it.
struct Place {
    dir: tempfile::TempDir,
    sites: &'static Sites,
}

impl Place {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), sites: Sites::get() }
    }

    fn www(&self) -> PathBuf {
        self.dir.path().join("www")
    }

    fn deploy(&self, out: &Path, more: &[&str]) -> binary::Run {
        allclear(["deploy", out.to_str().unwrap(), self.www().to_str().unwrap()].into_iter().chain(more.iter().copied()))
    }

    fn plan(&self, out: &Path) -> serde_json::Value {
        serde_json::from_str(&self.deploy(out, &["--dry-run", "--format", "json"]).ends_with(0).stdout).unwrap()
    }

    /// What readers find.
    fn served(&self) -> Tree {
        folder_site(&self.www())
    }
}

fn inodes(folder: &Path) -> BTreeMap<String, u64> {
    tree::read(folder).into_keys().map(|path| (path.clone(), fs::metadata(folder.join(path)).unwrap().ino())).collect()
}

#[test]
fn a_first_deploy_makes_the_folder_and_a_second_touches_nothing() {
    let place = Place::new();
    let run = place.deploy(&place.sites.older, &[]).ends_with(0);
    assert_eq!(place.served(), place.sites.older_files);
    assert!(run.stdout.contains(&format!("{} files new, 0 changed, 0 removed", place.sites.older_files.len())), "{}", run.stdout);
    assert!(run.stdout.contains("https://status.example.com/"), "the address of the site: {}", run.stdout);
    let before = inodes(&place.www());

    let run = place.deploy(&place.sites.older, &[]).ends_with(0);

    assert!(run.stdout.contains("0 files new, 0 changed, 0 removed"), "{}", run.stdout);
    assert_eq!(inodes(&place.www()), before);
}

#[test]
fn only_what_changed_is_written_and_what_is_not_ours_stays() {
    let place = Place::new();
    place.deploy(&place.sites.older, &[]).ends_with(0);
    fs::write(place.www().join("CNAME"), "status.example.com").unwrap();
    fs::create_dir(place.www().join("incidents/mine")).unwrap();
    let before = inodes(&place.www());
    let plan = place.plan(&place.sites.newer);
    assert_eq!(inodes(&place.www()), before, "a dry run changed something");

    place.deploy(&place.sites.newer, &[]).ends_with(0);

    let (older, newer) = (&place.sites.older_files, &place.sites.newer_files);
    let listed = |name: &str| plan[name].as_array().unwrap().iter().map(|path| path.as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(listed("added"), newer.keys().filter(|path| !older.contains_key(*path)).cloned().collect::<Vec<_>>());
    assert_eq!(listed("removed"), older.keys().filter(|path| !newer.contains_key(*path)).cloned().collect::<Vec<_>>());
    let changed = newer.iter().filter(|(path, bytes)| older.get(*path).is_some_and(|old| old != *bytes));
    assert_eq!(listed("replaced"), changed.map(|(path, _)| path.clone()).collect::<Vec<_>>());
    assert!(!listed("added").is_empty() && !listed("removed").is_empty() && !listed("replaced").is_empty());
    let after = inodes(&place.www());
    let kept = newer.iter().filter(|(path, bytes)| older.get(*path) == Some(bytes));
    assert!(kept.clone().count() > 0 && kept.clone().all(|(path, _)| before[path] == after[path]), "an unchanged file was written again");
    let mut served = place.served();
    assert_eq!(served.remove("CNAME").unwrap(), b"status.example.com");
    assert!(place.www().join("incidents/mine").is_dir(), "a folder of somebody else's is gone");
    assert_eq!(&served, newer);
}

#[test]
fn a_file_that_somebody_removed_or_cut_comes_back() {
    let place = Place::new();
    place.deploy(&place.sites.older, &[]).ends_with(0);
    fs::remove_file(place.www().join("feed.xml")).unwrap();
    fs::write(place.www().join("index.html"), "cut").unwrap();
    place.deploy(&place.sites.older, &[]).ends_with(0);
    assert_eq!(place.served(), place.sites.older_files);
}

#[test]
fn a_dry_run_names_every_file_and_makes_nothing() {
    let place = Place::new();
    let run = place.deploy(&place.sites.older, &["--dry-run"]).ends_with(0);
    for path in place.sites.older_files.keys() {
        assert!(run.stdout.contains(&format!("+ {path}\n")), "{path} is not named:\n{}", run.stdout);
    }
    assert!(run.stdout.contains("would be new"), "{}", run.stdout);
    assert!(!place.www().exists());
}

#[test]
fn a_folder_that_would_be_made_inside_of_out_is_refused() {
    let place = Place::new();
    let out = place.dir.path().join("out");
    allclear(["deploy", place.sites.older.to_str().unwrap(), out.to_str().unwrap()]).ends_with(0);
    fs::copy(place.sites.older.join(".allclear-site"), out.join(".allclear-site")).unwrap();
    let before = tree::read(&out);
    for to in ["out/new", "out/new/deeper"] {
        let to = place.dir.path().join(to);
        let run = allclear(["deploy", out.to_str().unwrap(), to.to_str().unwrap()]).ends_with(2);
        run.complains("lies in it").complains("help: ");
    }
    assert_eq!(tree::read(&out), before);
}

#[test]
fn a_link_in_the_place_of_the_files_on_their_way_is_not_followed() {
    let place = Place::new();
    place.deploy(&place.sites.older, &[]).ends_with(0);
    let (theirs, parts) = (place.dir.path().join("theirs"), place.www().join(".allclear-deploy.parts"));
    fs::create_dir(&theirs).unwrap();
    fs::write(theirs.join("next"), "somebody's").unwrap();
    symlink(&theirs, &parts).unwrap();
    place.deploy(&place.sites.newer, &["--in-place"]).ends_with(2).complains("is no folder").complains("help: ");

    fs::remove_file(&parts).unwrap();
    fs::create_dir(&parts).unwrap();
    symlink(theirs.join("next"), parts.join("next")).unwrap();
    place.deploy(&place.sites.newer, &["--in-place"]).ends_with(0);

    assert_eq!(fs::read(theirs.join("next")).unwrap(), b"somebody's");
    assert_eq!(place.served(), place.sites.newer_files);
}

#[test]
fn a_password_in_the_name_of_a_place_is_refused_and_not_shown() {
    let place = Place::new();
    let secret = ["inv", "ented"].concat();
    for to in [format!("s3://KEY:{secret}@bucket/site"), format!("https://noa:{secret}@host.example/")] {
        let run = allclear(["deploy", place.sites.older.to_str().unwrap(), &to]).ends_with(2);
        run.complains("was given with a user or a password").complains("help: ").hides(&secret);
    }
}

#[test]
fn a_place_that_is_not_ours_is_refused_and_stays_as_it_is() {
    let place = Place::new();
    fs::create_dir(place.www()).unwrap();
    fs::write(place.www().join("index.html"), "somebody's").unwrap();
    let refused = |words: &str, more: &[&str]| {
        let before = tree::read(&place.www());
        place.deploy(&place.sites.older, more).ends_with(2).complains(words).complains("help: ");
        assert_eq!(tree::read(&place.www()), before, "{words}");
    };
    refused("is not empty, and no deploy made it", &[]);
    refused("is not empty, and no deploy made it", &["--dry-run"]);

    // A link in the place of the state is nobody's promise.
    fs::write(place.dir.path().join("state"), "allclear-deploy 1, files: 1\n? index.html\n").unwrap();
    symlink(place.dir.path().join("state"), place.www().join(".allclear-deploy")).unwrap();
    refused("is not empty, and no deploy made it", &[]);

    fs::remove_file(place.www().join(".allclear-deploy")).unwrap();
    for damaged in ["", "allclear-deploy 1, files: 2\n? index.html\n", "allclear-deploy 1, files: 1\n? ../victim\n"] {
        fs::write(place.www().join(".allclear-deploy"), damaged).unwrap();
        refused("is damaged", &[]);
    }
    fs::write(place.www().join(".allclear-deploy"), "allclear-deploy 1, files: 0\n").unwrap();
    refused("needs the place of index.html, which no deploy put there", &[]);
    fs::write(place.www().join(".allclear-deploy"), "allclear-deploy 1, files: 1\nsite: https://other.example/\n? index.html\n").unwrap();
    refused("holds the site of https://other.example/", &[]);
    fs::write(place.www().join("incidents"), "a file").unwrap();
    refused("needs the place of incidents", &["--moved"]);
    fs::remove_file(place.www().join("incidents")).unwrap();
    let elsewhere = place.dir.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    symlink(&elsewhere, place.www().join("incidents")).unwrap();
    place.deploy(&place.sites.older, &["--moved"]).ends_with(2).complains("needs the place of incidents");
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0, "a link was followed");
    fs::remove_file(place.www().join("incidents")).unwrap();

    place.deploy(&place.sites.older, &["--moved"]).ends_with(0);
    assert_eq!(place.served(), place.sites.older_files);
}

#[test]
fn what_is_no_whole_built_site_never_goes_out() {
    let place = Place::new();
    let out = place.dir.path().join("out");
    let fresh = || {
        let _ = fs::remove_dir_all(&out);
        tree::write(&tree::read(&place.sites.older), &out);
    };
    let refused = |words: &str| {
        place.deploy(&out, &[]).ends_with(2).complains(words).complains("help: ");
        assert!(!place.www().exists(), "{words}");
    };
    refused("cannot open the folder");
    fresh();
    fs::remove_file(out.join(".allclear-site")).unwrap();
    refused("holds no .allclear-site");
    fs::write(out.join(".allclear-site"), "allclear-site 1, files: 3\nindex.html\n").unwrap();
    refused("has a damaged .allclear-site");
    fresh();
    fs::remove_file(out.join("feed.xml")).unwrap();
    refused("feed.xml in");
    fs::write(place.dir.path().join("secret"), "secret").unwrap();
    symlink(place.dir.path().join("secret"), out.join("feed.xml")).unwrap();
    refused("feed.xml in");
    fresh();
    fs::remove_dir_all(out.join("incidents")).unwrap();
    symlink(place.sites.older.join("incidents"), out.join("incidents")).unwrap();
    refused("is not as the build left it");
    // What lies in OUT and is not on its list stays at home.
    fresh();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    place.deploy(&out, &[]).ends_with(0);
    assert_eq!(place.served(), place.sites.older_files);
}

#[test]
fn a_target_that_cannot_be_one_is_named_with_the_next_step() {
    let place = Place::new();
    let out = place.sites.older.to_str().unwrap();
    let file = place.dir.path().join("file");
    fs::write(&file, "").unwrap();
    let inside = place.sites.older.join("incidents");
    // Folders that are not there yet, one of them by way of a link.
    let new = place.sites.older.join("new/folder");
    symlink(&place.sites.older, place.dir.path().join("link")).unwrap();
    let round = place.dir.path().join("link/also-new");
    for (to, words) in [
        ("gs://bucket/site", "no such kind of place is known"),
        (file.to_str().unwrap(), "is no folder"),
        (out, "is OUT, lies in it, or holds it"),
        (inside.to_str().unwrap(), "is OUT, lies in it, or holds it"),
        (new.to_str().unwrap(), "is OUT, lies in it, or holds it"),
        (round.to_str().unwrap(), "is OUT, lies in it, or holds it"),
        (place.sites.older.parent().unwrap().to_str().unwrap(), "is OUT, lies in it, or holds it"),
    ] {
        allclear(["deploy", out, to]).ends_with(2).complains(words).complains("help: ");
    }
    assert!(!new.exists() && !round.exists());
    if cfg!(not(feature = "deploy")) {
        allclear(["deploy", out, "s3://bucket"]).ends_with(2).complains("without the feature `deploy`").complains("help: ");
    }
}

#[test]
fn a_deploy_in_place_that_is_killed_leaves_a_working_site_and_the_next_one_completes_it() {
    let place = Place::new();
    let (older, newer) = (&place.sites.older_files, &place.sites.newer_files);
    place.deploy(&place.sites.older, &[]).ends_with(0);
    let begin = Instant::now();
    place.deploy(&place.sites.newer, &["--in-place"]).ends_with(0);
    let (whole, rounds) = (begin.elapsed(), 40);
    let mut cut = 0;
    for round in 0..rounds {
        let (out, wanted) = if round % 2 == 1 { (&place.sites.newer, newer) } else { (&place.sites.older, older) };
        let mut child = start(out, &place.www(), &["--in-place"]);
        // Spread over the time that a deploy takes here, so that most are cut in the middle.
        std::thread::sleep(whole * round / rounds);
        child.kill().unwrap();
        child.wait().unwrap();
        let served = place.served();
        cut += usize::from(served != *older && served != *newer);
        reader::finds_a_working_site(&served, &[older, newer], &format!("killed in round {round}"));

        place.deploy(out, &["--in-place"]).ends_with(0);

        assert_eq!(place.served(), *wanted, "round {round}");
        let left = tree::read(&place.www()).into_keys().find(|path| path.starts_with(".allclear-deploy."));
        assert_eq!(left, None, "round {round}");
    }
    assert!(cut > 0, "no deploy was cut in the middle: the story shows nothing");
}

fn start(out: &Path, to: &Path, more: &[&str]) -> Child {
    binary::command().arg("deploy").arg(out).arg(to).args(more).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_deploy_keeps_the_folder_itself_only_if_it_is_told_to() {
    let place = Place::new();
    place.deploy(&place.sites.older, &[]).ends_with(0);
    fs::set_permissions(place.www(), fs::Permissions::from_mode(0o2750)).unwrap();
    let folder = || fs::metadata(place.www()).unwrap();
    let first = folder().ino();

    place.deploy(&place.sites.newer, &["--in-place"]).ends_with(0);
    assert_eq!((folder().ino(), place.served()), (first, place.sites.newer_files.clone()));
    place.deploy(&place.sites.older, &[]).ends_with(0);

    assert_eq!(place.served(), place.sites.older_files);
    assert_ne!(folder().ino(), first, "it was exchanged");
    assert_eq!(folder().mode() & 0o7777, 0o2750, "who could read it still can");
    assert_eq!(fs::read_dir(place.dir.path()).unwrap().count(), 1, "something was left beside it");
}

#[test]
fn two_deploys_into_one_folder_follow_one_another() {
    let place = Place::new();
    for _ in 0..5 {
        let deploys = [&place.sites.older, &place.sites.newer, &place.sites.older].map(|out| start(out, &place.www(), &[]));
        for mut deploy in deploys {
            assert_eq!(deploy.wait().unwrap().code(), Some(0));
        }
        let served = place.served();
        assert!(served == place.sites.older_files || served == place.sites.newer_files, "two sites were mixed");
    }
}

#[test]
fn a_build_into_out_while_it_is_deployed_never_mixes_two_sites() {
    let place = Place::new();
    let out = place.dir.path().join("out");
    place.sites.build_older(&out);
    place.deploy(&out, &[]).ends_with(0);
    for round in 0..6 {
        let mut deploy = start(&out, &place.www(), &[]);
        if round % 2 == 0 {
            place.sites.build_newer(&out);
        } else {
            place.sites.build_older(&out);
        }
        // Refused is fine: then the build came in between, and what was served before still works.
        let status = deploy.wait().unwrap().code();
        assert!(matches!(status, Some(0 | 2)), "{status:?}");
        reader::finds_a_working_site(&place.served(), &[&place.sites.older_files, &place.sites.newer_files], "beside a build");
    }
}
