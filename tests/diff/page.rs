//! The page with both sides: it needs nothing but itself, and what a document says is text in it.

use html5gum::{Token, Tokenizer};

use super::{ID, Story, says};
use crate::support::{BASE, Folder};

#[test]
fn both_sides_stand_beside_each_other_with_what_differs_marked() {
    let page = Story::edit("for one request in five. Next", "for two requests in five. Next").tell("html").ends_with(0).stdout;
    says(&page, &format!("<article id=\"{ID}\" class=\"changed\">"));
    says(&page, "Search results are slow for <del>one request</del> in five.");
    says(&page, "Search results are slow for <ins>two requests</ins> in five.");
    let page = Story::of(Folder::new(), Folder::with(BASE)).tell("html").ends_with(0).stdout;
    says(&page, "<section class=\"none\"><h3>Before</h3><p>No page.</p></section>");
}

#[test]
fn it_holds_no_script_and_loads_nothing_whatever_a_document_says() {
    let hostile = BASE
        .replace("title: Slow search results", "title: 'Zq </style></title><script>zq()</script><img src=x onerror=zq()>'")
        .replace("We are sorry", "See [this](https://zq.example/\"x) and <https://zq.example/y>. `</code><script>` We are sorry");
    let story = Story::of(
        Folder::with(BASE),
        Folder::with(&hostile).document("a <img src=x> \".md", BASE.replace("public:", "intern:").replace(ID, "zq")),
    );
    let page = story.tell("html").stdout;
    says(&page, "zq()");
    let mut elements = Vec::new();
    for token in Tokenizer::new(page.as_str()).flatten() {
        if let Token::StartTag(tag) = token {
            let name = String::from_utf8_lossy(&tag.name).into_owned();
            for (key, value) in &tag.attributes {
                let (key, value) = (String::from_utf8_lossy(key), String::from_utf8_lossy(value));
                assert!(!key.starts_with("on") && key != "src" && key != "style" && key != "srcdoc", "<{name} {key}>");
                assert!(key != "href" || value.starts_with('#'), "<{name} {key}={value}>");
            }
            elements.push(name);
        }
    }
    for element in ["script", "img", "link", "iframe", "object", "form", "base", "title"] {
        assert_eq!(elements.iter().filter(|name| *name == element).count(), usize::from(element == "title"), "{element}");
    }
    says(&page, "default-src 'none'");
}
