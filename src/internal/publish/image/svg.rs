//! Comes in: an SVG file. Goes out: the same drawing, written anew from an allow-list, and every word in it.
//! Must never: keep what can run, load, hide or change; a style as text; or a name that somebody gave a part.

mod growth;
mod style;
mod tree;
mod value;
mod vocabulary;

use std::collections::BTreeMap;

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use self::growth::Growth;
use self::style::Sheet;
use self::tree::{Element, Node};
use self::value::Names;
use super::{Clean, Fault, check_size};

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Rebuilds a drawing.
pub(super) fn clean(bytes: &[u8]) -> Result<Clean, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Damaged)?;
    let root = tree::read(text.trim_start_matches('\u{feff}'))?;
    let (width, height) = size(&root)?;
    let mut work = Work {
        sheet: Sheet::of(&root)?,
        names: Names::default(),
        growth: Growth::default(),
        out: Writer::new(Vec::new()),
        fonts: Vec::new(),
    };
    work.element(&root, true)?;
    let Work { growth, out, fonts, .. } = work;
    growth.check()?;
    Ok(Clean { bytes: out.into_inner(), extension: "svg", width, height, words: words(&root, fonts) })
}

struct Work {
    sheet: Sheet,
    names: Names,
    growth: Growth,
    out: Writer<Vec<u8>>,
    fonts: Vec<String>,
}

impl Work {
    fn element(&mut self, element: &Element, root: bool) -> Result<(), Fault> {
        // Styles were followed already: what they say stands in the attributes.
        if element.name == "style" {
            return Ok(());
        }
        let attributes = self.attributes(element)?;
        let mut tag = BytesStart::new(element.name);
        tag.extend_attributes(root.then_some(("xmlns", NAMESPACE)));
        tag.extend_attributes(attributes.iter().map(|(name, value)| (*name, value.as_str())));
        let is_style = |child: &Node| matches!(child, Node::Element(child) if child.name == "style");
        if element.children.iter().all(is_style) {
            self.write(Event::Empty(tag))?;
        } else {
            self.write(Event::Start(tag))?;
            for child in &element.children {
                match child {
                    Node::Element(child) => self.element(child, false)?,
                    Node::Text(text) => self.write(Event::Text(BytesText::new(text)))?,
                }
            }
            self.write(Event::End(BytesEnd::new(element.name)))?;
        }
        self.growth.leave();
        Ok(())
    }

    /// What of an element is kept: shapes as they are, looks as they follow from all styles, names as numbers.
    fn attributes(&mut self, element: &Element) -> Result<BTreeMap<&'static str, String>, Fault> {
        let mut kept = BTreeMap::new();
        let looks = self.sheet.looks(element)?;
        style::check_shown(&looks)?;
        self.growth.enter(element.attribute("id").map(|id| self.names.number(id)));
        for (name, value) in element.attributes.iter().filter(|(name, _)| !matches!(name.as_str(), "style" | "class")) {
            let Some((name, kind)) = vocabulary::attribute(name) else { continue };
            kept.insert(name, value::checked(kind, value, &mut self.names, &mut self.growth)?);
        }
        for (name, value) in looks {
            let kind = if name == "font-family" { value::Kind::Fonts } else { value::Kind::Look };
            if kind == value::Kind::Fonts {
                self.fonts.push(value.clone());
            }
            // Whatever is left of these says that the part is shown.
            if !matches!(name, "display" | "visibility") {
                kept.insert(name, value::checked(kind, &value, &mut self.names, &mut self.growth)?);
            }
        }
        Ok(kept)
    }

    fn write(&mut self, event: Event<'_>) -> Result<(), Fault> {
        self.out.write_event(event).map_err(|_| Fault::Damaged)
    }
}

/// How large it is shown: its own size, else that of its view box, in whole pixels.
fn size(root: &Element) -> Result<(u32, u32), Fault> {
    let side = |name: &str| root.attribute(name).and_then(value::pixels);
    let view: Vec<f64> = root
        .attribute("viewBox")
        .map(|text| text.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty()).map_while(|part| part.parse().ok()).collect())
        .unwrap_or_default();
    let view = (view.len() == 4 && view[2] > 0.0 && view[3] > 0.0).then(|| (view[2], view[3]));
    let (width, height) = match (side("width"), side("height"), view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some(view)) => (width, width * view.1 / view.0),
        (None, Some(height), Some(view)) => (height * view.0 / view.1, height),
        (None, None, Some(view)) => view,
        _ => return Err(Fault::Dimensions),
    };
    let whole = |side: f64| format!("{:.0}", side.ceil()).parse::<u32>().map_err(|_| Fault::Dimensions);
    let (width, height) = (whole(width)?, whole(height)?);
    check_size(width, height)?;
    Ok((width, height))
}

/// Every word of a drawing, wherever it stands and whether or not it can be seen: each text by itself, and all one behind the other, since
/// programs cut lines into pieces.
fn words(root: &Element, fonts: Vec<String>) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut texts = Vec::new();
    gather(root, &mut pieces, &mut texts);
    let all = pieces.join(" ");
    let mut words: Vec<String> =
        texts.into_iter().chain([all, letters(&pieces)]).chain(fonts).filter(|text| !text.trim().is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Letters that stand alone, as programs place them that set each by itself: together they are words again.
fn letters(pieces: &[String]) -> String {
    let alone = |piece: &&String| piece.trim().chars().count() == 1;
    pieces
        .chunk_by(|a, b| alone(&a) == alone(&b))
        .filter(|run| run.len() > 2 && run.iter().all(|piece| alone(&piece)))
        .map(|run| run.iter().map(|piece| piece.trim()).collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

fn gather(element: &Element, pieces: &mut Vec<String>, texts: &mut Vec<String>) {
    if element.name == "style" {
        return;
    }
    let before = pieces.len();
    for child in &element.children {
        match child {
            Node::Element(child) => gather(child, pieces, texts),
            Node::Text(text) => pieces.push(text.clone()),
        }
    }
    if element.name == "text" {
        texts.push(pieces[before..].concat());
    }
}

#[cfg(test)]
mod tests;
