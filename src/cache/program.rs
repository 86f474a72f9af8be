//! Gives the program a name of its own for each state of its sources: what another one remembered of a build is not trusted.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a build script speaks to cargo so, and has no folder but its own")]

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

fn main() {
    let mut files: Vec<PathBuf> = vec!["Cargo.toml".into(), "Cargo.lock".into()];
    for folder in ["src", "theme"] {
        collect(Path::new(folder), &mut files);
        println!("cargo::rerun-if-changed={folder}");
    }
    println!("cargo::rerun-if-changed=Cargo.toml");
    println!("cargo::rerun-if-changed=Cargo.lock");
    files.sort();
    let mut hasher = DefaultHasher::new();
    for path in files {
        (path.to_string_lossy(), std::fs::read(&path).unwrap_or_default()).hash(&mut hasher);
    }
    let mut features: Vec<String> = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CARGO_FEATURE_")).collect();
    features.sort();
    features.hash(&mut hasher);
    println!("cargo::rustc-env=ALLCLEAR_BUILD={}-{:016x}", env!("CARGO_PKG_VERSION"), hasher.finish());
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
