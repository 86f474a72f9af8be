//! One file of the work tree → a commit of that file alone, and its way to the branch's upstream.
//! What stands against it is told before the file is written.
//! Must never: take along what somebody else staged, force, ask at a prompt, or show a token that an address carries.

use std::path::Path;
use std::process::{Command, Output};

use super::{Repository, missing};
use crate::error::{Error, Result};
use crate::login::without_login;

/// A file that can be committed.
#[derive(Debug, Clone)]
pub struct Commit {
    repository: Repository,
    /// How a person calls git for that folder.
    git: String,
    /// The file, below the folder that git is run in.
    path: String,
    /// The current branch.
    branch: String,
    /// Whether git does not know the file yet.
    is_new: bool,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The branch it was sent to, as git calls it here: `origin/main`.
    pub upstream: String,
    /// How many commits went along that were made before.
    pub earlier: usize,
}

/// What git has under way, by the file that says so.
const UNDER_WAY: &[(&str, &str)] = &[
    ("MERGE_HEAD", "a merge"),
    ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ("REVERT_HEAD", "a revert"),
    ("rebase-merge", "a rebase"),
    ("rebase-apply", "a rebase"),
];

impl Commit {
    /// Asks whether a file of the site's folder could be committed once it is written. Changes nothing.
    ///
    /// # Errors
    /// If there is no repository, branch or name to commit with, something is under way, or the file has changes already.
    pub fn prepare(site: &Path, path: &str) -> Result<Self> {
        let repository = Repository::of_folder(site).map_err(without_git)?;
        if repository.line(&["rev-parse", "--is-inside-work-tree"])? != "true" {
            return Err(Error::usage(
                format!("{} is in no work tree of git", site.display()),
                "go to a clone of the repository, or leave out --commit",
            ));
        }
        let branch = repository.line(&["symbolic-ref", "--quiet", "--short", "HEAD"]).map_err(|_| {
            Error::usage(
                "no branch is checked out: a commit would belong to none",
                "check one out with `git switch BRANCH`, then run this again",
            )
        })?;
        quiet(&repository, site)?;
        named(&repository)?;
        let real = real(site, path);
        let git = called(site);
        let is_new = unchanged(&repository, &git, &real)?;
        Ok(Self { repository, git, path: real, branch, is_new })
    }

    /// The branch that is committed to.
    pub fn branch(&self) -> &str {
        &self.branch
    }

    /// How a person calls git for the site's folder.
    pub fn git(&self) -> &str {
        &self.git
    }

    /// Commits the file, and nothing else; gives back the commit's short name. Hooks and signing are those of the user.
    ///
    /// # Errors
    /// If git or one of its hooks refuses. The file is as it was written.
    pub fn make(&self, message: &str) -> Result<String> {
        let file = literal(&self.path);
        if self.is_new {
            self.repository.run(&["add", "--intent-to-add", "--", &file])?;
        }
        let output = finished(plain(&self.repository).args(["commit", "--quiet", "--only", "-m", message, "--", &file]))?;
        if !output.status.success() {
            if self.is_new {
                // Nothing of ours stays staged. If that fails, the file is only known to git a little earlier.
                let _ = self.repository.run(&["rm", "--cached", "--quiet", "--force", "--", &file]);
            }
            let (git, path) = (&self.git, quoted(&self.path));
            let add = if self.is_new { format!("{git} add -- {path} && ") } else { String::new() };
            return Err(Error::usage(
                format!("{} is written, but git did not commit it: {}", self.path, said(&output)),
                format!("mend that, then run `{add}{git} commit --only -m \"{message}\" -- {path}`"),
            ));
        }
        self.repository.line(&["rev-parse", "--short", "HEAD"])
    }

    /// Sends the branch to its upstream.
    ///
    /// # Errors
    /// If there is no upstream, other work would go along, or the remote refuses. The commit stays.
    pub fn push(&self) -> Result<Sent> {
        let branch = &self.branch;
        let setting = |key: &str| {
            self.repository.line(&["config", "--get", &format!("branch.{branch}.{key}")]).ok().filter(|value| !value.is_empty())
        };
        let Some((remote, merge)) = setting("remote").zip(setting("merge")) else {
            return Err(kept(&format!("{branch} has no upstream"), &format!("run `{} push --set-upstream origin {branch}`", self.git)));
        };
        let upstream = self.repository.line(&["rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}"]);
        let guessed = || format!("{}/{}", without_login(&remote), merge.trim_start_matches("refs/heads/"));
        let shown = upstream.as_ref().map_or_else(|_| guessed(), Clone::clone);
        let earlier = if upstream.is_ok() { self.alone(&shown)? } else { 0 };
        let refs = format!("refs/heads/{branch}:{merge}");
        let output = finished(plain(&self.repository).args(["push", "--porcelain", "--", &remote, &refs]))?;
        if output.status.success() {
            return Ok(Sent { upstream: shown, earlier });
        }
        Err(self.refused(&output, &remote, &shown))
    }

    /// How many commits go along that were made before; a refusal if they touch more than this file.
    fn alone(&self, upstream: &str) -> Result<usize> {
        let others = format!(":(exclude,literal){}", self.path);
        let files = self.repository.line(&["diff", "--name-only", &format!("{upstream}...HEAD"), "--", ":(top)", &others])?;
        if !files.is_empty() {
            return Err(kept(
                &format!("{} also holds commits that were never sent, with changes of other files, and they would go out too", self.branch),
                &format!("look at them with `{0} log --stat {upstream}..`, then run `{0} push`", self.git),
            ));
        }
        let count = self.repository.line(&["rev-list", "--count", &format!("{upstream}..HEAD")])?;
        Ok(count.parse::<usize>().unwrap_or(1).saturating_sub(1))
    }

    /// Why a push failed, and the next step.
    fn refused(&self, output: &Output, remote: &str, upstream: &str) -> Error {
        let (told, remote) = (String::from_utf8_lossy(&output.stdout), without_login(remote));
        let refs = |mark: &str| told.lines().any(|line| line.starts_with('!') && line.contains(mark));
        let (git, branch) = (&self.git, &self.branch);
        if refs("[remote rejected]") {
            let step = format!(
                "if the branch is protected, send it as another one and open a merge request: `{git} push {remote} HEAD:{branch}-update`"
            );
            return kept(&format!("{upstream} does not take it: {}", said(output)), &step);
        }
        if refs("[rejected]") {
            return kept(
                &format!("{upstream} has commits that {branch} does not have"),
                &format!("run `{git} pull --rebase`, then `{git} push`"),
            );
        }
        kept(&format!("{remote} was not reached, or does not know you: {}", said(output)), &format!("run `{git} push` when that is mended"))
    }
}

/// An error behind a commit.
fn kept(fact: &str, step: &str) -> Error {
    Error::usage(format!("committed, but not sent: {fact}"), step)
}

fn without_git(error: Error) -> Error {
    match error {
        Error::Usage { message, help } => Error::usage(message, format!("{help}; or leave out --commit and --push")),
        other => other,
    }
}

/// Refuses while git is in the middle of something.
fn quiet(repository: &Repository, site: &Path) -> Result<()> {
    let asked: Vec<&str> = ["rev-parse"].into_iter().chain(UNDER_WAY.iter().flat_map(|(file, _)| ["--git-path", file])).collect();
    let paths = repository.line(&asked)?;
    match paths.lines().zip(UNDER_WAY).find(|(path, _)| site.join(path).exists()) {
        Some((_, (_, name))) => {
            Err(Error::usage(format!("{name} is under way"), "bring it to an end, or put it off with `--abort`; then run this again"))
        }
        None => Ok(()),
    }
}

/// Refuses if git would not know, but guess, who commits.
fn named(repository: &Repository) -> Result<()> {
    for who in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
        repository.run(&["-c", "user.useConfigOnly=true", "var", who]).map_err(|_| {
            Error::usage(
                "git does not know who commits",
                "run `git config user.name \"Your Name\"` and `git config user.email you@example.com`, then run this again",
            )
        })?;
    }
    Ok(())
}

/// Refuses a file that has changes of somebody, or that git is to pass over. Whether git does not know the file.
fn unchanged(repository: &Repository, git: &str, path: &str) -> Result<bool> {
    let file = literal(path);
    if repository.run(&["check-ignore", "--quiet", "--", path]).is_ok() {
        return Err(Error::usage(format!("{path} is ignored by git"), "take it out of .gitignore, or leave out --commit"));
    }
    if !repository.line(&["status", "--porcelain", "--untracked-files=all", "--", &file])?.is_empty() {
        return Err(Error::usage(
            format!("{path} has changes that are not committed, and they would go along"),
            format!("look at them with `{git} diff HEAD -- {}`; commit them, or leave out --commit and --push", quoted(path)),
        ));
    }
    Ok(repository.line(&["ls-files", "--", &file])?.is_empty())
}

/// The file that is written, if the path is a link to it.
fn real(site: &Path, path: &str) -> String {
    let found = site.canonicalize().and_then(|root| Ok((site.join(path).canonicalize()?, root)));
    let below = found.ok().and_then(|(real, root)| real.strip_prefix(root).ok().map(Path::to_path_buf));
    below.and_then(|real| real.to_str().map(str::to_owned)).unwrap_or_else(|| path.to_owned())
}

/// `git`, or `git -C FOLDER` for another folder than this one.
fn called(site: &Path) -> String {
    if site == Path::new(".") { "git".to_owned() } else { format!("git -C {}", quoted(&site.to_string_lossy())) }
}

/// A word as a shell takes it for one.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._/-+:@".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// A path in which no character means another.
fn literal(path: &str) -> String {
    format!(":(literal){path}")
}

/// git with the user's own language and locks, for what runs the user's hooks. Only its own words are not translated.
fn plain(repository: &Repository) -> Command {
    let mut git = repository.begun();
    git.envs([("GIT_TERMINAL_PROMPT", "0"), ("LANGUAGE", "C")]);
    git
}

fn finished(command: &mut Command) -> Result<Output> {
    command.output().map_err(|error| missing(&error))
}

/// What git said on the way to its refusal, on one line.
fn said(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let lines = said.lines().map(|line| line.trim().trim_start_matches("hint:").trim());
    let told: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    if told.is_empty() { "it did not say why".to_owned() } else { without_login(&told.join("; ")) }
}

impl Repository {
    /// What a git command prints, without the line end.
    fn line(&self, arguments: &[&str]) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.run(arguments)?).trim_end().to_owned())
    }
}
