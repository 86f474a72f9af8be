//! What of a page is read, under which name, and what comments switch.

use super::Folder;

const TODO: &str = "extends: existence\nmessage: \"'%s'\"\ntokens: [TODO, NOTE]\n";

#[test]
fn prose_is_read_and_code_is_not() {
    let page = "## One\n\nNOTE: text.\n\n```sh\n# NOTE\n```\n\nSee `NOTE = 1`.\n\n    NOTE\n\na -- TODO: b\n\n| TODO | x |\n|:--:|:--:|\n| y | NOTE |\n\n\
                > **Note**: TODO.\n\n[![Blue TODO][img]][img]\n\n*TODO* and ![NOTE](/a.png)\n\n[img]: https://TODO.example\n\n\
                [no mark](https://TODO.example/?a[]=b)\n\n````x\n```NOTE\nTODO\n```\n````\n";
    let found = Folder::style(&[("Todo.yml", TODO)], page).told();
    let places: Vec<&str> = found.iter().map(|line| line.split(":S.").next().unwrap()).collect();
    assert_eq!(places, ["3:1", "13:6", "15:3", "17:7", "19:13", "21:9", "23:2", "23:14"]);
}

#[test]
fn ignore_syntax_reads_all_of_it() {
    let folder = Folder::style(&[("Todo.yml", TODO)], "`TODO`\n\n```\nNOTE\n```\n\n<!-- vale off -->\n\n    TODO\n");
    folder.write("notes.rst", b".. NOTE\n");
    let paths = ["page.md", "notes.rst"].map(|path| folder.path(path)).into();
    let outcome = folder.order(super::Order { paths, ignore_syntax: true, ..super::Order::default() }).unwrap();
    assert_eq!(
        folder.lines(&outcome),
        ["notes.rst:1:4:S.Todo:'NOTE'", "page.md:2:2:S.Todo:'TODO'", "page.md:4:1:S.Todo:'NOTE'", "page.md:9:5:S.Todo:'TODO'"]
            .map(|line| line.replace("page.md:2:2", "page.md:1:2"))
    );
}

#[test]
fn negated_scopes_look_at_what_is_around() {
    let rule = |scope: &str, word: &str| format!("extends: existence\nmessage: \"%s\"\nscope: {scope}\ntokens: [{word}]\n");
    let rules = [
        ("NotH2.yml", rule("~heading.h2", "THREE")),
        ("NotH4.yml", rule("heading & ~heading.h4", "FOUR")),
        ("NotQuote.yml", rule("~blockquote", "paragraph")),
        ("Plain.yml", rule("~blockquote & ~heading", "TODO")),
    ];
    let rules: Vec<(&str, &str)> = rules.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let page = "# A heading THREE FOUR\n\n> A paragraph.\n\n## *TODO* THREE FOUR\n\nA paragraph.\n\n#### Hm FOUR TODO\n\n> TODO\n\nTODO\n";
    assert_eq!(
        Folder::style(&rules, page).told(),
        ["1:13:S.NotH2:THREE", "1:19:S.NotH4:FOUR", "5:17:S.NotH4:FOUR", "7:3:S.NotQuote:paragraph", "13:1:S.Plain:TODO"]
    );
}

#[test]
fn classes_and_tags_of_the_config_are_left_out() {
    let page = "TODO one\n\n> TODO two\n\n<p class=\"nop bar\">\nTODO three\n</p>\n\n<span class=\"nop\">TODO</span> four\n\n**TODO** five `TODO`\n";
    let folder = Folder::style(&[("Todo.yml", TODO)], page);
    let config = |top: &str| folder.write(".vale.ini", format!("StylesPath = styles\n{top}\n[*]\nBasedOnStyles = S\n").as_bytes());
    config("SkippedScopes = script, style, pre, figure, blockquote\nIgnoredClasses = nop\nIgnoredScopes = strong");
    assert_eq!(folder.told(), ["1:1:S.Todo:'TODO'", "11:16:S.Todo:'TODO'"]);
    config("SkippedScopes = code");
    assert_eq!(folder.told().len(), 5, "only code is left out now");
}

#[test]
fn entities_are_the_characters_that_they_stand_for() {
    let rule = "extends: existence\nmessage: \"%s\"\ntokens: [\"R&D\", \"don't\"]\n";
    let page = "Ask R&amp;D, they don&rsquo;t know.\n\n<p>Ask R&amp;D &#38; &bogus; now.</p>\n";
    assert_eq!(Folder::style(&[("A.yml", rule)], page).told(), ["1:5:S.A:R&D", "1:19:S.A:don't", "3:8:S.A:R&D"]);
}

#[test]
fn comments_switch_rules_styles_and_single_matches() {
    let config = "StylesPath = styles\n[*]\nBasedOnStyles = S, T\n";
    let page = "<!-- vale S.Todo[\"TODO\"] = NO -->\n\nTODO NOTE\n\n<!-- vale S.Todo[\"TODO\"] = YES -->\n\nTODO\n\n\
                <!-- vale S = NO -->\n\nTODO NOTE\n\n<!-- vale S = YES -->\n\n<!-- vale style = T -->\n\nTODO\n\n<!-- vale styles = S, T -->\n\nTODO\n";
    let other = "extends: existence\nmessage: other\ntokens: [TODO]\n";
    let folder = Folder::new(&[(".vale.ini", config), ("styles/S/Todo.yml", TODO), ("styles/T/Other.yml", other), ("page.md", page)]);
    assert_eq!(
        folder.told(),
        [
            "3:1:T.Other:other",
            "3:6:S.Todo:'NOTE'",
            "7:1:S.Todo:'TODO'",
            "7:1:T.Other:other",
            "11:1:T.Other:other",
            "17:1:T.Other:other",
            "21:1:S.Todo:'TODO'",
            "21:1:T.Other:other",
        ]
    );
}

#[test]
fn a_comment_inside_a_line_counts_from_where_it_stands() {
    let page = "A TODO <!-- vale off -->TODO<!-- vale on --> TODO\n\n- <!-- vale off -->TODO\n- TODO <!-- vale on -->TODO\n\n<figure><!-- vale off --></figure>\n\nTODO\n";
    assert_eq!(Folder::style(&[("Todo.yml", TODO)], page).told(), ["1:3:S.Todo:'TODO'", "1:46:S.Todo:'TODO'", "4:24:S.Todo:'TODO'"]);
}

#[test]
fn front_matter_is_read_text_by_text() {
    let title = "extends: capitalization\nmessage: \"'%s' is no title\"\nscope: text.frontmatter.title\nmatch: $title\n";
    let page = "---\ntitle: my document\ndescription: |\n  About it.\n  TODO\ntags: [TODO]\nowner:\n  name: TODO\n---\n\n# NOTE\n";
    let folder = Folder::style(&[("Todo.yml", TODO), ("Title.yml", title)], page);
    assert_eq!(folder.told(), ["2:8:S.Title:'my document' is no title", "5:3:S.Todo:'TODO'", "11:3:S.Todo:'NOTE'"]);
    folder.write(".vale.ini", b"StylesPath = styles\nIgnoredScopes = code, frontmatter.title\n[*]\nBasedOnStyles = S\n");
    assert_eq!(folder.told().len(), 2, "a field may be left out");
}

#[test]
fn line_endings_do_not_matter() {
    let page = "# A\n\nA TODO.\n\n```\nTODO\n```\n\nTODO\n";
    for (name, page) in [("LF", page.to_owned()), ("CRLF", page.replace('\n', "\r\n")), ("CR", page.replace('\n', "\r"))] {
        assert_eq!(Folder::style(&[("Todo.yml", TODO)], &page).told(), ["3:3:S.Todo:'TODO'", "9:1:S.Todo:'TODO'"], "{name}");
    }
    let marked = Folder::style(&[("Todo.yml", &format!("\u{feff}{TODO}"))], "\u{feff}TODO\n");
    assert_eq!(marked.told(), ["1:1:S.Todo:'TODO'"], "a byte order mark is no text");
}
