//! Comes in: OUT as it was asked for, and the site's folder. Goes out: the one real path, or why it is refused.
//! Must never: accept a folder that holds what someone wrote by hand.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::manifest::NAME;
use crate::error::{Error, Result};

/// Folders of the site that hold sources or the cache: no output goes there or below.
const SOURCES: [&str; 3] = ["postmortems", "theme", CACHE];

/// The folder of the site that nobody but us writes to.
const CACHE: &str = ".allclear";

/// Where the output goes, with the places beside it that a build may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The folder, without links or dots in its path.
    pub(super) out: PathBuf,
    /// The folder above it.
    pub(super) parent: PathBuf,
    /// Where the next site is prepared.
    pub(super) stage: PathBuf,
    /// The lock file.
    pub(super) lock: PathBuf,
    /// Where the last site but one is kept for the next build; `None` if the site has no cache yet, or a link for one.
    pub(super) spare: Option<PathBuf>,
}

/// Why a folder is refused, and what to do instead.
struct Refusal(&'static str, &'static str);

impl Place {
    /// Finds the real path and refuses what is not ours to write. Changes nothing.
    pub(super) fn find(asked: &Path, site_dir: &Path) -> Result<Self> {
        let refuse = |Refusal(reason, help)| refused(asked, reason, help);
        let out = resolve(asked)?;
        if std::fs::symlink_metadata(&out).is_ok_and(|data| !data.is_dir()) {
            return Err(refuse(Refusal("this is a file or a link, not a folder", "name a folder for the site")));
        }
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            return Err(refuse(Refusal("this is the root of the file system", "name a folder for the site")));
        };
        let site_dir = std::fs::canonicalize(site_dir).map_err(Error::io("find the site's folder", site_dir))?;
        check_sources(&out, &site_dir).map_err(refuse)?;
        check_content(&out).map_err(refuse)?;
        if device(&out).is_some_and(|own| device(parent).is_some_and(|above| own != above)) {
            return Err(mount_point(asked));
        }
        let (stage, lock) = (parent.join(hidden(name, STAGE)), parent.join(hidden(name, LOCK)));
        let cache = Some(site_dir.join(CACHE)).filter(|cache| std::fs::symlink_metadata(cache).is_ok_and(|data| data.is_dir()));
        let spare = cache.map(|cache| cache.join(SPARE));
        Ok(Self { parent: parent.to_path_buf(), stage, lock, spare, out })
    }
}

/// The endings of what a build or a deploy has beside its folder.
pub(super) const STAGE: &str = ".allclear-stage";
pub(super) const LOCK: &str = ".allclear-lock";

/// The name of what a build leaves in the cache for the next one.
const SPARE: &str = "spare";

/// The longest name that file systems take, in bytes.
const LONGEST_NAME: usize = 255;

/// The name of what stands beside a file or folder for a while: hidden, with an ending, and never too long. One that would be is cut, and
/// told from others that begin alike by a digest.
pub(super) fn hidden(name: &OsStr, ending: &str) -> OsString {
    let whole = name.as_bytes();
    let room = LONGEST_NAME - 1 - ending.len();
    if whole.len() <= room {
        return [OsStr::new("."), name, OsStr::new(ending)].into_iter().collect();
    }
    let digest: String = Sha256::digest(whole).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let mut end = room - 1 - digest.len();
    // Not within a character: some file systems take names of whole characters only.
    while end > 0 && whole[end] & 0b1100_0000 == 0b1000_0000 {
        end -= 1;
    }
    let begin = OsStr::from_bytes(&whole[..end]);
    [OsStr::new("."), begin, OsStr::new("-"), OsStr::new(&digest), OsStr::new(ending)].into_iter().collect()
}

/// An [`Error::Output`].
pub(super) fn refused(path: &Path, reason: impl Into<String>, help: impl Into<String>) -> Error {
    Error::Output { path: path.to_path_buf(), reason: reason.into(), help: help.into() }
}

/// The refusal of a folder that is the root of a mounted file system.
pub(super) fn mount_point(path: &Path) -> Error {
    refused(path, "this is a mount point, which cannot be exchanged in one step", "name a folder inside it")
}

pub(super) fn device(path: &Path) -> Option<u64> {
    std::fs::metadata(path).map(|data| data.dev()).ok()
}

/// The absolute path with every link above the last name followed. The last name is taken as it is, so that a link can be refused.
pub(crate) fn resolve(asked: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(asked).map_err(Error::io("find", asked))?;
    let mut path = PathBuf::new();
    let mut parts = absolute.components().peekable();
    while let Some(part) = parts.next() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => {
                path.push(name);
                if parts.peek().is_some() && path.exists() {
                    path = std::fs::canonicalize(&path).map_err(Error::io("find", &path))?;
                }
            }
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => path.push(part),
        }
    }
    Ok(path)
}

fn check_sources(out: &Path, site_dir: &Path) -> std::result::Result<(), Refusal> {
    if site_dir.ancestors().any(|folder| same(folder, out)) {
        return Err(Refusal("this is the site's own folder or one above it", "name a folder of its own, for example `public`"));
    }
    let sources = SOURCES.map(|name| site_dir.join(name));
    if out.ancestors().any(|folder| sources.iter().any(|source| same(folder, source))) {
        return Err(Refusal("this is a folder of sources or lies in one", "name a folder outside postmortems/, theme/ and .allclear/"));
    }
    Ok(())
}

fn check_content(out: &Path) -> std::result::Result<(), Refusal> {
    let ours = std::fs::symlink_metadata(out.join(NAME)).is_ok_and(|data| data.is_file());
    let empty = match std::fs::read_dir(out).map(|mut list| list.next().is_none()) {
        Ok(empty) => empty,
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            return Err(Refusal("a file stands where a folder above it should be", "name another folder"));
        }
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    if ours || empty {
        return Ok(());
    }
    Err(Refusal(
        "this folder is not empty and no build made it (it has no readable .allclear-site)",
        "name a new folder, or empty this one yourself",
    ))
}

/// Whether two paths name one folder: also through a mount, or where names differ in case only.
fn same(a: &Path, b: &Path) -> bool {
    let id = |path: &Path| std::fs::metadata(path).map(|data| (data.dev(), data.ino())).ok();
    a == b || id(a).is_some_and(|id_of_a| Some(id_of_a) == id(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_beside_is_hidden_and_never_too_long() {
        assert_eq!(hidden(OsStr::new("public"), STAGE), ".public.allclear-stage");
        let [one, two] = ["1", "2"].map(|end| hidden(OsStr::new(&format!("{}{end}", "é".repeat(127))), STAGE));
        assert_ne!(one, two, "names that begin alike");
        for name in [one, two] {
            let text = name.to_str().expect("whole characters");
            assert!(text.len() <= LONGEST_NAME && text.starts_with(".é") && text.ends_with(STAGE), "{text}");
        }
        let odd = hidden(OsStr::from_bytes(&[0x80; 255]), LOCK);
        assert!(odd.len() <= LONGEST_NAME && odd.as_bytes().ends_with(LOCK.as_bytes()), "{odd:?}");
    }
}
