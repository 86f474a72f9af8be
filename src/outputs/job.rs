//! A file of the site that is not made yet: where it will lie, what its bytes depend on, and how to make them.
//! The key holds for one theme, one locale and one version of the program: those are for the caller to mix in.
//! Must never: have a key that stays equal while the bytes change.

use super::Artifact;
use crate::error::{Error, Result};
use crate::public::{Key, SitePath};

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

    /// A file at a path that code wrote down, `incidents/ID/index.html`; a path that is none is a clash.
    pub fn at(path: impl Into<String>, key: Key, make: impl Fn() -> Result<Vec<u8>> + Send + Sync + 'a) -> Result<Self> {
        let path = path.into();
        let path = SitePath::new(path.clone()).ok_or(Error::Clash { path })?;
        Ok(Self::new(path, key, make))
    }

    /// A small file whose bytes are there already.
    pub fn made(Artifact { path, bytes }: Artifact) -> Self {
        Self::new(path, Key::of([bytes.as_slice()]), move || Ok(bytes.clone()))
    }

    /// Its bytes.
    pub fn make(&self) -> Result<Vec<u8>> {
        (self.make)()
    }
}
