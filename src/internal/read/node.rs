//! YAML and TOML front matter → one tree of values with their bytes. Scalars keep the text as written (`007` stays `007`).

use std::ops::Range;

/// A value of the front matter.
#[derive(Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Its bytes in the text that was parsed, plus the base.
    pub span: Range<usize>,
    /// Whether it was written elsewhere, and stands here by an alias or a merge key.
    pub borrowed: bool,
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

/// A fault that has a help of its own.
pub const TWICE: &str = "a key stands twice";
/// A fault that has a help of its own.
pub const TOO_DEEP: &str = "it is nested deeper than 64 levels";
/// A fault that has a help of its own.
pub const TOO_MUCH: &str = "it is nested too deeply or repeats itself without end";

impl Node {
    /// How deep its lists and tables are nested.
    pub fn depth(&self) -> usize {
        match &self.value {
            Value::List(list) => 1 + list.iter().map(Self::depth).max().unwrap_or(0),
            Value::Map(entries) => 1 + entries.iter().map(|entry| entry.node.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// The place of the first value in it, itself included, that was written elsewhere.
    pub fn borrowed(&self) -> Option<&Range<usize>> {
        if self.borrowed {
            return Some(&self.span);
        }
        match &self.value {
            Value::List(list) => list.iter().find_map(Self::borrowed),
            Value::Map(entries) => entries.iter().find_map(|entry| entry.node.borrowed()),
            _ => None,
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

/// A quoted scalar that needs no unescaping points at its words, not at its quotes.
pub fn unquoted(span: Range<usize>, value: &str, text: &str) -> Range<usize> {
    if text.get(span.start + 1..span.end.saturating_sub(1)) == Some(value) { span.start + 1..span.end - 1 } else { span }
}

#[cfg(test)]
mod tests {
    use super::super::{toml, yaml};
    use super::*;

    fn show(node: &Node, source: &str) -> String {
        let mut shown = String::new();
        node.scalars("", &mut |path, text, span| shown.push_str(&format!("{path}={text:?}@{:?} ", source.get(span.clone()))));
        shown
    }

    #[test]
    fn spans_and_texts_survive() {
        let text = "id: 007\ntitle: \"Ünï: \\\"x\\\"\"\nwhen: 2026-03-14T10:02:00Z\nn: 1_000\nlist: [a, 'b c']\nmap: { k: v, yes: no }\ntags:\n  - x y\nfold: >\n  a\n  b\nempty:\nb: true\ny: yes\n";
        let node = yaml::read(text, 0).map_err(|e| e.message).expect("reads");
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
    fn what_an_alias_or_a_merge_key_brings_along_is_known() {
        for (text, borrowed) in [
            ("a: &x 1\nb: 2\n", false),
            ("a: &x 1\nb: *x\n", true),
            ("a: &x {t: 1}\nb:\n  <<: *x\n  u: 2\n", true),
            ("a: &x {t: 1}\nb:\n  <<: [*x]\n", true),
            ("a: &x [1]\nb: *x\n", true),
        ] {
            let node = yaml::read(text, 0).map_err(|e| e.message).expect("reads");
            let Value::Map(entries) = &node.value else { panic!("a table") };
            let found: Vec<bool> = entries.iter().map(|entry| entry.node.borrowed().is_some()).collect();
            assert_eq!(found, [false, borrowed], "{text}");
        }
    }

    #[test]
    fn toml_reads_into_the_same_tree() {
        let text = "id = \"x\"\nwhen = 2026-03-14T10:02:00Z\n[public]\ncomponents = [\"a\"]\n";
        let node = toml::read(text, 0).map_err(|e| e.message).expect("reads");
        assert_eq!(
            show(&node, text),
            r#"id="x"@Some("x") when="2026-03-14T10:02:00Z"@Some("2026-03-14T10:02:00Z") public.components[0]="a"@Some("a") "#
        );
    }

    #[test]
    fn bad_yaml_is_located_and_not_quoted() {
        let error = yaml::read("a: 1\na: secret-host-1\n", 10).err().expect("a duplicate");
        assert_eq!(error.message, "a key stands twice");
        assert!(error.span.start > 10);
        assert!(yaml::read(&"[".repeat(5000), 0).is_err());
    }
}
