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

/// For each text, the names of the rules that find something in it.
fn found(folder: &Path, texts: &[String]) -> Vec<BTreeSet<String>> {
    let page = |at: usize| folder.join(format!("{at}.md"));
    texts.iter().enumerate().for_each(|(at, text)| write(&page(at), text));
    let paths = (0..texts.len()).map(page).collect();
    let outcome =
        lint(&Order { config: Some(folder.join(".vale.ini")), paths, piped: None, extension: None, ignore_syntax: false, floor: None })
            .unwrap();
    assert_eq!(outcome.notes, Vec::<String>::new());
    let alerts: std::collections::BTreeMap<String, BTreeSet<String>> =
        outcome.files.into_iter().map(|(path, alerts)| (path, alerts.into_iter().map(|alert| alert.check).collect())).collect();
    (0..texts.len()).map(|at| alerts.get(page(at).to_string_lossy().as_ref()).cloned().unwrap_or_default()).collect()
}

/// Rules whose good samples are good because a number stands in the sentence, which only the gate sees.
const NEEDS_THE_GATE: &[&str] = &["vague-duration", "vague-quantity"];

#[test]
fn every_bad_sample_is_found_outside_the_gate_too() {
    let folder = exported();
    let config = std::fs::read_to_string(folder.path().join(".vale.ini")).unwrap();
    write(&folder.path().join(".vale.ini"), &config.replace("Incident.single-root-cause = NO", "Incident.single-root-cause = YES"));
    let mut samples = Vec::new();
    for doc in BuiltIn::get().docs() {
        let name = doc.code.trim_start_matches("wording/").to_owned();
        let text = |sample: &Sample| if let Sample::Message(text) = sample { Some(text.clone()) } else { None };
        samples.extend(doc.bad.iter().filter_map(text).map(|text| (name.clone(), true, text)));
        let judged = doc.good.iter().filter(|_| !NEEDS_THE_GATE.contains(&name.as_str()));
        samples.extend(judged.filter_map(text).map(|text| (name.clone(), false, text)));
    }
    let texts: Vec<String> = samples.iter().map(|(.., text)| text.clone()).collect();

    let found = found(folder.path(), &texts);

    let wrong: Vec<_> = samples
        .iter()
        .zip(&found)
        .filter(|((name, bad, _), found)| **found != if *bad { BTreeSet::from([format!("Incident.{name}")]) } else { BTreeSet::new() })
        .collect();
    assert!(wrong.is_empty() && samples.len() > 250, "{wrong:#?}");
}

#[test]
fn a_rule_that_is_off_by_default_is_off_there() {
    let folder = exported();
    let found = found(folder.path(), &["The root cause was a full disk.".to_owned(), "Rest assured.".to_owned()]);
    assert_eq!(found, [BTreeSet::new(), BTreeSet::from(["Incident.rest-assured".to_owned()])]);
}

#[test]
fn each_rule_says_what_it_is_and_has_a_page() {
    let files = export();
    let rules: Vec<&String> = files.keys().filter(|path| Path::new(path).extension().is_some_and(|end| end == "yml")).collect();
    assert_eq!(rules.len(), 46);
    for path in rules {
        let text = &files[path];
        let line = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map(str::trim).unwrap_or_default();
        assert!(!line("description:").is_empty(), "{path}");
        let page = files.get(line("link:")).unwrap_or_else(|| panic!("{path} links to no page"));
        assert!(page.contains("Found:\n  | ") && page.contains("Fine:\n  | "), "{page}");
    }
}
