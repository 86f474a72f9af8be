//! What the stories are told with: a site's folder, a built site in memory, and the program itself.

pub mod binary;
pub mod canary;
pub mod folder;
pub mod pictures;
pub mod tree;

pub use binary::allclear;
pub use folder::{BASE, Built, Folder, NOW, Previewed, build_dir};

use std::path::{Path, PathBuf};

/// The folder of the crate.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The example that comes with the program.
pub fn content_example() -> PathBuf {
    root().join("content-example")
}
