//! `SourceFile` → Draft. Comes in: the bytes of the files. Goes out: drafts with spans, and findings about their shape.
//! Nothing here decides what is published, and nothing here panics on any bytes.

mod actions;
mod clarity;
pub mod content;
mod discover;
mod document;
pub mod draft;
mod elements;
pub mod entries;
pub mod fields;
mod near;
pub mod node;
pub mod outline;
mod plain;
pub mod prose;
pub mod public;
pub mod rules;
mod skim;
mod swallowed;
pub mod times;
mod toml;
mod vocabulary;
mod yaml;

pub use discover::{Known, documents, documents_since};
pub use document::{FrontMatter, front_matter, read};
#[cfg(feature = "fuzzing")]
pub use plain::agrees;
pub use rules::KEY_TYPO;
