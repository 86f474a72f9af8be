//! Every detector finds its bad samples and is silent about its good ones; the list is complete.

use std::collections::BTreeSet;

use super::config::config;
use crate::internal::check::leak::detector::{DETECTORS, Reach, scan};
use crate::internal::check::leak::permits::Permits;

#[test]
fn every_detector_finds_its_bad_samples() {
    let permits = Permits::new(&config(), []);
    let mut missed = Vec::new();
    for detector in DETECTORS.iter() {
        for bad in &detector.bad {
            if !scan(bad, Reach::Text, &permits).iter().any(|hit| hit.rule == detector.code) {
                missed.push((&detector.code, bad));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn no_detector_finds_its_good_samples() {
    let permits = Permits::new(&config(), []);
    let mut wrong = Vec::new();
    for detector in DETECTORS.iter() {
        for good in &detector.good {
            let hits = scan(good, Reach::Text, &permits);
            wrong.extend(hits.into_iter().filter(|hit| hit.rule == detector.code).map(|hit| (good, hit.rule, &good[hit.span])));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_list_and_the_folder_agree() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/internal/check/leak/detectors");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().trim_end_matches(".toml").to_owned())
        .collect();
    let listed: BTreeSet<String> = DETECTORS.iter().map(|detector| detector.code.trim_start_matches("leak/").to_owned()).collect();
    assert_eq!(files, listed);
    for detector in DETECTORS.iter() {
        assert!(detector.good.len() >= 2 && detector.bad.len() >= 2, "{} wants more samples", detector.code);
    }
}

#[test]
fn neighbours_share_a_border() {
    let permits = Permits::new(&config(), []);
    let hits = scan("10.1.1.1 10.1.1.2,10.1.1.3", Reach::Text, &permits);
    assert_eq!(hits.iter().filter(|hit| hit.rule == "leak/private-ipv4").count(), 3);
}
