//! A finished page and which of its words differ → what customers see of it, as a document for a frame without any rights.
//! Only known elements and attributes pass. Must never: show a page with a word that is masked, nor anything that runs, loads or leads away.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use html5gum::{StartTag, Token};

use super::hidden::Hidden;
use super::html::escaped_whole as escaped;
use super::page::{INLINE, Page, string, tokens};

/// Elements that pass beside those within a line.
const ELEMENTS: [&str; 56] = [
    "article",
    "aside",
    "blockquote",
    "br",
    "caption",
    "circle",
    "col",
    "colgroup",
    "dd",
    "defs",
    "details",
    "div",
    "dl",
    "dt",
    "ellipse",
    "figcaption",
    "figure",
    "footer",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "line",
    "main",
    "nav",
    "ol",
    "p",
    "path",
    "polygon",
    "polyline",
    "pre",
    "rect",
    "rp",
    "rt",
    "ruby",
    "search",
    "section",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tspan",
    "text",
    "ul",
];
/// Elements that go with all that is in them.
const REFUSED: [&str; 14] = [
    "audio", "canvas", "frameset", "iframe", "noembed", "noframes", "noscript", "object", "script", "select", "style", "template",
    "textarea", "video",
];
/// Attributes that pass: how a thing looks, and what a reader is told of it.
const ATTRIBUTES: [&str; 41] = [
    "alt",
    "aria-hidden",
    "aria-label",
    "class",
    "colspan",
    "cx",
    "cy",
    "d",
    "datetime",
    "dir",
    "fill",
    "fill-rule",
    "height",
    "hidden",
    "id",
    "lang",
    "open",
    "points",
    "preserveaspectratio",
    "r",
    "reversed",
    "role",
    "rowspan",
    "rx",
    "ry",
    "scope",
    "start",
    "stroke",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-width",
    "title",
    "transform",
    "viewbox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];
/// Attributes that a theme writes and no document: words that are masked may stand in them by chance.
const OF_THE_THEME: [&str; 6] = ["class", "d", "points", "role", "transform", "viewbox"];
/// A larger picture is named instead, in bytes.
const LARGEST_PICTURE: usize = 256 * 1024;
/// What a frame may do beside showing text: use the styles within it, and pictures within it.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
/// How marks look, in the colours of the report, and what is left of a link that leads away.
const STYLE: &str = include_str!("rendered.css");

/// A page as customers see it.
#[derive(Debug)]
pub(super) enum Rendered {
    /// There is none.
    None,
    /// A document of its own.
    Whole(String),
    /// A word of it is masked, so it is told in words.
    Masked,
    /// It is one of too many.
    LeftOut,
}

impl Rendered {
    /// A page, its words marked with an element where they differ. `found` has the files of the site by their address.
    pub(super) fn of<'a>(html: &[u8], mark: Option<(&str, &[bool])>, hidden: &Hidden, found: &dyn Fn(&str) -> Option<&'a [u8]>) -> Self {
        let text = String::from_utf8_lossy(html);
        let page = Page::read(html);
        let mut writer = Writer::new(&page, mark, found);
        for (number, token) in tokens(&text).enumerate() {
            match token {
                Token::StartTag(tag) => writer.start(&tag),
                Token::EndTag(tag) => writer.end(&string(&tag.name)),
                Token::String(text) => writer.text(&string(&text.value), number),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        let told: Vec<String> = writer.told.split_whitespace().map(str::to_owned).collect();
        if hidden.any(&page.words) || hidden.any(&told) || writer.values.iter().any(|value| hidden.any(std::slice::from_ref(value))) {
            return Self::Masked;
        }
        Self::Whole(writer.document())
    }
}

struct Writer<'a, 'f> {
    found: &'f dyn Fn(&str) -> Option<&'a [u8]>,
    /// Attributes of the root: language and direction.
    root: String,
    style: String,
    out: String,
    /// All text that the page shows, and all that its attributes hold.
    told: String,
    values: Vec<String>,
    in_main: bool,
    /// The element whose insides are left out, and how many of its name are open.
    refused: Option<(String, usize)>,
    mark: &'f str,
    /// What is to be marked, in order: the token and the bytes of its text.
    marks: Peekable<IntoIter<(usize, Range<usize>)>>,
}

impl<'a, 'f> Writer<'a, 'f> {
    fn new(page: &Page, mark: Option<(&'f str, &[bool])>, found: &'f dyn Fn(&str) -> Option<&'a [u8]>) -> Self {
        let (mark, marked) = mark.unwrap_or_default();
        let mut marks: Vec<(usize, Range<usize>)> = Vec::new();
        let mut last = None;
        for place in page.places.iter().filter(|place| marked.get(place.word).copied().unwrap_or_default()) {
            match marks.last_mut() {
                // Words that follow each other are marked as one, with the space between.
                Some((token, bytes)) if *token == place.token && last.is_some_and(|last| place.word - last <= 1) => {
                    bytes.end = place.bytes.end;
                }
                _ => marks.push((place.token, place.bytes.clone())),
            }
            last = Some(place.word);
        }
        Self {
            found,
            root: String::new(),
            style: String::new(),
            out: String::new(),
            told: String::new(),
            values: Vec::new(),
            in_main: false,
            refused: None,
            mark,
            marks: marks.into_iter().peekable(),
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = string(&tag.name);
        let attribute = |name: &str| tag.attributes.get(name.as_bytes()).map(|value| string(&value.value));
        if let Some((refused, depth)) = &mut self.refused {
            *depth += usize::from(*refused == name && !tag.self_closing);
            return;
        }
        match name.as_str() {
            "html" => self.root = ["lang", "dir"].iter().filter_map(|key| Some(written(key, &attribute(key)?))).collect(),
            "link" if attribute("rel").as_deref() == Some("stylesheet") => self.sheet(&attribute("href").unwrap_or_default()),
            "main" => self.in_main = true,
            _ => {}
        }
        if !self.in_main {
            return;
        }
        if REFUSED.contains(&name.as_str()) {
            self.refused = (!tag.self_closing).then_some((name, 1));
            return;
        }
        let inline = INLINE.contains(&name.as_str());
        self.told.push_str(if inline { "" } else { " " });
        let values = tag.attributes.iter().map(|(key, value)| (string(key), string(&value.value)));
        self.values.extend(values.filter(|(key, _)| !OF_THE_THEME.contains(&key.as_str())).map(|(_, value)| value));
        if name == "img" {
            self.picture(&attribute("src").unwrap_or_default(), tag);
        } else if inline || ELEMENTS.contains(&name.as_str()) {
            let place = attribute("href").filter(|href| name == "a" && href.starts_with('#'));
            let place = place.map(|href| written("href", &href)).unwrap_or_default();
            self.out.push_str(&format!("<{name}{}{place}{}>", attributes(tag), if tag.self_closing { "/" } else { "" }));
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((refused, depth)) = &mut self.refused {
            *depth -= usize::from(refused == name);
            if *depth == 0 {
                self.refused = None;
            }
            return;
        }
        let inline = INLINE.contains(&name);
        if self.in_main && (inline || ELEMENTS.contains(&name)) {
            self.told.push_str(if inline { "" } else { " " });
            self.out.push_str(&format!("</{name}>"));
        }
        self.in_main &= name != "main";
    }

    fn text(&mut self, text: &str, token: usize) {
        if !self.in_main || self.refused.is_some() {
            return;
        }
        self.told.push_str(text);
        let mut at = 0;
        while let Some((_, bytes)) = self.marks.next_if(|(of, _)| *of == token) {
            let (before, marked) = (text.get(at..bytes.start).unwrap_or_default(), text.get(bytes.clone()).unwrap_or_default());
            self.out.push_str(&format!("{}<{mark}>{}</{mark}>", escaped(before), escaped(marked), mark = self.mark));
            at = bytes.end;
        }
        self.out.push_str(&escaped(text.get(at..).unwrap_or_default()));
    }

    /// A picture of the site that is small stands in the page; any other is named.
    fn picture(&mut self, address: &str, tag: &StartTag<()>) {
        let bytes = (self.found)(address).filter(|bytes| bytes.len() <= LARGEST_PICTURE);
        if let Some((bytes, kind)) = bytes.zip(media_type(address)) {
            let source = format!("data:{kind};base64,{}", STANDARD.encode(bytes));
            self.out.push_str(&format!("<img{}{}>", attributes(tag), written("src", &source)));
            return;
        }
        let name = address.rsplit('/').next().unwrap_or_default();
        self.out.push_str(&format!("<span class=\"not-shown\">picture {}</span>", escaped(name)));
    }

    /// A style sheet is a file of the theme, which no text of a document reaches.
    fn sheet(&mut self, address: &str) {
        if let Some(bytes) = (self.found)(address) {
            // Nothing in it may end the element that it stands in; in a style sheet both spellings mean the same.
            self.style.push_str(&String::from_utf8_lossy(bytes).replace("</", "<\\/"));
            self.style.push('\n');
        }
    }

    fn document(self) -> String {
        format!(
            "<!doctype html><html{}><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
             <meta name=\"color-scheme\" content=\"light dark\"><style>{}{STYLE}</style></head><body>{}</body></html>",
            self.root, self.style, self.out
        )
    }
}

/// The attributes that pass.
fn attributes(tag: &StartTag<()>) -> String {
    let all = tag.attributes.iter().map(|(key, value)| (string(key), string(&value.value)));
    all.filter(|(key, _)| ATTRIBUTES.contains(&key.as_str())).map(|(key, value)| written(&key, &value)).collect()
}

fn written(key: &str, value: &str) -> String {
    format!(" {key}=\"{}\"", escaped(value))
}

fn media_type(address: &str) -> Option<&'static str> {
    match address.rsplit('.').next()? {
        "png" => Some("image/png"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        "gif" => Some("image/gif"),
        "webp" => Some("image/webp"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}
