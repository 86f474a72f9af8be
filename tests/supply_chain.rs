//! What the program is made of: crates that are pinned with their checksums, no unsafe code of its own, and checks that never fall away
//! without a word.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use regex::Regex;

use crate::support::{root, tree};

const MANIFESTS: [&str; 2] = ["Cargo.toml", "fuzz/Cargo.toml"];
const LOCKS: [&str; 2] = ["Cargo.lock", "fuzz/Cargo.lock"];

fn toml(path: &str) -> toml::Table {
    fs::read_to_string(root().join(path)).unwrap().parse().unwrap()
}

#[test]
fn no_unsafe_code_can_be_let_in() {
    for path in MANIFESTS {
        assert_eq!(toml(path)["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"), "{path}");
    }
    for (path, bytes) in tree::read(&root().join("src")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("unsafe_code"), "src/{path} speaks of the lint");
    }
}

#[test]
fn every_crate_comes_from_one_registry_with_its_checksum() {
    for path in LOCKS {
        let lock = toml(path);
        let mut sources = std::collections::BTreeSet::new();
        for package in lock["package"].as_array().unwrap() {
            let (name, text) = (package["name"].as_str().unwrap(), |key: &str| package.get(key).and_then(toml::Value::as_str));
            if name.starts_with("allclear") {
                assert_eq!(text("source"), None, "{path}: {name} comes from elsewhere");
                continue;
            }
            let source = text("source").unwrap_or_default();
            assert!(source.starts_with("registry+"), "{path}: {name} comes from {source:?}");
            assert!(text("checksum").is_some_and(|sum| sum.len() == 64), "{path}: {name} has no checksum");
            sources.insert(source);
        }
        assert_eq!(sources.len(), 1, "{path}: {sources:?}");
    }
}

#[test]
fn every_build_that_is_not_for_an_author_is_locked() {
    let builds = Regex::new(r"\bcargo (build|test|clippy|doc|run|bench|install|nextest run)\b[^`'|;&]*").unwrap();
    let mut seen = 0;
    for folder in [".ci", ".docker", ".github", "fuzz", "tests"] {
        for (path, bytes) in tree::read(&root().join(folder)) {
            let script = path == "run" || path.ends_with("/run") || folder.starts_with('.');
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let is_run = |line: &&str| script && !line.trim_start().starts_with('#') && !line.contains("echo ");
            for line in text.lines().filter(is_run) {
                for build in builds.find_iter(line) {
                    seen += 1;
                    assert!(build.as_str().contains("--locked"), "{folder}/{path}: {line}");
                }
            }
        }
    }
    assert!(seen >= 5, "only {seen} builds were found: the scripts are elsewhere now");
}

#[test]
fn what_of_the_supply_chain_is_not_checked_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let deny = |answer: &str, arguments: &[&str]| {
        let cargo = folder.path().join("cargo");
        fs::write(&cargo, format!("#!/bin/sh\n{answer}\n")).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
        let output = Command::new(root().join(".ci/deny")).args(arguments).env("PATH", path).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
    };
    let missing = "exit 101";
    let (status, told) = deny(missing, &[]);
    assert!(status == Some(0) && told.contains("NOT CHECKED: licences"), "{told}");
    assert_eq!(deny(missing, &["--release"]).0, Some(1));
    let offline = "case \"$*\" in *advisories*) echo 'failed to fetch advisory database'; exit 1;; esac";
    let (status, told) = deny(offline, &[]);
    assert!(status == Some(0) && told.contains("before a release"), "{told}");
    let (status, told) = deny(offline, &["--release"]);
    assert!(status == Some(1) && told.contains("NOT CHECKED: advisories"), "{told}");
    assert_eq!(deny("case \"$*\" in *licenses*) exit 4;; esac", &[]).0, Some(4), "a licence that is not allowed fails");
}
