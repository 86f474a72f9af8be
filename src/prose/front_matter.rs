//! The front matter of a Markdown file: where it ends, and its texts. A field counts if its value is a text: a number, a list or a map
//! is data. As in Vale, what stands inside lists and maps is not read, and neither is front matter that is broken.

use std::collections::BTreeSet;

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

/// Its texts in order, each with the name of its field.
pub fn fields(text: &str) -> Vec<Block> {
    let front = &text[..end(text)];
    let separator = if front.starts_with('+') { '=' } else { ':' };
    let texts = texts(front);
    let mut fields: Vec<(String, Text)> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for line in front.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim();
        if line.starts_with([' ', '\t']) || bare.is_empty() {
            if open && let Some((_, field)) = fields.last_mut() {
                let from = start + line.len() - line.trim_start().len();
                field.push("\n", from..from, false);
                field.push(bare, from..from + bare.len(), true);
            }
            continue;
        }
        if separator == '=' && bare.starts_with('[') {
            break;
        }
        let Some((key, value)) = bare.split_once(separator) else { continue };
        let key = key.trim_end();
        open = texts.contains(unquoted(key));
        if open {
            let value_at = start + line.find(separator).map_or(0, |at| at + separator.len_utf8());
            fields.push((unquoted(key).to_owned(), first_line(value, value_at)));
        }
    }
    let block = |(key, field): (String, Text)| Block::new(format!("text.frontmatter.{key}.md"), without_quotes(&field.trimmed()));
    fields.into_iter().map(block).filter(|field| !field.text.shown.is_empty()).collect()
}

/// The keys whose values are texts.
fn texts(front: &str) -> BTreeSet<String> {
    type Fields = serde_json::Map<String, serde_json::Value>;
    let fence = front.lines().next().unwrap_or_default().len();
    let inside = front.get(fence..).and_then(|rest| rest.trim_end().get(..rest.trim_end().len().saturating_sub(3))).unwrap_or_default();
    let fields: Option<Fields> = if front.starts_with('+') { toml::from_str(inside).ok() } else { serde_saphyr::from_str(inside).ok() };
    fields.into_iter().flatten().filter(|(_, value)| value.is_string()).map(|(key, _)| key).collect()
}

/// What stands behind the separator; the mark of a block of lines is no text.
fn first_line(value: &str, start: usize) -> Text {
    let bare = value.trim();
    if bare.starts_with(['|', '>']) {
        return Text::default();
    }
    Text::plain(bare, start + value.len() - value.trim_start().len())
}

fn without_quotes(text: &Text) -> Text {
    let inside = unquoted(&text.shown).len();
    let cut = (text.shown.len() - inside) / 2;
    text.part(cut..cut + inside)
}

fn unquoted(text: &str) -> &str {
    ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote))).unwrap_or(text)
}

/// The field that a name of a scope means: `frontmatter.KEY`.
pub fn field_of(scope: &str) -> Option<&str> {
    scope.trim_start_matches("text.").strip_prefix("frontmatter.").map(|key| key.strip_suffix(".md").unwrap_or(key))
}

/// Whether a block is the field of that name.
pub fn is_field(block: &str, key: &str) -> bool {
    block.strip_prefix("text.frontmatter.").and_then(|rest| rest.strip_suffix(".md")) == Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(String, String)> {
        let name = |field: &Block| field.name.replace("text.frontmatter.", "").replace(".md", "");
        fields(text).iter().map(|field| (name(field), field.text.shown.clone())).collect()
    }

    #[test]
    fn texts_are_read_and_data_is_not() {
        let text = "---\ntitle: \"My page\"\ntags: [a, b]\nweight: 8\ndate: 2026-01-02\ndraft: true\nowners:\n  - one\n\
                    map:\n  title: inner\nnote: |\n  one\n\n  two\nplain: goes on\n  here\n'last': 'x'\n---\nbody: no\n";
        let wanted = [("title", "My page"), ("note", "one\n\ntwo"), ("plain", "goes on\nhere"), ("last", "x")];
        let told: Vec<(String, String)> = told(text).into_iter().filter(|(key, _)| key != "date").collect();
        assert_eq!(told, wanted.map(|(key, text)| (key.to_owned(), text.to_owned())));
        let two = fields(text).into_iter().find(|field| is_field(&field.name, "note")).unwrap();
        let at = two.text.shown.find("two").unwrap();
        assert_eq!(&text[two.text.source(&(at..at + 3))], "two");
    }

    #[test]
    fn what_is_broken_or_never_ends_is_not_read() {
        assert_eq!(end("---\nno end\n"), 0);
        assert_eq!(end("text\n---\n"), 0);
        assert_eq!(told("---\ntitle: [a\n---\n"), []);
        assert_eq!(told("---\n---\n"), []);
        assert_eq!(told("---\n- a\n---\n"), []);
        assert_eq!(told("+++\ntitle = 'A'\nweight = 3\n+++\n"), [("title".to_owned(), "A".to_owned())]);
    }

    #[test]
    fn a_scope_may_name_a_field() {
        assert_eq!(field_of("frontmatter.title.md"), Some("title"));
        assert_eq!(field_of("text.frontmatter.title"), Some("title"));
        assert_eq!(field_of("code"), None);
        assert!(is_field("text.frontmatter.title.md", "title") && !is_field("text.frontmatter.title.md", "titles"));
    }
}
