//! Reading never panics and always ends: on any bytes, on damaged documents, and on input made to be slow.
//! Each story runs a whole site through the library, so that every stage sees the damage.

use proptest::prelude::*;

use crate::support::{BASE, Built, Folder, content_example, tree};

/// Builds a site of one file with these bytes, and asks what every build may be asked.
fn survives(bytes: &[u8]) -> Built {
    let built = Folder::new().document("document.md", bytes).keep_going();
    for text in [&built.human, &built.json] {
        assert!(!text.contains("panicked"), "{text}");
    }
    assert!(serde_json::from_str::<Vec<serde_json::Value>>(&built.json).is_ok(), "the report is no JSON: {}", built.json);
    built
}

/// The documents of the example.
fn documents() -> Vec<Vec<u8>> {
    tree::read(&content_example().join("postmortems"))
        .into_iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(_, bytes)| bytes)
        .collect()
}

/// Pieces that mean something to a reader of Markdown, YAML or TOML.
const MARKS: &[&str] = &[
    "---\n",
    "+++\n",
    "---",
    "\n## External message\n",
    "\n### External message\n",
    "\n## Status updates\n",
    "\n### 2026-03-14 10:05 UTC — Investigating\n",
    "```",
    "~~~\n",
    "<!--",
    "-->",
    "<div>",
    "> ",
    "\r\n",
    "\r",
    "\u{feff}",
    "\0",
    "\t",
    "public:\n",
    "  ",
    ": ",
    "&a *a",
    "!!binary ",
    "|\n",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\\",
    "#",
    "* ",
    "1. ",
    "| a | b |\n| - | - |\n",
    "![x](y.png)",
    "[x](y)",
    "[^1]: ",
    "\u{202e}",
    "é",
    "𝕊",
    "2026-02-30T25:61:00Z",
    "Affects: ,(),",
    "&#0;",
    "==\n",
    "\n\n",
    "$$",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survives(&bytes);
    }

    #[test]
    fn any_front_matter(text in "\\PC{0,200}", toml in any::<bool>(), body in "\\PC{0,80}") {
        let mark = if toml { "+++" } else { "---" };
        survives(format!("{mark}\n{text}\n{mark}\n{body}").as_bytes());
    }

    #[test]
    fn any_row_of_marks(pieces in prop::collection::vec(prop::sample::select(MARKS), 0..40)) {
        survives(format!("---\npublic:\n  title: x\n---\n{}", pieces.concat()).as_bytes());
        survives(format!("---\n{}\n---\n## External message\n", pieces.concat()).as_bytes());
    }

    #[test]
    fn real_documents_with_damage(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..60_usize, prop::sample::select(MARKS)), 0..6),
        end in prop::option::of(any::<prop::sample::Index>()),
        endings in any::<bool>(),
        mark in any::<bool>(),
    ) {
        let documents = documents();
        let mut bytes = which.get(&documents).clone();
        for (place, length, piece) in cuts {
            let at = place.index(bytes.len());
            let to = (at + length).min(bytes.len());
            bytes.splice(at..to, piece.bytes());
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len()));
        }
        if endings {
            bytes = String::from_utf8_lossy(&bytes).replace('\n', "\r\n").into_bytes();
        }
        if mark {
            bytes.splice(0..0, "\u{feff}".bytes());
        }
        survives(&bytes);
    }

    #[test]
    fn any_config(pieces in prop::collection::vec(prop::sample::select(vec!["[site]\n", "title = ", "\"x\"", "1", "url", "[[components]]\n", "id=\"a\"\n", "=", "\n", "[", "{", "é", "\0", "\u{feff}", "[leaks]\n", "[wording.rules]\n", "\"\"\"", "2026-01-01"]), 0..30)) {
        let site = Folder::new().file("allclear.toml", pieces.concat());
        prop_assert!(!site.refusal().is_empty());
    }
}

/// A document with this text in its external message.
fn message(text: &str) -> String {
    let at = BASE.find("We are sorry").unwrap();
    format!("{}{text}\n\n{}", &BASE[..at], &BASE[at..])
}

#[test]
fn deep_nesting_ends() {
    for depth in [100, 20_000] {
        survives(message(&"> ".repeat(depth)).as_bytes());
        survives(message(&"- ".repeat(depth)).as_bytes());
        survives(message(&format!("{}x{}", "[".repeat(depth), "](y)".repeat(depth))).as_bytes());
        survives(message(&format!("{}x{}", "*".repeat(depth), "*".repeat(depth))).as_bytes());
        survives(message(&"<div>".repeat(depth)).as_bytes());
        survives(format!("---\na: {}\n---\n", "[".repeat(depth)).as_bytes());
        survives(format!("---\na: {}{}\n---\n", "[".repeat(depth), "]".repeat(depth)).as_bytes());
        survives(format!("---\na: {}1{}\n---\n", "{a: ".repeat(depth), "}".repeat(depth)).as_bytes());
        survives(format!("+++\na = {}{}\n+++\n", "[".repeat(depth), "]".repeat(depth)).as_bytes());
    }
    let mut steps = "---\n".to_owned();
    for depth in 0..300 {
        steps.push_str(&format!("{}k:\n", " ".repeat(depth)));
    }
    assert!(survives(format!("{steps}---\n").as_bytes()).found("document/front-matter"));
}

#[test]
fn a_hundred_thousand_headings_end() {
    let headings = "## Root cause\n".repeat(100_000);
    survives(format!("{BASE}\n{headings}").as_bytes());
    survives(format!("---\npublic: {{ title: x }}\n---\n{}", "## Status updates\n### x\n".repeat(20_000)).as_bytes());
}

#[test]
fn a_line_of_ten_megabytes_ends() {
    let line = "slow words ".repeat(1 << 20);
    survives(format!("{BASE}\n\n## Root cause\n{line}\n").as_bytes());
    survives(format!("---\ntitle: {}\n---\n", &line[..1 << 21]).as_bytes());
}

#[test]
fn bombs_of_aliases_end() {
    let mut bomb = "---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        bomb.push_str(&format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(", ")));
    }
    let built = survives(format!("{bomb}public: {{ title: x }}\n---\n").as_bytes());

    assert!(built.found("document/front-matter"), "{}", built.human);
    survives(b"---\na: &a [*a]\n---\n");
    survives(b"---\na: &a {b: *a}\n<<: *a\n---\n");
}

#[test]
fn patterns_that_are_slow_for_careless_readers_end() {
    for piece in [
        "`",
        "``` ",
        "<!-",
        "<a ",
        "[a](",
        "![",
        "_*",
        "| ",
        "[^",
        "<!--->",
        "&amp",
        "\\",
        "~~",
        "https://a.",
        "a@",
        "10.",
        "-",
        "x.y-",
        "--- ",
    ] {
        survives(message(&piece.repeat(20_000)).as_bytes());
    }
}
