//! Code → HTML with classes for its parts. The colours are the stylesheet's. Never an inline style, never markup of the code itself.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// What each class begins with.
const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };
/// Longer code is not coloured: some grammars take time that grows faster than the code.
const LONGEST: usize = 100_000;
/// Code with a longer line is not coloured, for the same reason.
const LONGEST_LINE: usize = 4_000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Escaped code, its parts in spans with `hl-` classes. Of an unknown language: escaped only.
pub fn classes(code: &str, language: &str) -> String {
    coloured(code, language).unwrap_or_else(|| escape(code))
}

fn coloured(code: &str, language: &str) -> Option<String> {
    if language.is_empty() || code.len() > LONGEST || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

/// A text with the marks of HTML escaped, quotes included.
pub fn escape(code: &str) -> String {
    let mut html = Vec::with_capacity(code.len());
    let written = tera::escape_html(code, &mut html);
    debug_assert!(written.is_ok(), "memory takes every byte");
    String::from_utf8(html).unwrap_or_default()
}

#[cfg(test)]
mod tests {
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
}
