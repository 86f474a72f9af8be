//! Comes in: a file of the site's folder as it was read, and its new bytes. Goes out: the file, exchanged in one step, with its permissions.
//! Must never: write outside the site's folder, over a file that changed meanwhile, or leave half a file.

use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::lock::Lock;
use super::place::hidden;
use crate::error::{Error, Result};

/// An edit that is ready beside its file.
pub(crate) struct Edit {
    target: PathBuf,
    /// The file as the site names it.
    shown: String,
    stage: PathBuf,
    /// The stage is its own lock: who holds it edits, and what nobody holds was left by an edit that was killed. It goes when this is
    /// dropped, unless it has become the file.
    held: Lock,
    before: Option<Vec<u8>>,
}

impl Edit {
    /// Writes the new bytes beside the file. `before` is what it must still hold; without it the file may be missing, and its folder too.
    pub(crate) fn prepare(site: &Path, relative: &str, before: Option<&[u8]>, after: &[u8]) -> Result<Self> {
        let root = site.canonicalize().map_err(Error::io("open the folder", site))?;
        let target = place(&root, relative, before.is_some())?;
        let stage = target.with_file_name(hidden(target.file_name().unwrap_or_default(), ".allclear-edit"));
        let held = hold(&stage).map_err(Error::io("write", &stage))?.ok_or_else(|| {
            Error::usage(format!("another edit of {relative} is under way"), "wait until it is done, then run the command again")
        })?;
        let edit = Self { target, shown: relative.to_owned(), stage, held, before: before.map(<[u8]>::to_vec) };
        edit.unchanged()?;
        let mut file = edit.held.file();
        file.write_all(after).and_then(|()| file.sync_all()).map_err(Error::io("write", &edit.stage))?;
        if let Ok(metadata) = std::fs::metadata(&edit.target) {
            file.set_permissions(metadata.permissions()).map_err(Error::io("set the permissions of", &edit.stage))?;
        }
        Ok(edit)
    }

    /// Puts the new file into the place of the old one.
    pub(crate) fn commit(self) -> Result<()> {
        self.unchanged()?;
        std::fs::rename(&self.stage, &self.target).map_err(Error::io("replace", &self.target))
    }

    /// Puts the new file where none is; one that came meanwhile is left as it is.
    pub(crate) fn commit_new(self) -> Result<()> {
        match renameat_with(CWD, &self.stage, CWD, &self.target, RenameFlags::NOREPLACE) {
            Err(Errno::EXIST) => {
                Err(Error::usage(format!("{} was written meanwhile, and is as it was left", self.shown), "run the command again"))
            }
            // A file system that cannot refuse: a second name for the stage is refused where the name is taken.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
                std::fs::hard_link(&self.stage, &self.target).map_err(Error::io("write", &self.target))
            }
            renamed => renamed.map_err(|error| Error::io("write", &self.target)(error.into())),
        }
    }

    fn unchanged(&self) -> Result<()> {
        let Some(before) = &self.before else { return Ok(()) };
        if std::fs::read(&self.target).map_err(Error::io("read", &self.target))? == *before {
            return Ok(());
        }
        Err(Error::usage(format!("{} was changed meanwhile, and is as it was left", self.shown), "run the command again"))
    }
}

/// A new and empty file that only we hold; `None` if another edit holds it. What a killed edit left goes: it may be a second name of a
/// file that is still wanted, so that it is not written over.
fn hold(stage: &Path) -> std::io::Result<Option<Lock>> {
    loop {
        let Some(held) = Lock::take(stage, Duration::ZERO)? else { return Ok(None) };
        let there = held.file().metadata()?;
        if there.is_file() && there.len() == 0 && there.nlink() == 1 {
            return Ok(Some(held));
        }
        // The lock goes with its file.
        drop(held);
        if std::fs::symlink_metadata(stage).is_ok_and(|left| left.ino() == there.ino()) {
            return Err(std::io::ErrorKind::AlreadyExists.into());
        }
    }
}

/// The real place of a file; links are followed first, and none of them leads out.
fn place(root: &Path, relative: &str, exists: bool) -> Result<PathBuf> {
    let path = root.join(relative);
    let outside = || Error::usage(format!("{relative} leads out of the site's folder"), "put a file in the place of the link");
    if exists {
        let real = path.canonicalize().map_err(Error::io("open", &path))?;
        return if real.starts_with(root) { Ok(real) } else { Err(outside()) };
    }
    let (folder, name) = path.parent().zip(path.file_name()).ok_or_else(outside)?;
    std::fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
    let real = folder.canonicalize().map_err(Error::io("open the folder", folder))?;
    if real.starts_with(root) { Ok(real.join(name)) } else { Err(outside()) }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests make the files that they are about")]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::Edit;

    fn site() -> tempfile::TempDir {
        let site = tempfile::tempdir().expect("a folder");
        fs::create_dir(site.path().join("postmortems")).expect("made");
        fs::write(site.path().join("postmortems/a.md"), "old").expect("written");
        site
    }

    fn names(folder: &std::path::Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).expect("read").map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_exchanged_with_its_permissions_and_nothing_is_left_beside_it() {
        let site = site();
        let path = site.path().join("postmortems/a.md");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");

        Edit::prepare(site.path(), "postmortems/a.md", Some(b"old"), b"new").expect("ready").commit().expect("written");
        Edit::prepare(site.path(), "seals/a.txt", None, b"text").expect("ready").commit().expect("written");

        assert_eq!(fs::read(&path).expect("read"), b"new");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o640);
        assert_eq!(names(&site.path().join("postmortems")), ["a.md"]);
        assert_eq!(names(&site.path().join("seals")), ["a.txt"]);
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let site = site();
        let path = site.path().join("postmortems/a.md");
        assert!(Edit::prepare(site.path(), "postmortems/a.md", Some(b"older"), b"new").is_err());
        let edit = Edit::prepare(site.path(), "postmortems/a.md", Some(b"old"), b"new").expect("ready");
        fs::write(&path, "changed").expect("written");

        let error = edit.commit().expect_err("a refusal").to_string();

        assert!(error.contains("was changed meanwhile"), "{error}");
        assert_eq!(fs::read(&path).expect("read"), b"changed");
        assert_eq!(names(&site.path().join("postmortems")), ["a.md"]);
    }

    #[test]
    fn a_new_file_takes_the_place_of_none() {
        let site = site();
        let edit = Edit::prepare(site.path(), "postmortems/b.md", None, b"new").expect("ready");
        fs::write(site.path().join("postmortems/b.md"), "theirs").expect("written");
        let error = edit.commit_new().expect_err("a refusal").to_string();
        assert!(error.contains("was written meanwhile"), "{error}");
        assert_eq!(fs::read(site.path().join("postmortems/b.md")).expect("read"), b"theirs");

        Edit::prepare(site.path(), "postmortems/c.md", None, b"new").expect("ready").commit_new().expect("written");
        assert_eq!(names(&site.path().join("postmortems")), ["a.md", "b.md", "c.md"]);
    }

    #[test]
    fn two_edits_of_one_file_do_not_meet() {
        let site = site();
        let first = Edit::prepare(site.path(), "postmortems/a.md", Some(b"old"), b"new").expect("ready");
        let error = Edit::prepare(site.path(), "postmortems/a.md", Some(b"old"), b"other").err().expect("a refusal").to_string();
        assert!(error.contains("under way"), "{error}");
        first.commit().expect("written");
        assert_eq!(fs::read(site.path().join("postmortems/a.md")).expect("read"), b"new");
    }

    #[test]
    fn what_a_killed_edit_left_is_no_obstacle_and_is_not_written_over() {
        let site = site();
        let stage = site.path().join("postmortems/.a.md.allclear-edit");
        fs::write(site.path().join("precious"), "theirs").expect("written");
        fs::hard_link(site.path().join("precious"), &stage).expect("linked");
        fs::set_permissions(&stage, fs::Permissions::from_mode(0o444)).expect("set");

        Edit::prepare(site.path(), "postmortems/a.md", Some(b"old"), b"new").expect("ready").commit().expect("written");

        assert_eq!(fs::read(site.path().join("postmortems/a.md")).expect("read"), b"new");
        assert_eq!(fs::read(site.path().join("precious")).expect("read"), b"theirs");
        assert_eq!(names(&site.path().join("postmortems")), ["a.md"]);
    }

    #[test]
    fn links_are_followed_inside_the_site_and_not_out_of_it() {
        let (site, other) = (site(), tempfile::tempdir().expect("a folder"));
        fs::write(other.path().join("b.md"), "old").expect("written");
        symlink(other.path().join("b.md"), site.path().join("postmortems/b.md")).expect("linked");
        symlink(site.path().join("postmortems/a.md"), site.path().join("postmortems/c.md")).expect("linked");
        symlink(other.path(), site.path().join("seals")).expect("linked");

        assert!(Edit::prepare(site.path(), "postmortems/b.md", Some(b"old"), b"new").is_err());
        assert!(Edit::prepare(site.path(), "seals/a.txt", None, b"new").is_err());
        Edit::prepare(site.path(), "postmortems/c.md", Some(b"old"), b"new").expect("ready").commit().expect("written");

        assert_eq!(names(other.path()), ["b.md"]);
        assert_eq!(fs::read(other.path().join("b.md")).expect("read"), b"old");
        assert_eq!(fs::read(site.path().join("postmortems/a.md")).expect("read"), b"new");
        assert!(site.path().join("postmortems/c.md").is_symlink());
    }
}
