//! `wording-baseline.toml` ↔ fingerprints: document → rule → fingerprint → how often.
//! Holds ids, codes and hashes, and no word of a document. One hash a line, in order, so that changes are easy to review.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Document → rule → fingerprint → how often.
pub type Known = BTreeMap<String, BTreeMap<String, BTreeMap<String, usize>>>;

const VERSION: u64 = 1;

const HEAD: &str = "\
# Wording findings that are known: they are not reported until the sentence around them changes.
# Made by `allclear check --write-baseline`, which also drops what matches nothing any more. Do not add to it by hand.
";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u64,
    #[serde(default)]
    documents: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// Reads a file; the error is one line, and repeats nothing of it.
pub fn read(text: &str) -> Result<Known, (Option<usize>, &'static str)> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        (line, "this is no baseline of wording findings")
    })?;
    if file.version != VERSION {
        return Err((None, "this baseline is of a version that this program does not know"));
    }
    let counted = |hashes: Vec<String>| {
        hashes.into_iter().fold(BTreeMap::new(), |mut counts, hash| {
            *counts.entry(hash).or_insert(0) += 1;
            counts
        })
    };
    let rules = |rules: BTreeMap<String, Vec<String>>| rules.into_iter().map(|(rule, hashes)| (rule, counted(hashes))).collect();
    Ok(file.documents.into_iter().map(|(document, all)| (document, rules(all))).collect())
}

/// The file that holds these.
pub fn written(known: &Known) -> String {
    let mut text = format!("{HEAD}version = {VERSION}\n");
    for (document, rules) in known.iter().filter(|(_, rules)| !rules.is_empty()) {
        text.push_str(&format!("\n{}\n", head(document)));
        for (rule, hashes) in rules {
            text.push_str(&format!("{} = [\n", quoted(rule)));
            for (hash, count) in hashes {
                text.push_str(&format!("  {},\n", quoted(hash)).repeat(*count));
            }
            text.push_str("]\n");
        }
    }
    text
}

/// The line that opens a document's part.
pub fn head(document: &str) -> String {
    format!("[documents.{}]", quoted(document))
}

/// How many findings are in it.
pub fn count(rules: &BTreeMap<String, BTreeMap<String, usize>>) -> usize {
    rules.values().flat_map(BTreeMap::values).sum()
}

/// A text in quotes: TOML reads the escapes of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_in_order() {
        let hashes = BTreeMap::from([("b".to_owned(), 1), ("a".to_owned(), 2)]);
        let known = Known::from([
            ("z".to_owned(), BTreeMap::from([("house/\"t".to_owned(), hashes.clone())])),
            ("2019-x".to_owned(), BTreeMap::from([("wording/a".to_owned(), hashes)])),
            ("without".to_owned(), BTreeMap::new()),
        ]);
        let text = written(&known);
        let again = read(&text).unwrap();
        assert_eq!(again.len(), 2, "a document without an entry is left out");
        assert_eq!(written(&again), text);
        assert!(text.find("2019-x") < text.find("[documents.\"z\"]") && text.contains("\n  \"a\",\n  \"a\",\n  \"b\",\n"), "{text}");
    }

    #[test]
    fn what_is_no_baseline_is_not_read_as_one() {
        for text in ["", "title = \"x\"\n", "version = 2\n", "version = 1\nextra = 1\n", "version = 1\n[documents.a]\nx = 1\n", "{"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(read("version = 1\n"), Ok(Known::new()));
    }
}
