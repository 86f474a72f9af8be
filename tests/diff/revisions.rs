//! A diff of what git has: two commits, or a commit and the work tree. Nothing of the repository is touched.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{ID, QUIET, says, words};
use crate::support::binary::{Run, command, run};
use crate::support::folder::CONFIG;
use crate::support::tree::{self, Tree};
use crate::support::{BASE, NOW};

/// A repository with a site in `status/`, gone when the story ends.
struct Story {
    dir: tempfile::TempDir,
}

impl Story {
    /// The site as it was, in a commit on `main`.
    fn new() -> Self {
        let story = Self { dir: tempfile::tempdir().unwrap() };
        story.git(&["init", "--quiet", "--initial-branch=main"]);
        story.write("status/allclear.toml", CONFIG);
        story.write(&format!("status/postmortems/{ID}.md"), BASE);
        story.commit("a site");
        story
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes the document with other words in its first update.
    fn edit(&self, words: &str) {
        self.write(
            &format!("status/postmortems/{ID}.md"),
            &BASE.replace("for one request in five. Next", &format!("for {words} in five. Next")),
        );
    }

    fn git(&self, args: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.dir.path()).envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")]);
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"]);
        let output = git.args(args).output().unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self, words: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", words]);
    }

    fn tell_in(folder: &Path, args: &[&str]) -> Run {
        run(command().current_dir(folder).args(["diff", "--now", NOW]).args(args))
    }

    fn tell(&self, args: &[&str]) -> Run {
        Self::tell_in(self.dir.path(), args)
    }

    #[track_caller]
    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.tell(&[args, &["--format", "json"]].concat()).ends_with(0).stdout).unwrap()
    }

    fn files(&self) -> Tree {
        tree::read(self.dir.path())
    }
}

fn added(report: &Value) -> String {
    words(&report["incidents"][0]["words"]["added"])
}

#[test]
fn two_commits_are_compared_and_the_repository_stays_as_it_is() {
    let story = Story::new();
    story.edit("two requests");
    story.commit("more of them");
    story.edit("nine requests");
    let before = story.files();

    let report = story.json(&["HEAD~1", "HEAD", "--site", "status"]);
    assert_eq!((added(&report), &report["base"], &report["head"]), ("two requests".into(), &"HEAD~1".into(), &"HEAD".into()));
    assert_eq!(report["incidents"][0]["path"], format!("postmortems/{ID}.md"));

    assert_eq!(tree::difference(&before, &story.files()), None);
}

#[test]
fn without_head_the_work_tree_counts() {
    let story = Story::new();
    says(&story.tell(&["main", "--site", "status"]).ends_with(0).stdout, QUIET);
    story.edit("two requests");
    let report = story.json(&["main", "--site", "status"]);
    assert_eq!((added(&report), &report["head"]), ("two requests".into(), &Value::Null));
    let run = Story::tell_in(&story.dir.path().join("status"), &["main"]).ends_with(0);
    says(&run.stdout, "  - one request\n  + two requests\n");
    says(&run.stdout, "from main to the work tree, both as of 2026-03-20T12:00:00Z");
}

#[test]
fn a_bare_repository_compares_its_commits() {
    let story = Story::new();
    story.edit("two requests");
    story.commit("more of them");
    let bare = tempfile::tempdir().unwrap();
    story.git(&["clone", "--quiet", "--bare", ".", bare.path().to_str().unwrap()]);
    let run = Story::tell_in(bare.path(), &["main~1", "main", "--site", "status", "--format", "json"]).ends_with(0);
    assert_eq!(added(&serde_json::from_str(&run.stdout).unwrap()), "two requests");
}

#[test]
fn a_revision_without_the_site_counts_as_an_empty_one_and_a_new_state_needs_one() {
    let story = Story::new();
    story.git(&["mv", "status", "moved"]);
    story.commit("moved");
    let report = story.json(&["HEAD~1", "HEAD", "--site", "moved"]);
    assert_eq!(report["incidents"][0]["change"], "added");
    assert_eq!(report["notes"][0], "HEAD~1 has no site: everything counts as new");
    story.tell(&["HEAD~1", "HEAD", "--site", "status"]).ends_with(2).complains("HEAD has no site").complains("--site");
}

#[test]
fn a_name_that_is_both_a_revision_and_a_folder_is_the_revision() {
    let story = Story::new();
    // Whoever proposes a change must not choose what it is compared with.
    story.write("main/allclear.toml", CONFIG);
    story.write(&format!("main/postmortems/{ID}.md"), &BASE.replace("for one request in five. Next", "for two requests in five. Next"));
    story.edit("two requests");
    assert_eq!(added(&story.json(&["main", "--site", "status"])), "two requests");
    says(&story.tell(&["./main", "--site", "status"]).ends_with(0).stdout, QUIET);
    says(&story.tell(&["main", "./main", "--site", "status"]).ends_with(0).stdout, "  + two requests\n");

    story.write("origin/main/allclear.toml", CONFIG);
    story
        .tell(&["origin/main", "--site", "status"])
        .ends_with(2)
        .complains("is no commit")
        .complains("write ./origin/main if you mean the folder");
    says(&story.tell(&["origin/main", "origin/main", "--site", "status"]).ends_with(0).stdout, QUIET);
}

#[test]
fn a_name_that_means_nothing_is_refused_with_the_next_step() {
    let story = Story::new();
    for name in ["no-such-branch", "main..HEAD", "", "HEAD:status"] {
        let run = story.tell(&[name, "--site", "status"]).ends_with(2).complains("help: ");
        assert!(run.stdout.is_empty(), "{name}: {}", run.stdout);
    }
    story.tell(&["--site", "status", "--", "--upload-pack=x"]).ends_with(2).complains("is no commit");
    let outside = tempfile::tempdir().unwrap();
    Story::tell_in(outside.path(), &["main"]).ends_with(2).complains("is in no git repository");
}
