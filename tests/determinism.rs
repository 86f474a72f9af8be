//! Same source, same clock: same bytes. Threads, places, zones, languages and the dates of files change nothing.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::support::{NOW, binary, content_example, tree};

/// Builds the example with some surroundings.
fn site(site: &Path, surroundings: impl FnOnce(&mut std::process::Command)) -> tree::Tree {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut command = binary::command();
    command.args(["build", site.to_str().unwrap(), "--out", out.to_str().unwrap(), "--now", NOW]);
    surroundings(&mut command);
    binary::run(&mut command).ends_with(0);
    tree::read(&out)
}

#[track_caller]
fn assert_same(expected: &tree::Tree, actual: &tree::Tree) {
    if let Some(difference) = tree::difference(expected, actual) {
        panic!("{difference}");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let one = site(&content_example(), |command| {
        command.env("RAYON_NUM_THREADS", "1");
    });
    for threads in ["2", "7"] {
        let many = site(&content_example(), |command| {
            command.env("RAYON_NUM_THREADS", threads);
        });
        assert_same(&one, &many);
    }
}

#[test]
fn the_surroundings_change_nothing() {
    let plain = site(&content_example(), |_| {});
    let strange = site(&content_example(), |command| {
        let variables = [("TZ", "Pacific/Chatham"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("HOME", "/nonexistent")];
        command.envs(variables).env("TMPDIR", "/nonexistent").env("NO_COLOR", "1").env("USER", "somebody").current_dir("/");
    });
    assert_same(&plain, &strange);
}

#[test]
fn the_clock_may_come_from_the_environment() {
    let given = site(&content_example(), |_| {});
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut command = binary::command();
    command.arg("build").arg(content_example()).arg("--out").arg(&out).env("SOURCE_DATE_EPOCH", "1774008000");
    binary::run(&mut command).ends_with(0);
    assert_same(&given, &tree::read(&out));
}

#[test]
fn folders_order_and_dates_of_the_source_change_nothing() {
    let plain = site(&content_example(), |_| {});
    let copy = tempfile::tempdir().unwrap();
    let mut files = tree::read(&content_example());
    files.retain(|path, _| !path.starts_with("public/") && !path.starts_with(".allclear/"));
    // Every document moves two folders down, with the pictures that it shows, and is written in reverse order.
    let moved: Vec<(String, Vec<u8>)> =
        files.into_iter().rev().map(|(path, bytes)| (path.replacen("postmortems/", "postmortems/z/a/", 1), bytes)).collect();
    for (index, (path, bytes)) in moved.iter().enumerate() {
        let path = copy.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400 * (index as u64 * 97 + 1));
        fs::File::options().write(true).open(&path).unwrap().set_modified(date).unwrap();
    }

    assert_same(&plain, &site(copy.path(), |_| {}));
}

#[test]
fn an_hour_later_only_what_tells_the_time_differs() {
    let at = |now: &str| crate::support::build_dir(&content_example(), now, false);
    let (now, later) = (at("2026-03-20T12:00:00Z"), at("2026-03-20T12:20:00Z"));

    let changed: Vec<&String> =
        later.site().iter().filter(|(path, bytes)| now.site().get(*path) != Some(*bytes)).map(|(path, _)| path).collect();

    assert_eq!(changed, ["index.html"], "only the front page says when the site was built");
}
