//! The exported folder, read whole by the linter that knows nothing of documents.

use std::path::Path;

use super::super::*;
use super::styles::write;
use crate::diagnostic::Sample;
use crate::prose::{Order, lint};

fn exported() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in export() {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        write(&path, &text);
    }
    folder
}

/// The names of the rules that find something in a text.
fn found(folder: &Path, text: &str) -> BTreeSet<String> {
    let page = folder.join("page.md");
    write(&page, text);
    let order = Order { config: folder.join(".vale.ini"), paths: vec![page], ignore_syntax: false };
    let outcome = lint(&order).unwrap();
    assert_eq!(outcome.notes, Vec::<String>::new());
    outcome.files.into_iter().flat_map(|(_, alerts)| alerts).map(|alert| alert.check).collect()
}

/// Rules whose good samples are good because a number stands in the sentence, which only the gate sees.
const NEEDS_THE_GATE: &[&str] = &["vague-duration", "vague-quantity"];

#[test]
fn every_bad_sample_is_found_outside_the_gate_too() {
    let folder = exported();
    let config = std::fs::read_to_string(folder.path().join(".vale.ini")).unwrap();
    write(&folder.path().join(".vale.ini"), &config.replace("Incident.single-root-cause = NO", "Incident.single-root-cause = YES"));
    let mut wrong = Vec::new();
    for doc in BuiltIn::get().docs() {
        let name = doc.code.trim_start_matches("wording/");
        let alert = format!("Incident.{name}");
        let messages = |samples: &[Sample]| {
            samples.iter().filter_map(|sample| if let Sample::Message(text) = sample { Some(text.clone()) } else { None }).collect::<Vec<_>>()
        };
        let missed = messages(&doc.bad).into_iter().filter(|text| !found(folder.path(), text).contains(&alert));
        wrong.extend(missed.map(|text| format!("{alert} misses {text:?}")));
        let hit = messages(&doc.good).into_iter().filter(|text| found(folder.path(), text).contains(&alert));
        wrong.extend(hit.filter(|_| !NEEDS_THE_GATE.contains(&name)).map(|text| format!("{alert} finds {text:?}")));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_rule_that_is_off_by_default_is_off_there() {
    let folder = exported();
    assert!(!found(folder.path(), "The root cause was a full disk.").contains("Incident.single-root-cause"));
    assert_eq!(found(folder.path(), "Rest assured."), BTreeSet::from(["Incident.rest-assured".to_owned()]));
}

#[test]
fn each_rule_says_what_it_is_and_has_a_page() {
    let files = export();
    let rules: Vec<&String> = files.keys().filter(|path| path.ends_with(".yml")).collect();
    assert_eq!(rules.len(), 46);
    for path in rules {
        let text = &files[path];
        let line = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map(str::trim).unwrap_or_default();
        assert!(!line("description:").is_empty(), "{path}");
        let page = files.get(line("link:")).unwrap_or_else(|| panic!("{path} links to no page"));
        assert!(page.contains("Found:\n  | ") && page.contains("Fine:\n  | "), "{page}");
    }
}
