//! The page with both sides: it needs nothing but itself, shows the pages as customers see them, and what a document says is text in it.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use html5gum::{Token, Tokenizer};

use super::{ID, Story, says};
use crate::support::{BASE, Folder, pictures};

/// An element with its attributes.
type Element = (String, Vec<(String, String)>);

fn elements(html: &str) -> Vec<Element> {
    let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let start = |token| if let Token::StartTag(tag) = token { Some(tag) } else { None };
    let attributes = |tag: html5gum::StartTag<()>| {
        (string(&tag.name), tag.attributes.iter().map(|(key, value)| (string(key), string(&value.value))).collect())
    };
    Tokenizer::new(html).flatten().filter_map(start).map(attributes).collect()
}

fn attribute<'e>((_, attributes): &'e Element, name: &str) -> Option<&'e str> {
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The documents in the frames of a report.
fn framed(report: &str) -> Vec<String> {
    let frames = elements(report).into_iter().filter(|(name, _)| name == "iframe");
    frames.map(|frame| attribute(&frame, "srcdoc").unwrap().to_owned()).collect()
}

/// What neither the report nor a page in it may hold.
#[track_caller]
fn is_harmless(html: &str, own: bool) {
    for element in elements(html) {
        let name = element.0.as_str();
        assert!(!["script", "link", "object", "embed", "form", "base", "input", "button"].contains(&name), "{element:?}");
        assert!(name != "iframe" || (own && attribute(&element, "sandbox") == Some("")), "{element:?}");
        assert!(own || name != "meta" || attribute(&element, "http-equiv") != Some("refresh"), "{element:?}");
        for (key, value) in &element.1 {
            assert!(!key.starts_with("on") && !["style", "action", "formaction", "srcset", "ping"].contains(&key.as_str()), "{name} {key}");
            assert!(key != "href" || value.starts_with('#'), "{name} {key}={value}");
            assert!(key != "src" || value.starts_with("data:image/"), "{name} {key}={value}");
        }
    }
    says(html, "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'");
}

#[test]
fn both_pages_stand_beside_each_other_with_what_differs_marked() {
    let report = Story::edit("for one request in five. Next", "for two requests in five. Next").tell("html").ends_with(0).stdout;
    says(&report, &format!("<article id=\"{ID}\" class=\"changed\">"));
    says(&report, "Search results are slow for <del>one request</del> <ins>two requests</ins> in five.");
    let heights: Vec<u32> = elements(&report).iter().filter_map(|one| attribute(one, "height")?.parse().ok()).collect();
    assert!(heights.len() == 2 && heights[0] == heights[1] && heights[0] > 600, "as high as the longer page: {heights:?}");
    let pages = framed(&report);
    assert_eq!(pages.len(), 2);
    says(&pages[0], "Search results are slow for <del>one request</del> in five.");
    says(&pages[1], "Search results are slow for <ins>two requests</ins> in five.");
    for page in &pages {
        assert!(page.starts_with("<!doctype html><html lang=\"en\" dir=\"ltr\">"), "{page}");
        says(page, "<h1><bdi>Slow search results</bdi></h1>");
        says(page, ".log .said");
        assert!(!page.contains("class=\"masthead\""), "what stands on every page tells nothing of this one");
    }
}

#[test]
fn a_page_that_is_new_or_gone_stands_alone_without_marks() {
    let (none, one) = (Folder::new, || Folder::with(BASE));
    for (story, status, title, other) in
        [(Story::of(none(), one()), 0, "After", "Before"), (Story::of(one(), none()), 1, "Before", "After")]
    {
        let report = story.tell("html").ends_with(status).stdout;
        says(&report, &format!("<h3>{title}</h3><iframe sandbox=\"\""));
        assert!(!report.contains(&format!("<h3>{other}</h3>")), "{report}");
        let pages = framed(&report);
        assert_eq!(pages.len(), 1);
        says(&pages[0], "Search results are slow for one request in five.");
    }
}

#[test]
fn a_word_is_marked_through_what_stands_within_it() {
    let report = Story::edit("We are sorry", "We are v**er**y [truly & so](https://zq.example/) sorry").tell("html").ends_with(0).stdout;
    let page = &framed(&report)[1];
    says(page, "We are <ins>v</ins><strong><ins>er</ins></strong><ins>y</ins> <a><ins>truly &amp; so</ins></a> sorry");
}

#[test]
fn it_holds_no_script_and_loads_nothing_whatever_a_document_says() {
    let hostile = BASE
        .replace("title: Slow search results", "title: 'Zq </style></title><script>zq()</script><img src=x onerror=zq()>'")
        .replace("We are sorry", "See [this](https://zq.example/\"x) and <https://zq.example/y>. `</code></iframe><script>` We are sorry");
    let story = Story::of(
        Folder::with(BASE),
        Folder::with(&hostile).document("a <img src=x> \".md", BASE.replace("public:", "intern:").replace(ID, "zq")),
    );
    let report = story.tell("html").stdout;
    says(&report, "zq()");
    is_harmless(&report, true);
    let pages = framed(&report);
    assert_eq!(pages.len(), 2);
    pages.iter().for_each(|page| is_harmless(page, false));
    says(&pages[1], "&lt;/iframe&gt;&lt;script&gt;");
}

#[test]
fn what_a_theme_adds_runs_and_leads_nowhere() {
    let theme = |words: &str| {
        let template = include_str!("../../theme/templates/incident.html").replacen(
            "<article>",
            "<article><form action=\"/history/\"><input name=\"zq\"><button>Zq</button></form><script src=\"{{ head.base }}/{{ asset(name='zq.js') }}\"></script>\
                 <object data=\"{{ head.base }}/{{ asset(name='zq.svg') }}\"></object><p><a href=\"/history/\" target=\"_top\">away</a> <a href=\"#postmortem\">here</a></p>",
            1,
        );
        Folder::with(&BASE.replace("one request in five. Next", words))
            .file("theme/templates/incident.html", template)
            .file("theme/theme.toml", "contract = 1\n")
            .file("theme/static/zq.js", "zq()")
            .file("theme/static/zq.svg", "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9'/></svg>")
            .file("theme/static/style.css", "p::after { content: '</style><b>' }")
    };
    let pages = framed(&Story::of(theme("one"), theme("two")).tell("html").stdout);
    assert_eq!(pages.len(), 2);
    for page in &pages {
        is_harmless(page, false);
        says(page, "<a>away</a> <a href=\"#postmortem\">here</a>");
        says(page, "content: '<\\/style>");
    }
}

/// A picture of 360,000 bytes.
fn large_picture() -> Vec<u8> {
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::none());
    (0..300).for_each(|_| pixels.write_all(&[0; 1 + 300 * 4]).unwrap());
    let header = [&300_u32.to_be_bytes()[..], &300_u32.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", header), (b"IDAT", pixels.finish().unwrap()), (b"IEND", Vec::new())] {
        picture.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        picture.extend(kind);
        picture.extend(&data);
        picture.extend(crc32fast::hash(&[&kind[..], &data].concat()).to_be_bytes());
    }
    picture
}

#[test]
fn a_small_picture_stands_in_the_page_and_a_large_one_is_named() {
    let with = BASE.replace("We are sorry", "![a small chart](small.png)\n\n![a large chart](large.png)\n\nWe are sorry");
    let site =
        Folder::with(&with).file("postmortems/small.png", pictures::real("chart.png")).file("postmortems/large.png", large_picture());
    let report = Story::of(Folder::new(), site).tell("html").ends_with(0).stdout;
    let page = &framed(&report)[0];
    says(page, "alt=\"a small chart\"");
    says(page, "src=\"data:image/png;base64,iVBORw0KGgo");
    says(page, "<span class=\"not-shown\">picture ");
    assert_eq!(page.matches("data:image/").count(), 1);
}

#[test]
fn a_page_with_a_masked_word_is_told_in_words() {
    let with = BASE.replace("We are sorry", "Ask @zebra**fish** in #zebra-room about it. We are sorry");
    let story = Story::of(
        Folder::with(&with).document("other.md", BASE.replace(ID, "other")),
        Folder::with(&with.replace("one request in five. Next", "two requests in five. Next"))
            .document("other.md", BASE.replace(ID, "other").replace("one request in five. Next", "two requests in five. Next")),
    );
    let report = story.tell("html").hides("zebra").stdout;
    says(&report, "A word is masked, so the text of the page stands here and not the page.");
    says(&report, "Ask •••••••••• in ••••••••••• about it.");
    says(&report, "Search results are slow for <ins>two requests</ins> in five.");
    assert_eq!(framed(&report).len(), 2, "those of the other incident");
}

#[test]
fn a_word_that_is_masked_in_an_attribute_or_a_hidden_place_keeps_the_page_out_too() {
    let with = BASE.replace("We are sorry", "Ask @zebrafish about it. We are sorry");
    for place in ["<p title=\"ask @Zebrafish\">x</p>", "<p hidden>ask @Zebra<b>fish</b></p>", "<p aria-hidden=\"true\">@ZEBRAFISH</p>"] {
        let template = include_str!("../../theme/templates/incident.html").replacen("<article>", &format!("<article>{place}"), 1);
        let other = BASE.replace(ID, "other");
        let site = |words: &str| {
            Folder::with(&with)
                .document("other.md", other.replace("one request in five. Next", words))
                .file("theme/theme.toml", "contract = 1\n")
                .file("theme/templates/incident.html", &template)
        };
        let report = Story::of(site("one request in five. Next"), site("two requests in five. Next")).tell("html").stdout;
        says(&report, "<article id=\"other\" class=\"changed\">");
        assert_eq!(framed(&report), Vec::<String>::new(), "{place}");
        assert!(!report.to_lowercase().contains("zebrafish"), "{place}");
    }
}

#[test]
fn a_change_of_every_page_makes_a_file_that_can_be_opened() {
    let site = |words: &str| {
        (0..90).fold(Folder::new(), |folder, n| {
            folder.document(&format!("{n}.md"), BASE.replace(ID, &format!("incident-{n:02}")).replace("one request in five. Next", words))
        })
    };
    let report = Story::of(site("one request in five. Next"), site("two requests in five. Next")).tell("html").stdout;
    assert_eq!(framed(&report).len(), 60);
    says(
        &report,
        "60 of 90 incidents would make this file too large with their pages as customers see them: their words stand here instead.",
    );
    assert_eq!(report.matches("<del>one request</del> <ins>two requests</ins>").count(), 90, "every incident says its words");
}

#[test]
fn a_large_style_sheet_is_not_repeated_without_end() {
    let large = format!("/* {} */", "x".repeat(3 << 20));
    let site = |words: &str| {
        (0..4).fold(Folder::new().file("theme/static/style.css", &large), |folder, n| {
            folder.document(&format!("{n}.md"), BASE.replace(ID, &format!("incident-{n}")).replace("one request in five. Next", words))
        })
    };
    let report = Story::of(site("one request in five. Next"), site("two requests in five. Next")).tell("html").stdout;
    assert!(report.len() < 17 << 20, "{} bytes", report.len());
    assert_eq!(framed(&report).len(), 2);
    says(&report, "3 of 4 incidents would make this file too large");
}
