//! The ready-made hook in a real bare repository: a merge publishes, a bad merge does not, a revert withdraws, and of two quick pushes the
//! later one stays. The files for code hosts are run by `tests/outside/ci`.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::support::folder::CONFIG;
use crate::support::{BASE, NOW, allclear, binary, root, tree};

/// Seconds since 1970 at the clock of the stories.
const EPOCH: &str = "1774008000";
const DOCUMENT: &str = "status/postmortems/2026-03-14-slow-search.md";

/// A bare repository with the hook, a folder that is served, and one person's clone.
struct Server {
    dir: tempfile::TempDir,
}

/// What a person who pushes sees.
struct Push {
    accepted: bool,
    said: String,
}

impl Server {
    /// A server that nobody has pushed to yet.
    fn new() -> Self {
        let server = Self { dir: tempfile::tempdir().unwrap() };
        server.git(".", &["init", "--quiet", "--bare", "--initial-branch=main", "status.git"]);
        let hook = server.at("status.git/hooks/post-receive");
        fs::create_dir_all(hook.parent().unwrap()).unwrap();
        fs::write(&hook, allclear(["ci", "hook"]).ends_with(0).stdout).unwrap();
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
        server.set("out", server.out().to_str().unwrap());
        server.set("site", "status");
        server.set("program", env!("CARGO_BIN_EXE_allclear"));
        server.clone_to("person");
        server.write("status/allclear.toml", CONFIG);
        server
    }

    /// A server whose site shows one incident.
    fn published() -> Self {
        let server = Self::new();
        server.write(DOCUMENT, BASE);
        server.commit("the first document");
        assert!(server.push().accepted);
        assert!(server.says("Slow search results"));
        server
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn out(&self) -> PathBuf {
        self.at("served")
    }

    fn set(&self, name: &str, value: &str) {
        self.git("status.git", &["config", &format!("allclear.{name}"), value]);
    }

    fn clone_to(&self, name: &str) {
        self.git(".", &["clone", "--quiet", "status.git", name]);
        self.git(name, &["config", "user.name", "Dana"]);
        self.git(name, &["config", "user.email", "dana@example.com"]);
        self.git(name, &["config", "commit.gpgsign", "false"]);
        self.git(name, &["symbolic-ref", "HEAD", "refs/heads/main"]);
    }

    /// git in a folder of the server, without the configuration of this machine.
    fn command(&self, folder: &str, args: &[&str]) -> Command {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.at(folder)).args(args).stdin(Stdio::null());
        git.envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null"), ("LC_ALL", "C"), ("SOURCE_DATE_EPOCH", EPOCH)]);
        git
    }

    #[track_caller]
    fn git(&self, folder: &str, args: &[&str]) -> String {
        let output = self.command(folder, args).output().unwrap();
        assert!(output.status.success(), "git {args:?}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.at("person").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn commit(&self, words: &str) -> String {
        self.git("person", &["add", "--all"]);
        self.git("person", &["commit", "--quiet", "--allow-empty", "--message", words]);
        self.git("person", &["rev-parse", "HEAD"])
    }

    fn push(&self) -> Push {
        self.push_with(&["origin", "main"])
    }

    fn push_with(&self, args: &[&str]) -> Push {
        pushed(self.command("person", &[&["push"], args].concat()))
    }

    /// The hook as cron or a person runs it.
    fn hook(&self, argument: &str) -> Output {
        let mut hook = Command::new(self.at("status.git/hooks/post-receive"));
        hook.arg(argument).env("SOURCE_DATE_EPOCH", EPOCH).current_dir("/").stdin(Stdio::null()).output().unwrap()
    }

    fn served(&self) -> BTreeMap<String, Vec<u8>> {
        tree::read(&self.out())
    }

    fn says(&self, words: &str) -> bool {
        self.served().values().any(|bytes| String::from_utf8_lossy(bytes).contains(words))
    }

    /// A program that is run in place of another, with the other's name in `$REAL`.
    fn script(&self, path: &str, text: &str) -> PathBuf {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, format!("#!/usr/bin/env bash\n{}\n{text}\n", format_args!("REAL={}", env!("CARGO_BIN_EXE_allclear")))).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    /// What a build of a commit is, made by hand.
    fn built_by_hand(&self, commit: &str) -> BTreeMap<String, Vec<u8>> {
        let checkout = tempfile::tempdir_in(self.dir.path()).unwrap();
        self.git("person", &["worktree", "add", "--quiet", "--detach", checkout.path().join("tree").to_str().unwrap(), commit]);
        let out = checkout.path().join("out");
        binary::build(&checkout.path().join("tree/status"), &out).ends_with(0);
        tree::read(&out)
    }
}

fn pushed(mut command: Command) -> Push {
    let output = command.output().unwrap();
    Push { accepted: output.status.success(), said: said(&output) }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The document with another title for customers.
fn titled(title: &str) -> String {
    BASE.replace("Slow search results", title)
}

#[test]
fn a_merge_publishes() {
    let server = Server::new();
    server.write(DOCUMENT, BASE);
    let commit = server.commit("the first document");

    let push = server.push();

    assert!(push.accepted && push.said.contains("is published"), "{}", push.said);
    assert_eq!(server.served(), server.built_by_hand(&commit), "the very bytes of a build by hand at {NOW}");
}

#[test]
fn a_merge_of_a_branch_publishes_what_the_branch_held() {
    let server = Server::published();
    server.git("person", &["switch", "--quiet", "--create", "second"]);
    server.write("status/postmortems/second.md", &BASE.replace("2026-03-14-slow-search", "second"));
    server.commit("a second document");

    let push = server.push_with(&["origin", "second"]);
    assert!(push.accepted && !push.said.contains("allclear"), "another branch does nothing: {}", push.said);
    assert!(!server.out().join("incidents/second/index.html").exists());

    server.git("person", &["switch", "--quiet", "main"]);
    server.git("person", &["merge", "--quiet", "--no-ff", "--message", "merge", "second"]);
    server.push();
    assert!(server.out().join("incidents/second/index.html").exists());
}

#[test]
fn a_bad_merge_leaves_the_site_as_it_was_and_says_why_without_saying_what_leaked() {
    let server = Server::published();
    let before = server.served();
    let faults = [
        (BASE.replace("We are sorry", "It was 10.1.2.3. We are sorry"), "leak/private-ip"),
        (BASE.replace("impact: partial", "impact: terrible"), "impact"),
    ];
    for (text, word) in faults {
        server.write(DOCUMENT, &text);
        server.commit("something bad");

        let push = server.push();

        assert!(push.accepted, "a post-receive hook is told of what is in already");
        assert!(push.said.contains(word) && push.said.contains("the site stays as it was"), "{}", push.said);
        assert!(!push.said.contains("10.1.2.3"), "{}", push.said);
        assert!(!push.said.contains("allclear/work"), "no path of the server: {}", push.said);
        assert_eq!(server.served(), before);
    }
    server.write(DOCUMENT, &titled("Slow searches"));
    server.commit("mended");
    server.push();
    assert!(server.says("Slow searches"), "the next good merge publishes");
}

#[test]
fn a_config_that_is_broken_leaves_the_site_as_it_was() {
    let server = Server::published();
    let before = server.served();
    server.write("status/allclear.toml", "[site\n");
    server.commit("a broken config");

    let push = server.push();

    assert!(push.said.contains("the site stays as it was"), "{}", push.said);
    assert_eq!(server.served(), before);
}

#[test]
fn a_revert_withdraws() {
    let server = Server::published();
    server.write("status/postmortems/second.md", &BASE.replace("2026-03-14-slow-search", "second"));
    server.commit("a second document");
    server.push();
    assert!(server.out().join("incidents/second/index.html").exists());

    server.git("person", &["revert", "--no-edit", "HEAD"]);
    let push = server.push();

    assert!(push.said.contains("is published"), "{}", push.said);
    assert!(!server.out().join("incidents/second/index.html").exists());
    assert_eq!(server.served(), server.built_by_hand("HEAD"));
}

#[test]
fn a_merge_tells_what_becomes_public() {
    let server = Server::published();
    server.write(DOCUMENT, &titled("Slow searches"));
    server.commit("another title");

    let push = server.push();

    assert!(push.said.contains("2026-03-14-slow-search") && push.said.contains("searches"), "{}", push.said);
    assert!(!push.said.contains("reindex"), "no internal word: {}", push.said);
}

#[test]
fn a_force_push_does_nothing_until_a_person_says_so() {
    let server = Server::published();
    server.write(DOCUMENT, &titled("Slow searches"));
    server.commit("another title");
    server.push();
    let before = server.served();

    server.git("person", &["reset", "--quiet", "--hard", "HEAD~1"]);
    server.write(DOCUMENT, &titled("History as it never was"));
    let rewritten = server.commit("rewritten");
    let push = server.push_with(&["--force", "origin", "main"]);

    assert!(push.accepted && push.said.contains("was rewritten"), "{}", push.said);
    assert_eq!(server.served(), before);

    server.write("status/notes.txt", "a commit on top");
    server.commit("on top of it");
    let push = server.push();
    assert!(push.said.contains("does not follow what is published"), "{}", push.said);
    assert_eq!(server.served(), before);

    let output = server.hook("--publish");
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(server.served(), server.built_by_hand(&rewritten), "the notes change no byte");
}

#[test]
fn a_branch_that_is_deleted_takes_nothing_away() {
    let server = Server::published();
    server.git("status.git", &["config", "receive.denyDeleteCurrent", "ignore"]);
    let before = server.served();

    let push = server.push_with(&["origin", "--delete", "main"]);

    assert!(push.accepted && push.said.contains("was deleted"), "{}", push.said);
    assert_eq!(server.served(), before);
}

#[test]
fn two_quick_pushes_end_in_the_later_state_whichever_hook_is_last() {
    let server = Server::published();
    // The first push looks for the lock here, and waits until it is told that the second is through.
    server.script(
        "slow/flock",
        &format!("until [[ -e {0} ]]; do sleep 0.01; done\nexec {1} \"$@\"", server.at("go").display(), which("flock")),
    );
    for round in 0..6 {
        let _ = fs::remove_file(server.at("go"));
        server.write(DOCUMENT, &titled(&format!("Earlier {round}")));
        let earlier = server.commit("earlier");
        server.write(DOCUMENT, &titled(&format!("Later {round}")));
        let later = server.commit("later");
        let mut first = server.command("person", &["push", "origin", &format!("{earlier}:refs/heads/main")]);
        let waits = round % 3 == 1;
        if waits {
            first.env("PATH", format!("{}:{}", server.at("slow").display(), std::env::var("PATH").unwrap()));
        }
        let first = thread::spawn(move || pushed(first));
        while server.git("status.git", &["rev-parse", "main"]) != earlier {
            thread::yield_now();
        }
        // 0: at once, as they come. 1: the second hook is through before the first begins. 2: the first is through before the second begins.
        let first = if round % 3 == 2 { Err(first.join().unwrap()) } else { Ok(first) };
        let second = server.push();
        fs::write(server.at("go"), "").unwrap();
        let first = first.map_or_else(|done| done, |running| running.join().unwrap());

        assert!(first.accepted && second.accepted, "round {round}: {}\n{}", first.said, second.said);
        assert!(
            server.says(&format!("Later {round}")) && !server.says(&format!("Earlier {round}")),
            "round {round}: {}\n{}",
            first.said,
            second.said
        );
        assert_eq!(server.served(), server.built_by_hand(&later), "round {round}");
    }
}

#[test]
fn a_killed_hook_is_repaired_by_the_next() {
    // Before the build, in the midst of it, and when it is done but not yet noted.
    let deaths = [
        ("before", "kill -9 $PPID; exit 1"),
        ("within", "\"$REAL\" \"$@\" & kill -9 $PPID; kill -9 $!; exit 1"),
        ("after", "\"$REAL\" \"$@\"; kill -9 $PPID; exit 1"),
    ];
    for (name, death) in deaths {
        let server = Server::published();
        let deadly = server.script("deadly", &format!("if [[ $1 == build ]]; then {death}; fi\nexec \"$REAL\" \"$@\""));
        server.set("program", deadly.to_str().unwrap());
        server.write(DOCUMENT, &titled("Killed"));
        server.commit("its hook is killed");
        let push = server.push();
        assert!(!push.said.contains("is published"), "{name}: {}", push.said);
        assert!(server.says("Slow search results") != server.says("Killed"), "{name}: the site is one of the two");

        server.set("program", env!("CARGO_BIN_EXE_allclear"));
        let output = server.hook("--if-due");
        assert!(output.status.success() && server.says("Killed"), "{name}: {}", said(&output));

        server.write(DOCUMENT, &titled("Next"));
        server.commit("the next");
        server.push();
        assert_eq!(server.served(), server.built_by_hand("HEAD"), "{name}");
        assert!(!server.at("status.git/allclear/work").exists(), "{name}: nothing is left behind");
        let beside: Vec<_> = fs::read_dir(server.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(!beside.iter().any(|entry| entry.to_string_lossy().contains("allclear-stage")), "{name}: {beside:?}");
    }
}

#[test]
fn the_clock_tries_again_what_the_machine_prevented_and_not_what_was_found() {
    let server = Server::published();
    server.set("program", "/nowhere/allclear");
    server.write(DOCUMENT, &titled("Slow searches"));
    server.commit("the program is not there");
    let push = server.push();
    assert!(push.said.contains("the site stays as it was") && !server.says("Slow searches"), "{}", push.said);

    server.set("program", env!("CARGO_BIN_EXE_allclear"));
    let output = server.hook("--if-due");
    assert!(server.says("Slow searches"), "{}", said(&output));

    server.write(DOCUMENT, &BASE.replace("We are sorry", "It was 10.1.2.3. We are sorry"));
    server.commit("a leak");
    server.push();
    assert_eq!(said(&server.hook("--if-due")), "", "its author has been told");
}

#[test]
fn someone_who_pushes_and_goes_away_still_publishes() {
    let server = Server::published();
    let (begun, go) = (server.at("begun"), server.at("go"));
    let patient = server.script(
        "patient",
        &format!("touch {}; until [[ -e {} ]]; do sleep 0.01; done\nexec \"$REAL\" \"$@\"", begun.display(), go.display()),
    );
    server.set("program", patient.to_str().unwrap());
    server.write(DOCUMENT, &titled("Slow searches"));
    server.commit("another title");

    let mut push = server.command("person", &["push", "origin", "main"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    until(|| begun.exists());
    push.kill().unwrap();
    push.wait().unwrap();
    fs::write(go, "").unwrap();

    let tip = server.git("status.git", &["rev-parse", "main"]);
    until(|| fs::read_to_string(server.at("status.git/allclear/published")).unwrap().trim() == tip);
    assert!(server.says("Slow searches"));
    until(|| !server.at("status.git/allclear/work").exists());
}

#[test]
fn the_clock_publishes_when_an_embargo_ends_and_not_before() {
    let server = Server::new();
    server.write(DOCUMENT, &BASE.replace("published: 2026-03-18T16:00:00Z", "published: 2026-03-21T16:00:00Z"));
    server.commit("an embargo");
    server.push();
    assert!(!server.says("We are sorry"));
    let next = fs::read_to_string(server.at("status.git/allclear/next-change")).unwrap();
    assert_eq!(next.trim(), "2026-03-21T16:00:00Z");
    let before = server.served();

    // The hook looks at the clock of the machine, which is later than that, and builds for the clock of the story, which is not.
    let built = server.hook("--if-due");
    assert!(said(&built).contains("is published"), "{}", said(&built));
    assert_eq!(server.served(), before);

    fs::write(server.at("status.git/allclear/next-change"), "9999-01-01T00:00:00Z\n").unwrap();
    assert_eq!(said(&server.hook("--if-due")), "", "nothing to do");
    fs::write(server.at("status.git/allclear/next-change"), "\n").unwrap();
    assert_eq!(said(&server.hook("--if-due")), "", "nothing ahead");
}

#[test]
fn a_deploy_follows_the_build() {
    let server = Server::new();
    server.set("deploy", server.at("elsewhere").to_str().unwrap());
    server.write(DOCUMENT, BASE);
    server.commit("the first document");

    let push = server.push();

    assert!(push.said.contains("is published"), "{}", push.said);
    assert!(tree::read(&server.at("elsewhere")).contains_key("incidents/2026-03-14-slow-search/index.html"), "{}", push.said);
}

#[test]
fn a_link_in_a_commit_leads_to_no_file_of_the_server() {
    let server = Server::published();
    fs::write(server.at("secret.md"), titled("From elsewhere").replace("2026-03-14-slow-search", "elsewhere")).unwrap();
    fs::create_dir_all(server.at("person/status/theme/static")).unwrap();
    for link in ["postmortems/elsewhere.md", "theme/static/elsewhere.txt"] {
        std::os::unix::fs::symlink(server.at("secret.md"), server.at("person/status").join(link)).unwrap();
        server.commit(link);

        let push = server.push();

        assert!(!server.says("From elsewhere"), "{}", push.said);
    }
}

#[test]
fn a_hook_without_a_folder_to_write_to_says_how_to_set_one() {
    let server = Server::published();
    let before = server.served();
    for out in ["", "served"] {
        server.set("out", out);
        server.write(DOCUMENT, &titled(&format!("Slow searches {out}")));
        server.commit("another title");
        let push = server.push();
        assert!(push.accepted && push.said.contains("git config allclear.out"), "{}", push.said);
        assert_eq!(server.served(), before);
    }
    assert_eq!(server.hook("--frobnicate").status.code(), Some(2));
}

#[test]
fn the_list_names_every_file_and_every_file_can_be_printed() {
    let list = allclear(["ci"]).ends_with(0).stdout;
    assert_eq!(list, allclear(["ci", "--list"]).ends_with(0).stdout);
    for file in allclear::ci::ALL {
        assert!(list.contains(file.name) && list.contains(file.path), "{list}");
        let printed = allclear(["ci", file.name]).ends_with(0);
        assert!(printed.stdout.starts_with('#') && printed.stdout.lines().count() > 10, "{}", file.name);
        assert_eq!(printed.stderr.contains("leads nowhere yet"), printed.stdout.contains("registry.example"), "{}", file.name);
    }
    allclear(["ci", "jenkins"]).ends_with(2).complains("the names are github");
    allclear(["ci", "github", "--site", "$(id)"]).ends_with(2).complains("help:");
    allclear(["ci", "dockerfile", "--site", "status"]).ends_with(2).complains("no place for --site");
    let filled =
        allclear(["ci", "github", "--site", "status", "--branch", "trunk", "--image", "registry.example/team/allclear:1"]).ends_with(0);
    assert!(filled.stderr.is_empty() && filled.stdout.contains("SITE: \"status\"") && filled.stdout.contains("branches: [\"trunk\"]"));
    assert!(filled.stdout.contains("github.ref == 'refs/heads/trunk'") && !filled.stdout.contains("main"), "{}", filled.stdout);
}

#[test]
fn what_others_take_from_this_repository_is_what_is_printed() {
    for (name, path) in [
        ("github-action", ".github/actions/allclear/action.yml"),
        ("pre-commit-hooks", ".pre-commit-hooks.yaml"),
        ("dockerfile", ".docker/Dockerfile"),
    ] {
        let file = allclear::ci::find(name).unwrap();
        assert_eq!(file.path, path);
        let there = fs::read_to_string(root().join(path)).unwrap();
        let printed = allclear(["ci", name]).ends_with(0).stdout;
        assert!(there == printed, "{path} is not what `allclear ci {name}` prints: write it anew with `allclear ci {name} > {path}`");
    }
}

/// Waits for something that happens by itself; two minutes are for a machine that is very busy.
#[track_caller]
fn until(happened: impl Fn() -> bool) {
    for _ in 0..12_000 {
        if happened() {
            return;
        }
        thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("it did not happen");
}

/// Where a program is.
fn which(name: &str) -> String {
    let found = std::env::var("PATH").unwrap().split(':').map(|folder| Path::new(folder).join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{name} is not on the path")).to_str().unwrap().to_owned()
}
