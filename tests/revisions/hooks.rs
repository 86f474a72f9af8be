//! Other surroundings than a shell in a work tree: hooks of a server, a folder below the top, a machine without git.

use std::os::unix::fs::PermissionsExt as _;

use super::*;

/// What the other stories run in a process of its own, since surroundings belong to a process: it says what it saw.
#[test]
#[ignore = "other stories run it"]
fn in_a_process_of_its_own() {
    let (Ok(revision), Ok(site)) = (std::env::var("STORY_REVISION"), std::env::var("STORY_SITE")) else { return };
    let read = Repository::open(Path::new(".")).and_then(|repository| Folder::revision(&repository, &revision, Path::new(&site)));
    match read.map(|Revision { folder, .. }| folder.map(|folder| build(&folder).files.map_or(0, |files| files.len()))) {
        Ok(files) => println!("saw {files:?}"),
        Err(error) => println!("refused: {error}"),
    }
}

/// That process, to be given surroundings.
fn process(folder: &Path, revision: &str, site: &str) -> Command {
    let mut process = Command::new(std::env::current_exe().unwrap());
    process.args(["--exact", "revisions::hooks::in_a_process_of_its_own", "--ignored", "--nocapture"]);
    process.current_dir(folder).envs([("STORY_REVISION", revision), ("STORY_SITE", site)]);
    process
}

fn said(process: &mut Command) -> String {
    String::from_utf8(process.output().unwrap().stdout).unwrap()
}

#[test]
fn a_hook_of_a_bare_repository_reads_both_sides_of_a_push() {
    let story = Story::new();
    story.site("status/");
    let first = story.commit("a site");
    let files = build(&Folder::disk(story.at("status"))).files.unwrap().len();
    let server = tempfile::tempdir().unwrap();
    git_in(server.path(), &["clone", "--quiet", "--bare", story.path().to_str().unwrap(), "site.git"]);
    let exe = std::env::current_exe().unwrap();
    let run = "--exact revisions::hooks::in_a_process_of_its_own --ignored --nocapture";
    let hook = format!(
        "#!/bin/sh\nread old new ref\nexport STORY_SITE=status\nfor STORY_REVISION in $old $new\ndo export STORY_REVISION\n'{}' {run} >> \
         '{}' 2>&1\ndone\nexit 0\n",
        exe.display(),
        server.path().join("said").display()
    );
    // Before the push is let in, its objects lie apart; after it they do not.
    for name in ["pre-receive", "post-receive"] {
        let path = server.path().join("site.git/hooks").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &hook).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    story.write("status/postmortems/again.md", BASE.replace("id: ", "id: again-"));
    let second = story.commit("another");
    assert_ne!(first, second);

    story.git(&["push", "--quiet", server.path().join("site.git").to_str().unwrap(), "main"]);

    let said = fs::read_to_string(server.path().join("said")).unwrap();
    assert_eq!(said.matches(&format!("saw Some({files})")).count(), 2, "the old side, twice: {said}");
    assert_eq!(said.matches("saw Some(").count(), 4, "{said}");
}

#[test]
fn variables_of_a_hook_say_which_repository_is_meant() {
    let story = Story::new();
    story.site("status/");
    story.commit("a site");
    let elsewhere = tempfile::tempdir().unwrap();
    let variables =
        [("GIT_DIR", story.at(".git")), ("GIT_WORK_TREE", story.path().to_path_buf()), ("GIT_INDEX_FILE", story.at(".git/index"))];

    let from_elsewhere = said(process(elsewhere.path(), "HEAD", "status").envs(variables.clone()));
    let from_within = said(process(&story.at(".git"), "HEAD", "status").env("GIT_DIR", "."));

    assert!(from_elsewhere.contains("saw Some("), "{from_elsewhere}");
    assert!(from_within.contains("saw Some("), "{from_within}");
}

#[test]
fn a_site_is_named_from_where_one_stands() {
    let story = Story::new();
    story.site("docs/status/");
    story.commit("a site");
    for (from, site) in [("", "docs/status"), ("docs", "status"), ("docs/status", "."), ("docs/status/postmortems", "..")] {
        let said = said(&mut process(&story.at(from), "HEAD", site));
        assert!(said.contains("saw Some("), "{site} from {from}: {said}");
    }
    let said = said(&mut process(&story.at("docs"), "HEAD", "docs/status"));
    assert!(said.contains("saw None"), "{said}");
}

#[test]
fn without_git_or_trust_it_says_what_to_do() {
    let story = Story::with_site();
    let without = said(process(story.path(), "HEAD", ".").env("PATH", ""));
    assert!(without.contains("refused: git cannot be started") && without.contains("help: install git"), "{without}");

    let foreign = said(process(story.path(), "HEAD", ".").env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"));
    assert!(foreign.contains("it belongs to another user\nhelp: ") && foreign.contains("safe.directory"), "{foreign}");
}
