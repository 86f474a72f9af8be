//! The comment on a merge request: a bot finds it again, it fits, and nothing that a document says is markup in it.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{ID, Story, says};
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder};

/// Words that would do something if they were markup.
const HOSTILE: &str = "Zq @octocat #123 !45 GH-7 a1b2c3d4e5f6 | ``` `x` ~~~~ <script>zq()</script> <!-- zq --> [zq](https://zq.example) \
                       </details> ## zq https://zq.example/x $$zq$$ :zq: ~zq %zq &zq org/zq#9";

/// The document with the four parts that a longer message owes its readers.
fn whole() -> String {
    BASE.replace("A scheduled rebuild", "### What went wrong\n\nA scheduled rebuild")
        .replace(" It now runs at night", "\n\n### What we are doing\n\nThe rebuild now runs at night")
        .replace("We are sorry", "### What we learned\n\nA rebuild of the index needs a limit before it is planned.\n\nWe are sorry")
}

/// The texts of a comment that are not code, and its raw HTML.
fn markup(comment: &str) -> (String, Vec<String>) {
    let (mut text, mut html, mut code) = (String::new(), Vec::new(), false);
    for event in Parser::new_ext(comment, Options::all()) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(words) if !code => text.push_str(&words),
            Event::Html(tag) | Event::InlineHtml(tag) => html.push(tag.trim().to_owned()),
            _ => {}
        }
    }
    (text, html)
}

#[test]
fn it_begins_with_its_mark_and_names_id_page_and_words() {
    let comment = Story::edit("for one request in five. Next", "for two requests in five. Next").tell("markdown").ends_with(0).stdout;
    assert!(comment.starts_with("<!-- allclear:diff -->\n"), "{comment}");
    says(&comment, &format!("#### Changed: `{ID}`\n\n`/incidents/{ID}/` from `postmortems/{ID}.md`\n"));
    says(&comment, "```diff\n  … 2026, 10:05 UTC\n  Search results are slow for\n- one request\n+ two requests\n");
}

#[test]
fn nothing_that_a_document_says_is_markup() {
    let escaped: String = HOSTILE.chars().map(|c| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() }).collect();
    let hostile = whole()
        .replace("We are sorry", &format!("{escaped} We are sorry"))
        .replace("title: Slow search results", "title: 'Zq @all #1 ``` <b>'");
    let story = Story::of(
        Folder::with(BASE),
        Folder::with(&hostile).document("a `zq` @octocat #1.md", BASE.replace("public:", "intern:").replace(ID, "zq")),
    );
    let run = story.tell("markdown");
    let comment = run.stdout;
    says(&comment, "<script>zq()</script>");
    let (text, html) = markup(&comment);
    assert!(!text.to_lowercase().contains("zq") && !text.contains('@') && !text.contains("#1"), "{text}\n{comment}");
    let ours = ["<!-- allclear:diff -->", "<details>", "<summary>", "</summary>", "</details>", "<sub>", "</sub>"];
    let foreign: Vec<&String> = html.iter().filter(|tag| !ours.iter().any(|ours| tag.starts_with(ours))).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
}

#[test]
fn it_fits_and_says_what_was_left_out() {
    let long = |n: usize| {
        let words =
            (0..60).map(|m| format!("Searches of part {n}-{m} of the index were slow, 🐌 and slower than that.\n\n")).collect::<String>();
        whole().replace(ID, &format!("incident-{n:02}")).replace("We are sorry", &format!("{words}We are sorry"))
    };
    let after = (0..60).fold(Folder::new(), |folder, n| folder.document(&format!("{n}.md"), long(n)));
    let story = Story::of(Folder::new(), after);
    let comment = story.tell("markdown").stdout;
    assert!(comment.len() < 65_536 && comment.chars().count() > 20_000, "{} bytes", comment.len());
    says(&comment, "#### New: `incident-00`");
    says(&comment, "A comment has its limits: ");
    says(&comment, "<sub>From ");
    let fences = comment.lines().filter(|line| line.starts_with("```")).count();
    assert_eq!(fences % 2, 0, "a fence is open");
}

#[test]
fn it_fits_whatever_its_lists_hold() {
    let snails = "🐌".repeat(230);
    let components =
        |name: &str| (0..60).map(|n| format!("\n[[components]]\nid = \"part-{n}\"\nname = \"{name} {n} {snails}\"\n")).collect::<String>();
    let site = |name: &str| {
        let folder = Folder::with(BASE).file("allclear.toml", format!("{CONFIG}{}", components(name)));
        (0..60).fold(folder, |folder, n| folder.document(&format!("{name} {n} {}.md", "ü".repeat(100)), "No front matter."))
    };
    let comment = Story::of(site("Part"), site("Piece")).tell("markdown").ends_with(0).stdout;
    assert!(comment.len() < 65_536, "{} bytes", comment.len());
    says(&comment, "Not every list fits into a comment.");
    says(&comment, "<sub>From ");
}
