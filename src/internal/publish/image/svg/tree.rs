//! Comes in: the text of an SVG file. Goes out: its elements, as a tree of allowed ones.
//! Must never: resolve an entity of the file's own, or go deeper than [`DEEPEST`].

use std::collections::BTreeMap;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use super::vocabulary::{self, ACTIVE, ELEMENTS, NOTES, REACHING};
use crate::internal::publish::image::Fault;

const SVG: Namespace<'static> = Namespace(b"http://www.w3.org/2000/svg");
const XLINK: Namespace<'static> = Namespace(b"http://www.w3.org/1999/xlink");
const XML: Namespace<'static> = Namespace(b"http://www.w3.org/XML/1998/namespace");
const XHTML: Namespace<'static> = Namespace(b"http://www.w3.org/1999/xhtml");
/// Elements within each other.
const DEEPEST: usize = 64;
/// Elements in all.
const MOST: usize = 100_000;
/// Attributes of an element. Each is held against all before it.
const MOST_ATTRIBUTES: usize = 200;
/// Short names for other vocabularies in all. Each element is held against those around it.
const MOST_PREFIXES: usize = 200;

/// An element that may be kept.
pub(super) struct Element {
    /// Its name, without a prefix.
    pub(super) name: &'static str,
    /// By their names, without prefixes; those of other programs are gone.
    pub(super) attributes: BTreeMap<String, String>,
    /// In order; text only where it means something.
    pub(super) children: Vec<Node>,
}

/// What stands in an element.
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Words, or the text of a style.
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

#[derive(Default)]
struct Builder {
    open: Vec<Element>,
    /// How deep we are in something that is left out with all that is in it.
    left_out: usize,
    root: Option<Element>,
    count: usize,
    prefixes: usize,
}

/// Reads a file.
pub(super) fn read(text: &str) -> Result<Element, Fault> {
    let mut reader = NsReader::from_str(text);
    let mut builder = Builder::default();
    loop {
        match reader.read_event().map_err(|_| Fault::Damaged)? {
            Event::Start(tag) => builder.start(&reader, &tag)?,
            Event::Empty(tag) => {
                builder.start(&reader, &tag)?;
                builder.end()?;
            }
            Event::End(_) => builder.end()?,
            Event::Text(text) => builder.text(&text.xml10_content().map_err(|_| Fault::Damaged)?)?,
            Event::CData(text) => builder.text(&text.xml10_content().map_err(|_| Fault::Damaged)?)?,
            Event::GeneralRef(reference) => builder.reference(&reference)?,
            Event::PI(instruction) if instruction.target() == b"xml-stylesheet" => return Err(Fault::Reaches),
            // A plain DOCTYPE names a standard. One with declarations of its own can make any text of any other.
            Event::DocType(kind) if kind.contains(&b'[') => return Err(Fault::Grows),
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) | Event::Decl(_) => {}
            Event::Eof => break,
        }
    }
    if !builder.open.is_empty() || builder.left_out > 0 {
        return Err(Fault::CutShort);
    }
    builder.root.ok_or(Fault::Unknown)
}

impl Builder {
    fn start(&mut self, reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Result<(), Fault> {
        self.count += 1;
        if self.open.len() + self.left_out >= DEEPEST || self.count > MOST {
            return Err(Fault::Grows);
        }
        self.count_attributes(tag)?;
        if self.left_out > 0 {
            self.left_out += 1;
            return Ok(());
        }
        let (place, name) = reader.resolver().resolve_element(tag.name());
        let name = std::str::from_utf8(name.into_inner()).map_err(|_| Fault::Damaged)?;
        let first = self.open.is_empty();
        match place {
            ResolveResult::Bound(SVG) => {}
            _ if first => return Err(if name == "svg" { Fault::Unsupported } else { Fault::Unknown }),
            ResolveResult::Bound(XHTML) => return Err(Fault::Active),
            ResolveResult::Bound(_) => {
                self.left_out = 1;
                return Ok(());
            }
            ResolveResult::Unbound | ResolveResult::Unknown(_) => return Err(Fault::Unsupported),
        }
        if NOTES.contains(&name) {
            self.left_out = 1;
            return Ok(());
        }
        let name = element_name(name, first && self.root.is_none())?;
        let attributes = attributes(reader, tag, name)?;
        self.open.push(Element { name, attributes, children: Vec::new() });
        Ok(())
    }

    /// Refuses what takes the square of its size to read.
    fn count_attributes(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        let mut all = 0;
        for attribute in tag.attributes().with_checks(false) {
            all += 1;
            self.prefixes += usize::from(attribute.is_ok_and(|attribute| attribute.key.as_namespace_binding().is_some()));
        }
        if all > MOST_ATTRIBUTES || self.prefixes > MOST_PREFIXES { Err(Fault::Grows) } else { Ok(()) }
    }

    fn end(&mut self) -> Result<(), Fault> {
        if self.left_out > 0 {
            self.left_out -= 1;
            return Ok(());
        }
        let element = self.open.pop().ok_or(Fault::Damaged)?;
        match self.open.last_mut() {
            Some(above) => above.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), Fault> {
        let character = reference.resolve_char_ref().map_err(|_| Fault::Damaged)?;
        let name = reference.decode().map_err(|_| Fault::Damaged)?;
        let known = quick_xml::escape::resolve_xml_entity(&name);
        let text = character.map(String::from).or(known.map(str::to_owned)).ok_or(Fault::Grows)?;
        self.text(&text)
    }

    fn text(&mut self, text: &str) -> Result<(), Fault> {
        let takes = |name: &str| vocabulary::WORDS.contains(&name) || name == "style";
        let Some(above) = self.open.last_mut().filter(|above| self.left_out == 0 && takes(above.name)) else { return Ok(()) };
        if !text.chars().all(is_readable) {
            return Err(Fault::Damaged);
        }
        let text = text.replace('\r', "\n");
        match above.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(&text),
            _ => above.children.push(Node::Text(text)),
        }
        Ok(())
    }
}

/// Whether XML can hold a character.
fn is_readable(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

fn element_name(name: &str, root: bool) -> Result<&'static str, Fault> {
    if root || name == "svg" {
        return if root && name == "svg" { Ok("svg") } else { Err(Fault::Unsupported) };
    }
    // A picture on a page has no links; what they lead to is nobody's business.
    if name == "a" {
        return Ok("g");
    }
    if ACTIVE.contains(&name) {
        return Err(Fault::Active);
    }
    if REACHING.contains(&name) {
        return Err(Fault::Reaches);
    }
    ELEMENTS.iter().find(|known| **known == name).copied().ok_or(Fault::Unsupported)
}

fn attributes(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>, element: &str) -> Result<BTreeMap<String, String>, Fault> {
    let mut kept = BTreeMap::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| Fault::Damaged)?;
        let Some(name) = attribute_name(reader, &attribute)? else { continue };
        if name == "href" && element == "g" {
            continue;
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Fault::Grows)?;
        if !value.chars().all(is_readable) {
            return Err(Fault::Damaged);
        }
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        // The name without a prefix is the newer way to write it, and wins.
        if name == "href" && attribute.key.prefix().is_some() {
            kept.entry(name).or_insert(value);
        } else {
            kept.insert(name, value);
        }
    }
    Ok(kept)
}

fn attribute_name(reader: &NsReader<&[u8]>, attribute: &Attribute<'_>) -> Result<Option<String>, Fault> {
    if attribute.key.as_namespace_binding().is_some() {
        return Ok(None);
    }
    let (place, name) = reader.resolver().resolve_attribute(attribute.key);
    let name = std::str::from_utf8(name.into_inner()).map_err(|_| Fault::Damaged)?;
    match place {
        ResolveResult::Unbound if name.to_ascii_lowercase().starts_with("on") => Err(Fault::Active),
        ResolveResult::Unbound => Ok(Some(name.to_owned())),
        ResolveResult::Bound(XLINK) => Ok((name == "href").then(|| name.to_owned())),
        ResolveResult::Bound(XML) => Ok((name == "space").then(|| "xml:space".to_owned())),
        ResolveResult::Bound(_) => Ok(None),
        ResolveResult::Unknown(_) => Err(Fault::Damaged),
    }
}
