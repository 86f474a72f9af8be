//! Markup that is as plain as what a generator writes → its parts, several times faster than a tokenizer that knows every corner of HTML.
//! Must never: read anything differently than that tokenizer. Whatever is odd gives `None`, and is the tokenizer's.

use std::ops::Range;

use super::untag::{Part, is_inline, is_themes_own};

/// Words, borders and asides of a text, in order; `None` if its markup is not plain.
pub fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    each(text, |part| parts.push(part))?;
    Some(parts)
}

/// The same, told one by one.
pub fn each(text: &str, tell: impl FnMut(Part)) -> Option<()> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, told: 0, tell };
    let mut words = 0;
    while let Some(found) = memchr::memchr(b'<', &reader.bytes[reader.at..]) {
        let tag = reader.at + found;
        reader.at = tag + 1;
        match reader.peek() {
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?') => {
                reader.words(words..tag);
                reader.told = tag;
                reader.markup(tag)?;
                reader.rest(reader.at);
                words = reader.at;
            }
            // A less-than sign.
            Some(_) => {}
            None => return None,
        }
    }
    reader.words(words..text.len());
    Some(())
}

struct Reader<'t, T> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Up to where the markup has been told of.
    told: usize,
    tell: T,
}

impl<T: FnMut(Part)> Reader<'_, T> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn words(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            (self.tell)(Part::Words(range));
        }
    }

    /// The markup up to there that no aside has told of.
    fn rest(&mut self, end: usize) {
        if self.told < end {
            (self.tell)(Part::Tag(self.told..end));
        }
        self.told = end;
    }

    fn aside(&mut self, range: Range<usize>) {
        self.rest(range.start);
        self.told = range.end;
        (self.tell)(Part::Aside(range));
    }

    /// What begins with the `<` at `start`, up to and with its `>`.
    fn markup(&mut self, start: usize) -> Option<()> {
        match self.peek()? {
            b'!' => self.declaration(start),
            b'?' => self.bogus(start),
            b'/' => {
                self.at += 1;
                self.peek().filter(u8::is_ascii_alphabetic)?;
                self.name_of_tag();
                self.until(|byte| !byte.is_ascii_whitespace());
                self.at += 1;
                (self.bytes.get(self.at - 1) == Some(&b'>')).then_some(())
            }
            _ => {
                self.name_of_tag();
                self.attributes()
            }
        }
    }

    /// A comment, or the document type.
    fn declaration(&mut self, start: usize) -> Option<()> {
        let rest = &self.text[start..];
        if let Some(inner) = rest.strip_prefix("<!--") {
            let end = inner.find("-->")?;
            let plain = !inner[..end].contains("--") && !inner.starts_with(['-', '>']) && !inner[..end].ends_with('-');
            let comment = start..start + 4 + end + 3;
            self.at = comment.end;
            self.aside(comment);
            return plain.then_some(());
        }
        if !rest.get(2..9).is_some_and(|name| name.eq_ignore_ascii_case("doctype")) {
            return self.bogus(start);
        }
        let plain = "<!doctype html>";
        self.at = start + plain.len();
        rest.get(..plain.len()).is_some_and(|doctype| doctype.eq_ignore_ascii_case(plain)).then_some(())
    }

    /// What HTML takes for a comment up to the next `>`: instructions of XML, and the beginning of its raw text.
    fn bogus(&mut self, start: usize) -> Option<()> {
        self.at = start + memchr::memchr(b'>', &self.bytes[start..])? + 1;
        self.aside(start..self.at);
        Some(())
    }

    fn name_of_tag(&mut self) {
        let name = self.until(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        if !is_inline(&self.bytes[name]) {
            (self.tell)(Part::Border);
        }
    }

    fn attributes(&mut self) -> Option<()> {
        loop {
            self.until(|byte| !byte.is_ascii_whitespace());
            match self.peek()? {
                b'>' => {
                    self.at += 1;
                    return Some(());
                }
                // Only right before the end.
                b'/' if self.bytes.get(self.at + 1) == Some(&b'>') => self.at += 1,
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.attribute()?,
                _ => return None,
            }
        }
    }

    fn attribute(&mut self) -> Option<()> {
        let name = self.until(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.')));
        match self.peek()? {
            b'=' => self.at += 1,
            b'>' | b' ' | b'\n' | b'\t' | b'/' => return Some(()),
            _ => return None,
        }
        // Without quotes a value has rules of its own.
        let quote = self.peek().filter(|quote| matches!(quote, b'"' | b'\''))?;
        let start = self.at + 1;
        let end = start + memchr::memchr(quote, &self.bytes[start..])?;
        self.at = end + 1;
        if !is_themes_own(&self.bytes[name]) {
            self.aside(start..end);
        }
        Some(())
    }

    /// Goes on to the first such byte, or to the end.
    fn until(&mut self, wanted: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        let rest = &self.bytes[start..];
        self.at = start + rest.iter().position(|byte| wanted(*byte)).unwrap_or(rest.len());
        start..self.at
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::untag::{joined, tokenized};
    use super::super::view::{Text as _, View};
    use super::*;

    fn same(text: &str) -> bool {
        let view = View::verbatim(text);
        let read = |parts: Vec<Part>| joined(&view, parts).text().to_owned();
        parts(text).is_none_or(|plain| read(plain) == read(tokenized(text)))
    }

    #[test]
    fn plain_markup_is_read_without_the_tokenizer() {
        for text in [
            "<!doctype html>\n<html lang=\"en\"><p class=\"a\" title=\"q &lt; r\">1 < 2 <b>es</b>-7</p><br/><!-- x --></html>",
            "a <a href='/x' hidden>y</a >",
            "no markup & no tags",
            "<?xml version=\"1.0\"?><feed xml:lang=\"en\"><d><![CDATA[<p>x</p>]]></d></feed>",
        ] {
            assert!(parts(text).is_some(), "{text} is plain");
            assert!(same(text), "{text}");
        }
    }

    #[test]
    fn what_is_odd_is_left_to_the_tokenizer() {
        for text in [
            "<p title=it's>",
            "<p",
            "<!--> x -->",
            "<p a=\"",
            "<![CDATA[x",
            "<?xml",
            "<!doctype svg>",
            "</>",
            "<p \"a\">",
            "<p/a>",
            "<!--x",
        ] {
            assert!(parts(text).is_none(), "{text} is odd");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]
        #[test]
        fn both_read_the_same(pieces in proptest::collection::vec(
            prop_oneof![
                Just("<p>"), Just("</p>"), Just("<b"), Just(">"), Just("<"), Just(" "), Just("title"), Just("=\""), Just("\""), Just("'"),
                Just("<!--"), Just("-->"), Just("-"), Just("!"), Just("/>"), Just("/"), Just("x"), Just("é"), Just("&amp;"), Just("&eacute;"), Just("\n"),
                Just(" class=\"a\""), Just("<!doctype html>"), Just("="), Just("<i id='u' lang=\"v\">"), Just("</B >"), Just("\0"),
                Just("<?xml"), Just("?>"), Just("<![CDATA["), Just("]]>"), Just("<!D"), Just("<!-"),
            ],
            0..24,
        )) {
            let text = pieces.concat();
            let view = View::verbatim(&text);
            if let Some(plain) = parts(&text) {
                prop_assert_eq!(joined(&view, plain).text().to_owned(), joined(&view, tokenized(&text)).text().to_owned());
            }
        }
    }
}
