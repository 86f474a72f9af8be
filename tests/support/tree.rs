//! A folder on disk → path → bytes, and the difference of two such trees as a person wants to read it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Files below a folder, with forward slashes.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Reads a folder with all below it.
pub fn read(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    gather(folder, "", &mut tree);
    tree
}

fn gather(folder: &Path, prefix: &str, tree: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            gather(&entry.path(), &format!("{name}/"), tree);
        } else {
            tree.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

/// Writes a tree below a folder.
pub fn write(tree: &Tree, to: &Path) {
    for (path, bytes) in tree {
        let path = to.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// What is missing, extra or changed; `None` if the trees are equal.
pub fn difference(expected: &Tree, actual: &Tree) -> Option<String> {
    let mut text = String::new();
    for path in expected.keys().filter(|path| !actual.contains_key(*path)) {
        writeln!(text, "missing: {path}").unwrap();
    }
    for (path, bytes) in actual {
        match expected.get(path) {
            None => writeln!(text, "extra:   {path}").unwrap(),
            Some(wanted) if wanted != bytes => writeln!(text, "changed: {path}\n{}", lines(wanted, bytes)).unwrap(),
            Some(_) => {}
        }
    }
    (!text.is_empty()).then_some(text)
}

/// The first lines that differ.
fn lines(expected: &[u8], actual: &[u8]) -> String {
    let (Ok(expected), Ok(actual)) = (std::str::from_utf8(expected), std::str::from_utf8(actual)) else {
        return format!("  {} bytes were expected, {} were built", expected.len(), actual.len());
    };
    let same = expected.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count();
    let from = |text: &str, mark: &str| -> String {
        text.lines().skip(same).take(4).map(|line| format!("  {mark} {}\n", line.chars().take(200).collect::<String>())).collect()
    };
    format!("  from line {}:\n{}{}", same + 1, from(expected, "-"), from(actual, "+"))
}

#[test]
fn a_difference_names_what_is_missing_extra_and_changed() {
    let tree = |files: &[(&str, &str)]| -> Tree { files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect() };
    let expected = tree(&[("same", "a"), ("gone", "b"), ("other", "one\ntwo")]);
    let actual = tree(&[("same", "a"), ("new", "b"), ("other", "one\nthree")]);

    let text = difference(&expected, &actual).unwrap();

    assert_eq!(text, "missing: gone\nextra:   new\nchanged: other\n  from line 2:\n  - two\n  + three\n\n");
    assert_eq!(difference(&expected, &expected), None);
}
