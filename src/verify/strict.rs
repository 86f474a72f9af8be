//! Comes in: markup as our own templates and feeds write it. Goes out: what the tokenizer of `markup.rs` would tell of it, at a tenth of
//! the price.
//! Must never: guess. At the first byte that is not certain it gives up, and the whole text is read again by the tokenizer.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::json;
use super::markup::{self, Kind};
use super::reading::{How, Sink};

/// Elements whose content is read by rules of its own, or that are faults.
const SPECIAL: [&str; 10] = ["base", "textarea", "style", "iframe", "xmp", "noembed", "noframes", "noframe", "noscript", "plaintext"];
/// Names of attributes with capitals that a page may have: HTML reads them without, and nobody asks for these.
const CAPITALS: [&str; 3] = ["viewBox", "preserveAspectRatio", "isPermaLink"];
/// Attributes that somebody asks for, whatever their element.
const ASKED_FOR: [&str; 13] =
    ["href", "src", "id", "rel", "type", "poster", "action", "formaction", "xlink:href", "background", "cite", "srcset", "imagesrcset"];
/// More attributes of interest than any element has.
const MOST: usize = 8;

/// Reads a text; `None` if it gave up.
pub(super) fn read(text: &str, kind: Kind, sink: &mut dyn Sink) -> Option<()> {
    // A tokenizer changes both wherever they stand.
    if kind == Kind::Drawing || memchr2(b'\0', b'\r', text.as_bytes()).is_some() {
        return None;
    }
    let mut reader = Reader { text, at: 0, kind, element: "" };
    while let Some(said) = reader.until_tag() {
        // Words before a section in one element are read as one with it.
        if kind == Kind::Feed && !said.is_empty() && reader.rest().starts_with("![") {
            return None;
        }
        let element = reader.element;
        reader.tag(sink)?;
        // Only now it is certain that the words end there.
        if kind == Kind::Feed {
            words(element, said, sink)?;
        }
    }
    // What stands behind the last tag belongs to nothing.
    reader.element.is_empty().then_some(())
}

struct Reader<'t> {
    text: &'t str,
    /// Behind what was read.
    at: usize,
    kind: Kind,
    /// The element whose text comes next, in a feed.
    element: &'t str,
}

/// The attributes of one element that somebody asks for, as they are written.
struct Attributes<'t> {
    found: [(&'t str, &'t str); MOST],
    count: usize,
}

impl<'t> Reader<'t> {
    /// The text up to the next tag, which is entered; `None` if there is none.
    fn until_tag(&mut self) -> Option<&'t str> {
        let rest = &self.text[self.at..];
        let open = memchr(b'<', rest.as_bytes())?;
        self.at += open + 1;
        Some(&rest[..open])
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// What comes next, if it is that.
    fn take(&mut self, expected: &str) -> Option<()> {
        self.rest().starts_with(expected).then(|| self.at += expected.len())
    }

    /// The longest piece of such bytes that comes next; empty if there is none. They have to be ASCII.
    fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.bytes().position(|byte| !wanted(byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn tag(&mut self, sink: &mut dyn Sink) -> Option<()> {
        match self.rest().as_bytes().first()? {
            b'/' => {
                self.at += 1;
                self.name()?;
                self.element = "";
                self.take(">")
            }
            b'!' if self.kind == Kind::Page => self.take("!doctype html>"),
            b'!' if self.kind == Kind::Feed => self.verbatim(sink),
            b'?' if self.kind == Kind::Feed => {
                let end = memchr2(b'>', b'<', self.rest().as_bytes())?;
                let inside = &self.rest()[..end];
                self.at += end;
                self.take(">")?;
                markup::comment(inside, &(0..0), self.kind, sink);
                Some(())
            }
            _ => self.start(sink),
        }
    }

    /// The name of an element. One with capitals has to be none that anybody asks for.
    fn name(&mut self) -> Option<&'t str> {
        let name = self.take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-'));
        let begins = name.as_bytes().first()?.is_ascii_alphabetic();
        let plain = !name.bytes().any(|byte| byte.is_ascii_uppercase());
        (begins && (plain || (self.kind == Kind::Feed && matches!(name, "pubDate" | "lastBuildDate")))).then_some(name)
    }

    /// The inside of a CDATA section that is all there is in an element of a feed.
    fn verbatim(&mut self, sink: &mut dyn Sink) -> Option<()> {
        self.take("![CDATA[")?;
        let end = memchr::memmem::find(self.rest().as_bytes(), b"]]>")?;
        let inside = &self.rest()[..end];
        self.at += end + "]]>".len();
        self.rest().starts_with("</").then_some(())?;
        markup::feed_text(self.element, inside, &(0..0), sink);
        Some(())
    }

    fn start(&mut self, sink: &mut dyn Sink) -> Option<()> {
        let name = self.name()?;
        self.element = if self.kind == Kind::Feed { name } else { "" };
        let attributes = self.attributes(name)?;
        match (self.kind, name) {
            (_, name) if SPECIAL.contains(&name) => return None,
            (Kind::Page, "title") => {
                let inside = memchr(b'<', self.rest().as_bytes())?;
                self.rest()[inside..].starts_with("</title>").then_some(())?;
            }
            (Kind::Page, "script") => self.script(&attributes, sink)?,
            (_, "title" | "script") if self.kind != Kind::Feed || name == "script" => return None,
            (Kind::Feed, "summary") if !attributes.of("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("html")) => {
                self.element = "";
            }
            _ => {}
        }
        tell(name, &attributes, self.kind, sink)
    }

    /// A script from a file is empty; data for search engines has no mark of markup in it.
    fn script(&mut self, attributes: &Attributes<'t>, sink: &mut dyn Sink) -> Option<()> {
        let length = memchr(b'<', self.rest().as_bytes())?;
        let inside = &self.rest()[..length];
        self.at += length;
        self.rest().starts_with("</script>").then_some(())?;
        match attributes.of("type") {
            Some(kind) if markup::is_linked_data(kind) => {
                if !inside.is_empty() {
                    json::read(inside, sink);
                }
                Some(())
            }
            _ => (inside.is_empty() && attributes.of("src").is_some()).then_some(()),
        }
    }

    /// The attributes of interest up to the end of the tag; each in double quotes.
    fn attributes(&mut self, element: &str) -> Option<Attributes<'t>> {
        let mut attributes = Attributes { found: [("", ""); MOST], count: 0 };
        loop {
            let blank = self.take_while(|byte| matches!(byte, b' ' | b'\n' | b'\t'));
            if self.take(">").or_else(|| self.take("/>")).is_some() {
                return Some(attributes);
            }
            // Two attributes without a blank between them are an error that a tokenizer forgives.
            (!blank.is_empty()).then_some(())?;
            let key = self.take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_' | b'.'));
            if key.is_empty() || (key.bytes().any(|byte| byte.is_ascii_uppercase()) && !CAPITALS.contains(&key)) {
                return None;
            }
            let asked = is_asked_for(key, element, self.kind)?;
            if self.take("=\"").is_none() {
                // Without a value: `defer`.
                (!asked && self.rest().starts_with([' ', '\n', '>', '/'])).then_some(())?;
                continue;
            }
            let end = memchr(b'"', self.rest().as_bytes())?;
            let value = &self.rest()[..end];
            // Sections of a feed are told apart before its tags are.
            if self.kind == Kind::Feed && value.contains('<') {
                return None;
            }
            if asked {
                attributes.add(key, value)?;
            }
            self.at += end + 1;
        }
    }
}

impl<'t> Attributes<'t> {
    fn add(&mut self, key: &'t str, value: &'t str) -> Option<()> {
        // Of two that are alike, the first holds; and these two are compared as they are written.
        if self.count == MOST || self.of(key).is_some() || (matches!(key, "type" | "http-equiv") && value.contains('&')) {
            return None;
        }
        self.found[self.count] = (key, value);
        self.count += 1;
        Some(())
    }

    fn all(&self) -> &[(&'t str, &'t str)] {
        &self.found[..self.count]
    }

    fn of(&self, key: &str) -> Option<&'t str> {
        self.all().iter().find(|(other, _)| *other == key).map(|(_, value)| *value)
    }
}

/// Whether anybody asks for an attribute; `None` if it is one that only the tokenizer may judge.
fn is_asked_for(key: &str, element: &str, kind: Kind) -> Option<bool> {
    match key {
        // Most are one of these.
        "class" | "datetime" | "property" | "d" | "viewBox" | "aria-hidden" | "scope" | "dir" | "title" => Some(false),
        "style" | "srcdoc" | "url" | "xmlurl" | "htmlurl" => None,
        "data" if element == "object" => None,
        key if key.starts_with("on") && kind != Kind::Feed => None,
        "name" => Some(element == "a"),
        "content" | "http-equiv" => Some(element == "meta"),
        key => Some(ASKED_FOR.contains(&key)),
    }
}

/// Tells of an element's attributes.
fn tell(name: &str, attributes: &Attributes<'_>, kind: Kind, sink: &mut dyn Sink) -> Option<()> {
    let relation = match attributes.of("rel") {
        Some(relation) => Some(decoded(relation)?),
        None => None,
    };
    let loads = kind != Kind::Feed && markup::loads(name, relation.as_deref());
    for (key, value) in attributes.all() {
        let value = decoded(value)?;
        let how = How { span: None, loads, follows: name == "a" && kind == Kind::Page };
        match *key {
            "rel" | "type" | "http-equiv" => {}
            "id" | "name" => sink.id(&value),
            "content" => markup::meta(&value, attributes.of("http-equiv"), how, kind, sink),
            "srcset" | "imagesrcset" => markup::set(&value, &how, kind, sink),
            _ => markup::address(&value, how, kind, sink),
        }
    }
    Some(())
}

/// Text in an element of a feed.
fn words(element: &str, text: &str, sink: &mut dyn Sink) -> Option<()> {
    if markup::has_text(element) {
        markup::feed_text(element, &decoded(text)?, &(0..0), sink);
    }
    Some(())
}

/// A text with its references decoded; `None` for any but the five of XML and those of ASCII by number.
fn decoded(text: &str) -> Option<Cow<'_, str>> {
    let Some(mut next) = memchr(b'&', text.as_bytes()) else { return Some(Cow::Borrowed(text)) };
    let mut rest = text;
    let mut decoded = String::with_capacity(text.len());
    loop {
        decoded.push_str(&rest[..next]);
        let (name, behind) = rest[next + 1..].split_once(';')?;
        decoded.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => numbered(name)?,
        });
        rest = behind;
        match memchr(b'&', rest.as_bytes()) {
            Some(found) => next = found,
            None => break,
        }
    }
    decoded.push_str(rest);
    Some(Cow::Owned(decoded))
}

fn numbered(name: &str) -> Option<char> {
    let number = name.strip_prefix('#').filter(|number| number.bytes().all(|byte| byte.is_ascii_alphanumeric()))?;
    let byte = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u8::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    (0x20..0x7F).contains(&byte).then_some(char::from(byte))
}

#[cfg(test)]
mod tests;
