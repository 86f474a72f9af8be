//! The shape of the source: who may name whom, where effects live, how files open. The text of the sources is the witness.

use std::collections::BTreeMap;

use regex::Regex;

use crate::support::{root, tree};

/// Rust files below `src/`, without their comments.
fn sources() -> BTreeMap<String, String> {
    let comment = Regex::new(r"(?m)^\s*//.*$|\s//[^/!].*$").unwrap();
    texts().into_iter().map(|(path, text)| (path, comment.replace_all(&text, "").into_owned())).collect()
}

/// Rust files below `src/` as they are.
fn texts() -> BTreeMap<String, String> {
    let files = tree::read(&root().join("src"));
    files.into_iter().filter(|(path, _)| path.ends_with(".rs")).map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

/// What the compiler builds for users: no test files, and nothing behind the first `#[cfg(test)]` module.
fn program() -> BTreeMap<String, String> {
    let is_test = |path: &str| path.ends_with("/tests.rs") || path.contains("/tests/");
    let tests = Regex::new(r"#\[cfg\(test\)\]\n(#\[expect\(.*\)\]\n)?mod tests \{").unwrap();
    let cut = |text: &str| tests.split(text).next().unwrap_or_default().to_owned();
    // That one runs when the program is built, and is no part of it.
    let is_script = |path: &str| path == "cache/program.rs";
    sources().into_iter().filter(|(path, _)| !is_test(path) && !is_script(path)).map(|(path, text)| (path, cut(&text))).collect()
}

/// Asserts that a pattern stands only in the files that may have it, and really stands there.
#[track_caller]
fn assert_only_in(pattern: &str, places: &[&str]) {
    let pattern = Regex::new(pattern).unwrap();
    let mut seen = vec![false; places.len()];
    for (path, text) in program() {
        let place = places.iter().position(|place| path.starts_with(place));
        match (pattern.find(&text), place) {
            (Some(found), None) => panic!("{path} has {:?}, which belongs to {places:?}", found.as_str()),
            (Some(_), Some(place)) => seen[place] = true,
            (None, _) => {}
        }
    }
    let unused: Vec<_> = places.iter().zip(seen).filter(|(_, seen)| !seen).map(|(place, _)| place).collect();
    assert!(unused.is_empty(), "{pattern} does not stand in {unused:?} any more: shorten the list");
}

#[test]
fn only_the_private_half_names_its_stages() {
    assert_only_in(r"internal::(read|check|text)\b|\bDraft\b|InternalText|expose_internal", &["internal/"]);
}

#[test]
fn the_private_half_leaves_by_one_door() {
    assert_only_in(r"internal::(intake|Intake)\b", &["pipeline.rs"]);
    assert_only_in(r"\bClearance\b", &["internal/", "public/"]);
}

#[test]
fn only_a_preview_wishes_to_see_what_is_not_public_and_only_the_server_takes_it() {
    assert_only_in(r"Wish\(\(\)\)", &["preview/mod.rs"]);
    assert_only_in(r"\bWish\b", &["internal/", "pipeline.rs", "preview/mod.rs"]);
    assert_only_in(r"preview::preview\(|\bPreview\b", &["cli/serve.rs", "preview/", "public/view/head.rs"]);
    // What writes has no word for it.
    assert!(program().iter().filter(|(path, _)| path.starts_with("write/")).all(|(_, text)| !text.contains("preview")));
}

#[test]
fn serialize_lives_right_of_the_wall() {
    assert_only_in(
        r"derive\([^)]*\bSerialize\b|impl.*\bSerialize for\b",
        &["cache/", "diagnostic/", "folder/", "outputs/", "public/", "write/tree.rs"],
    );
}

#[test]
fn deserialize_lives_left_of_the_wall_in_config_and_in_the_theme() {
    let both = Regex::new(r"derive\([^)]*\bSerialize\b[^)]*\bDeserialize\b|derive\([^)]*\bDeserialize\b[^)]*\bSerialize\b").unwrap();
    for (path, text) in program() {
        let found = text.contains("Deserialize");
        let allowed = [
            "config/",
            "internal/",
            "diagnostic/finding.rs",
            "prose/rule/file.rs",
            "render/locale.rs",
            "render/theme.rs",
            "verify/external",
            "verify/json.rs",
        ];
        // What a build remembers is written and read by mirrors of their own, which no type of the flow is: digests, places, findings.
        let remembered = ["cache/", "folder/", "write/tree.rs"].iter().any(|place| path.starts_with(place));
        assert!(!found || remembered || allowed.iter().any(|place| path.starts_with(place)), "{path} deserializes");
        assert!(!both.is_match(&text) || remembered, "a type in {path} has both");
    }
}

#[test]
fn what_is_public_knows_nothing_of_what_makes_it() {
    let upstream = Regex::new(r"crate::(internal|config|pipeline|outputs|verify|write|cli)\b").unwrap();
    for (path, text) in program().into_iter().filter(|(path, _)| path.starts_with("public/")) {
        let text = text.replace("crate::internal::Clearance", "");
        assert!(!upstream.is_match(&text), "{path} looks upstream: {:?}", upstream.find(&text).map(|found| found.as_str()));
    }
}

#[test]
fn prose_knows_nothing_of_documents() {
    let others = Regex::new(r"crate::(internal|config|pipeline|public|outputs|render|verify|write|cli)\b").unwrap();
    for (path, text) in program().into_iter().filter(|(path, _)| path.starts_with("prose/")) {
        assert!(!others.is_match(&text), "{path}: {:?}", others.find(&text).map(|found| found.as_str()));
    }
}

#[test]
fn outputs_and_render_see_only_what_is_public() {
    let private = Regex::new(r"crate::(internal|config|pipeline|write|verify)\b").unwrap();
    for (path, text) in program().into_iter().filter(|(path, _)| path.starts_with("outputs/") || path.starts_with("render/")) {
        assert!(!private.is_match(&text), "{path}: {:?}", private.find(&text).map(|found| found.as_str()));
    }
}

#[test]
fn each_effect_has_one_place() {
    assert_only_in(r"Utc::now|Local::now|SystemTime::now", &["clock.rs"]);
    assert_only_in(r"env::vars?\b|env::var_os\b", &["cli/editor.rs", "clock.rs", "git/mod.rs"]);
    assert_only_in(r"\bunsafe (fn|impl|trait|\{)", &[]);
    assert_only_in(r"\bprintln!|\beprintln!|\bprint!|\beprint!|\bdbg!", &[]);
    assert_only_in(r"process::exit\b", &[]);
    assert_only_in(r"Context::(new|from_serialize)\b|context\.insert", &["render/door.rs"]);
    assert_only_in(r"\btera::", &["render/"]);
    assert_only_in(r"\bsyntect::", &["render/"]);
    assert_only_in(r"\bimg_parts::", &["inspect/"]);
    assert_only_in(r"\baxum::|\bnotify::", &["serve/"]);
    assert_only_in(r"\blychee_lib::", &["verify/external"]);
    assert_only_in(r"\bobject_store::", &["deploy/bucket", "deploy/fault", "deploy/objects"]);
}

#[test]
fn the_site_is_read_through_its_folder_alone() {
    // Else a build of a revision would read the disk.
    let disk =
        Regex::new(r"\bfs::|\bFile::open|\.(is_file|is_dir|is_symlink|exists|try_exists|metadata|canonicalize|read_dir)\(\)").unwrap();
    let readers = ["advice.rs", "config/", "internal/", "outputs/", "pipeline.rs", "public/", "render/"];
    for (path, text) in program().into_iter().filter(|(path, _)| readers.iter().any(|reader| path.starts_with(reader))) {
        assert!(!disk.is_match(&text), "{path}: {:?}", disk.find(&text).map(|found| found.as_str()));
    }
}

#[test]
fn nothing_can_panic_on_purpose() {
    let panic = Regex::new(r"\bpanic!|\bunreachable!|\btodo!|\bunimplemented!").unwrap();
    for (path, text) in program() {
        assert!(!panic.is_match(&text), "{path}: {:?}", panic.find(&text).map(|found| found.as_str()));
        // A constant pattern of our own is compiled by every test run; nothing else may be taken for granted.
        let unwrapped = text.lines().find(|line| line.contains(".unwrap()") && !line.contains("Regex::new("));
        assert_eq!(unwrapped, None, "{path}");
    }
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let tests = tree::read(&root().join("tests"));
    let tests = tests.into_iter().filter(|(path, _)| path.ends_with(".rs")).map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()));
    for (path, text) in texts().into_iter().chain(tests) {
        assert!(text.starts_with("//! "), "{path} does not open with a `//!`");
    }
}

/// Files that may be longer than a screen or two, each with the reason.
const LONG: &[(&str, &str)] = &[];

#[test]
fn files_are_short() {
    let lengths: Vec<(String, usize)> = texts().into_iter().map(|(path, text)| (path, text.lines().count())).collect();
    for (path, lines) in &lengths {
        assert!(*lines <= 400 || LONG.iter().any(|(listed, _)| listed == path), "{path} has {lines} lines");
    }
    let short = lengths.iter().filter(|(_, lines)| *lines <= 200).count();
    assert!(short * 10 >= lengths.len() * 8, "only {short} of {} files have 200 lines or fewer", lengths.len());
}

#[test]
fn functions_are_short() {
    let start = Regex::new(r"^\s*(pub(\([a-z]+\))? )?(const )?(async )?fn (\w+)").unwrap();
    let mut lengths = Vec::new();
    for (path, text) in program() {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let Some(name) = start.captures(line).map(|found| found[5].to_owned()) else { continue };
            let indent = line.len() - line.trim_start().len();
            let close = format!("{}}}", " ".repeat(indent));
            let length = lines[at..].iter().position(|line| *line == close).unwrap_or(0);
            lengths.push((format!("{path}: {name}"), length));
        }
    }
    let long: Vec<_> = lengths.iter().filter(|(_, length)| *length > 40).collect();
    assert!(lengths.iter().all(|(_, length)| *length <= 80), "{:?}", lengths.iter().filter(|(_, length)| *length > 80).collect::<Vec<_>>());
    assert!(long.len() * 20 <= lengths.len(), "{} of {} functions have more than 40 lines: {long:?}", long.len(), lengths.len());
}

#[test]
fn the_top_level_shows_what_it_should() {
    let visible = [
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "benches",
        "content-example",
        "docs",
        "fuzz",
        "src",
        "target",
        "tests",
        "theme",
    ];
    for entry in std::fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with('.') || visible.contains(&name.as_str()), "{name} does not belong at the top level");
    }
    for name in [
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "docs/architecture.md",
        ".ci/run",
        "tests/run",
    ] {
        assert!(root().join(name).exists(), "{name} is missing");
    }
}

#[test]
fn names_say_what_a_thing_is() {
    let vague = Regex::new(r"(?i)(^|[/_])(util|utils|helper|helpers|common|misc|manager)(\.rs|/|_|$)").unwrap();
    for path in texts().keys() {
        assert!(!vague.is_match(path), "{path}");
    }
}
