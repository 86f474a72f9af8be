//! A name of a commit → that commit, and the site's folder as it has it. Comes in: what a person wrote. Goes out: a folder to build from.
//! Must never: touch the working tree, the index or a ref, take a name for an option, or guess when a name means nothing.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::objects::Objects;
use super::{Repository, Tree, missing};
use crate::config::FILE;
use crate::error::{Error, Result};
use crate::folder::{Folder, Kind};

/// A commit as a site's source.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The whole name of the commit.
    pub commit: String,
    /// The site's folder in it; `None` if it has none, or one without an `allclear.toml`: there was no site yet, or it is gone.
    pub folder: Option<Folder>,
}

impl Folder {
    /// The site's folder as a revision has it: a branch, a tag, `HEAD~1`, the name of a commit.
    ///
    /// `site` is the folder as it would be named on disk, from the current folder; where that is outside the work tree or there is none,
    /// as in a bare repository, from the top of the repository. It need not be on disk.
    ///
    /// # Errors
    /// If the name means no commit here, `site` is outside the repository, or it is no folder in the commit.
    pub fn revision(repository: &Repository, revision: &str, site: &Path) -> Result<Revision> {
        let commit = repository.commit(revision)?;
        let root = Path::new(".").join(repository.place_of(site)?);
        let tree = repository.one(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{commit}^{{tree}}")]);
        let tree =
            tree?.ok_or_else(|| Error::usage(format!("the commit {commit} is not whole here"), "`git fsck` says what is missing"))?;
        let tree = Arc::new(Tree::new(Objects::open(repository)?, tree));
        let folder = match tree.kind(&root, true) {
            Ok(Kind::Folder) => Some(Self::of_tree(Arc::clone(&tree), root)),
            Ok(_) => {
                let root = root.strip_prefix(".").unwrap_or(&root).display();
                return Err(Error::usage(format!("{root} is no folder in {revision}"), "name the folder with allclear.toml as --site"));
            }
            Err(_) => None,
        };
        let folder = folder.filter(|folder| folder.exists(&folder.join(FILE)));
        // A folder that git could not hand over is not one that is missing.
        tree.whole()?;
        Ok(Revision { commit, folder })
    }
}

impl Repository {
    /// The whole name of the commit that a name means.
    ///
    /// # Errors
    /// If it means none here.
    pub fn commit(&self, revision: &str) -> Result<String> {
        // In two steps: `:/words` would take what is put behind it for words.
        let verify = |name: &str| self.one(&["rev-parse", "--verify", "--quiet", "--end-of-options", name]);
        let object = if revision.is_empty() || revision.contains('\0') { None } else { verify(revision)? };
        let commit = match object {
            Some(object) => verify(&format!("{object}^{{commit}}"))?,
            None => None,
        };
        commit.map_or_else(|| Err(self.unknown(revision)), Ok)
    }

    /// Why a name means no commit here, and what to do.
    fn unknown(&self, revision: &str) -> Error {
        let says = |arguments: &[&str]| self.one(arguments).ok().flatten();
        if says(&["for-each-ref", "--count=1"]).is_none() && says(&["rev-parse", "--verify", "--quiet", "HEAD"]).is_none() {
            return Error::usage("the repository has no commit yet", "commit the site first, or name two folders");
        }
        if says(&["rev-parse", "--is-shallow-repository"]).as_deref() == Some("true") {
            return Error::usage(
                format!("{revision:?} is no commit in this clone, which is shallow: older commits were left out"),
                "run `git fetch --unshallow` first; in a workflow of GitHub give actions/checkout `fetch-depth: 0`, in a job of GitLab set \
                 `GIT_DEPTH: 0`",
            );
        }
        if revision.contains("..") {
            return Error::usage(format!("{revision:?} is a range, not a commit"), "name the two ends as two arguments: BASE HEAD");
        }
        Error::usage(
            format!("{revision:?} is no commit in this repository"),
            "name a branch, a tag or a commit that is here; `git fetch` brings what is only on the server, as in origin/main",
        )
    }

    /// Where a site's folder is, from the top of the repository.
    fn place_of(&self, site: &Path) -> Result<PathBuf> {
        let outside = |top: &str| {
            Error::usage(
                format!("{} is outside the repository{top}", site.display()),
                "name the site's folder inside the repository as --site",
            )
        };
        let top = self.one(&["rev-parse", "--show-toplevel"])?.map(PathBuf::from).and_then(|top| top.canonicalize().ok());
        let Some(top) = top else { return plain(site).ok_or_else(|| outside("")) };
        let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
        if site.is_relative() && !here.starts_with(&top) {
            return plain(site).ok_or_else(|| outside(&format!(" at {}", top.display())));
        }
        let real = real(&here.join(site));
        real.strip_prefix(&top).map(Path::to_path_buf).map_err(|_| outside(&format!(" at {}", top.display())))
    }

    /// The one line that git answers; `None` if it answers nothing or fails.
    fn one(&self, arguments: &[&str]) -> Result<Option<String>> {
        let output = self.reading().args(arguments).output().map_err(|error| missing(&error))?;
        let said = String::from_utf8(output.stdout).ok().filter(|_| output.status.success());
        Ok(said.and_then(|said| said.lines().last().map(str::to_owned)).filter(|line| !line.is_empty()))
    }
}

/// A path without dots; `None` if it leads out or is absolute.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) => plain.push(name),
            Component::ParentDir if plain.pop() => {}
            _ => return None,
        }
    }
    Some(plain)
}

/// A path without links and dots, as far as it is on disk.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent(), path.components().next_back()) {
        (Some(parent), Some(Component::Normal(name))) => real(parent).join(name),
        (Some(parent), Some(Component::ParentDir)) => real(parent).parent().unwrap_or(Path::new("/")).to_path_buf(),
        (Some(parent), _) => real(parent),
        (None, _) => path.to_path_buf(),
    }
}
