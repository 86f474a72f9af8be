//! Front matter as nearly everybody writes it → its values, told line by line; nothing, if any line is written in another way.
//! Comes in: YAML. Goes out: what its parser would say. Must never: say anything else than the parser, for what is public hangs on it:
//! whatever could mean more than it shows is left to the parser.

use super::node::{Entry, Node, Value};

/// Longer front matter, in bytes, is left to the parser and its budget.
const LONGEST: usize = 1 << 14;
/// Words that are no text, in some version of YAML.
const WORDS: [&str; 10] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan"];

/// Reads YAML that begins at byte `base` of its source.
pub fn read(text: &str, base: usize) -> Option<Node> {
    if text.len() > LONGEST {
        return None;
    }
    let mut lines = Lines { rest: text, at: base };
    let node = Some(lines.table(0)?).filter(|node| matches!(&node.value, Value::Map(entries) if !entries.is_empty()))?;
    lines.rest.is_empty().then_some(node)
}

/// Whether it sees what the parser sees, or nothing.
#[cfg(any(test, feature = "fuzzing"))]
pub fn agrees(text: &str, base: usize) -> bool {
    read(text, base).is_none_or(|seen| super::yaml::parsed(text, base).is_ok_and(|wanted| wanted == seen))
}

/// The lines that were not read yet.
struct Lines<'t> {
    rest: &'t str,
    /// Where they begin in the source.
    at: usize,
}

impl<'t> Lines<'t> {
    /// The next line without its end, unless it is blank, or another indent.
    fn next(&mut self, indent: usize) -> Option<(usize, &'t str)> {
        while let Some(rest) = self.rest.strip_prefix('\n') {
            (self.rest, self.at) = (rest, self.at + 1);
        }
        let line = self.rest.split('\n').next()?;
        let words = line.get(indent..).filter(|words| line.len() - line.trim_start_matches(' ').len() == indent && !words.is_empty())?;
        Some((self.at + indent, words))
    }

    fn pass(&mut self) {
        let length = self.rest.find('\n').map_or(self.rest.len(), |end| end + 1);
        (self.rest, self.at) = (&self.rest[length..], self.at + length);
    }

    /// A table whose keys stand at an indent.
    fn table(&mut self, indent: usize) -> Option<Node> {
        let start = self.next(indent)?.0;
        let mut entries: Vec<Entry> = Vec::new();
        while let Some((at, line)) = self.next(indent) {
            let (key, rest) = key(line).filter(|(key, _)| entries.iter().all(|entry| entry.key != *key))?;
            self.pass();
            let node = match rest.strip_prefix(' ') {
                Some(words) => value(words, at + line.len() - words.len())?,
                None if rest.is_empty() && indent == 0 => self.block()?,
                None => return None,
            };
            entries.push(Entry { key: key.to_owned(), key_span: at..at + key.len(), node });
        }
        Some(Node { value: Value::Map(entries), span: start..start, borrowed: false })
    }

    /// What stands below a key: a list, or a table.
    fn block(&mut self) -> Option<Node> {
        const INDENT: usize = 2;
        let (start, first) = self.next(INDENT)?;
        if !first.starts_with("- ") {
            return self.table(INDENT);
        }
        let mut items = Vec::new();
        while let Some((at, line)) = self.next(INDENT) {
            let words = line.strip_prefix("- ")?;
            // A colon within an item begins a table: in a flow it ends one.
            items.push(plain(words, at + line.len() - words.len(), true)?);
            self.pass();
        }
        Some(Node { value: Value::List(items), span: start..start, borrowed: false })
    }
}

/// The key of a line, and what stands behind its colon.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, rest) = line.split_once(':')?;
    let is_plain = key.starts_with(|c: char| c.is_ascii_lowercase()) && key.len() < 64;
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (is_plain && key.bytes().all(known) && !WORDS.contains(&key)).then_some((key, rest))
}

/// A value on the line of its key.
fn value(words: &str, at: usize) -> Option<Node> {
    let between = |open, close| words.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    let flow = |value| Some(Node { value, span: at..at + 1, borrowed: false });
    for mark in ['"', '\''] {
        if let Some(inner) = between(mark, mark) {
            let is_plain = !inner.is_empty() && inner.chars().all(|c| is_shown(c) && c != mark && c != '\\');
            return is_plain.then(|| Node { value: Value::Text(inner.to_owned()), span: at + 1..at + 1 + inner.len(), borrowed: false });
        }
    }
    if let Some(inner) = between('[', ']') {
        let parts = parts(inner).map(|part| plain(part, place(words, part, at), true));
        return flow(Value::List(if inner.is_empty() { Vec::new() } else { parts.collect::<Option<_>>()? }));
    }
    if let Some(inner) = between('{', '}') {
        let inner = inner.strip_prefix(' ')?.strip_suffix(' ')?;
        let mut entries: Vec<Entry> = Vec::new();
        for part in parts(inner) {
            let (key, rest) = key(part).filter(|(key, _)| entries.iter().all(|entry| entry.key != *key))?;
            let (rest, start) = (rest.strip_prefix(' ')?, place(words, part, at));
            let node = plain(rest, place(words, rest, at), true)?;
            entries.push(Entry { key: key.to_owned(), key_span: start..start + key.len(), node });
        }
        return flow(Value::Map(entries));
    }
    plain(words, at, false)
}

fn parts(inner: &str) -> impl Iterator<Item = &str> {
    inner.split(", ")
}

/// Where a part of some words stands, which themselves stand there.
fn place(words: &str, part: &str, at: usize) -> usize {
    at + (part.as_ptr() as usize - words.as_ptr() as usize)
}

/// A value without quotes; in a flow, one with fewer marks.
fn plain(words: &str, at: usize, is_in_flow: bool) -> Option<Node> {
    let known = |c: char| c == ' ' || c.is_alphanumeric() || "_-./:@".contains(c) || !is_in_flow && ",;!?()'%+=–—’“”…".contains(c);
    let is_plain = words.starts_with(char::is_alphanumeric) && !words.ends_with([' ', ':']) && !words.contains(": ");
    let value = match words {
        _ if !is_plain || !words.chars().all(|c| known(c) && is_shown(c)) => return None,
        "true" | "false" => Value::Bool(words == "true"),
        _ if WORDS.iter().any(|word| word.eq_ignore_ascii_case(words)) || may_be_number(words) => return None,
        _ => Value::Text(words.to_owned()),
    };
    Some(Node { value, span: at..at + words.len(), borrowed: false })
}

/// Whether it may be a number to some parser; a date is none.
fn may_be_number(words: &str) -> bool {
    let of_number = |c: char| c.is_ascii_hexdigit() || "xXoO_.+-".contains(c);
    let is_date = words.len() == 10
        && words.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    words.starts_with(|c: char| c.is_ascii_digit()) && words.chars().all(of_number) && !is_date
}

/// Whether a character is one that every version of YAML takes for no more than itself.
fn is_shown(c: char) -> bool {
    c == ' ' || c.is_ascii_graphic() || (c.is_alphanumeric() && c <= '\u{d7ff}') || "–—’“”…".contains(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;

    /// Whether it saw something; if so, the parser sees the same.
    fn agrees(text: &str) -> Result<bool, TestCaseError> {
        prop_assert!(super::agrees(text, 7), "{:?}", text);
        Ok(read(text, 7).is_some())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

        #[test]
        fn it_sees_what_the_parser_sees(lines in proptest::collection::vec(
            "( {0,3})(- )?(a|b|c_1|id|null|y|é)?(:| :|:  |: )?(\\[|\\{ ?|\"|')?([a-z0-9é][a-zA-Z0-9é ,.:_/@#&*!|>%?'\"\\\\-]{0,6}|true|No|~|0x1F|1_000|1e3|\\.5|12:30:45|2026-03-14T10:02:00Z)?( ?\\}|\\]|\"|'|:| #x| )?",
            0..6,
        ), end in "\n?") {
            agrees(&(lines.join("\n") + &end))?;
        }

        #[test]
        fn it_sees_it_in_what_it_can_read(lines in proptest::collection::vec(
            "(title|status|b|c|d|e|f|g|h|i): ([a-zéA-Z0-9][a-z0-9é.,:_/@()'%+=;!? -]{0,9}|\"[#:a-zé' -]{1,6}\"|'[#:\\[\"a-z]{1,6}'|\\[\\]|\\[[a-z0-9:., é-]{1,9}\\]|\\{ (a|b): [a-z0-9:.-]{1,5}(, c: [0-9T:Z-]{1,9})? \\}|true|false|1[0-9.e:_-]{0,5}|[0-9]{1,40}|[0-9]{1,9}[.eE_xo+-]{1,2}[0-9a-f]{0,30}|[0-9]{4}-[0-9]{2}-[0-9]{2})|(j|k|l):\n(  (a|b|c): [a-z0-9:-]{1,6}\n?){1,3}|(m|n):(\n  - [a-z0-9:. -]{1,6}){1,3}",
            1..7,
        ), end in "\n{0,2}") {
            agrees(&(lines.join("\n") + &end))?;
        }
    }

    #[test]
    fn what_people_write_is_easy_to_read() {
        let base = crate::internal::check::registry::BASE;
        let front = base.split("---\n").nth(1).unwrap_or_default();
        let known = "title: Slow search\nstatus: closed\nreviewers: [Dana Example, Tom Example]\nmeeting: { scheduled: 2020-02-12T06:23:00Z, held: 2020-02-12T06:23:00Z }\nchannel: \"#inc-61\"\npublish: false\npublic:\n  title: Late mail\n  components: [exports]\n  started: 2020-02-10T04:23:00Z\ntickets:\n  - ACME-61\n";
        for text in [front, known] {
            assert!(agrees(text).expect("the same"), "{text}");
        }
    }

    #[test]
    fn what_needs_the_parser_is_left_to_it() {
        for text in [
            "",
            "\n",
            "a:\n",
            "a: &x b\n",
            "a: *x\n",
            "a: b: c\n",
            "a: b\na: c\n",
            "a: |\n  b\n",
            "a: b\n  c\n",
            "a: b # c\n",
            "a: [b\n",
            "a: \"\\u0041\"\n",
            "a: b\tc\n",
            "a: b\r\n",
            "<<: b\n",
            "a: null\n",
            "a: [b, [c]]\n",
            "a:\n- b\n",
            "a:\n  b:\n    c: d\n",
            "--- a\n",
            "a: b\n...\n",
            "? a\n",
            "a: !t b\n",
            "a: 4440444444E444444444",
            "a: 1e310",
            "a: 7",
            "a: [4440444444e-444444444]",
            "a: 44404444449999999999999999999999",
        ] {
            assert!(read(text, 0).is_none(), "{text:?}");
        }
    }
}
