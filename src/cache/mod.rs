//! What a build remembers for the next one, in `DIR/.allclear/build`: digests of what it read, its findings, and what its files were made of.
//! Comes in: a record. Goes out: the record of the last build, if it can be trusted. Must never: hold a word that a site shows; what
//! goes out is never taken from here, so that no file in this folder can put words on a page.

mod record;

use std::fs::{self, File};
use std::io::{BufWriter, Error, Read as _, Result, Seek as _, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

pub(crate) use record::{Judged, Known, Record, Told};

/// The name of the file in the folder.
const NAME: &str = "build";
/// What it begins with.
const HEADER: &[u8] = b"allclear build 1\n";
/// A larger one is none of ours, in bytes.
const LARGEST: u64 = 1 << 30;
/// Length of a digest.
const DIGEST: usize = 32;

/// The cache of one site.
#[derive(Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache of the site in that folder. Nothing is made yet.
    pub(crate) fn of(site: &Path) -> Self {
        Self { folder: site.join(".allclear") }
    }

    /// What the last build remembered. `None` if there is nothing, or if it is cut short, of another version, or from elsewhere: a copied
    /// or checked out cache belongs to another disk, and nobody can tell who wrote it.
    pub(crate) fn load(&self) -> Option<Record> {
        let folder = fs::symlink_metadata(&self.folder).ok().filter(fs::Metadata::is_dir)?;
        let path = self.folder.join(NAME);
        let standing = fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
        if standing.len() > LARGEST {
            return None;
        }
        let mut bytes = Vec::new();
        File::open(&path).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
        let rest = bytes.strip_prefix(HEADER)?;
        let (digest, body) = rest.split_at_checked(DIGEST)?;
        (digest == &seal(&folder, &standing).chain_update(body).finalize()[..]).then(|| postcard::from_bytes(body).ok()).flatten()
    }

    /// Remembers a build. Without success the next build does all of its work again, so that nobody needs to be told.
    pub(crate) fn save(&self, record: &Record) {
        let kept = self.put(record);
        if kept.is_err() {
            self.forget();
        }
    }

    /// Forgets the last build.
    pub(crate) fn forget(&self) {
        // What cannot be removed is not trusted either, unless it is whole: then it is that of a build whose site stands no more.
        let _ = fs::remove_file(self.folder.join(NAME));
    }

    #[expect(clippy::disallowed_methods, reason = "the cache is one of the few places that a build writes to and removes")]
    fn put(&self, record: &Record) -> Result<()> {
        if fs::symlink_metadata(&self.folder).is_err() {
            fs::create_dir(&self.folder)?;
            fs::write(self.folder.join(".gitignore"), "*\n")?;
        }
        let folder = fs::symlink_metadata(&self.folder)?;
        if !folder.is_dir() {
            return Err(std::io::ErrorKind::NotADirectory.into());
        }
        let next = self.folder.join(format!("{NAME}.next-{}", std::process::id()));
        let written = File::options().write(true).create_new(true).mode(0o600).open(&next).and_then(|mut file| {
            file.write_all(&[HEADER, &[0; DIGEST]].concat())?;
            // Not held in memory: it is the last thing that a build makes, and one of the largest.
            let mut body = BufWriter::new(Sealed { seal: seal(&folder, &file.metadata()?), to: &file });
            postcard::to_io(record, &mut body).map_err(Error::other)?;
            let seal = body.into_inner()?.seal.finalize();
            file.seek(SeekFrom::Start(HEADER.len() as u64))?;
            file.write_all(&seal)
        });
        let moved = written.and_then(|()| fs::rename(&next, self.folder.join(NAME)));
        if moved.is_err() {
            let _ = fs::remove_file(&next);
        }
        moved
    }
}

/// Digests what it writes.
struct Sealed<'f> {
    seal: Sha256,
    to: &'f File,
}

impl Write for Sealed<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let count = self.to.write(bytes)?;
        self.seal.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> Result<()> {
        self.to.flush()
    }
}

/// What a cache is sealed with before its content: the program, and the place on this very disk that it was written to.
fn seal(folder: &fs::Metadata, file: &fs::Metadata) -> Sha256 {
    let place = [folder.dev(), folder.ino(), file.dev(), file.ino()].map(u64::to_le_bytes);
    let mut digest = Sha256::new_with_prefix(env!("ALLCLEAR_BUILD"));
    place.iter().for_each(|part| digest.update(part));
    digest
}
