//! Every detector finds its bad samples and is silent about its good ones; the list is complete.

use std::collections::BTreeSet;

use super::config::config;
use crate::internal::check::leak::Leaks;
use crate::internal::check::leak::detector::{Class, DETECTORS, Detector, Reach, found};
use crate::internal::check::leak::permits::Permits;

#[test]
fn every_detector_finds_its_bad_samples() {
    let permits = Permits::new(&config(), []);
    let mut missed = Vec::new();
    for detector in DETECTORS.iter() {
        for bad in &detector.bad {
            if !found(bad, Reach::Text, &permits).iter().any(|hit| hit.rule == detector.code) {
                missed.push((&detector.code, bad));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn every_pattern_finds_a_bad_sample() {
    let mut idle = Vec::new();
    for detector in DETECTORS.iter() {
        for source in detector.sources() {
            let regex = regex::Regex::new(&source).expect("a pattern");
            if !detector.bad.iter().any(|bad| regex.is_match(bad)) {
                idle.push((&detector.code, source));
            }
        }
    }
    assert!(idle.is_empty(), "these patterns have no bad sample of their own: {idle:#?}");
}

#[test]
fn no_detector_finds_its_good_samples() {
    let permits = Permits::new(&config(), []);
    let mut wrong = Vec::new();
    for detector in DETECTORS.iter() {
        for good in &detector.good {
            let hits = found(good, Reach::Text, &permits);
            wrong.extend(hits.into_iter().filter(|hit| hit.rule == detector.code).map(|hit| (good, hit.rule, &good[hit.span])));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_detector_that_a_public_host_silences_says_so() {
    for rule in Leaks::docs() {
        let asks = |detector: &Detector| detector.code == rule.code && detector.sources().any(|source| source.contains("(?P<host>"));
        if DETECTORS.iter().any(asks) {
            assert!(rule.allow().contains("`public_hosts` of `[leaks]`"), "{}: {}", rule.code, rule.allow());
        }
    }
}

#[test]
fn the_list_and_the_folders_agree() {
    let files = |folder: &str| -> BTreeSet<String> {
        let folder = format!("{}/src/internal/check/leak/{folder}", env!("CARGO_MANIFEST_DIR"));
        let entries = std::fs::read_dir(folder).expect("the folder");
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().replace(".toml", "")).collect()
    };
    let all: BTreeSet<String> =
        files("detectors").union(&files("cross")).map(|name| format!("leak/{name}")).chain(["leak/secret".to_owned()]).collect();
    let docs = Leaks::docs();
    assert_eq!(docs.iter().map(|doc| doc.code.clone()).collect::<BTreeSet<_>>(), all);
    assert_eq!(docs.len(), all.len(), "a code is there twice");
    for doc in docs {
        assert!(doc.good.len() >= 2 && doc.bad.len() >= 2, "{} wants more samples", doc.code);
        assert!(!doc.summary.is_empty() && doc.why.contains("What to do"), "{} wants a page", doc.code);
    }
}

#[test]
fn neighbours_share_a_border() {
    let permits = Permits::new(&config(), []);
    let hits = found("10.1.1.1 10.1.1.2,10.1.1.3", Reach::Text, &permits);
    assert_eq!(hits.iter().filter(|hit| hit.rule == "leak/private-ipv4").count(), 3);
}

#[test]
fn every_pattern_compiles() {
    for pattern in DETECTORS.iter().flat_map(Detector::sources) {
        assert!(regex::Regex::new(&pattern).is_ok(), "{pattern}");
    }
}

#[test]
fn an_entry_with_a_path_permits_what_lies_below_it() {
    let permits = Permits::new(&config(), []);
    let tells = |text: &str| found(text, Reach::Text, &permits).iter().any(|hit| hit.rule == "leak/repo-private-url");
    for page in ["", "/", "/client", "/client/pull/81", "/client.git"] {
        assert!(!tells(&format!("See https://github.com/fernwood-public{page} for it.")), "{page}");
    }
    assert!(!tells("Read https://raw.githubusercontent.com/fernwood-public/client/main/README.md first."));
    for address in ["https://github.com/fernwood", "https://github.com/fernwood-public-not/client", "https://gitlab.com/fernwood-public/x"]
    {
        assert!(tells(&format!("See {address} for it.")), "{address}");
    }
}

#[test]
fn a_public_address_hides_no_other_one_in_it() {
    let permits = Permits::new(&config(), []);
    let rules = |text: &str| found(text, Reach::Text, &permits).iter().map(|hit| hit.rule.to_owned()).collect::<Vec<_>>();
    assert_eq!(rules("Go to https://help.fernwood.example/?to=http://wiki/Runbooks now."), ["leak/non-public-host"]);
    assert_eq!(rules("Go to https://help.fernwood.example/?to=https://fern.atlassian.net/browse/X now."), ["leak/tracker-url"]);
}

#[test]
fn finished_files_are_searched_for_all_that_blocks() {
    let permits = Permits::new(&config(), []);
    let blocking = DETECTORS.iter().filter(|detector| detector.class == Class::E);
    let silent = |detector: &&Detector| {
        let tells = |bad: &String| found(bad, Reach::Artifact, &permits).iter().any(|hit| hit.rule == detector.code);
        !detector.bad.iter().all(tells)
    };
    // Marks of direction and the like stand in themes whose language needs them; an author's are found in the document.
    assert_eq!(blocking.filter(silent).map(|detector| detector.code.as_str()).collect::<Vec<_>>(), ["leak/hidden-content"]);
}
