//! What of an author's Markdown reaches the page, and what does not.

use super::{Fault, Image, Rendered, Settings, render};
use crate::internal::dialect;

fn rendered(markdown: &str) -> Rendered {
    let image = |address: &str| (address == "chart.png").then(|| Image { src: "/assets/x/1.png".to_owned(), width: 4, height: 3 });
    render(markdown, &Settings { dialect: dialect(), unquote: true, top_heading: 3, prefix: "u1-", image: &image })
}

fn faults(markdown: &str) -> Vec<Fault> {
    rendered(markdown).faults.into_iter().map(|(_, fault)| fault).collect()
}

#[test]
fn comments_go_silently_wherever_they_stand() {
    for text in ["Slow.\n\n<!-- host-7\nis slow -->\n\nFast.", "Slow. <!-- host-7 --> Fast.", "<!-- a --><!-- host-7 -->\nSlow."] {
        let Rendered { html, text: words, faults, .. } = rendered(text);
        assert!(!html.contains("host-7") && !words.contains("host-7"), "{html}");
        assert!(faults.is_empty(), "{text}");
    }
}

#[test]
fn raw_html_goes_with_a_warning_and_the_words_between_inline_tags_stay() {
    let inline = rendered("We are <b onclick=\"x()\">sorry</b>.");
    assert_eq!(inline.html, "<p>We are sorry.</p>\n");
    assert_eq!(inline.faults.len(), 2);
    let block = rendered("Slow.\n\n<div data-host=\"host-7\">\nhost-7\n</div>\n\nFast.");
    assert_eq!(block.html, "<p>Slow.</p>\n<p>Fast.</p>\n");
    assert_eq!(faults("<script>\nsteal()\n</script>\n\nFast."), [Fault::RawHtml]);
    assert_eq!(faults("<!-- a --> <i>b</i>\n"), [Fault::RawHtml]);
}

#[test]
fn links_lead_to_web_pages_and_mail_only() {
    let fine = rendered("[a](https://docs.example.com/x) <mail@example.com> [m](mailto:mail@example.com)");
    assert_eq!(fine.html.matches("<a href=").count(), 3, "{}", fine.html);
    for target in [
        "javascript:alert(1)",
        "../runbook.md",
        "/etc/passwd",
        "data:text/html,x",
        "ftp://x.example/",
        "#root-cause",
        "file:///x",
        "https:",
        "JaVaScRiPt:x",
        "https://Amp;ap\\pt",
        "https://host\\x.example/",
        "ht\ttps://host.example/",
        "https://[::1]/",
    ] {
        let dead = rendered(&format!("[word](<{target}>)"));
        assert_eq!(dead.html, "<p>word</p>\n", "{target}");
        assert_eq!(dead.faults.len(), 1, "{target}");
    }
}

#[test]
fn a_message_that_is_all_quotes_is_unwrapped() {
    assert_eq!(rendered("> #### Summary\n> Slow.\n\n> Fast.").html, "<h3>Summary</h3>\n<p>Slow.</p>\n<p>Fast.</p>\n");
    assert!(rendered("They said:\n\n> Slow.").html.contains("<blockquote>"));
    assert!(rendered("> > Slow.").html.contains("<blockquote>"), "only the outer quote is the author's way to mark the message");
}

#[test]
fn headings_begin_at_the_level_below_the_sections() {
    assert_eq!(rendered("# One\n## Two\n").html, "<h3>One</h3>\n<h4>Two</h4>\n");
    assert_eq!(rendered("#### One\n###### Two\n").html, "<h3>One</h3>\n<h5>Two</h5>\n");
}

#[test]
fn tables_scroll_and_align_without_inline_style() {
    let html = rendered("| a | b |\n| --- | --: |\n| 1 | 2 |\n").html;
    assert!(html.contains("<th scope=\"col\" class=\"right\">b</th>") && html.contains("<td class=\"right\">2</td>"), "{html}");
    assert!(!html.contains("style="), "{html}");
}

#[test]
fn images_are_those_the_caller_found_and_their_words_are_escaped() {
    let html = rendered("![a \"b\" \\<c>](chart.png \"host-7\")").html;
    assert_eq!(html, "<p><img src=\"/assets/x/1.png\" alt=\"a &quot;b&quot; &lt;c&gt;\" width=\"4\" height=\"3\" loading=\"lazy\"></p>\n");
    let missing = rendered("![chart](host-7.png)");
    assert_eq!((missing.html.as_str(), missing.faults[0].1), ("<p></p>\n", Fault::Image));
}

#[test]
fn notes_get_ids_of_their_own() {
    let html = rendered("Slow[^host-7].\n\n[^host-7]: For one in five.\n").html;
    assert!(html.contains("u1-note-1") && !html.contains("host-7"), "{html}");
}

#[test]
fn code_has_classes_and_no_info_string() {
    let html = rendered("```json host-7\n{\"a\": \"<b>\"}\n```\n").html;
    assert!(
        html.starts_with("<pre class=\"code\" tabindex=\"0\"><code>{<span class=\"hl-")
            && !html.contains("host-7")
            && !html.contains("<b>"),
        "{html}"
    );
}

#[test]
fn plain_words_keep_paragraphs_lists_and_tables_apart() {
    let Rendered { text, first, .. } = rendered("One\ntwo.\n\n- a\n- b\n  1. c\n\n| x | y |\n| - | - |\n| 1 | 2 |\n\n```\ncode\n```\n");
    assert_eq!(text, "One two.\n\n- a\n- b\n  1. c\n\nx | y\n1 | 2\n\ncode");
    assert_eq!(first.as_deref(), Some("One two."));
    assert_eq!(rendered("# Heading\n\n- item\n").first, None);
}
