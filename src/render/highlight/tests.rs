//! Code as readers see it: the colours of every part, and nothing of the code lost.

use proptest::prelude::*;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};

use super::*;

#[test]
fn known_languages_get_classes() {
    let html = classes("SELECT 1; -- <b>\n", "sql");
    assert!(html.contains("class=\"hl-"), "{html}");
    assert!(!html.contains("<b>") && html.contains("&lt;b&gt;"), "{html}");
}

#[test]
fn unknown_languages_are_escape() {
    assert_eq!(classes("<script>&\"'", "no such language"), "&lt;script&gt;&amp;&quot;&#39;");
    assert_eq!(classes("<i>", ""), "&lt;i&gt;");
}

#[test]
fn the_words_survive() {
    let html = classes("fn main() {}\n", "rust");
    let text: String = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
    assert_eq!(text, "fn main() {}\n");
    assert_eq!(html.matches("<span").count(), html.matches("</span>").count());
}

#[test]
fn a_very_long_line_is_left_plain() {
    let code = "x".repeat(LONGEST_LINE + 1);
    assert_eq!(classes(&code, "rust"), code);
}

/// What a reader sees of each character: its class, and whether it is in a comment, which slants it.
fn look(html: &str) -> Vec<(char, Option<&'static str>, bool)> {
    // The stylesheet's order: of two classes of one element the later holds.
    let coloured = |class: &str| COLOURED.iter().rev().find(|name| class.split(' ').any(|one| one.strip_prefix("hl-") == Some(name)));
    let (mut stack, mut seen, mut rest) = (Vec::new(), Vec::new(), html);
    while let Some(first) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("<span class=\"") {
            let (class, behind) = behind.split_once("\">").unwrap();
            stack.push((coloured(class).copied(), class.split(' ').any(|one| one == "hl-comment")));
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("</span>") {
            stack.pop().unwrap();
            rest = behind;
        } else {
            let colour = stack.iter().rev().find_map(|(colour, _)| *colour).map(|class| if class == "storage" { "keyword" } else { class });
            seen.push((first, colour, stack.iter().any(|(_, slanted)| *slanted)));
            rest = &rest[first.len_utf8()..];
        }
    }
    assert!(stack.is_empty(), "{html}");
    // Nothing is to be seen of a blank.
    seen.retain(|(character, ..)| !character.is_whitespace());
    seen
}

/// The same with a span for every scope and a class for every part of its name.
fn whole(code: &str, language: &str) -> String {
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(SYNTAXES.find_syntax_by_token(language).unwrap(), &SYNTAXES, style);
    LinesWithEndings::from(code).for_each(|line| generator.parse_html_for_line_which_includes_newline(line).unwrap());
    generator.finalize()
}

const LANGUAGES: [&str; 12] = ["rust", "json", "sql", "yaml", "html", "js", "python", "bash", "php", "ruby", "md", "diff"];
const PIECES: [&str; 40] = [
    "fn main() {\n",
    "}\n",
    "\"a\\n b\"",
    "'c'",
    " = ",
    "42",
    "3.5e-7",
    "true",
    "null",
    "// a note\n",
    "/* more\n",
    " */",
    "# x\n",
    "--- y\n",
    "SELECT a FROM b WHERE c = 'd';\n",
    "let mut ",
    "static ",
    "def f(x):\n",
    "return ",
    "\"${a + \"b\"}\"",
    "`t ${1} u`",
    "<b class=\"c\">",
    "</b>",
    "<!-- d -->",
    "<?php echo \"$e\"; ?>\n",
    "{\"k\": [1, false]}",
    "- a: 'b'\n",
    "  c: |\n    d\n",
    "if [ \"$A\" = 1 ]; then\n",
    "fi\n",
    "\\",
    "\"",
    "'",
    "+ add\n",
    "- less\n",
    "@@ -1 +1 @@\n",
    "é 次 ",
    "\n",
    "&lt;",
    "#{h}",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn code_looks_as_it_does_with_every_span(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..12),
        language in proptest::sample::select(&LANGUAGES[..]),
    ) {
        let code = pieces.concat();
        let (short, long) = (classes(&code, language), whole(&code, language));
        prop_assert!(short.len() <= long.len());
        prop_assert_eq!(look(&short), look(&long), "{}: {:?}\n{}\n{}", language, code, short, long);
    }

    #[test]
    fn a_text_is_escaped_as_the_engine_of_the_templates_would(text in "[a-c&<>\"'é /]{0,20}") {
        let mut engine = Vec::new();
        tera::escape_html(&text, &mut engine).unwrap();
        prop_assert_eq!(escape(&text).into_bytes(), engine);
    }
}

#[test]
fn a_span_stands_only_where_the_stylesheet_has_a_colour() {
    let html = classes("{\"retries\": 5}\n", "json");
    assert_eq!(html, "{<span class=\"hl-string\">&quot;retries&quot;</span>: <span class=\"hl-constant\">5</span>}\n");
    let style = include_str!("../../../theme/static/style.css");
    for name in COLOURED {
        assert!(style.contains(&format!(".hl-{name}")), "no colour for {name}");
    }
    let known = |class: &str| COLOURED.iter().any(|name| class.starts_with(name));
    assert!(style.split(".hl-").skip(1).all(known), "a colour for a class that no code has");
}
