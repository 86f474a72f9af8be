//! TOML front matter → the tree of values.

use toml::de::{DeTable, DeValue};

use super::node::{Entry, Node, Unreadable, Value, unquoted};

/// Reads TOML that begins at byte `base` of its source.
pub fn read(text: &str, base: usize) -> Result<Node, Unreadable> {
    fn table(table: DeTable<'_>, text: &str, base: usize) -> Value {
        let entry = |(key, value): (toml::Spanned<std::borrow::Cow<'_, str>>, toml::Spanned<DeValue<'_>>)| Entry {
            key_span: base + key.span().start..base + key.span().end,
            key: key.into_inner().into_owned(),
            node: node(value, text, base),
        };
        let mut entries: Vec<Entry> = table.into_iter().map(entry).collect();
        entries.sort_by_key(|entry| entry.key_span.start);
        Value::Map(entries)
    }
    fn node(value: toml::Spanned<DeValue<'_>>, text: &str, base: usize) -> Node {
        let mut span = value.span();
        let value = match value.into_inner() {
            DeValue::String(words) => {
                span = unquoted(span, &words, text);
                Value::Text(words.into_owned())
            }
            DeValue::Boolean(value) => Value::Bool(value),
            DeValue::Integer(number) => Value::Text(number.to_string()),
            DeValue::Float(number) => Value::Text(number.to_string()),
            DeValue::Datetime(time) => Value::Text(time.to_string()),
            DeValue::Array(list) => Value::List(list.into_iter().map(|item| node(item, text, base)).collect()),
            DeValue::Table(inner) => table(inner, text, base),
        };
        Node { value, span: base + span.start..base + span.end, borrowed: false }
    }

    match DeTable::parse(text) {
        Ok(parsed) => {
            let span = base..base + text.len();
            Ok(Node { value: table(parsed.into_inner(), text, base), span, borrowed: false })
        }
        Err(error) => {
            let at = error.span().unwrap_or(0..0);
            let message = if error.message().contains("duplicate") { "a key stands twice" } else { "it is no valid TOML" };
            Err(Unreadable { message: message.to_owned(), span: base + at.start..base + at.end })
        }
    }
}
