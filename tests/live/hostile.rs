//! Texts, files and surroundings that nobody means well with: words are not lost, links not followed, and no token is shown.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Stdio;

use super::{Clone, ID, UPDATE};
use crate::support::binary::run;

const KEPT: &str = ".allclear/2026-03-20-slow-search.txt";

#[test]
fn a_text_without_a_word_is_no_update() {
    let clone = Clone::burning();
    for text in ["---", "***", "[a]: https://example.com/", "<!-- soon -->", "…"] {
        clone.refuses(2, &["update", ID, &format!("--message={text}")], &["the update has no words"]);
    }
}

#[test]
fn a_text_that_is_too_long_is_refused_and_not_cut() {
    let clone = Clone::burning();
    let (before, piped) = (clone.text(), clone.remote.path().join("piped.txt"));
    fs::write(&piped, format!("Next update by 13:00 UTC.{}", "\n".repeat(1 << 20))).unwrap();
    let mut command = clone.prepared("2026-03-20T12:10:00Z", &["update", ID, "-"]);
    let output = command.stdin(fs::File::open(&piped).unwrap()).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("longer than 1 MiB, and nothing was written"));
    assert_eq!(clone.text(), before);
}

#[test]
fn words_that_an_editor_saved_in_another_encoding_are_not_lost() {
    let clone = Clone::burning();
    let edit = |script: &str| {
        let script = clone.script("editor", script);
        run(clone.prepared("2026-03-20T12:20:00Z", &["update", ID]).env("EDITOR", &script))
    };
    edit(r#"printf 'Caf\351s see it. Next update by 13:00 UTC.' > "$1""#).ends_with(2).complains("is not UTF-8").complains("help: ");
    edit("exit 1").ends_with(2);
    assert_eq!(fs::read(clone.site.at(KEPT)).unwrap(), b"Caf\xe9s see it. Next update by 13:00 UTC.");
    edit(r#"printf 'Cafés see it. Next update by 13:00 UTC.' > "$1""#).ends_with(0);
    assert!(clone.text().contains("Update\nCafés see it."), "{}", clone.text());
}

#[test]
fn the_editor_is_not_led_out_of_the_site() {
    let clone = Clone::burning();
    let theirs = clone.remote.path().join("theirs");
    fs::write(&theirs, "somebody's words").unwrap();
    let editor = clone.script("editor", "exit 0");
    let refused = || {
        let run = run(clone.prepared("2026-03-20T12:20:00Z", &["update", ID]).env("EDITOR", &editor)).ends_with(2);
        run.complains("is a link, and nothing is written where it leads").complains("help: ");
        assert_eq!(fs::read(&theirs).unwrap(), b"somebody's words");
    };
    fs::create_dir_all(clone.site.at(".allclear")).unwrap();
    symlink(&theirs, clone.site.at(KEPT)).unwrap();
    refused();
    fs::remove_file(clone.site.at(KEPT)).unwrap();
    let _ = fs::remove_dir_all(clone.site.at(".allclear"));
    symlink(clone.remote.path(), clone.site.at(".allclear")).unwrap();
    refused();
}

#[test]
fn no_token_of_an_address_is_shown() {
    let secret = ["inv", "ented", "-t0ken"].concat();
    let address = format!("https://noa:{secret}@127.0.0.1:1/status.git");
    let clone = Clone::burning();
    clone.git(&["config", "branch.main.remote", &address]);
    let run = clone.at("2026-03-20T12:20:00Z", &[UPDATE, &["--push"]].concat()).ends_with(2);
    run.complains("https://127.0.0.1:1/status.git was not reached").hides(&secret);

    // A hook is told the address, and may repeat it.
    let clone = Clone::burning();
    fs::create_dir_all(clone.site.at(".git/hooks")).unwrap();
    let hook = clone.script("hook", &format!("echo 'not to {address}' >&2; exit 1"));
    fs::copy(&hook, clone.site.at(".git/hooks/pre-push")).unwrap();
    let run = clone.at("2026-03-20T12:20:00Z", &[UPDATE, &["--push"]].concat()).ends_with(2);
    run.complains("not to https://127.0.0.1:1/status.git").hides(&secret);
    fs::copy(&hook, clone.site.at(".git/hooks/pre-commit")).unwrap();
    let run = clone.at("2026-03-20T12:21:00Z", &["update", ID, "We know more. Next update by 13:00 UTC.", "--commit"]).ends_with(2);
    run.complains("did not commit it: not to https://127.0.0.1:1/status.git").hides(&secret);
}

#[test]
fn the_folder_says_which_repository_is_committed_to_and_not_the_hook_of_another() {
    let (clone, other) = (Clone::burning(), Clone::new());
    let head = other.git(&["rev-parse", "HEAD"]);
    let mut command = clone.prepared("2026-03-20T12:20:00Z", &[UPDATE, &["--commit"]].concat());
    command.env("GIT_DIR", other.site.at(".git")).env("GIT_INDEX_FILE", other.site.at(".git/index"));
    run(&mut command).ends_with(0);
    assert_eq!(clone.git(&["log", "-1", "--format=%s"]), "Update 2026-03-20-slow-search: Identified");
    assert_eq!(clone.git(&["status", "--porcelain"]), "");
    assert_eq!((other.git(&["rev-parse", "HEAD"]), other.git(&["status", "--porcelain"])), (head, String::new()));
}
