//! The strict reader and the tokenizer read the same text: where the first one does not give up, both tell the same.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::public::SitePath;
use crate::verify::reading;

/// Everything that was told.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    hurries: bool,
    has_ids: bool,
    ids: BTreeSet<String>,
    links: BTreeSet<(String, bool, bool)>,
    faults: BTreeSet<String>,
}

impl Sink for Told {
    fn hurries(&self) -> bool {
        self.hurries
    }

    fn has_ids(&mut self) {
        self.has_ids = true;
    }

    fn id(&mut self, id: &str) {
        self.ids.insert(id.to_owned());
    }

    fn link(&mut self, target: &str, how: How) {
        self.links.insert((target.to_owned(), how.loads, how.follows));
    }

    fn fault(&mut self, _: Option<Range<usize>>, message: String, _: &'static str) {
        self.faults.insert(message);
    }
}

/// What is told of a file, with the strict reader going first or not.
fn told(path: &str, bytes: &[u8], hurries: bool) -> Told {
    let mut told = Told { hurries, ..Told::default() };
    reading::read(&SitePath::new(path).unwrap(), bytes, &mut told);
    Told { hurries: false, ..told }
}

/// Pieces of pages and feeds, as ours are and as they never are.
const PIECES: [&str; 84] = [
    "<!doctype html>",
    "<p>",
    "</p>",
    "words & more ",
    "&lt;p id=&quot;z&quot;&gt;",
    "<a href=\"/x/#y\">x</a>",
    "<a href='/x'>",
    "<A HREF=\"/y\">",
    "<a href=/bare id=b>",
    "<a href=\"/a&amp;b\" id=\"i&quot;\">",
    "<a href=\"/a&ampb\">",
    "<a href=\"/a&copy=1\">",
    "<a href=\"&#106;avascript:x\">",
    "<a href=\"&#x2F;hex\">",
    "<a href=\"javascript:x\">",
    "<a href=\"mailto:a@example.com\">",
    "<a name=\"old\">",
    "<img src=\"a.png\" srcset=\"/a 1x, b 2x\" alt=\"\">",
    "<br/>",
    "<br / >",
    "<input disabled src=\"/i\">",
    "<p id=\"a\" id=\"b\">",
    "<a href=\"/one\" href=\"/two\">",
    "<p title=\"<a href=/z>\">",
    "<p title=\">\" onclick=\"x\">",
    "<p style=\"x\">",
    "<title>",
    "</title>",
    "<title>T &amp; U</title>",
    "<script src=\"/s.js\" defer></script>",
    "<script src=\"https://cdn.example.net/s.js\"> </script>",
    "<script>",
    "</script>",
    "<script type=\"application/ld+json\">",
    "<script type=\"application/ld&#43;json\">",
    "{\"url\":\"https://x.example/a\",\"a_html\":\"<p id=\\\"q\\\"><a href=/q>\"}",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<textarea>",
    "</textarea>",
    "<svg viewBox=\"0 0 1 1\"><use xlink:href=\"#a\"/></svg>",
    "<svg VIEWBOX=\"0 0 1 1\">",
    "<?xml version=\"1.0\"?>",
    "<?xml-stylesheet href=\"/f.css\"?>",
    "<link rel=\"stylesheet\" href=\"/s.css\">",
    "<link href=\"/n\" rel=\"next\">",
    "<link href=\"/n\" rel=\"&#105;con\">",
    "<link href=\"/n\" rel=\"&eacute;icon\">",
    "<link href=\"https://e.example/\" rel=\"self\"/>",
    "<meta property=\"og:url\" content=\"https://status.example.com/\">",
    "<meta http-equiv=\"refresh\" content=\"0; url=/n\">",
    "<link>https://e.example/</link>",
    "<link> https://e.example/?a&amp;b </link>",
    "<url><loc>https://e.example/l</loc></url>",
    "<pubDate>now</pubDate>",
    "<Link>https://e.example/upper</Link>",
    "<summary>&lt;a href=&quot;/q&quot;&gt;</summary>",
    "<summary type=\"html\">&lt;a href=&quot;/q&quot;&gt;</summary>",
    "<content type=\"html\">&lt;p id=&quot;z&quot;&gt;&lt;a href=&quot;/c?a&amp;amp;b&quot;&gt;</content>",
    "<content type=\"html\">&nbsp;&lt;script&gt;</content>",
    "<description><![CDATA[<a href=\"/cd\">x</a>]]></description>",
    "<description>a<![CDATA[<a href=\"/cd\">x</a>]]></description>",
    "<content:encoded><![CDATA[<p onclick=x>&lt;]]>b</content:encoded>",
    "<p title=\"<![CDATA[\">",
    "<a href=\"/x\"id=\"y\">",
    "<a href = \"/sp\">",
    "<a\nhref=\"/nl\">",
    "<a\u{c}href=\"/ff\">",
    "<a href>",
    "<a href=\"\">",
    "<object data=\"/o\">",
    "<noscript>",
    "<plaintext>",
    "<base href=\"/\">",
    "<form action=\"/f\" data-x=\"/g\">",
    "<é href=\"/e\">",
    "\r\n",
    "\0",
    "</",
    "<",
];

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![12 => proptest::sample::select(&PIECES[..]).prop_map(str::to_owned), 1 => "[<>/=\"'&;a! -]{1,3}"];
    proptest::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

    #[test]
    fn whatever_a_page_or_feed_holds_both_readers_tell_the_same(text in markup(), path in proptest::sample::select(&["a.html", "a.xml", "a.json", "a.svg"][..])) {
        let text = if path == "a.json" { format!("{{\"content_html\": {}}}", serde_json::Value::from(text)) } else { text };
        prop_assert_eq!(told(path, text.as_bytes(), true), told(path, text.as_bytes(), false), "{:?}", text);
    }
}

#[test]
fn every_file_of_a_real_site_is_read_alike_and_strictly() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/content-example/expected");
    let (mut files, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let below = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
    let mut strictly = 0;
    for path in &files {
        let bytes = std::fs::read(path).unwrap();
        assert_eq!(told(&below(path), &bytes, true), told(&below(path), &bytes, false), "{}", path.display());
        let kind = match path.extension().and_then(|end| end.to_str()) {
            Some("html") => Kind::Page,
            Some("atom" | "rss") => Kind::Feed,
            _ => continue,
        };
        let text = String::from_utf8(bytes).unwrap();
        assert!(read(&text, kind, &mut Told { hurries: true, ..Told::default() }).is_some(), "{} is read twice", path.display());
        strictly += 1;
    }
    assert!(strictly > 10, "{strictly}");
}
