//! What cannot be read says so, with the next step, and guesses nothing.

use super::*;

#[test]
fn a_name_that_means_nothing_is_no_commit() {
    let story = Story::with_site();
    for name in ["nosuch", "HEAD~9", "", "HEAD:allclear.toml", "-h", "--all", "--git-dir=/", "0123456789012345678901234567890123456789"] {
        let refusal = story.refusal(name, "");
        assert!(refusal.contains(&format!("{name:?} is no commit in this repository")), "{name}: {refusal}");
        assert!(refusal.contains("help: name a branch, a tag or a commit"), "{refusal}");
    }
    assert!(story.refusal("HEAD..main", "").contains("is a range"));
}

#[test]
fn a_shallow_clone_says_how_to_get_the_rest() {
    let story = Story::with_site();
    story.commit("more");
    let clone = tempfile::tempdir().unwrap();
    git_in(clone.path(), &["clone", "--quiet", "--depth=1", &format!("file://{}", story.path().display()), "."]);
    let repository = Repository::open(clone.path()).unwrap();
    assert!(Folder::revision(&repository, "HEAD", Path::new("")).is_ok());

    let refusal = Folder::revision(&repository, "HEAD~1", Path::new("")).unwrap_err().to_string();

    assert!(refusal.contains("shallow") && refusal.contains("git fetch --unshallow") && refusal.contains("fetch-depth: 0"), "{refusal}");
}

#[test]
fn without_a_repository_or_a_commit_there_is_nothing_to_read() {
    let nowhere = tempfile::tempdir().unwrap();
    let refusal = Repository::open(nowhere.path()).unwrap_err().to_string();
    assert!(refusal.contains("is in no git repository\nhelp: "), "{refusal}");
    let refusal = Repository::open(&nowhere.path().join("gone")).unwrap_err().to_string();
    assert!(refusal.contains("is no folder that can be entered\nhelp: "), "{refusal}");

    let empty = Story::new();
    let refusal = empty.refusal("HEAD", "");
    assert!(refusal.contains("the repository has no commit yet\nhelp: "), "{refusal}");
}

#[test]
fn a_site_outside_the_repository_is_refused() {
    let story = Story::with_site();
    let elsewhere = tempfile::tempdir().unwrap();
    for site in ["..", "../other", "a/../..", "/", elsewhere.path().to_str().unwrap()] {
        let refusal = story.refusal("HEAD", site);
        assert!(refusal.contains(&format!("{site} is outside the repository")), "{site}: {refusal}");
    }
    let refusal = story.refusal("HEAD", "allclear.toml");
    assert!(refusal.contains("allclear.toml is no folder in HEAD"), "{refusal}");
}

#[test]
fn a_fault_of_the_config_names_the_file_from_the_top_of_the_repository() {
    let story = Story::with_site();
    story.write("status/allclear.toml", format!("{CONFIG}\n[nonsense]\n"));
    story.commit("a fault");
    let folder = story.revision("HEAD", "status").unwrap().folder.unwrap();

    let refusal = try_build(&folder).unwrap_err().to_string();

    assert!(refusal.contains("status/allclear.toml"), "{refusal}");
    assert!(!refusal.contains(story.path().to_str().unwrap()), "{refusal}");
}

#[test]
fn a_partial_clone_lacks_files_and_fetches_none() {
    let story = Story::with_site();
    story.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = tempfile::tempdir().unwrap();
    let from = format!("file://{}", story.path().display());
    git_in(clone.path(), &["clone", "--quiet", "--bare", "--filter=blob:none", &from, "."]);
    let repository = Repository::open(clone.path()).unwrap();
    let folder = Folder::revision(&repository, "HEAD", Path::new("")).unwrap().folder.expect("names are here");

    let refusal = try_build(&folder).unwrap_err().to_string();

    assert!(refusal.contains("--filter") || refusal.contains("does not have the object"), "{refusal}");
    let packs = || git_in(clone.path(), &["count-objects", "-v"]);
    assert_eq!(
        packs(),
        {
            let _ = try_build(&folder);
            packs()
        },
        "nothing was fetched"
    );
}

#[test]
fn what_git_cannot_hand_over_is_never_taken_for_missing() {
    let story = Story::with_site();
    story.write("theme/static/logo.txt", "words");
    story.write("seals/x.txt", "words");
    story.commit("more");
    let folder = story.git(&["rev-parse", "HEAD:postmortems"]);
    let (start, rest) = folder.split_at(2);
    fs::remove_file(story.at(&format!(".git/objects/{start}/{rest}"))).unwrap();

    let refusal = try_build(&story.folder("HEAD")).unwrap_err().to_string();

    assert!(refusal.contains("does not have the object") && refusal.contains("help: "), "{refusal}");
}

#[test]
fn a_submodule_is_not_entered() {
    let inner = Story::with_site();
    let story = Story::new();
    story.write("allclear.toml", CONFIG);
    story.git(&["submodule", "--quiet", "add", inner.path().to_str().unwrap(), "postmortems"]);
    story.commit("post-mortems of another repository");

    let refusal = try_build(&story.folder("HEAD")).unwrap_err().to_string();

    assert!(refusal.contains("postmortems: it is a submodule"), "{refusal}");
}

#[test]
fn a_picture_in_lfs_says_what_brings_it() {
    let story = Story::with_site();
    story.write("postmortems/chart.png", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n");
    story.write(
        "postmortems/2026-03-14-slow-search.md",
        BASE.replace("## External message\n", "## External message\n\n![A chart](chart.png)\n"),
    );
    story.commit("a pointer");

    let report = build(&story.folder("HEAD")).report;

    assert!(report.contains("this image is kept in Git LFS") && report.contains("check the commit out into a folder"), "{report}");
}
