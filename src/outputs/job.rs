//! A file of the site that is not made yet: where it will lie, what its bytes depend on, and how to make them.
//! Whoever holds the bytes of an equal key need not make them again. Must never: have a key that stays equal while the bytes change.

use sha2::{Digest as _, Sha256};

use super::Artifact;
use crate::error::Result;
use crate::public::SitePath;

/// A digest of everything that the bytes of a file depend on, but for what all files of a site depend on: theme, config and version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub [u8; 16]);

impl Key {
    /// The key of parts, in their order and each with its length: `["ab", "c"]` is not `["a", "bc"]`.
    pub fn of<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        let mut key = [0; 16];
        key.copy_from_slice(&digest.finalize()[..16]);
        Self(key)
    }
}

/// How the bytes are made.
type Make<'a> = Box<dyn Fn() -> Result<Vec<u8>> + Send + Sync + 'a>;

/// One file to be made.
pub struct Job<'a> {
    /// Where it will lie.
    pub path: SitePath,
    /// What its bytes depend on.
    pub key: Key,
    make: Make<'a>,
}

impl<'a> Job<'a> {
    /// A file whose bytes follow from what the key was made of.
    pub fn new(path: SitePath, key: Key, make: impl Fn() -> Result<Vec<u8>> + Send + Sync + 'a) -> Self {
        Self { path, key, make: Box::new(make) }
    }

    /// A file whose bytes are there already.
    pub fn made(Artifact { path, bytes }: Artifact) -> Self {
        Self::new(path, Key::of([bytes.as_slice()]), move || Ok(bytes.clone()))
    }

    /// Its bytes.
    pub fn make(&self) -> Result<Vec<u8>> {
        (self.make)()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_knows_where_its_parts_end() {
        let of = |parts: [&str; 2]| Key::of(parts.map(str::as_bytes));
        assert_eq!(of(["ab", "c"]), of(["ab", "c"]));
        assert_ne!(of(["ab", "c"]), of(["a", "bc"]));
        assert_ne!(of(["ab", "c"]), of(["c", "ab"]));
    }
}
