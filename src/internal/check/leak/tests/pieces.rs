//! A look at pieces calls no file asleep in which a search finds something, wherever the pieces meet.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::site::Site;
use crate::internal::check::leak::Tripwire;

const DOCUMENT: &str = "---
title: quokka-data-81 heap exhaustion
owner: Dana Quokkafield
commander: Lee Aoki
scribe: Mary Ann O'Fern
channel: inc-quokka-81
tickets: QUOK-4711
customer: Acme Anvil Works
mail: dana.q@quokka-core.net
notes: https://pad.quokka-core.net/p/march-81
---
It was search-api-3, then 10.1.2.3.
";

/// One for all cases: what it knows of earlier files must not hide anything in later ones.
static TRIPWIRE: LazyLock<Tripwire> = LazyLock::new(|| Site::new().with(DOCUMENT).leaks().tripwire(&[]));

/// What texts are made of: parts of values, what may stand between them, and lines that are long enough to be pieces.
const PARTS: &[&str] = &[
    "Dana",
    "Quokkafield",
    "Lee",
    "Aoki",
    "Mary Ann",
    "O'Fern",
    "quokka",
    "-data",
    "-81",
    "#inc",
    "-quokka-81",
    "QUOK",
    "-4711",
    "4711",
    "Acme",
    "Anvil",
    "Works",
    "dana.q",
    "@quokka-core.net",
    "https://",
    "pad.quokka-core.net",
    "/p/march-81",
    "search",
    "api",
    "3",
    "10.1",
    ".2.3",
    "SRCH-1",
    "db.corp",
    "wiki",
    "a@b",
    "c.example.net",
    "x.corp.example",
    "AKIA",
    "2K7QJ5LMN3PRSTUV",
    "redis",
    "SK0123456789abcdef",
    "0123456789abcdef",
    "key-",
    "i-0a1b2c3d",
    "vol-",
    "0a1b2c3d",
    "internal use",
    "only",
    "not for",
    "distribution",
    "https://status.fernwood.example",
    "account",
    "1234-5678-9012",
    "postgres",
    "u:p@h",
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    ",\"",
    "\",\"",
    "\":\"",
    ",",
    "/",
    ":",
    "\"",
    "'",
    ".",
    "=",
    "<p>",
    "</p>",
    "<b>",
    "</b>\n",
    "<i>",
    "<br>\n",
    "<a href=\"",
    "\">",
    "<img alt=\"",
    "\"><p title=\"",
    "<!-- ",
    " -->",
    "<?xml ",
    "?>",
    "<![CDATA[",
    "]]>",
    "<",
    ">",
    "<p class=\"x\n",
    "&lt;b&gt;",
    "&lt;p title=\"",
    "\"&gt;",
    "&lt;",
    "&gt;\n",
    "&amp;",
    "amp;",
    "zwnj;",
    "lt;",
    "&#10;",
    "&#32;",
    "&nbsp;",
    "\\n",
    "\\u0020",
    "\\u003cb\\u003e",
    "\\\"",
    "\\,",
    "\\",
    "\\9",
    "%20",
    "%0a",
    "%",
    "\u{200b}",
    "\u{ad}",
    "\u{301}",
    "\u{a0}",
    "\u{2028}",
    "é",
    "ß",
    "RGFuYSBRdW9ra2FmaWVsZCB3YXMgaGVyZQ==",
    "44616e612051756f6b6b616669656c64",
    "<p>Some requests were slow, and we are looking into it; there is nothing that anybody has to do for it now.</p>\n",
    "Plain words that fill a line, so that the next may begin a piece of its own, as most lines of finished pages do\n",
    "\"content_html\":\"<p>Some requests were slow, and we are looking into it; nobody has to do anything now.</p>\",\"x\":1,",
    "<a href=\"/incidents/2026-03-14-slow-search/\" title=\"Some requests were slow, and we looked into it\">Slow search</a>\n",
];

const PATHS: &[&str] = &["index.html", "api/a.json", "feed.xml", "a.js", "a.css", "robots.txt", "site.webmanifest", "a.ics"];

fn same(path: &str, text: &str) -> Result<(), TestCaseError> {
    let (fast, slow) = (TRIPWIRE.scan(path, text.as_bytes()), TRIPWIRE.searched(path, text.as_bytes()));
    prop_assert_eq!(fast, slow, "{} {:?}", path, text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]
    #[test]
    fn a_search_finds_nothing_in_what_sleeps(
        parts in proptest::collection::vec(prop_oneof![3 => 0..PARTS.len(), 1 => PARTS.len() - 4..PARTS.len()], 1..24),
        path in 0..PATHS.len(),
    ) {
        let text: String = parts.iter().map(|part| PARTS[*part]).collect();
        same(PATHS[path], &text)?;
    }

    /// A value with one thing between two of its letters, among lines that are known.
    #[test]
    fn a_value_is_found_wherever_it_is_cut(
        value in proptest::sample::select(vec![
            "Dana Quokkafield", "Lee Aoki", "Quokkafield, Dana", "Mary Ann O'Fern", "quokka-data-81", "#inc-quokka-81", "QUOK-4711",
            "Acme Anvil Works", "search api 3", "10.1.2.3", "https://wiki/x",
        ]),
        at in 0_usize..20,
        between in proptest::collection::vec(0..PARTS.len() - 4, 0..3),
        (before, behind) in (PARTS.len() - 4..PARTS.len(), PARTS.len() - 4..PARTS.len()),
        path in 0..PATHS.len(),
    ) {
        let at = at % value.len();
        let between: String = between.iter().map(|part| PARTS[*part]).collect();
        same(PATHS[path], &format!("{}{}{between}{}{}", PARTS[before], &value[..at], &value[at..], PARTS[behind]))?;
    }
}

#[test]
fn what_a_site_has_sleeps() {
    let long = PARTS[PARTS.len() - 4..].concat();
    let feed = "<?xml version=\"1.0\"?>\n<feed xml:lang=\"en\"><c type=\"html\">&lt;p title=&quot;x&quot;&gt;Some were slow.&lt;/p&gt;\n</c></feed>";
    let json =
        "{\"a\":\"Some \\\"were\\\" slow\",\"content_html\":\"<p>Some requests <b>were<\\/b> slow, and we look.</p>\\n\",\"b\":[\"c\"]}";
    for (path, text) in [("index.html", long.as_str()), ("feed.xml", feed), ("api/a.json", json), ("a.js", "let a = 1;\nlet b = '\\n';\n")]
    {
        assert!(TRIPWIRE.sleeps(path, text.as_bytes()), "{path}");
        assert!(TRIPWIRE.sleeps(path, text.as_bytes()), "{path} again");
        assert_eq!(TRIPWIRE.searched(path, text.as_bytes()), []);
    }
}

#[test]
fn a_name_is_found_where_pieces_meet() {
    let line = PARTS[PARTS.len() - 3];
    for text in [
        format!("{line}We and Dana\n{line}"),
        format!("{line}We and Dana\nQuokkafield met.\n{line}"),
        format!("{line}<img alt=\"We and Dana\">\n{line}<img alt=\"Quokkafield\">\n"),
        format!("{line}<img alt=\"Quokkafield met\">\n{line}and Dana"),
        format!("{line}&lt;img alt=&quot;Quokkafield met&quot;&gt;\n{line}<img alt=\"Dana\">\n"),
    ] {
        assert_eq!(TRIPWIRE.scan("index.html", text.as_bytes()), TRIPWIRE.searched("index.html", text.as_bytes()), "{text}");
    }
}
