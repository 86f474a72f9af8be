//! No report of a diff holds internal text: not of what becomes public, not of what stays private, not of what is gone.

use super::{FORMATS, Story, says, words};
use crate::canaries;
use crate::support::canary::Canaries;
use crate::support::{BASE, Folder};

/// Places whose words a report names on purpose: what a file is called.
const NAMES: [&str; 3] = ["a file's name", "a folder", "a folder in a folder"];

#[test]
fn no_internal_word_stands_in_any_report_whichever_way_the_change_goes() {
    let mut all = Canaries::default();
    let site = canaries::source(&mut all);
    // A state in which every document has an error: none of them is public, and each has findings beside its internal words.
    let mut broken = Canaries::default();
    let faulty = broken.fill(
        &BASE
            .replace("We are sorry", "The host 10.20.30.40 had an outage. We are sorry")
            .replace("## Root cause", "## Root cause\nFound by «a name in the cause», see https://«a host».example/.\n")
            .replace("title: reindex", "title: «an internal title» reindex"),
    );
    let other = Folder::with(&faulty);
    let (finder, of_broken) = (all.without(&NAMES).finder(), broken.finder());
    for story in [
        Story::of(Folder::new(), site),
        Story::of(canaries::source(&mut Canaries::default()), other),
        Story::of(Folder::with(&faulty), Folder::new()),
    ] {
        for format in FORMATS {
            let run = story.tell(format);
            assert_ne!(run.status, 2, "{}", run.stderr);
            for stream in [&run.stdout, &run.stderr] {
                assert_eq!(finder.find("report", stream.as_bytes()), Vec::<&str>::new(), "{format}");
                assert_eq!(of_broken.find("report", stream.as_bytes()), Vec::<&str>::new(), "{format}");
                assert!(!stream.contains("10.20.30.40"), "{format}");
            }
        }
    }
}

/// A leak that is only a warning: the page is published, and the report is read by others than the page.
const HANDLE: &str = "Ask @zebrafish in #zebra-room about it.";

#[test]
fn a_word_that_a_leak_is_about_is_masked_among_the_added_and_the_removed_words() {
    let with = BASE.replace("We are sorry", &format!("{HANDLE} We are sorry"));
    let added = Story::of(Folder::with(BASE), Folder::with(&with));
    let report = added.json(0);
    assert!(report["findings"].as_array().unwrap().iter().any(|one| one["rule"] == "leak/chat-channel"), "{report:#}");
    says(&words(&report["incidents"][0]["words"]["added"]), "Ask •••••••••• in ••••••••••• about it.");
    let removed = Story::of(Folder::with(&with), Folder::with(BASE));
    says(&words(&removed.json(0)["incidents"][0]["words"]["removed"]), "Ask •••••••••• in ••••••••••• about it.");
    // What was known before is masked beside what is new.
    let still = Story::of(Folder::with(&with), Folder::with(&with.replace("about it.", "about it, before the outage ends.")));
    for story in [&added, &removed, &still] {
        for format in FORMATS {
            let run = story.tell(format).hides("zebra");
            assert_ne!(run.status, 2, "{}", run.stderr);
        }
    }
}

#[test]
fn a_leak_in_another_spelling_is_masked_as_the_page_shows_it() {
    let with = BASE
        .replace("We are sorry", "Ask @zebra**fish** and &#64;zebrafinch, or @ZEBRAFISH. We are sorry")
        .replace("title: Slow search results", "title: Slow search results of @zebrafish");
    let story = Story::of(Folder::new(), Folder::with(&with));
    for format in FORMATS {
        let run = story.tell(format);
        assert_ne!(run.status, 2, "{}", run.stderr);
        for text in [&run.stdout, &run.stderr] {
            assert!(!text.to_lowercase().contains("@zebrafish"), "{format}: {text}");
        }
    }
}

#[test]
fn a_document_that_leaks_shows_nothing_of_its_new_words() {
    let story = Story::edit("We are sorry", "The host 10.20.30.40 of Zebrafish was full. We are sorry");
    for format in FORMATS {
        let run = story.tell(format).ends_with(3).hides("10.20.30.40");
        assert!(format == "html" || !run.stdout.contains("+ The host"), "{format}: {}", run.stdout);
    }
    assert_eq!(words(&story.json(3)["incidents"][0]["words"]["added"]), "");
}
