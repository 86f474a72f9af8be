//! Comes in: an SVG file. Goes out: whether it holds a drawing alone.
//! Must never: pass what an editor noted beside the drawing, or what can run, load or change.

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

const SVG: Namespace<'static> = Namespace(b"http://www.w3.org/2000/svg");
const XLINK: Namespace<'static> = Namespace(b"http://www.w3.org/1999/xlink");
const XML: Namespace<'static> = Namespace(b"http://www.w3.org/XML/1998/namespace");
/// What is noted beside a drawing, runs in it, loads into it, or changes it.
const FORBIDDEN: [&[u8]; 12] = [
    b"metadata",
    b"script",
    b"foreignObject",
    b"image",
    b"feImage",
    b"iframe",
    b"animate",
    b"animateMotion",
    b"animateTransform",
    b"set",
    b"handler",
    b"listener",
];

/// Whether a drawing is bare.
pub(super) fn is_bare(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let mut root = false;
    loop {
        let Ok(event) = reader.read_event() else { return false };
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let first = !std::mem::replace(&mut root, true);
                if !element(&reader, &tag) || (first && tag.local_name().as_ref() != b"svg") {
                    return false;
                }
            }
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) => return false,
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) | Event::Decl(_) | Event::End(_) => {}
            Event::Eof => return root,
        }
    }
}

fn element(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> bool {
    let (place, name) = reader.resolver().resolve_element(tag.name());
    place == ResolveResult::Bound(SVG)
        && !FORBIDDEN.contains(&name.as_ref())
        && tag.attributes().all(|attribute| attribute.is_ok_and(|attribute| plain(reader, &attribute)))
}

fn plain(reader: &NsReader<&[u8]>, attribute: &quick_xml::events::attributes::Attribute<'_>) -> bool {
    if attribute.key.as_namespace_binding().is_some() {
        return true;
    }
    let (place, name) = reader.resolver().resolve_attribute(attribute.key);
    let inside = || attribute.value.trim_ascii_start().starts_with(b"#");
    match place {
        ResolveResult::Unbound => match name.as_ref() {
            b"href" => inside(),
            name => !name.starts_with(b"on") && name != b"data",
        },
        ResolveResult::Bound(place) if place == XLINK => name.as_ref() != b"href" || inside(),
        ResolveResult::Bound(place) => place == XML,
        ResolveResult::Unknown(_) => false,
    }
}
