//! Raw HTML inside Markdown, cut into tags, comments and text. Only as much of HTML as decides what a reader sees.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::rule::constant;

/// A piece of raw HTML, with its bytes.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// A start tag: its name, and the class and alternative text it may have.
    Open {
        /// In lower case.
        name: String,
        /// The value of `class`.
        class: String,
        /// Where the value of `alt` stands.
        alt: Option<Range<usize>>,
    },
    /// An end tag.
    Close(String),
    /// The inside of a comment.
    Comment(Range<usize>),
    /// Text, from that byte on.
    Text(Range<usize>),
}

static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| constant(r#"(?i)\b(class|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"#));

/// The pieces in order. A tag that never ends is text.
pub fn pieces(html: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let Some(start) = html[at..].find('<').map(|start| at + start) else { break };
        let Some((end, piece)) = tag(html, start) else {
            found.push(Piece::Text(at..start + 1));
            at = start + 1;
            continue;
        };
        if start > at {
            found.push(Piece::Text(at..start));
        }
        at = end;
        let verbatim = match &piece {
            Some(Piece::Open { name, .. }) if name == "script" || name == "style" => Some(format!("</{name}")),
            _ => None,
        };
        found.extend(piece);
        if let Some(close) = verbatim {
            at = html[at..].to_ascii_lowercase().find(&close).map_or(html.len(), |length| at + length);
        }
    }
    if at < html.len() {
        found.push(Piece::Text(at..html.len()));
    }
    found
}

/// What begins at a `<`, and where it ends. `None` inside is something that nobody sees.
fn tag(html: &str, start: usize) -> Option<(usize, Option<Piece>)> {
    let rest = &html[start..];
    if let Some(inside) = rest.strip_prefix("<!--") {
        let length = inside.find("-->")?;
        return Some((start + 4 + length + 3, Some(Piece::Comment(start + 4..start + 4 + length))));
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        return rest.find('>').map(|length| (start + length + 1, None));
    }
    let closing = rest.starts_with("</");
    let name: String =
        rest[1 + usize::from(closing)..].chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return None;
    }
    let end = start + end_of_tag(rest)?;
    let name = name.to_ascii_lowercase();
    if closing {
        return Some((end, Some(Piece::Close(name))));
    }
    let mut class = String::new();
    let mut alt = None;
    for found in ATTRIBUTE.captures_iter(&html[start..end]) {
        let Some(value) = (2..=4).find_map(|group| found.get(group)) else { continue };
        if found[1].eq_ignore_ascii_case("alt") {
            alt = Some(start + value.start()..start + value.end());
        } else {
            value.as_str().clone_into(&mut class);
        }
    }
    Some((end, Some(Piece::Open { name, class, alt })))
}

/// The length of a tag up to its `>`, which may not stand in quotes.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in tag.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_comments_and_text_are_told_apart() {
        let html = "a <B class='x y'>b</b><!-- vale off --><img alt=\"a > b\"> 3 < 4 <script>if (a<b) {}</script>.";
        let told: Vec<String> = pieces(html)
            .into_iter()
            .map(|piece| match piece {
                Piece::Open { name, class, alt } => format!("+{name}:{class}:{}", alt.map_or("", |alt| &html[alt])),
                Piece::Close(name) => format!("-{name}"),
                Piece::Comment(range) => format!("!{}", &html[range]),
                Piece::Text(range) => html[range].to_owned(),
            })
            .collect();
        let wanted = ["a ", "+b:x y:", "b", "-b", "! vale off ", "+img::a > b", " 3 <", " 4 ", "+script::", "-script", "."];
        assert_eq!(told, wanted);
    }
}
