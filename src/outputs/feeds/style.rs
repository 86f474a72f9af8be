//! How a feed looks in a browser that opens it by mistake: a CSS stylesheet, named behind the XML declaration.
//! Never XSLT, which browsers are about to drop, and never a word in the document: what a feed reader gets stays the same.

use std::io;

use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesPI, Event};

use crate::public::History;
use crate::render::Renderer;

/// The theme's stylesheet for feeds.
const STYLESHEET: &str = "feed.css";

/// The stylesheet's address on the host, if the theme has one.
pub fn address(history: &History, renderer: &Renderer) -> Option<String> {
    renderer.asset_path(STYLESHEET, &history.site).map(|path| format!("{}/{path}", history.site.base))
}

/// The document with its stylesheet.
pub fn styled(document: String, address: Option<&str>) -> io::Result<String> {
    let Some(address) = address else { return Ok(document) };
    let Some((declaration, rest)) = document.split_once("?>") else { return Ok(document) };
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::PI(BytesPI::new(format!(r#"xml-stylesheet type="text/css" href="{}""#, escape(address)))))?;
    let instruction = String::from_utf8(writer.into_inner()).map_err(io::Error::other)?;
    Ok(format!("{declaration}?>\n{instruction}\n{}", rest.trim_start()))
}
