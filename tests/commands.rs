//! The transcripts of `tests/cli/*.md` and of the README run as they stand, with the clock of the stories.

use crate::support::{NOW, allclear, root, tree};

/// Seconds since 1970 at the clock of the stories.
const EPOCH: &str = "1774008000";

#[test]
fn transcripts_run_as_they_stand() {
    let cases = trycmd::TestCases::new();
    cases
        .default_bin_path(env!("CARGO_BIN_EXE_allclear"))
        .register_bin("allclear", trycmd::schema::Bin::Path(env!("CARGO_BIN_EXE_allclear").into()))
        .env("SOURCE_DATE_EPOCH", EPOCH)
        .env("COLUMNS", "100")
        .case("tests/cli/*.md")
        .case("README.md");
    if cfg!(not(feature = "links")) {
        cases.skip("tests/cli/help-check.md");
    }
}

#[test]
fn the_clock_of_the_transcripts_is_that_of_the_stories() {
    assert_eq!(NOW.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp().to_string(), EPOCH);
}

#[test]
fn every_command_has_a_transcript_of_its_help() {
    let help = allclear(["--help"]).ends_with(0).stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let transcripts: String = tree::read(&root().join("tests/cli"))
        .into_iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    let mut count = 0;
    for command in commands
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
    {
        assert!(transcripts.contains(&format!("$ allclear {command} --help")), "no transcript shows the help of {command}");
        count += 1;
    }
    assert!(count >= 7, "{help}");
}

#[test]
fn a_new_site_builds_at_once_and_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("status");
    let dir = site.to_str().unwrap();

    allclear(["init", dir]).ends_with(0);
    let check = allclear(["check", dir]).ends_with(0);
    let build = allclear(["build", dir]).ends_with(0);

    assert!(!check.stdout.contains("warning") && !check.stdout.contains("error"), "{}", check.stdout);
    assert!(site.join("public/index.html").exists(), "{}", build.stdout);
    allclear(["init", dir]).ends_with(2).complains("exists already");
}

#[test]
fn a_new_document_is_private_and_a_new_site_still_builds() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    allclear(["init", dir]).ends_with(0);
    for kind in ["incident", "maintenance", "near-miss"] {
        let name = format!("new-{kind}");
        let run = allclear(["new", &name, "--site", dir, "--kind", kind]).ends_with(0);
        assert!(std::path::Path::new(run.stdout.trim()).is_file(), "{}", run.stdout);
        allclear(["new", &name, "--site", dir, "--kind", kind]).ends_with(2).complains("exists already");
    }

    let run = allclear(["build", dir, "--keep-going"]);

    assert!(run.status < 2, "{}", run.stderr);
    let site = tree::read(&folder.path().join("public"));
    assert!(site.keys().all(|path| !path.contains("new-")), "{:?}", site.keys());
    for name in ["../up", "A B", "a/b", "", "slow_search", "x-"] {
        allclear(["new", "--site", dir, "--", name]).ends_with(2).complains("help:");
    }
}

#[test]
fn a_json_report_is_an_array_alone_on_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    allclear(["init", dir]).ends_with(0);

    let run = allclear(["check", dir, "--format", "json"]).ends_with(0);

    assert!(serde_json::from_str::<Vec<serde_json::Value>>(&run.stdout).is_ok(), "{}", run.stdout);
}

#[test]
fn completions_exist_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = allclear(["completions", shell]).ends_with(0).stdout;
        assert!(script.contains("allclear") && script.contains("keep-going"), "{shell}");
    }
}

#[test]
fn nonsense_ends_with_two() {
    for args in [&["frobnicate"][..], &["build"], &["build", "a", "b"], &["check", ".", "--format", "xml"], &[]] {
        allclear(args).ends_with(2);
    }
}
