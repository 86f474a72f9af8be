//! A clean document stays clean unless what was added could concern it; what is kept of an index tells nothing without the documents.

use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use super::site::Site;
use crate::internal::check::leak::Leaks;
use crate::internal::check::leak::since::{Fingerprint, Salt};

const FRONTS: &[&str] = &[
    "owner: Dana Whitfield",
    "owner: DANA WHITFIELD",
    "scribe: May Brown",
    "tickets: [SRCH-812]",
    "tickets: [OPS-4]",
    "channel: \"#inc-2026\"",
    "services: [billing-kestrel]",
    "note: es-data-7.prod.internal",
    "note: es-data-8",
    "customers: [Pellworth Ltd]",
    "note: see https://wiki.fern.example/pages/81",
    "title: nothing",
];

const WORDS: &[&str] = &[
    "Dana",
    "May",
    "Whitfield",
    "dana whitfield",
    "D&#97;na",
    "%64ana",
    "SRCH-812",
    "OPS-9",
    "#inc-2026",
    "Kestrel",
    "billing kestrel",
    "es-data-8",
    "**es**-data-7",
    "Pellworth",
    "and",
    "was slow.",
    "In",
    "RGFuYSBXaGl0ZmllbGQgaGVyZQ==",
];

/// One document of words, then others of front matter.
fn site(message: &str, fronts: &[usize]) -> Site {
    let first = Site::new().whole("", "Nothing.", &format!("## External message\n{message}"));
    fronts.iter().fold(first, |site, front| site.whole(FRONTS[*front], "Nothing.", ""))
}

fn salt(site: &Site) -> impl Fn(crate::diagnostic::SourceId) -> Salt {
    let salts: Vec<Salt> = site.texts().map(|text| Sha256::digest(text).into()).collect();
    move |source| salts[source.0]
}

fn kept(site: &Site, leaks: &Leaks) -> Fingerprint {
    leaks.fingerprint(salt(site))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
    #[test]
    fn a_clean_document_stays_clean_unless_an_added_value_may_concern_it(
        words in proptest::collection::vec(0..WORDS.len(), 1..5),
        before in proptest::collection::vec(0..FRONTS.len(), 0..6),
        after in proptest::collection::vec(0..FRONTS.len(), 0..6),
    ) {
        let message: Vec<&str> = words.iter().map(|at| WORDS[*at]).collect();
        let message = message.join(" ");
        let (old, new) = (site(&message, &before), site(&message, &after));
        if old.findings().is_empty() {
            let (was, is) = (old.leaks(), new.leaks());
            let added = is.added_since(&kept(&old, &was), salt(&new));
            let concerned = new.spoken().iter().any(|text| added.may_concern(text));
            prop_assert!(concerned || new.findings().is_empty(), "{message}: {:?}", new.said());
            prop_assert!(before != after || added.is_empty());
        }
    }
}

#[test]
fn only_what_could_hold_an_added_value_is_concerned() {
    let old = site("All was well.", &[11, 0]);
    let new = site("All was well.", &[11, 0, 7, 3]);
    let added = new.leaks().added_since(&kept(&old, &old.leaks()), salt(&new));
    assert!(!added.is_empty());
    for text in ["on es-data-7", "ES_DATA_7", "&#101;s-data-7", "es-**data**-7", "SRCH-9", "src/es-data-7.png"] {
        assert!(added.may_concern(text), "{text}");
    }
    for text in ["All was well.", "Dana Whitfield was there before", "es-data", ""] {
        assert!(!added.may_concern(text), "{text}");
    }
}

#[test]
fn a_name_that_is_written_otherwise_or_became_sure_is_new() {
    let (loud, plain) = (site("", &[1, 0]), site("", &[0]));
    assert!(!plain.leaks().added_since(&kept(&loud, &loud.leaks()), salt(&plain)).is_empty());
    let unsure = Site::new().whole("", "Scribe: Robin", "");
    let sure = Site::new().whole("", "Scribe: Robin", "").whole("scribe: Robin", "", "");
    assert!(!sure.leaks().added_since(&kept(&unsure, &unsure.leaks()), salt(&sure)).is_empty());
}

#[test]
fn nothing_is_new_when_documents_went_that_were_not_the_first_to_say_it() {
    let (two, one) = (site("", &[0, 3]), site("", &[0]));
    assert!(one.leaks().added_since(&kept(&two, &two.leaks()), salt(&one)).is_empty());
}

#[test]
fn what_is_kept_comes_back_or_is_refused() {
    let site = site("", &[0, 3, 7]);
    let kept = kept(&site, &site.leaks());
    let bytes = kept.to_bytes();
    assert_eq!(Fingerprint::from_bytes(&bytes), Some(kept.clone()));
    assert_eq!(Fingerprint::from_bytes(&bytes[1..]), None);
    let turned: Vec<u8> = bytes.chunks(8).rev().flatten().copied().collect();
    assert_eq!(Fingerprint::from_bytes(&turned), None);
    // The same values of another document are other digests: there is nothing to hold a guess against.
    assert_ne!(site.leaks().fingerprint(|_| [7; 32]), kept);
}
