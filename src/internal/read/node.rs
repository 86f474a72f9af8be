//! YAML and TOML front matter → one tree of values with their bytes. Scalars keep the text as written (`007` stays `007`).

use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of the front matter.
#[derive(Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Its bytes in the text that was parsed, plus the base.
    pub span: Range<usize>,
}

/// What a value is.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Nothing was written.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any other scalar, as text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A table; keys in file order.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Its bytes.
    pub key_span: Range<usize>,
    /// The value.
    pub node: Node,
}

/// Why front matter is unreadable. The message comes from the parser and may quote the text: it is masked by the caller.
pub struct Unreadable {
    /// What is wrong, without quoted source text.
    pub message: String,
    /// Where.
    pub span: Range<usize>,
}

/// The deepest nesting of front matter.
pub const DEEPEST: usize = 64;

/// A fault of YAML.
pub const TWICE: &str = "a key stands twice";
/// A fault of YAML.
pub const TOO_DEEP: &str = "it is nested deeper than 64 levels";
/// A fault of YAML.
pub const TOO_MUCH: &str = "it is nested too deeply or repeats itself without end";

/// Reads YAML that begins at byte `base` of its source.
pub fn yaml(text: &str, base: usize) -> Result<Node, Unreadable> {
    if text.trim().is_empty() {
        return Ok(Node { value: Value::Map(Vec::new()), span: base..base });
    }
    let options = serde_saphyr::options! { with_snippet: false, strict_booleans: true };
    let parsed: Result<serde_saphyr::Spanned<Loose>, _> = serde_saphyr::from_str_with_options(text, options);
    match parsed {
        Ok(loose) => Ok(fix(loose, text, base)),
        Err(error) => {
            let at = error.location().map_or(0, |place| offset(text, place.line(), place.column()));
            Err(Unreadable { message: yaml_fault(&error), span: base + at..base + at })
        }
    }
}

/// The parser's words without the excerpts and values that it may quote.
fn yaml_fault(error: &serde_saphyr::Error) -> String {
    let text = error.to_string();
    let kind = text.to_lowercase();
    let known = [
        ("duplicate", TWICE),
        ("budget", TOO_MUCH),
        ("depth", TOO_DEEP),
        ("recursion", TOO_DEEP),
        ("alias", "an alias names no anchor"),
        ("tab", "a tab stands where blanks must"),
        ("indent", "the indentation does not fit"),
        ("simple key", "a line is neither a key with a colon nor a value"),
        ("multiple documents", "a second document begins inside it"),
    ];
    known.iter().find(|(word, _)| kind.contains(word)).map_or("it is no valid YAML", |(_, message)| message).to_owned()
}

fn offset(text: &str, line: u64, column: u64) -> usize {
    let line = usize::try_from(line.saturating_sub(1)).unwrap_or(0);
    let column = usize::try_from(column.saturating_sub(1)).unwrap_or(0);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column).map_or(0, |(at, _)| at)
}

/// A YAML value while it is read.
enum Loose {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<serde_saphyr::Spanned<Loose>>),
    Map(Vec<(serde_saphyr::Spanned<String>, serde_saphyr::Spanned<Loose>)>),
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any value")
    }
    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::Null)
    }
    fn visit_none<E>(self) -> Result<Loose, E> {
        Ok(Loose::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Loose, D::Error> {
        Loose::deserialize(deserializer)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Loose, E> {
        Ok(Loose::Bool(value))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Loose, E> {
        Ok(Loose::Number)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Loose, E> {
        Ok(Loose::Number)
    }
    fn visit_i128<E>(self, _: i128) -> Result<Loose, E> {
        Ok(Loose::Number)
    }
    fn visit_u128<E>(self, _: u128) -> Result<Loose, E> {
        Ok(Loose::Number)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Loose, E> {
        Ok(Loose::Number)
    }
    fn visit_str<E>(self, value: &str) -> Result<Loose, E> {
        Ok(Loose::Text(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<Loose, E> {
        Ok(Loose::Text(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Loose, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(Loose::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Loose::Map(entries))
    }
}

fn place(location: serde_saphyr::Location, text: &str) -> Range<usize> {
    let span = location.span();
    let start = span.byte_offset().map_or_else(|| offset(text, location.line(), location.column()), |at| usize::try_from(at).unwrap_or(0));
    let length = span.byte_len().map_or(0, |len| usize::try_from(len).unwrap_or(0));
    let start = start.min(text.len());
    start..(start + length).min(text.len())
}

/// A quoted scalar that needs no unescaping points at its words, not at its quotes.
fn unquoted(span: Range<usize>, value: &str, text: &str) -> Range<usize> {
    if text.get(span.start + 1..span.end.saturating_sub(1)) == Some(value) { span.start + 1..span.end - 1 } else { span }
}

fn fix(loose: serde_saphyr::Spanned<Loose>, text: &str, base: usize) -> Node {
    let inner = place(loose.referenced, text);
    let inner = match &loose.value {
        Loose::Text(value) => unquoted(inner, value, text),
        _ => inner,
    };
    let span = base + inner.start..base + inner.end;
    let value = match loose.value {
        Loose::Null => Value::Null,
        Loose::Bool(value) => Value::Bool(value),
        Loose::Number => Value::Text(text.get(inner).unwrap_or_default().trim().to_owned()),
        Loose::Text(value) => Value::Text(value),
        Loose::List(list) => Value::List(list.into_iter().map(|item| fix(item, text, base)).collect()),
        Loose::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let at = place(key.referenced, text);
                    Entry { key: key.value, key_span: base + at.start..base + at.end, node: fix(value, text, base) }
                })
                .collect(),
        ),
    };
    Node { value, span }
}

/// Reads TOML that begins at byte `base` of its source.
pub fn toml(text: &str, base: usize) -> Result<Node, Unreadable> {
    use toml::de::{DeTable, DeValue};

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
        Node { value, span: base + span.start..base + span.end }
    }

    match DeTable::parse(text) {
        Ok(parsed) => {
            let span = base..base + text.len();
            Ok(Node { value: table(parsed.into_inner(), text, base), span })
        }
        Err(error) => {
            let at = error.span().unwrap_or(0..0);
            let message = if error.message().contains("duplicate") { "a key stands twice" } else { "it is no valid TOML" };
            Err(Unreadable { message: message.to_owned(), span: base + at.start..base + at.end })
        }
    }
}

impl Node {
    /// How deep its lists and tables are nested.
    pub fn depth(&self) -> usize {
        match &self.value {
            Value::List(list) => 1 + list.iter().map(Self::depth).max().unwrap_or(0),
            Value::Map(entries) => 1 + entries.iter().map(|entry| entry.node.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// Calls back with every scalar and its key path.
    pub fn scalars(&self, path: &str, visit: &mut impl FnMut(&str, &str, &Range<usize>)) {
        match &self.value {
            Value::Null | Value::Bool(_) => {}
            Value::Text(text) => visit(path, text, &self.span),
            Value::List(list) => {
                for (at, item) in list.iter().enumerate() {
                    item.scalars(&format!("{path}[{at}]"), visit);
                }
            }
            Value::Map(entries) => {
                for entry in entries {
                    let inner = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
                    entry.node.scalars(&inner, visit);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(node: &Node, source: &str) -> String {
        let mut shown = String::new();
        node.scalars("", &mut |path, text, span| shown.push_str(&format!("{path}={text:?}@{:?} ", source.get(span.clone()))));
        shown
    }

    #[test]
    fn spans_and_texts_survive() {
        let text = "id: 007\ntitle: \"Ünï: \\\"x\\\"\"\nwhen: 2026-03-14T10:02:00Z\nn: 1_000\nlist: [a, 'b c']\nmap: { k: v, yes: no }\ntags:\n  - x y\nfold: >\n  a\n  b\nempty:\nb: true\ny: yes\n";
        let node = yaml(text, 0).map_err(|e| e.message).expect("reads");
        assert_eq!(
            show(&node, text),
            concat!(
                r#"id="007"@Some("007") title="Ünï: \"x\""@Some("\"Ünï: \\\"x\\\"\"") when="2026-03-14T10:02:00Z"@Some("2026-03-14T10:02:00Z") "#,
                r#"n="1_000"@Some("1_000") list[0]="a"@Some("a") list[1]="b c"@Some("b c") map.k="v"@Some("v") map.yes="no"@Some("no") "#,
                r#"tags[0]="x y"@Some("x y") fold="a b\n"@Some("a\n  b\n") y="yes"@Some("yes") "#
            )
        );
    }

    #[test]
    fn toml_reads_into_the_same_tree() {
        let text = "id = \"x\"\nwhen = 2026-03-14T10:02:00Z\n[public]\ncomponents = [\"a\"]\n";
        let node = toml(text, 0).map_err(|e| e.message).expect("reads");
        assert_eq!(
            show(&node, text),
            r#"id="x"@Some("x") when="2026-03-14T10:02:00Z"@Some("2026-03-14T10:02:00Z") public.components[0]="a"@Some("a") "#
        );
    }

    #[test]
    fn bad_yaml_is_located_and_not_quoted() {
        let error = yaml("a: 1\na: secret-host-1\n", 10).err().expect("a duplicate");
        assert_eq!(error.message, "a key stands twice");
        assert!(error.span.start > 10);
        assert!(yaml(&"[".repeat(5000), 0).is_err());
    }
}
