//! Which blocks a file has.

use super::*;

/// Every block as `name: text`, and comments as `!text`.
fn told(markdown: &str) -> Vec<String> {
    let (pieces, _) = read(markdown, &Layout::default(), &Ignored::default());
    let told = pieces.into_iter().map(|piece| match piece {
        Piece::Block(block) => format!("{}: {}", block.name, block.text.shown),
        Piece::Comment(text, _) => format!("!{}", text.trim()),
    });
    told.filter(|line| !line.starts_with("sentence") && !line.starts_with("paragraph")).collect()
}

#[test]
fn each_kind_of_block_has_its_name() {
    let cases: &[(&str, &[&str])] = &[
        ("# One `two`\n", &["code: two", "text.heading.h1.md: One ***"]),
        ("Some *very* long\ntext.", &["emphasis: very", "text.md: Some very long\ntext."]),
        ("- a\n- b\n\n1. c", &["text.list.md: a", "text.list.md: b", "text.list.md: c"]),
        ("- a\n  - b", &["text.list.md: a", "text.list.md: b"]),
        ("> quoted\n\nplain", &["text.blockquote.md: quoted", "text.md: plain"]),
        (
            "| a | b |\n| - | - |\n| c | d |",
            &["text.table.header.md: a", "text.table.header.md: b", "text.table.cell.md: c", "text.table.cell.md: d"],
        ),
        ("![an alt](a.png)", &["text.attr.alt: an alt"]),
        ("[here](x) and **there**", &["link: here", "strong: there", "text.md: here and there"]),
        ("```sh\ncode\n```\n\n    code\n", &[]),
        (
            "See https://a.example/b_c, or <https://d.example>.",
            &["link: https://d.example", "text.md: See *********************, or *****************."],
        ),
        ("---\ntitle: A page\n---\nText.", &["text.frontmatter.title.md: A page", "text.md: Text."]),
        ("Text[^1].\n\n[^1]: A note.", &["text.md: Text.", "text.list.md: A note."]),
        ("- [x] done", &["text.list.md: done"]),
        ("a &amp; b\\* ~~c~~", &["text.md: a & b* c"]),
    ];
    for (markdown, wanted) in cases {
        assert_eq!(told(markdown), *wanted, "{markdown:?}");
    }
}

#[test]
fn raw_html_counts_as_what_it_shows() {
    let cases: &[(&str, &[&str])] = &[
        ("<p>A <b>bold</b> word</p>", &["strong: bold", "text.md: A bold word"]),
        ("<table><tr><th>a</th><td>b</td></tr></table>", &["text.table.header.md: a", "text.table.cell.md: b"]),
        ("<h2>Two</h2>", &["text.heading.h2.md: Two"]),
        ("<pre>no</pre>\n\n<p>yes</p>", &["text.md: yes"]),
        ("<!-- vale off -->\n\nText", &["!vale off", "text.md: Text"]),
        ("Text <!-- vale off --> here", &["!vale off", "text.md: Text  here"]),
        ("a<br>b", &["text.md: a\nb"]),
        ("<div class=\"pre\">no <div>no</div> no</div>\n\n<img src=x alt='an alt'>", &["text.attr.alt: an alt"]),
        ("Press <kbd>Ctrl</kbd> now", &["text.md: Press **** now"]),
    ];
    for (markdown, wanted) in cases {
        assert_eq!(told(markdown), *wanted, "{markdown:?}");
    }
}

#[test]
fn prose_is_also_read_by_paragraph_and_sentence() {
    let (pieces, summary) = read("# No\n\nOne. Two.\n\n- three", &Layout::default(), &Ignored::default());
    let names: Vec<String> =
        pieces.iter().filter_map(|piece| if let Piece::Block(block) = piece { Some(block.name.clone()) } else { None }).collect();
    assert_eq!(names, ["text.heading.h1.md", "sentence.md", "sentence.md", "paragraph.md", "text.md", "text.list.md"]);
    assert_eq!(summary.shown, "One. Two.\n\nthree");
}

#[test]
fn ignored_parts_are_masked_or_left_out() {
    let markdown = "A {{token}} and {% block %} here";
    let only = |range: Range<usize>| std::iter::once(range).collect();
    let ignored = Ignored { tokens: only(2..11), blocks: only(16..27) };
    let (pieces, _) = read(markdown, &Layout::default(), &ignored);
    let Some(Piece::Block(block)) = pieces.last() else { panic!("no block") };
    assert_eq!(block.text.shown, "A ********* and  here");
    let here = block.text.shown.find("here").unwrap();
    assert_eq!(&markdown[block.text.source(&(here..here + 4))], "here");
}

#[test]
fn scopes_of_the_config_replace_those_that_are_known() {
    let layout = Layout { skipped: vec!["li".to_owned()], masked: vec!["strong".to_owned()], ..Layout::default() };
    let (pieces, _) = read("- no\n\n**a** `b`\n\n```\nc\n```", &layout, &Ignored::default());
    let shown: Vec<&str> =
        pieces.iter().filter_map(|piece| if let Piece::Block(block) = piece { Some(block.text.shown.as_str()) } else { None }).collect();
    assert!(shown.contains(&"* b") && !shown.contains(&"no") && shown.iter().any(|text| text.contains('c')), "{shown:?}");
}
