//! Hostile input: pages in which nothing can act, texts and rules that are made to be slow, and names that lead elsewhere.
//! What damage a document can have is told in `bad_input`, and that any bytes are read to their end in `reading`.

mod paths;
mod sanitiser;
mod slow;
mod swapped;

use std::collections::BTreeMap;

use html5gum::{StartTag, Token, Tokenizer};
use proptest::prelude::*;

use crate::support::{BASE, Folder, root, tree};

/// What people write who want a browser to do something, and what could help them to it.
const PIECES: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](JAVASCRIPT&colon;alert(1))",
    "[x](<https://a.example/\" onmouseover=\"x>)",
    "[x](https://a.example/ \"t\\\" onclick=\\\"x\")",
    "![x\" onload=\"y](chart.png \"t\" onx=y)",
    "![<b>`x`</b> *y*](chart.png)",
    "![x](https://evil.example/x.png)",
    "<https://a.example/'\"><script>x</script>",
    "<javascript:alert(1)>",
    "<mail@example.com>",
    "[a]",
    "[a]: https://a.example/ '\"><script>x</script>'\n",
    "[a]: javascript:x\n",
    "[^1]",
    "[^1]: ",
    "[^<script>]",
    "[^<script>]: x\n",
    "`",
    "``",
    "```html\n",
    "```js\n",
    "```<script>\n",
    "~~~\n",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "- [x] ",
    "1. ",
    "999999999. ",
    "# ",
    "###### ",
    "===\n",
    "| a | b |\n|:-|-:|\n| c |",
    "|",
    "**",
    "_",
    "~~",
    "    ",
    "<!--",
    "-->",
    "<svg/onload=x>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=x>",
    "<iframe srcdoc=\"",
    "<plaintext>",
    "<textarea>",
    "</p></div></body>",
    "</code></pre>",
    "<![CDATA[",
    "]]>",
    "<?xml-stylesheet href=\"x\"?>",
    "<a href=\"data:text/html,x\">",
    "&lt;script&gt;",
    "&#x3c;img&#x20;src&equals;x&gt;",
    "&#0;",
    "\\",
    "\\<script>",
    "\0",
    "\r",
    "\t",
    "\u{feff}",
    "\u{202e}",
    "\u{2028}",
    "é",
    "words ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sanitiser_changes_nothing_in_what_is_made_of_any_markdown(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..30)) {
        let html = sanitiser::rendered(&pieces.concat());
        prop_assert_eq!(sanitiser::changes(&html), None, "{}", html);
    }
}

#[test]
fn a_sanitiser_changes_nothing_in_what_is_made_of_the_texts_that_fuzzing_found() {
    let mut read = 0;
    for (path, bytes) in tree::read(&root().join("fuzz/corpus")) {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let html = sanitiser::rendered(&text);
        assert_eq!(sanitiser::changes(&html), None, "{path}: {html}");
        read += 1;
    }
    assert!(read > 20, "only {read} texts were found");
}

#[test]
fn a_link_within_a_link_is_words() {
    for text in [
        "[see <https://b.example> here][g]\n\n[g]: https://c.example",
        "[see <a@b.example> [here](https://d.example)](https://c.example)",
        "[a note[^1] here](https://c.example)\n\n[^1]: f",
        "[![d](chart.png) <https://b.example>](https://c.example)",
        "[see <https://b.example>](javascript:x)",
    ] {
        let html = sanitiser::rendered(text);
        assert_eq!(sanitiser::changes(&html), None, "{html}");
    }
}

#[test]
fn the_sanitiser_of_these_tests_has_teeth() {
    for html in [
        "<p onclick=\"x\">a</p>",
        "<script>x</script>",
        "<a href=\"javascript:x\">a</a>",
        "<p><a href=\"https://a.example\" target=\"_blank\">a</a></p>",
        "<iframe src=\"https://a.example\"></iframe>",
        "<p><div>a</div></p>",
        "<a href=\"https://a.example/\"><a href=\"https://b.example/\">b</a></a>",
        "<!-- x -->",
        "<p>a",
    ] {
        assert!(sanitiser::changes(html).is_some(), "{html}");
    }
}

#[test]
fn nothing_in_a_finished_site_can_act() {
    let mut site = Folder::new();
    let title = r#"  title: "<script>x</script> \" onload=x ]]> &lt;b&gt; Slow search""#;
    let titled = BASE.replacen("  title: Slow search results", title, 1);
    for (number, piece) in PIECES.iter().enumerate() {
        let text = titled.replacen("We are sorry", &format!("Words {piece} and words.\n\nWe are sorry"), 1);
        site = site.document(&format!("{number}.md"), text.replacen("2026-03-14-slow-search", &format!("slow-search-{number}"), 1));
    }
    let built = site.keep_going();
    let out = (0..PIECES.len()).filter(|number| built.has_page(&format!("slow-search-{number}"))).count();
    assert!(out * 2 > PIECES.len(), "only {out} of {} documents went out:\n{}", PIECES.len(), built.human);

    let mut pages = 0;
    for (path, bytes) in built.site() {
        let text = String::from_utf8_lossy(bytes);
        if path.ends_with(".html") || path.ends_with(".svg") {
            pages += 1;
            assert_eq!(acting(&text), None, "{path}");
        }
    }
    assert!(pages > 5, "only {pages} pages were looked at");
    let feed: serde_json::Value = serde_json::from_str(built.text("feed.json")).unwrap();
    for item in feed["items"].as_array().unwrap() {
        assert_eq!(acting(item["content_html"].as_str().unwrap()), None);
    }
    for feed in ["feed.xml", "feed.atom"] {
        for entry in feed_rs::parser::parse(built.text(feed).as_bytes()).unwrap().entries {
            let html = entry.content.and_then(|content| content.body).unwrap_or_default();
            assert!(!html.is_empty() && acting(&html).is_none(), "{feed}: {html}");
        }
    }
}

/// What of HTML could act, or bring in what a stranger wrote.
fn acting(html: &str) -> Option<String> {
    Tokenizer::new(html).find_map(|token| match token {
        Ok(Token::StartTag(tag)) => acts(&tag),
        _ => None,
    })
}

fn acts(tag: &StartTag<()>) -> Option<String> {
    let name = String::from_utf8_lossy(&tag.name).to_lowercase();
    let keys: BTreeMap<String, String> = tag
        .attributes
        .iter()
        .map(|(key, value)| (String::from_utf8_lossy(key).to_lowercase(), String::from_utf8_lossy(&value.value).trim().to_lowercase()))
        .collect();
    let told = format!("<{name} {keys:?}>");
    let own = |address: &String| address.starts_with('/') && !address.starts_with("//");
    let script = name == "script" && keys.get("type").is_none_or(|kind| kind != "application/ld+json") && !keys.get("src").is_some_and(own);
    let foreign = ["iframe", "frame", "frameset", "object", "embed", "applet", "base", "form", "input", "textarea", "plaintext", "math"];
    let handler = keys.keys().any(|key| key.starts_with("on") || ["style", "srcdoc", "formaction", "ping"].contains(&key.as_str()));
    let address = |(key, value): (&String, &String)| {
        let leads = ["href", "src", "action", "xlink:href", "srcset"].contains(&key.as_str());
        let scheme = value.split_once(':').map(|(scheme, _)| scheme.to_owned()).filter(|scheme| !scheme.contains(['/', '?', '#']));
        leads && scheme.is_some_and(|scheme| !["http", "https", "mailto", "webcal"].contains(&scheme.as_str()))
    };
    let loads = ["img", "script", "source", "video", "audio"].contains(&name.as_str());
    let elsewhere = loads && keys.get("src").is_some_and(|src| !own(src) && !src.starts_with("https://status.example.com/"));
    (script || foreign.contains(&name.as_str()) || handler || keys.iter().any(address) || elsewhere).then_some(told)
}
