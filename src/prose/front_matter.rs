//! The front matter of a Markdown file: where it ends, and the texts of its fields.
//! A field is a line `key: text` at the left margin, or the indented lines below `key: |` or `key: >`; the rest is data, no text.

use std::ops::Range;

use super::block::{Block, Text};

/// Where the front matter ends; 0 without one.
pub fn end(text: &str) -> usize {
    let Some(fence) = ["---", "+++"].into_iter().find(|fence| text.lines().next().is_some_and(|line| line.trim_end() == *fence)) else {
        return 0;
    };
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        if number > 0 && line.trim_end() == fence {
            return at;
        }
    }
    0
}

/// Its fields in order.
pub fn fields(text: &str) -> Vec<Block> {
    let front = &text[..end(text)];
    let separator = if front.starts_with('+') { '=' } else { ':' };
    let mut fields: Vec<Block> = Vec::new();
    let mut folded = false;
    let mut at = 0;
    for line in front.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if folded && (line.starts_with([' ', '\t']) || line.is_empty()) {
            let inside = line.trim_start();
            if let Some(field) = fields.last_mut() {
                let from = start + line.len() - inside.len();
                field.text.push(inside, from..from + inside.len(), true);
                field.text.push("\n", from + inside.len()..from + inside.len(), false);
            }
            continue;
        }
        folded = false;
        let Some((key, value)) = line.split_once(separator) else { continue };
        let key = key.trim_end();
        let named = !key.is_empty() && key.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'));
        if !named {
            continue;
        }
        let name = format!("text.frontmatter.{key}.md");
        folded = matches!(value.trim(), "|" | ">" | "|-" | ">-" | "|+" | ">+");
        if folded {
            fields.push(Block::new(name, Text::default()));
        } else if let Some(range) = scalar(value, start + line.len() - value.len()) {
            fields.push(Block::new(name, Text::plain(&front[range.clone()], range.start)));
        }
    }
    fields.into_iter().map(|field| Block { text: field.text.trimmed(), ..field }).filter(|field| !field.text.shown.is_empty()).collect()
}

/// The text of a value without its quotes; nothing for lists, maps, anchors and aliases.
fn scalar(value: &str, start: usize) -> Option<Range<usize>> {
    let bare = value.trim();
    let from = start + value.len() - value.trim_start().len();
    if bare.is_empty() || bare.starts_with(['[', '{', '&', '*', '#', '!']) {
        return None;
    }
    let quoted = bare.len() > 1 && ['"', '\''].into_iter().any(|quote| bare.starts_with(quote) && bare.ends_with(quote));
    Some(if quoted { from + 1..from + bare.len() - 1 } else { from..from + bare.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_texts_with_their_names() {
        let text = "---\ntitle: \"My page\"\ntags: [a, b]\nnote: |\n  one\n  two\nlast: x\n---\nbody: no\n";
        let found = fields(text);
        let told: Vec<(&str, &str)> = found.iter().map(|field| (field.name.as_str(), field.text.shown.as_str())).collect();
        assert_eq!(
            told,
            [("text.frontmatter.title.md", "My page"), ("text.frontmatter.note.md", "one\ntwo"), ("text.frontmatter.last.md", "x")]
        );
        let two = found[1].text.shown.find("two").unwrap();
        assert_eq!(&text[found[1].text.source(&(two..two + 3))], "two");
        assert_eq!(end("---\nno end\n"), 0);
        assert_eq!(end("text\n---\n"), 0);
        assert_eq!(fields("+++\ntitle = 'A'\n+++\n")[0].text.shown, "A");
    }
}
