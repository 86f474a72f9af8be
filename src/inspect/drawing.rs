//! Comes in: an SVG file. Goes out: whether it holds a drawing alone.
//! Must never: pass what an editor noted beside the drawing, or what can run, load or change.

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

const SVG: Namespace<'static> = Namespace(b"http://www.w3.org/2000/svg");
const XLINK: Namespace<'static> = Namespace(b"http://www.w3.org/1999/xlink");
const XML: Namespace<'static> = Namespace(b"http://www.w3.org/XML/1998/namespace");
/// What is noted beside a drawing, runs in it, loads into it, or changes it.
const FORBIDDEN: [&[u8]; 22] = [
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
    b"animateColor",
    b"mpath",
    b"discard",
    b"audio",
    b"video",
    b"canvas",
    b"tref",
    b"cursor",
    b"color-profile",
    b"font-face-uri",
];
/// Attributes of an element. Each is held against all before it.
const MOST_ATTRIBUTES: usize = 200;

/// Whether a drawing is bare.
pub(super) fn is_bare(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let mut root = false;
    let mut in_style = false;
    loop {
        let Ok(event) = reader.read_event() else { return false };
        let styles = in_style;
        in_style = match &event {
            Event::Start(tag) => tag.local_name().as_ref() == b"style",
            Event::Text(_) | Event::CData(_) => in_style,
            _ => false,
        };
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let first = !std::mem::replace(&mut root, true);
                if !element(&reader, &tag) || (first && tag.local_name().as_ref() != b"svg") {
                    return false;
                }
            }
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) => return false,
            // Words may say anything; a style may not reach out, nor be cut in two by a reference.
            Event::Text(text) if in_style && !stays_inside(&text) => return false,
            Event::CData(text) if in_style && !stays_inside(&text) => return false,
            Event::GeneralRef(_) if styles => return false,
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) | Event::Decl(_) | Event::End(_) => {}
            Event::Eof => return root,
        }
    }
}

fn element(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> bool {
    let (place, name) = reader.resolver().resolve_element(tag.name());
    place == ResolveResult::Bound(SVG)
        && tag.attributes().with_checks(false).take(MOST_ATTRIBUTES + 1).count() <= MOST_ATTRIBUTES
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
            name if name.starts_with(b"aria-") => true,
            name => !name.starts_with(b"on") && name != b"data" && stays_inside(&attribute.value),
        },
        ResolveResult::Bound(place) if place == XLINK => name.as_ref() != b"href" || inside(),
        // A base would make another file of every name within.
        ResolveResult::Bound(place) => place == XML && name.as_ref() != b"base",
        ResolveResult::Unknown(_) => false,
    }
}

/// Whether a text that may be a style names nothing outside the drawing: no import, no address but a name within, and no escape, which
/// could write either.
fn stays_inside(text: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    let begins_inside = |rest: &[u8]| {
        let rest = rest.trim_ascii_start();
        rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest).starts_with(b"#")
    };
    let mut addresses = memchr::memmem::find_iter(&lower, b"url(");
    addresses.all(|at| begins_inside(&lower[at + 4..])) && memchr::memmem::find(&lower, b"@import").is_none() && !lower.contains(&b'\\')
}
