//! `allclear prose` as a person calls it, where the working folder and standard input matter. The rest is in `tests/cli/prose.md`.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Standard output, standard error and the exit status of `allclear prose ARGUMENTS`, called in a folder.
fn prose(folder: &Path, arguments: &[&str], input: &str) -> (String, String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_allclear"));
    command.arg("prose").args(arguments).current_dir(folder);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that refuses its arguments may be gone before it reads.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap(), output.status.code())
}

/// A folder with a config at its top and a page far below.
fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(site.path().join("docs/deep")).unwrap();
    std::fs::write(site.path().join("_vale"), "[*.md]\nBasedOnStyles = Vale\nVale.Spelling = NO\n").unwrap();
    std::fs::write(site.path().join("docs/deep/a.md"), "It is is so.\n").unwrap();
    site
}

#[test]
fn the_config_of_a_folder_above_counts() {
    let site = site();
    let told = |text: &str| (text.to_owned(), String::new(), Some(1));
    assert_eq!(prose(&site.path().join("docs/deep"), &["."], ""), told("a.md:1:4:Vale.Repetition:'is' is repeated!\n"));
    assert_eq!(prose(site.path(), &["."], ""), told("docs/deep/a.md:1:4:Vale.Repetition:'is' is repeated!\n"));
    let (stdout, stderr, status) = prose(Path::new("/"), &["tmp"], "");
    assert_eq!((stdout.as_str(), status), ("", Some(2)));
    assert!(stderr.contains("there is no config here or in a folder above") && stderr.contains("help:"), "{stderr}");
}

#[test]
fn standard_input_is_read_when_no_file_is_named() {
    let site = site();
    let (stdout, _, status) = prose(site.path(), &["--ext=.md"], "So so `so so`.\n");
    assert_eq!((stdout.as_str(), status), ("stdin.md:1:1:Vale.Repetition:'so' is repeated!\n", Some(1)));
    let (stdout, stderr, status) = prose(site.path(), &[], "So so.\n");
    assert_eq!((stdout.as_str(), status), ("", Some(0)), "stdin.txt is in no section");
    assert_eq!(
        stderr, "note: no section of the config switches on a rule for stdin.txt: nothing was checked; --ext=.md reads it as Markdown\n",
        "silence is not taken for a clean text"
    );
    let (_, stderr, status) = prose(site.path(), &["--ext=.rst"], "So so.\n");
    assert!(status == Some(2) && stderr.contains("stdin.rst is neither Markdown nor plain text"), "{stderr}");
}

/// A folder may hold links in circles, links to nowhere, pipes, and names that are no text.
#[cfg(unix)]
#[test]
fn a_folder_is_walked_to_its_end() {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    let site = site();
    let at = |name: &str| site.path().join(name);
    symlink("..", at("docs/deep/up")).unwrap();
    symlink("self.md", at("self")).unwrap();
    symlink(at("docs/deep/a.md"), at("linked.md")).unwrap();
    assert!(Command::new("mkfifo").arg(at("pipe.md")).status().unwrap().success());
    std::fs::write(site.path().join(std::ffi::OsStr::from_bytes(b"n\xFFme.md")), "So so.\n").unwrap();
    let (stdout, stderr, status) = prose(site.path(), &["."], "");
    let found: Vec<&str> = stdout.lines().collect();
    assert_eq!(found.len(), 3, "{stdout}{stderr}");
    assert!(stdout.contains("linked.md:1:4:") && stdout.contains("docs/deep/a.md:1:4:") && status == Some(1), "{stdout}{stderr}");

    symlink("nowhere.md", at("gone.md")).unwrap();
    let (stdout, stderr, status) = prose(site.path(), &["."], "");
    assert_eq!((stdout.as_str(), status), ("", Some(2)), "what cannot be read is not taken for a clean text");
    assert!(stderr.contains("gone.md"), "{stderr}");
}
