//! A site as a git revision has it is the site that was committed: the same bytes, and nothing of the disk beside it.
//! Every story has a repository of its own, made by git itself.

mod errors;
mod hooks;
mod tricks;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use allclear::clock;
use allclear::diagnostic::Format;
use allclear::error::Result;
use allclear::folder::Folder;
use allclear::git::{Repository, Revision};
use allclear::pipeline::{self, Order};

use crate::support::folder::{BASE, CONFIG, NOW};
use crate::support::tree::{self, Tree};
use crate::support::{content_example, root};

/// A folder with a repository, gone when the story ends.
struct Story {
    dir: tempfile::TempDir,
}

/// What a build came to: path → bytes, and what it says.
#[derive(Debug, PartialEq)]
struct Seen {
    files: Option<Tree>,
    report: String,
}

impl Story {
    fn new() -> Self {
        Self::started(&["init", "--quiet", "--initial-branch=main"])
    }

    fn started(init: &[&str]) -> Self {
        let story = Self { dir: tempfile::tempdir().unwrap() };
        story.git(init);
        story
    }

    /// A repository whose one commit has a site with one document, at its top.
    fn with_site() -> Self {
        let story = Self::new();
        story.site("");
        story.commit("a site");
        story
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), bytes).unwrap();
    }

    /// Writes a site with one document below a folder that ends in a slash.
    fn site(&self, below: &str) {
        self.write(&format!("{below}allclear.toml"), CONFIG);
        self.write(&format!("{below}postmortems/2026-03-14-slow-search.md"), BASE);
    }

    #[track_caller]
    fn git(&self, args: &[&str]) -> String {
        git_in(self.path(), args)
    }

    fn commit(&self, words: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", words]);
        self.git(&["rev-parse", "HEAD"])
    }

    fn repository(&self) -> Repository {
        Repository::open(self.path()).unwrap()
    }

    fn revision(&self, revision: &str, site: &str) -> Result<Revision> {
        Folder::revision(&self.repository(), revision, Path::new(site))
    }

    /// The site of a revision, which must have one.
    #[track_caller]
    fn folder(&self, revision: &str) -> Folder {
        self.revision(revision, "").unwrap_or_else(|error| panic!("{revision}: {error}")).folder.expect("a site")
    }

    /// Why a revision is refused.
    #[track_caller]
    fn refusal(&self, revision: &str, site: &str) -> String {
        self.revision(revision, site).expect_err("it was not refused").to_string()
    }

    /// All of the repository that reading must leave as it is.
    fn state(&self) -> (String, Option<std::time::SystemTime>, Tree) {
        let status = self.git(&["--no-optional-locks", "status", "--porcelain=v2", "--branch", "--ignored"]);
        let index = fs::metadata(self.at(".git/index")).ok().map(|data| data.modified().unwrap());
        (status, index, tree::read(self.path()))
    }
}

/// git as the stories run it: with no settings of whoever runs them.
#[track_caller]
fn git_in(folder: &Path, args: &[&str]) -> String {
    let output = git_command(folder).args(args).output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

fn git_command(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder).envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")]);
    let config = ["user.name=A", "user.email=a@example.com", "protocol.file.allow=always", "commit.gpgSign=false"];
    config.iter().for_each(|setting| {
        git.args(["-c", setting]);
    });
    git
}

fn try_build(folder: &Folder) -> Result<Seen> {
    let outcome = pipeline::run(&Order { site: folder.clone(), now: clock::now(Some(NOW)).unwrap(), keep_going: true })?;
    let files = outcome.site.map(|site| site.files().map(|(path, bytes)| (path.to_string(), bytes.clone())).collect());
    Ok(Seen { files, report: outcome.report.render(Format::Human, false, false) })
}

#[track_caller]
fn build(folder: &Folder) -> Seen {
    try_build(folder).unwrap_or_else(|error| panic!("the build could not begin: {error}"))
}

#[track_caller]
fn assert_same(disk: &Seen, revision: &Seen) {
    assert_eq!(disk.report, revision.report);
    match (&disk.files, &revision.files) {
        (Some(disk), Some(revision)) => {
            if let Some(difference) = tree::difference(disk, revision) {
                panic!("the revision builds to something else:\n{difference}");
            }
        }
        (disk, revision) => assert_eq!(disk.is_some(), revision.is_some()),
    }
}

/// Copies a folder, links as what they lead to.
fn copy(from: &Path, to: &Path) {
    tree::write(&tree::read(from), to);
}

#[test]
fn a_commit_builds_to_the_bytes_of_its_folder_and_nothing_is_touched() {
    let story = Story::new();
    copy(&content_example(), story.path());
    story.commit("the example");
    let disk = build(&Folder::disk(story.path()));

    // The working tree goes on: changed, staged, deleted, not yet known, half merged.
    story.write("postmortems/new.md", BASE);
    story.write("allclear.toml", "not even a config [");
    story.write("staged.txt", "staged");
    story.git(&["add", "staged.txt"]);
    fs::remove_dir_all(story.at("theme")).ok();
    let before = story.state();

    let revision = build(&story.folder("HEAD"));

    assert_same(&disk, &revision);
    assert!(revision.files.is_some_and(|files| files.len() > 50), "the example has pages");
    assert_eq!(before, story.state());
}

#[test]
fn every_way_to_name_a_commit_works() {
    let story = Story::with_site();
    let first = story.git(&["rev-parse", "HEAD"]);
    story.git(&["tag", "--annotate", "--message", "words", "v1"]);
    story.git(&["branch", "older"]);
    story.write("postmortems/second.md", BASE.replace("id: ", "id: again-"));
    let second = story.commit("another incident");
    story.git(&["branch", "--quiet", "--set-upstream-to", "older", "main"]);

    for name in ["HEAD~1", "HEAD^", "v1", "refs/tags/v1", "older", "@{upstream}", "main~1", ":/a site", &first, &first[..9]] {
        assert_eq!(story.revision(name, "").unwrap().commit, first, "{name}");
    }
    for name in ["HEAD", "main", "@", "HEAD^{/another}", "main@{0}"] {
        assert_eq!(story.revision(name, "").unwrap().commit, second, "{name}");
    }
    story.git(&["checkout", "--quiet", "--detach", "HEAD~1"]);
    assert_eq!(story.revision("HEAD", "").unwrap().commit, first);
    assert!(build(&story.folder("main")).files.unwrap().len() > build(&story.folder("HEAD")).files.unwrap().len());
}

#[test]
fn a_site_in_a_folder_of_the_repository_reads_what_lies_there() {
    let story = Story::new();
    story.site("docs/status/");
    story.write("docs/status/postmortems/chart.png", fs::read(root().join("tests/pictures/chart.png")).unwrap());
    let shown = BASE.replace("## External message\n", "## External message\n\n![A chart](chart.png)\n");
    story.write("docs/status/postmortems/2026-03-14-slow-search.md", &shown);
    // Styles that several sites of a repository share.
    story.write("docs/styles/House/Words.yml", "extends: existence\nmessage: \"not '%s'\"\nlevel: warning\ntokens: [chart]\n");
    story.write("docs/status/allclear.toml", format!("{CONFIG}\n[wording]\nstyles = [\"../styles/House\"]\n"));
    story.commit("a site");
    let disk = build(&Folder::disk(story.at("docs/status")));
    assert!(disk.files.as_ref().unwrap().keys().any(|path| path.ends_with(".png")), "{}", disk.report);
    assert!(disk.report.contains("House/Words"), "{}", disk.report);

    for site in ["docs/status", "docs/status/", "./docs/x/../status", story.at("docs/status").to_str().unwrap()] {
        let revision = story.revision("HEAD", site).unwrap().folder.expect("a site");
        assert_same(&disk, &build(&revision));
    }
    // It is the revision's folder, whatever the disk has by now.
    fs::remove_dir_all(story.at("docs")).unwrap();
    assert_same(&disk, &build(&story.revision("HEAD", "docs/status").unwrap().folder.unwrap()));
}

#[test]
fn before_the_site_there_was_none() {
    let story = Story::new();
    story.write("postmortems/2026-03-14-slow-search.md", BASE);
    story.commit("post-mortems, and no site yet");
    story.site("status/");
    story.commit("a site");

    assert!(story.revision("HEAD~1", "status").unwrap().folder.is_none(), "there was no folder");
    assert!(story.revision("HEAD~1", "").unwrap().folder.is_none(), "there was no allclear.toml");
    assert!(story.revision("HEAD", "status").unwrap().folder.is_some());
}

#[test]
fn a_repository_without_a_work_tree_is_read_from_its_top() {
    let story = Story::new();
    story.site("status/");
    story.commit("a site");
    let disk = build(&Folder::disk(story.at("status")));
    let bare = tempfile::tempdir().unwrap();
    git_in(bare.path(), &["clone", "--quiet", "--bare", story.path().to_str().unwrap(), "site.git"]);
    let repository = Repository::open(&bare.path().join("site.git")).unwrap();

    let revision = Folder::revision(&repository, "main", Path::new("status")).unwrap();

    assert_same(&disk, &build(&revision.folder.unwrap()));
}

#[test]
fn sha256_repositories_are_read() {
    let story = Story::started(&["init", "--quiet", "--object-format=sha256", "--initial-branch=main"]);
    story.site("");
    let commit = story.commit("a site");
    assert_eq!(commit.len(), 64);
    assert_same(&build(&Folder::disk(story.path())), &build(&story.folder("HEAD")));
}

#[test]
fn the_bytes_of_the_commit_count_not_those_of_a_checkout() {
    let story = Story::with_site();
    let disk = build(&Folder::disk(story.path()));
    story.git(&["config", "core.autocrlf", "true"]);
    story.write(".gitattributes", "*.md text eol=crlf\n");
    fs::remove_file(story.at("postmortems/2026-03-14-slow-search.md")).unwrap();
    story.git(&["checkout", "--quiet", "--", "postmortems"]);
    assert!(fs::read_to_string(story.at("postmortems/2026-03-14-slow-search.md")).unwrap().contains("\r\n"));

    assert_same(&disk, &build(&story.folder("HEAD")));
}

#[test]
fn names_that_are_hard_to_quote_are_names() {
    use std::os::unix::ffi::OsStrExt as _;
    let story = Story::with_site();
    for (at, name) in ["with blank.md", "with\"quote'.md", "with\nline.md", "-n.md", "Größe.md", ".hidden.md", "$(x).md"].iter().enumerate()
    {
        story.write(&format!("postmortems/{name}"), BASE.replace("id: ", &format!("id: n{at}-")));
    }
    let raw = story.at("postmortems").join(std::ffi::OsStr::from_bytes(b"not-\xff-utf8.md"));
    fs::write(raw, "---\nid: raw\n---\n").unwrap();
    story.commit("names");

    let disk = build(&Folder::disk(story.path()));

    for at in [0, 1, 2, 3, 4, 6] {
        let page = format!("incidents/n{at}-2026-03-14-slow-search/index.html");
        assert!(disk.files.as_ref().unwrap().contains_key(&page), "{page}: {}", disk.report);
    }
    assert_same(&disk, &build(&story.folder("HEAD")));
}

#[test]
fn an_old_commit_is_read_as_fast_as_a_new_one() {
    let story = Story::with_site();
    let first = build(&story.folder("HEAD"));
    let lines: String = (0..400)
        .map(|at| {
            format!(
                "commit refs/heads/main\ncommitter A <a@example.com> {} +0000\ndata 1\nx\n{}\n",
                1_800_000_000 + at,
                if at == 0 { "from refs/heads/main^0" } else { "" }
            )
        })
        .collect();
    let mut import = git_command(story.path()).args(["fast-import", "--quiet"]).stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(import.stdin.as_mut().unwrap(), lines.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());

    assert_same(&first, &build(&story.folder("main~400")));
}

#[test]
fn what_lies_beside_a_site_is_not_even_looked_at() {
    let story = Story::new();
    story.site("status/");
    story.write("status/recording.mp4", "hours of it");
    story.write("videos/more.mp4", "and more");
    story.commit("a site among other things");
    let folder = story.revision("HEAD", "status").unwrap().folder.unwrap();
    // Whoever asked for one of these would be told that it is gone.
    for name in ["HEAD:status/recording.mp4", "HEAD:videos/more.mp4", "HEAD:videos"] {
        let object = story.git(&["rev-parse", name]);
        fs::remove_file(story.at(&format!(".git/objects/{}/{}", &object[..2], &object[2..]))).unwrap();
    }

    assert!(build(&folder).files.is_some());
}

#[test]
fn what_is_too_large_on_disk_is_too_large_in_a_commit() {
    let story = Story::with_site();
    let large = vec![b' '; (16 << 20) + 1];
    story.write("postmortems/large.md", &large);
    story.write("postmortems/large.png", &large);
    story.write(
        "postmortems/2026-03-14-slow-search.md",
        BASE.replace("## External message\n", "## External message\n\n![A chart](large.png)\n"),
    );
    story.commit("large files");
    let disk = build(&Folder::disk(story.path()));
    assert!(disk.report.contains("this file is larger than 16 MB") && disk.report.contains("this image is larger than 16 MB"));

    assert_same(&disk, &build(&story.folder("HEAD")));
}

#[test]
fn one_folder_is_read_from_many_threads() {
    let story = Story::with_site();
    let alone = build(&story.folder("HEAD"));
    let folder = story.folder("HEAD");
    std::thread::scope(|scope| {
        let builds: Vec<_> = (0..4).map(|_| scope.spawn(|| build(&folder.clone()))).collect();
        builds.into_iter().for_each(|other| assert_same(&alone, &other.join().unwrap()));
    });
}

#[test]
fn a_second_work_tree_has_the_same_commits() {
    let story = Story::with_site();
    let place = tempfile::tempdir().unwrap();
    let tree = place.path().join("second");
    story.git(&["worktree", "add", "--quiet", "-b", "second", tree.to_str().unwrap()]);

    let revision = Folder::revision(&Repository::open(&tree).unwrap(), "main", &tree).unwrap();

    assert_same(&build(&Folder::disk(story.path())), &build(&revision.folder.unwrap()));
}
