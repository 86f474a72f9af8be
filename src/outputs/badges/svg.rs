//! A badge as a drawing: label left, state right, on solid grounds of its own, so that it reads the same on light and dark pages.
//! Comes in: a badge. Goes out: SVG. Must never: put a text into it by any other way than the XML writer's.

use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::Badge;
use super::width::{self, Width};

const HEIGHT: u32 = 20;
/// Air beside each text.
const PAD: u32 = 6;
/// The square that the mark is drawn into.
const MARK: u32 = 12;
pub(super) const LABEL_COLOR: &str = "#3d464e";
const FONT: &str = "Verdana,Geneva,DejaVu Sans,Noto Sans,sans-serif";

type Xml = Writer<Vec<u8>>;

/// Draws a badge.
pub fn draw(badge: &Badge) -> io::Result<Vec<u8>> {
    let (label, message) = (width::of(&badge.label), width::of(&badge.message));
    let left = label.pixels + 2 * PAD;
    let right = MARK + message.pixels + 3 * PAD;
    let (all, height) = ((left + right).to_string(), HEIGHT.to_string());
    let mut xml = Writer::new(Vec::new());
    xml.create_element("svg")
        .with_attributes([
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("width", &all),
            ("height", &height),
            ("viewBox", &format!("0 0 {all} {height}")),
            ("role", "img"),
            ("aria-label", &badge.title),
        ])
        .write_inner_content(|xml| {
            xml.create_element("title").write_text_content(BytesText::new(&badge.title))?;
            grounds(xml, left, right, badge.mark.color)?;
            mark(xml, left + PAD, badge.mark.shape)?;
            texts(xml, badge, [(PAD, &badge.label, &label), (left + MARK + 2 * PAD, &badge.message, &message)])
        })?;
    Ok(xml.into_inner())
}

/// Both grounds, rounded at the outer corners.
fn grounds(xml: &mut Xml, left: u32, right: u32, color: &str) -> io::Result<()> {
    let label = format!("M3 0h{0}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z", left.saturating_sub(3));
    let state = format!("M{left} 0h{0}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H{left}z", right.saturating_sub(3));
    for (path, fill) in [(&label, LABEL_COLOR), (&state, color)] {
        xml.create_element("path").with_attributes([("fill", fill), ("d", path)]).write_empty()?;
    }
    Ok(())
}

fn mark(xml: &mut Xml, x: u32, shape: &str) -> io::Result<()> {
    let place = format!("translate({x} 4) scale(.75)");
    let attributes = [("fill", "#fff"), ("fill-rule", "evenodd"), ("transform", &place), ("d", shape)];
    xml.create_element("path").with_attributes(attributes).write_empty().map(|_| ())
}

fn texts(xml: &mut Xml, badge: &Badge, texts: [(u32, &String, &Width); 2]) -> io::Result<()> {
    let size = width::SIZE.to_string();
    let direction = if badge.right_to_left { "rtl" } else { "ltr" };
    let group = [("fill", "#fff"), ("font-family", FONT), ("font-size", &size), ("text-anchor", "middle"), ("direction", direction)];
    xml.create_element("g").with_attributes(group).write_inner_content(|xml| {
        for (x, text, width) in texts {
            let (pixels, middle) = (width.pixels.to_string(), format!("{}", f64::from(x) + f64::from(width.pixels) / 2.0));
            // Another font than the measured one is fitted into the same place. A script that nobody measured is left as it is.
            let fit = [("textLength", pixels.as_str()), ("lengthAdjust", "spacingAndGlyphs")];
            let fit = fit.into_iter().filter(|_| width.is_exact && width.pixels > 0);
            let place = [("x", middle.as_str()), ("y", "14")];
            xml.create_element("text").with_attributes(place.into_iter().chain(fit)).write_text_content(BytesText::new(text))?;
        }
        Ok(())
    })?;
    Ok(())
}
