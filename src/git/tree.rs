//! What a commit holds, read as a disk is. Comes in: a path from the top, `./status/allclear.toml`. Goes out: bytes, names, kinds.
//! Folders and files are fetched when they are asked for, so that what lies beside a site costs nothing.
//! Must never: follow a link out of the commit, or enter a submodule.

use std::collections::{BTreeMap, HashMap};
use std::ffi::{OsStr, OsString};
use std::io::{Error, ErrorKind, Result};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::objects::Objects;
use crate::error;
use crate::folder::Kind;

/// Links that a path may lead through, as on Linux.
const MOST_LINKS: usize = 40;
/// Bytes of a link's target, as on Linux.
const LONGEST_TARGET: u64 = 4096;

/// The files of a commit.
pub(crate) struct Tree {
    objects: Objects,
    top: Node,
    folders: Mutex<HashMap<String, Arc<Names>>>,
}

type Names = BTreeMap<OsString, Node>;

/// One name in a folder.
#[derive(Clone)]
struct Node {
    kind: Mode,
    object: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    File,
    Folder,
    Link,
    Submodule,
}

/// Where a path leads.
enum Place {
    /// Inside, without links and dots.
    Inside(PathBuf, Node),
    Outside(PathBuf),
}

impl Tree {
    /// The tree of that name.
    pub(super) fn new(objects: Objects, tree: String) -> Self {
        Self { objects, top: Node { kind: Mode::Folder, object: tree }, folders: Mutex::default() }
    }

    pub(crate) fn read(&self, path: &Path, most: u64) -> Result<Vec<u8>> {
        match self.find(path, true)? {
            Place::Inside(_, Node { kind: Mode::File, object }) => Ok(self.objects.get(&object, most)?.0),
            Place::Inside(..) => Err(Error::new(ErrorKind::IsADirectory, "it is a folder")),
            Place::Outside(_) => Err(outside()),
        }
    }

    pub(crate) fn metadata(&self, path: &Path) -> Result<(Kind, u64)> {
        match self.find(path, true)? {
            Place::Inside(_, Node { kind: Mode::File, object }) => Ok((Kind::File, self.objects.get(&object, 0)?.1)),
            Place::Inside(_, node) => Ok((node.kind.into(), 0)),
            Place::Outside(_) => Err(outside()),
        }
    }

    /// What stands at a path. git does not know what a link outside leads to: without an ending it is taken for a folder.
    pub(crate) fn kind(&self, path: &Path, follow: bool) -> Result<Kind> {
        match self.find(path, follow)? {
            Place::Inside(_, node) => Ok(node.kind.into()),
            Place::Outside(target) if target.extension().is_none() => Ok(Kind::Folder),
            Place::Outside(_) => Ok(Kind::Other),
        }
    }

    pub(crate) fn canonicalize(&self, path: &Path) -> Result<PathBuf> {
        self.find(path, true).map(|place| match place {
            Place::Inside(path, _) | Place::Outside(path) => path,
        })
    }

    pub(crate) fn list(&self, path: &Path) -> Result<Vec<PathBuf>> {
        match self.find(path, true)? {
            Place::Inside(_, node) => Ok(self.names(&node)?.keys().map(|name| path.join(name)).collect()),
            Place::Outside(_) => Err(outside()),
        }
    }

    pub(crate) fn whole(&self) -> error::Result<()> {
        self.objects.whole()
    }

    /// Where a path leads, one name after the other, as a system walks it.
    fn find(&self, path: &Path, follow: bool) -> Result<Place> {
        let mut rest = steps(path);
        let mut at: Vec<(OsString, Node)> = Vec::new();
        let mut links = 0;
        while let Some(step) = rest.pop() {
            let here = at.last().map_or(&self.top, |(_, node)| node);
            match step.as_bytes() {
                b"." => {}
                b"/" => return Ok(Place::Outside(remaining(step, rest))),
                b".." if at.is_empty() => return Ok(Place::Outside(remaining(step, rest))),
                b".." => {
                    at.pop();
                }
                _ => {
                    let node = self.names(here)?.get(&step).cloned().ok_or_else(|| Error::from(ErrorKind::NotFound))?;
                    if node.kind != Mode::Link || (rest.is_empty() && !follow) {
                        at.push((step, node));
                        continue;
                    }
                    links += 1;
                    if links > MOST_LINKS {
                        return Err(Error::other("too many levels of symbolic links"));
                    }
                    let (target, _) = self.objects.get(&node.object, LONGEST_TARGET)?;
                    rest.extend(steps(Path::new(OsStr::from_bytes(&target))));
                }
            }
        }
        let node = at.last().map_or(&self.top, |(_, node)| node).clone();
        let below: PathBuf = at.into_iter().map(|(name, _)| name).collect();
        Ok(Place::Inside(Path::new(".").join(below), node))
    }

    /// What a folder holds.
    fn names(&self, node: &Node) -> Result<Arc<Names>> {
        match node.kind {
            Mode::Folder => {}
            Mode::Submodule => return Err(Error::other("it is a submodule, and its files are in another repository")),
            Mode::File | Mode::Link => return Err(Error::from(ErrorKind::NotADirectory)),
        }
        let known = self.folders.lock().ok().and_then(|folders| folders.get(&node.object).cloned());
        if let Some(names) = known {
            return Ok(names);
        }
        let (bytes, _) = self.objects.get(&node.object, u64::MAX)?;
        let names =
            Arc::new(parsed(&bytes, node.object.len() / 2).ok_or_else(|| Error::other("git has a folder that cannot be understood"))?);
        if let Ok(mut folders) = self.folders.lock() {
            folders.insert(node.object.clone(), Arc::clone(&names));
        }
        Ok(names)
    }
}

/// The steps of a path, the last one first.
fn steps(path: &Path) -> Vec<OsString> {
    path.components().rev().map(|part| if part == Component::RootDir { "/".into() } else { part.as_os_str().to_owned() }).collect()
}

/// What is left of a path that leads out.
fn remaining(step: OsString, rest: Vec<OsString>) -> PathBuf {
    std::iter::once(step).chain(rest.into_iter().rev()).collect()
}

fn outside() -> Error {
    Error::other("it lies outside the repository")
}

/// A folder as git keeps it: mode, blank, name, NUL, and the raw name of the object.
fn parsed(mut bytes: &[u8], length: usize) -> Option<Names> {
    let mut names = Names::new();
    while !bytes.is_empty() {
        let blank = bytes.iter().position(|byte| *byte == b' ')?;
        let end = blank + 1 + bytes[blank + 1..].iter().position(|byte| *byte == 0)?;
        let object: String = bytes.get(end + 1..end + 1 + length)?.iter().map(|byte| format!("{byte:02x}")).collect();
        let kind = match &bytes[..blank] {
            b"40000" => Mode::Folder,
            b"120000" => Mode::Link,
            b"160000" => Mode::Submodule,
            _ => Mode::File,
        };
        let name = &bytes[blank + 1..end];
        // No checkout has such a name; a path must mean what it says.
        if !matches!(name, b"" | b"." | b"..") && !name.contains(&b'/') {
            names.insert(OsString::from_vec(name.to_vec()), Node { kind, object });
        }
        bytes = &bytes[end + 1 + length..];
    }
    Some(names)
}

impl From<Mode> for Kind {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::File => Self::File,
            Mode::Folder | Mode::Submodule => Self::Folder,
            Mode::Link => Self::Link,
        }
    }
}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Tree").field(&self.top.object).finish()
    }
}
