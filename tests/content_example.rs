//! The example equals its golden folder, file by file, in both directions.
//! Renew the folder with `tests/run --renew`, and look at what changed before you commit it.

use std::fs;

use crate::support::{NOW, allclear, build_dir, content_example, root, tree};

const GOLDEN: &str = "tests/cases/content-example/expected";

#[test]
fn the_example_equals_its_golden_folder() {
    let built = build_dir(&content_example(), NOW, false);
    let golden = root().join(GOLDEN);
    if std::env::var_os("ALLCLEAR_RENEW").is_some() {
        let _ = fs::remove_dir_all(&golden);
        tree::write(built.site(), &golden);
        return;
    }

    let difference = tree::difference(&tree::read(&golden), built.site());

    if let Some(difference) = difference {
        panic!("the built example is not as it was; if the change is meant, renew it with `tests/run --renew`\n{difference}");
    }
}

#[test]
fn the_example_has_no_finding_above_a_hint() {
    let built = build_dir(&content_example(), NOW, false);

    let loud: Vec<_> = built.findings.iter().filter(|(_, level, _)| *level > allclear::diagnostic::Level::Hint).collect();

    assert!(loud.is_empty(), "{loud:#?}");
    assert_eq!(built.status, 0);
}

#[test]
fn the_program_writes_what_the_library_builds() {
    let built = build_dir(&content_example(), NOW, false);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");

    crate::support::binary::build(&content_example(), &out).ends_with(0);

    let mut written = tree::read(&out);
    let list = String::from_utf8(written.remove(".allclear-site").unwrap()).unwrap();
    assert_eq!(tree::difference(built.site(), &written), None);
    for path in built.site().keys() {
        assert!(list.contains(path.as_str()), "{path} is not in the list of what was written");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count(), 1, "a stage was left");
}

#[test]
fn as_many_documents_are_published_as_the_readme_says() {
    let check = allclear(["check", content_example().to_str().unwrap(), "--now", NOW]).ends_with(0);
    let later = build_dir(&content_example(), "2026-03-24T09:00:00Z", false);
    let now = build_dir(&content_example(), NOW, false);

    assert!(check.stdout.contains("21 documents, 18 published"), "{}", check.stdout);
    let messages = |text: &str| text.matches("<article").count().max(text.matches("/incidents/").count());
    assert!(messages(later.text("postmortems/index.html")) > messages(now.text("postmortems/index.html")), "the embargo did not end");
    assert!(!now.has_page("2024-11-26-backup-not-restorable"), "a near miss is public");
    assert!(!now.has_page("2025-10-15-import-doubled-visits"), "a withdrawn document is public");
}

#[test]
fn no_internal_word_of_the_example_is_in_its_site() {
    let built = build_dir(&content_example(), NOW, false);
    let internal = [
        "siskin",
        "godwit",
        "pg-tern",
        "fulmar",
        "Vandenbroek",
        "Prydderch",
        "Qasimi",
        "VST-4",
        "PLT-",
        "corp.wrenlow",
        "wrenlow.internal",
        "Pellworth",
    ];

    for (path, bytes) in built.site() {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        for word in internal {
            assert!(!text.contains(&word.to_lowercase()) && !path.contains(word), "{word} stands in {path}");
        }
    }
    let sources: String = tree::read(&content_example()).values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    for word in internal {
        assert!(sources.contains(word), "{word} is not in the example any more, so this test shows nothing about it");
    }
}
