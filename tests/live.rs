//! While it burns: a responder opens an incident, posts updates and resolves it, with real git. Whatever is refused leaves every byte.

mod hostile;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::binary::{Run, command, run};
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder, tree};

const ID: &str = "2026-03-20-slow-search";
const DOCUMENT: &str = "postmortems/2026-03-20-slow-search.md";

/// A clone of a repository with a site in it, and the bare repository that it is pushed to.
struct Clone {
    site: Folder,
    remote: tempfile::TempDir,
}

impl Clone {
    fn new() -> Self {
        let clone = Self { site: Folder::new(), remote: tempfile::tempdir().unwrap() };
        git_in(clone.remote.path(), &["init", "--quiet", "--bare", "--initial-branch=main"]);
        for args in [
            &["init", "--quiet", "--initial-branch=main"][..],
            &["config", "user.name", "Noa Levi"],
            &["config", "user.email", "noa@example.com"],
            &["add", "."],
            &["commit", "--quiet", "--message", "The site"],
            &["remote", "add", "origin", clone.remote.path().to_str().unwrap()],
            &["push", "--quiet", "--set-upstream", "origin", "main"],
        ] {
            clone.git(args);
        }
        clone
    }

    /// A clone in which the incident runs, committed and pushed.
    fn burning() -> Self {
        let clone = Self::new();
        clone.open(&["--push"]).ends_with(0);
        clone
    }

    #[track_caller]
    fn git(&self, args: &[&str]) -> String {
        git_in(self.site.path(), args)
    }

    /// What git has in a branch of the bare repository.
    fn pushed(&self, what: &str) -> String {
        git_in(self.remote.path(), &["show", what])
    }

    fn open(&self, more: &[&str]) -> Run {
        let text = "One search in five takes longer than ten seconds. Next update by 12:30 UTC.";
        let args = ["open", "Slow search", "--components", "search", "--impact", "degraded", "--message", text];
        self.at("2026-03-20T12:00:00Z", &[&args[..], more].concat())
    }

    /// The program in this clone, at a time, with nobody at a terminal.
    fn at(&self, now: &str, args: &[&str]) -> Run {
        run(&mut self.prepared(now, args))
    }

    fn prepared(&self, now: &str, args: &[&str]) -> Command {
        let mut command = command();
        alone(command.args(args).arg("--site").arg(self.site.path()).args(["--now", now]));
        command
    }

    fn text(&self) -> String {
        fs::read_to_string(self.site.at(DOCUMENT)).unwrap()
    }

    /// All files but git's own.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        tree::read(self.site.path()).into_iter().filter(|(path, _)| !path.starts_with(".git/")).collect()
    }

    /// Expects a refusal that leaves every file and every commit as it was.
    #[track_caller]
    fn refuses(&self, status: i32, args: &[&str], words: &[&str]) -> Run {
        let (files, head) = (self.files(), self.git(&["log", "--format=%H", "--all"]));
        let mut run = self.at("2026-03-20T12:30:00Z", args).ends_with(status);
        for words in words {
            run = run.complains(words);
        }
        assert!(run.complains_of_next_step(), "{}", run.stderr);
        assert_eq!(self.files(), files, "{args:?} wrote");
        assert_eq!(self.git(&["log", "--format=%H", "--all"]), head, "{args:?} committed");
        run
    }

    fn script(&self, name: &str, text: &str) -> PathBuf {
        let path = self.remote.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }
}

#[track_caller]
fn git_in(folder: &Path, args: &[&str]) -> String {
    let output = alone(Command::new("git").arg("-C").arg(folder).args(args)).output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

impl Run {
    fn complains_of_next_step(&self) -> bool {
        self.stderr.contains("help: ") || self.stderr.contains("try '--help'")
    }
}

/// Without what this machine says of git and of editors.
fn alone(command: &mut Command) -> &mut Command {
    for name in ["VISUAL", "EDITOR", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"] {
        command.env_remove(name);
    }
    command.envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"), ("TERM", "xterm")])
}

const UPDATE: &[&str] = &["update", ID, "--phase", "identified", "We know the cause. Next update by 13:00 UTC."];

#[test]
fn an_incident_from_its_first_word_to_its_last() {
    let clone = Clone::new();
    clone.site.write("notes.txt", "somebody else's");
    clone.git(&["add", "notes.txt"]);

    let run = clone.open(&["--commander", "Sam Okafor", "--push"]).ends_with(0);
    for words in
        [DOCUMENT, "https://status.example.com/incidents/2026-03-20-slow-search/", "sent to origin/main", "when origin/main is built"]
    {
        assert!(run.stdout.contains(words), "no {words:?} in\n{}", run.stdout);
    }
    assert!(
        clone.text().contains("status: draft")
            && clone.text().contains("commander: Sam Okafor\n")
            && clone.text().contains("## Root cause")
    );
    assert!(clone.site.build_at("2026-03-20T12:01:00Z").has_page(ID));

    clone
        .at(
            "2026-03-20T12:20:00Z",
            &[
                "update",
                "slow",
                "--phase",
                "identified",
                "--affects",
                "search=partial",
                "--push",
                "We know the cause. Next update by 13:00 UTC.",
            ],
        )
        .ends_with(0);
    let before = clone.text();
    let run = clone.at("2026-03-20T12:42:10Z", &["resolve", "Searches answer at their usual speed again.", "--push"]).ends_with(0);
    assert!(run.stdout.contains("Resolved, 2026-03-20 12:42 UTC"), "{}", run.stdout);

    let wanted = before.replace("  resolved:\n", "  resolved: 2026-03-20T12:42:00Z\n").replace(
        "We know the cause. Next update by 13:00 UTC.\n",
        "We know the cause. Next update by 13:00 UTC.\n\n### 2026-03-20 12:42 UTC — Resolved\nSearches answer at their usual speed again.\n",
    );
    assert_eq!(clone.text(), wanted);
    assert!(wanted.contains("### 2026-03-20 12:20 UTC — Identified\nAffects: Search (partial)\n\nWe know"), "{wanted}");
    assert_eq!(clone.pushed("main:postmortems/2026-03-20-slow-search.md"), wanted.trim_end());
    let log = clone.git(&["log", "--format=%s", "--name-only", "-3"]);
    let commit = |name: &str| format!("{name}\n\n{DOCUMENT}");
    let names = [
        "Resolve 2026-03-20-slow-search: Resolved",
        "Update 2026-03-20-slow-search: Identified",
        "Open 2026-03-20-slow-search: Investigating",
    ];
    assert_eq!(log, names.map(commit).join("\n"));
    assert_eq!(clone.git(&["status", "--porcelain"]), "A  notes.txt", "what somebody staged is as it was");
    let built = clone.site.build_at("2026-03-20T13:00:00Z");
    assert!(built.says("Searches answer at their usual speed again.") && built.errors().is_empty(), "{}", built.human);
}

#[test]
fn what_is_refused_leaves_every_byte() {
    let clone = Clone::burning();
    let text = "Words.";
    for (status, args, words) in [
        (2, &["update", "2026-03-20-slow-serch", text][..], &["no document has the id", "did you mean 2026-03-20-slow-search?"][..]),
        (2, &["update", ID, "--phase", "scheduled", text], &["Scheduled is no phase of an incident", "Investigating, Identified"]),
        (2, &["update", ID, "--phase", "fixed", text], &["use investigating"]),
        (2, &["update", ID, "--affects", "search", text], &["search=partial"]),
        (2, &["update", ID, "--affects", "serach=full", text], &["no component is called", "search, api"]),
        (2, &["update", ID, "--at", "2026-03-20 11:00 UTC", text], &["11:00 UTC", "12:00 UTC"]),
        (2, &["update", ID, "--at", "2026-03-21 11:00 UTC", text], &["has not come"]),
        (2, &["update", ID, "--at", "noon", text], &["is not a time"]),
        (2, &["update", ID, " "], &["the text is empty"]),
        (2, &["update", ID, "## Root cause\nheap"], &["cannot be edited safely", "by hand"]),
        (1, &["update", ID, "The outage goes on. Next update by 13:00 UTC."], &["wording/outage-unless-full", "nothing was written"]),
        (2, &["open", "Slow search", "--impact", "degraded", "--message", text], &["exists already", "allclear update"]),
        (2, &["open", "Slow pages", "--message", text], &["the impact is missing"]),
        (
            2,
            &["open", "Slow pages", "--impact", "degraded", "--components", "pages", "--message", text],
            &["no component is called \"pages\""],
        ),
        (2, &["open", "Slow pages", "--impact", "degraded", "--id", "Slow_Pages", "--message", text], &["cannot be an id"]),
        (2, &["open", "Slow pages", "--impact", "degraded", "--phase", "resolved", "--message", text], &["does not begin with its end"]),
        (1, &["open", "Slow pages", "--impact", "degraded", "--started", "2026-03-21 09:00 UTC", "--message", text], &["public/order"]),
        (
            2,
            &["maintenance", "New disks", "--from", "2026-03-22 09:00 UTC", "--until", "2026-03-22 08:00 UTC", "--message", text],
            &["before it begins"],
        ),
    ] {
        clone.refuses(status, args, words);
    }
    clone.at("2026-03-20T12:40:00Z", &["resolve", ID, "Searches answer again."]).ends_with(0);
    clone.refuses(2, &["update", ID, text], &["is over since 2026-03-20 12:40 UTC", "allclear open"]);
    clone.refuses(2, &["resolve", ID, text], &["is over since"]);
}

#[test]
fn a_leak_is_refused_and_not_repeated() {
    let clone = Clone::new();
    clone.open(&["--commander", "Zebulon Quill"]).ends_with(0);

    clone
        .refuses(
            3,
            &["update", ID, "Zebulon Quill stopped the job. Next update by 13:00 UTC."],
            &["leak/internal-name", "nothing was written"],
        )
        .hides("Zebulon");
    let named = [
        "open",
        "Zebulon Quill is slow",
        "--id",
        "2026-03-20-slow-pages",
        "--impact",
        "none",
        "--message",
        "Pages are slow. Next update by 13:00 UTC.",
    ];
    clone.refuses(3, &named, &["leak/internal-name"]).hides("Zebulon");
    // What another document hides is hidden here.
    clone.site.write("postmortems/2026-03-14-slow-search.md", BASE);
    clone.refuses(3, &["update", ID, "Priya Nair stopped the job. Next update by 13:00 UTC."], &["leak/internal-name"]).hides("Priya");
    // A name that others say in public becomes a leak there.
    let others =
        ["open", "Slow pages", "--impact", "none", "--commander", "Usual Speed", "--message", "Pages are slow. Next update by 13:00 UTC."];
    let answers = ["update", ID, "Soon at Usual Speed again. Next update by 13:00 UTC."];
    clone.at("2026-03-20T12:10:00Z", &answers).ends_with(0);
    clone.refuses(3, &others, &["leak/"]);
}

#[test]
fn errors_that_were_there_do_not_hold_up_an_update() {
    let clone = Clone::burning();
    let broken = clone.text().replace("One search in five takes", "In this outage one search in five takes");
    clone.site.write(DOCUMENT, &broken);
    clone.site.write(
        "postmortems/2026-01-01-other.md",
        BASE.replace("id: 2026-03-14-slow-search", "id: other").replace("We are sorry", "An outage. We are sorry"),
    );

    let run = clone.at("2026-03-20T12:20:00Z", UPDATE).ends_with(0);
    assert!(run.stdout.contains("nothing of this document, until 1 error that stood in it before is mended"), "{}", run.stdout);
    assert!(clone.text().contains("We know the cause."));
    clone.refuses(1, &["update", ID, "This outage goes on. Next update by 13:00 UTC."], &["wording/outage-unless-full", "1 error"]);
}

#[test]
fn warnings_are_shown_and_written() {
    let clone = Clone::burning();
    clone.at("2026-03-20T12:20:00Z", &["update", ID, "We know the cause."]).ends_with(0).complains("warning[wording/next-update]");
    assert!(clone.text().contains("12:20 UTC — Update\nWe know the cause.\n"));
}

#[test]
fn a_document_is_found_by_the_beginning_of_its_id_and_private_ones_are_told_to_nobody() {
    let clone = Clone::burning();
    let open = |title: &str| {
        clone
            .at("2026-03-20T12:05:00Z", &["open", title, "--impact", "none", "--message", "It is odd. Next update by 13:00 UTC."])
            .ends_with(0)
    };
    open("Slow pages");
    clone.site.write("postmortems/2026-03-20-slow-merger.md", "---\nkind: near miss\n---\n");
    clone.site.write(
        "postmortems/2026-03-20-slow-secret.md",
        "---\npublic:\n  title: Secret\n  impact: none\n  started: 2026-03-20T09:00:00Z\n---\n",
    );

    for id in ["2026-03-20-slow", "slow", "2026"] {
        clone
            .refuses(2, &["update", id, "Words."], &["is the beginning of 2026-03-20-slow-pages, 2026-03-20-slow-search", "write more"])
            .hides("merger")
            .hides("secret");
    }
    clone
        .refuses(2, &["update", "Some words."], &["more than one is running: 2026-03-20-slow-pages, 2026-03-20-slow-search"])
        .hides("secret");
    clone.refuses(2, &["update", "slow-s", "--phase", "completed", "Words."], &["no phase of an incident"]);
    clone.refuses(2, &["update", "slow-m", "Words."], &["no document has the id slow-m"]).hides("merger");
    clone.refuses(2, &["update", "slow-serch", "Words."], &["did you mean 2026-03-20-slow-search?"]);
    clone.refuses(2, &["update", "2026-03-20-slow-secert", "Words."], &["no document has the id"]).hides("secret");
    clone.refuses(2, &["update", "2026-03-20-slow-merger", "Words."], &["is a near miss"]);
    clone.at("2026-03-20T12:20:00Z", &["update", "slow-p", "It goes on. Next update by 13:00 UTC."]).ends_with(0);
    clone.at("2026-03-20T12:20:00Z", &["update", "2026-03-20-slow-secret", "It is odd. Next update by 13:00 UTC."]).ends_with(0);
    for id in ["slow-pages", "slow-secret", "slow-search"] {
        clone.at("2026-03-20T12:21:00Z", &["resolve", id, "It is as it was."]).ends_with(0);
    }
    clone.refuses(2, &["resolve", "It is as it was."], &["no incident is running", "allclear open"]);
}

#[test]
fn maintenance_is_announced_begun_and_completed() {
    let clone = Clone::new();
    let announce = [
        "maintenance",
        "Database upgrade",
        "--from",
        "2026-03-22 22:00 UTC",
        "--until",
        "2026-03-22T23:00:00Z",
        "--components",
        "api,Search",
        "--by",
        "Noa Levi",
    ];
    let run = clone
        .at("2026-03-20T12:00:00Z", &[&announce[..], &["--push", "--message", "For five minutes the API answers with an error."]].concat())
        .ends_with(0);
    assert!(run.stdout.contains("https://status.example.com/maintenance/2026-03-22-database-upgrade/"), "{}", run.stdout);
    let document = || fs::read_to_string(clone.site.at("postmortems/2026-03-22-database-upgrade.md")).unwrap();
    for words in [
        "kind: maintenance\n",
        "owner: Noa Levi\n",
        "  components: [api, search]\n",
        "  scheduled_for: 2026-03-22T22:00:00Z\n",
        "12:00 UTC — Scheduled\nFor five",
    ] {
        assert!(document().contains(words), "no {words:?} in\n{}", document());
    }
    assert_eq!(clone.git(&["log", "-1", "--format=%s"]), "Announce 2026-03-22-database-upgrade: Scheduled");
    clone.refuses(2, &["update", "Some words."], &["no incident is running"]);

    clone.at("2026-03-22T22:01:00Z", &["update", "--phase", "in progress", "We have begun. Next update by 22:40 UTC."]).ends_with(0);
    clone.at("2026-03-22T22:30:00Z", &["resolve", "The database is on the new version."]).ends_with(0);
    assert!(document().contains("22:30 UTC — Completed\nThe database") && !document().contains("resolved"), "{}", document());
    assert!(clone.site.build_at("2026-03-22T23:00:00Z").errors().is_empty());
}

#[test]
fn the_text_comes_from_standard_input_or_the_editor() {
    let clone = Clone::burning();
    let piped = clone.site.at("piped.txt");
    fs::write(&piped, "From a pipe. Next update by 13:00 UTC.\n").unwrap();
    let mut command = clone.prepared("2026-03-20T12:10:00Z", &["update", ID, "-"]);
    assert!(command.stdin(fs::File::open(&piped).unwrap()).stdout(Stdio::null()).status().unwrap().success());
    assert!(clone.text().contains("Update\nFrom a pipe."));

    let edited = |script: &str, name: &str| {
        let script = clone.script("editor", script);
        run(clone.prepared("2026-03-20T12:20:00Z", &["update", ID]).env(name, format!("{} --wait", script.display())))
    };
    edited("printf 'Written.\\n\\nNext update by 13:00 UTC.\\n' | cat - \"$2\" > \"$2.new\" && mv \"$2.new\" \"$2\"", "EDITOR")
        .ends_with(0);
    assert!(clone.text().contains("12:20 UTC — Update\nWritten.\n\nNext update by 13:00 UTC.\n\n## External"), "{}", clone.text());
    let before = clone.files();
    edited("exit 0", "VISUAL").ends_with(2).complains("the text is empty, and nothing was written");
    edited("exit 1", "VISUAL").ends_with(2).complains("ended with an error, and nothing was written");
    clone.refuses(2, &["update", ID], &["no text is given, and no editor is set", "EDITOR"]);
    let kept = |files: BTreeMap<String, Vec<u8>>| {
        files.into_iter().filter(|(path, _)| !path.starts_with(".allclear/")).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(kept(clone.files()), kept(before));
}

#[test]
fn refused_words_are_kept_for_the_next_try() {
    let clone = Clone::burning();
    let edit = |script: &str| {
        let script = clone.script("editor", script);
        run(clone.prepared("2026-03-20T12:20:00Z", &["update", ID]).env("EDITOR", &script))
    };
    edit("echo 'The outage goes on. Next update by 13:00 UTC.' > \"$1\"").ends_with(1).complains("your text is kept in");
    edit("sed -i s/outage/incident/ \"$1\"").ends_with(0);
    assert!(clone.text().contains("The incident goes on."));
    assert!(!clone.site.at(".allclear/2026-03-20-slow-search.txt").exists(), "what is posted is not kept");
}

#[test]
fn git_is_asked_before_anything_is_written() {
    type Spoil = fn(&Clone);
    let spoiled: &[(Spoil, &[&str])] = &[
        (
            |clone| fs::rename(clone.site.at(".git"), clone.remote.path().join("aside")).unwrap(),
            &["is in no git repository", "leave out --commit"],
        ),
        (|clone| clone.git(&["checkout", "--quiet", "--detach"]).clear(), &["no branch is checked out", "git switch"]),
        (|clone| clone.site.write(".git/MERGE_HEAD", clone.git(&["rev-parse", "HEAD"])), &["a merge is under way"]),
        (|clone| fs::create_dir(clone.site.at(".git/rebase-merge")).unwrap(), &["a rebase is under way"]),
        (
            |clone| clone.site.write(DOCUMENT, clone.text() + "\n## Notes\nmine\n"),
            &["has changes that are not committed", " diff HEAD -- postmortems/"],
        ),
        (|clone| clone.git(&["config", "--unset", "user.name"]).clear(), &["git does not know who commits", "user.name"]),
    ];
    for (spoil, words) in spoiled {
        for flag in ["--commit", "--push"] {
            let clone = Clone::burning();
            spoil(&clone);
            let before = clone.files();
            let mut run = clone.at("2026-03-20T12:30:00Z", &[UPDATE, &[flag]].concat()).ends_with(2);
            for words in *words {
                run = run.complains(words);
            }
            assert_eq!(clone.files(), before, "{words:?}");
        }
    }
    let clone = Clone::new();
    clone.site.write(".gitignore", "postmortems/\n");
    clone.open(&["--commit"]).ends_with(2).complains("is ignored by git");
    assert!(!clone.site.at(DOCUMENT).exists());
}

#[test]
fn somebody_elses_change_during_the_editor_is_not_taken_along() {
    let clone = Clone::burning();
    let script = clone
        .script("editor", &format!("echo 'Words. Next update by 13:00 UTC.' > \"$1\"; echo mine >> {}", clone.site.at(DOCUMENT).display()));
    let run = run(clone.prepared("2026-03-20T12:20:00Z", &["update", ID, "--commit"]).env("EDITOR", &script)).ends_with(2);
    run.complains("has changes that are not committed").complains("your text is kept in");
    assert!(clone.text().ends_with("mine\n") && !clone.text().contains("Words."));
}

#[test]
fn what_the_remote_refuses_stays_committed_with_the_next_step() {
    type Spoil = fn(&Clone);
    let spoiled: &[(Spoil, &[&str])] = &[
        (|clone| clone.git(&["branch", "--unset-upstream"]).clear(), &["main has no upstream", "push --set-upstream origin main`"]),
        (behind, &["origin/main has commits that main does not have", " pull --rebase`"]),
        (
            |clone| {
                fs::create_dir_all(clone.remote.path().join("hooks")).unwrap();
                clone.script("hooks/pre-receive", "echo 'main is protected' >&2; exit 1");
            },
            &["origin/main does not take it", "main is protected", " push origin HEAD:main-update`"],
        ),
        (
            |clone| clone.git(&["remote", "set-url", "origin", "/nowhere/at/all"]).clear(),
            &["origin was not reached", " push` when that is mended"],
        ),
        (
            |clone| {
                clone.site.write("other.txt", "half done");
                clone.git(&["add", "other.txt"]);
                clone.git(&["commit", "--quiet", "--message", "Half done"]);
            },
            &["changes of other files", " log --stat origin/main..`"],
        ),
    ];
    for (spoil, words) in spoiled {
        let clone = Clone::burning();
        spoil(&clone);
        let remote = git_in(clone.remote.path(), &["rev-parse", "main"]);
        let mut run = clone.at("2026-03-20T12:20:00Z", &[UPDATE, &["--push"]].concat()).ends_with(2).complains("committed, but not sent");
        for words in *words {
            run = run.complains(words);
        }
        assert!(run.stdout.contains(DOCUMENT) && run.stdout.contains("and not sent"), "{}", run.stdout);
        assert_eq!(clone.git(&["log", "-1", "--format=%s"]), "Update 2026-03-20-slow-search: Identified");
        assert_eq!(git_in(clone.remote.path(), &["rev-parse", "main"]), remote, "nothing was forced");
        assert_eq!(clone.git(&["status", "--porcelain"]), "");
    }
    let clone = Clone::burning();
    behind(&clone);
    clone.at("2026-03-20T12:20:00Z", &[UPDATE, &["--push"]].concat()).ends_with(2);
    clone.git(&["pull", "--quiet", "--rebase"]);
    clone.git(&["push", "--quiet"]);
    assert!(clone.pushed("main:postmortems/2026-03-20-slow-search.md").contains("We know the cause."));
}

/// Somebody else pushed.
fn behind(clone: &Clone) {
    clone.site.write("other.txt", "theirs");
    for args in [
        &["add", "other.txt"][..],
        &["commit", "--quiet", "--message", "Theirs"],
        &["push", "--quiet"],
        &["reset", "--quiet", "--hard", "HEAD~1"],
        &["update-ref", "refs/remotes/origin/main", "HEAD"],
    ] {
        clone.git(args);
    }
}

#[test]
fn a_hook_that_refuses_leaves_the_file_written_and_nothing_staged() {
    let clone = Clone::new();
    fs::create_dir_all(clone.site.at(".git/hooks")).unwrap();
    fs::copy(clone.script("hook", "echo 'no commits at night' >&2; exit 1"), clone.site.at(".git/hooks/pre-commit")).unwrap();

    let run = clone.open(&["--commit"]).ends_with(2).complains("no commits at night").complains(" commit --only -m");
    assert!(run.stdout.contains("it is written, and not committed"), "{}", run.stdout);
    assert_eq!(clone.git(&["status", "--porcelain"]), "?? postmortems/");
}

#[test]
fn a_file_keeps_its_permissions() {
    let clone = Clone::burning();
    fs::set_permissions(clone.site.at(DOCUMENT), fs::Permissions::from_mode(0o640)).unwrap();
    clone.at("2026-03-20T12:20:00Z", UPDATE).ends_with(0);
    assert_eq!(fs::metadata(clone.site.at(DOCUMENT)).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_link_to_another_page_of_the_site_is_no_error() {
    let clone = Clone::burning();
    clone.site.write("postmortems/2026-03-14-slow-search.md", BASE);
    let link = "It is [like last week](https://status.example.com/incidents/2026-03-14-slow-search/). Next update by 13:00 UTC.";
    clone.at("2026-03-20T12:20:00Z", &["update", ID, link]).ends_with(0);
    clone.refuses(1, &["update", ID, &link.replace("-14-", "-15-")], &["nothing was written"]);
}

#[test]
fn a_config_that_cannot_be_read_is_told_first() {
    let site = Folder::new().file("allclear.toml", CONFIG.replace("url", "urll"));
    let mut command = command();
    run(command.args(["open", "Slow", "--impact", "none", "--message", "x", "--site"]).arg(site.path())).ends_with(2).complains("urll");
    assert!(!site.at("postmortems").exists());
}
