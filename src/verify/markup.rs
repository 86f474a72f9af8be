//! Comes in: HTML, SVG or XML of the site. Goes out: links, those in linked data included, ids, and markup that does not pass.
//! Must never: read other attributes than a browser would; hence a real tokenizer.

use std::ops::Range;
use std::sync::LazyLock;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};
use regex::Regex;
use url::Url;

use super::reading::{How, Sink};
use super::{json, strict};

/// Attributes that hold one address.
const ADDRESSES: [&str; 9] = ["href", "src", "poster", "action", "formaction", "data", "xlink:href", "background", "cite"];
/// Attributes of feeds, and of lists of feeds, that hold one more.
const FEED_ADDRESSES: [&str; 3] = ["url", "xmlurl", "htmlurl"];
/// Attributes that hold several, each with a width or density behind it.
const SETS: [&str; 2] = ["srcset", "imagesrcset"];
/// Elements that fetch their address by themselves.
const LOADING: [&str; 13] =
    ["img", "script", "source", "video", "audio", "track", "embed", "iframe", "frame", "object", "input", "image", "use"];
/// Relations of a `link` element that a browser fetches.
const LOADING_RELATIONS: [&str; 7] = ["stylesheet", "icon", "apple-touch-icon", "mask-icon", "preload", "modulepreload", "manifest"];
/// Schemes of addresses that a page may hold.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "webcal"];
/// Elements of feeds and of the sitemap whose text is an address.
const ADDRESS_ELEMENTS: [&str; 6] = ["link", "loc", "url", "icon", "logo", "comments"];
/// Elements of feeds whose text is HTML.
const HTML_ELEMENTS: [&str; 4] = ["content", "summary", "description", "content:encoded"];

const TO_FILE: &str = "move it into a file of theme/static";
const REMOVE: &str = "remove it from the theme";

/// What kind of markup a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page.
    Page,
    /// HTML inside another file.
    Fragment,
    /// An SVG file.
    Drawing,
    /// A feed, the sitemap, or a style sheet for them.
    Feed,
}

/// Reads a page.
pub(super) fn page(text: &str, sink: &mut dyn Sink) {
    sink.has_ids();
    read(text, Kind::Page, None, sink);
}

/// Reads an SVG file.
pub(super) fn drawing(text: &str, sink: &mut dyn Sink) {
    sink.has_ids();
    read(text, Kind::Drawing, None, sink);
}

/// Reads HTML that stands escaped in another file, at `span`.
pub(super) fn fragment(text: &str, span: &Range<usize>, sink: &mut dyn Sink) {
    read(text, Kind::Fragment, Some(span), sink);
}

/// Reads a feed, the sitemap, or a style sheet for them.
pub(super) fn feed(text: &str, sink: &mut dyn Sink) {
    if sink.hurries() && strict::read(text, Kind::Feed, sink).is_some() {
        return;
    }
    let verbatim = Verbatim::of(text);
    read_with(&verbatim.blanked(text), Kind::Feed, None, &verbatim, sink);
}

/// The insides of CDATA sections. What stands there is the text itself, and no entity in it is decoded; an HTML tokenizer knows no
/// such sections, so they are blanked for it and read by themselves.
#[derive(Default)]
struct Verbatim<'a>(Vec<(Range<usize>, &'a str)>);

impl<'a> Verbatim<'a> {
    fn of(text: &'a str) -> Self {
        let mut sections = Vec::new();
        for (mark, opening) in text.match_indices("<![CDATA[") {
            let start = mark + opening.len();
            let end = text[start..].find("]]>").map_or(text.len(), |end| start + end);
            if sections.last().is_none_or(|(last, _): &(Range<usize>, _)| last.end <= mark) {
                sections.push((start..end, &text[start..end]));
            }
        }
        Self(sections)
    }

    /// Of equal length, so that spans stay true.
    fn blanked(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for (inside, _) in &self.0 {
            let (from, until) = (inside.start - "<![CDATA[".len(), (inside.end + "]]>".len()).min(text.len()));
            out.push_str(&text[out.len()..from]);
            out.extend(std::iter::repeat_n(' ', until - from));
        }
        out.push_str(&text[out.len()..]);
        out
    }

    /// The sections inside a piece of text.
    fn within(&self, span: Range<usize>) -> impl Iterator<Item = &(Range<usize>, &'a str)> {
        let first = self.0.partition_point(|(inside, _)| inside.start < span.start);
        self.0[first..].iter().take_while(move |(inside, _)| inside.end <= span.end)
    }
}

fn read(text: &str, kind: Kind, outer: Option<&Range<usize>>, sink: &mut dyn Sink) {
    if !(sink.hurries() && strict::read(text, kind, sink).is_some()) {
        read_with(text, kind, outer, &Verbatim::default(), sink);
    }
}

fn read_with(text: &str, kind: Kind, outer: Option<&Range<usize>>, verbatim: &Verbatim<'_>, sink: &mut dyn Sink) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(matches!(kind, Kind::Page | Kind::Fragment));
    let (mut element, mut linked_data) = (String::new(), false);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let place = |span: html5gum::Span<usize>| outer.cloned().unwrap_or(span.start..span.end);
        match token {
            Ok(Token::StartTag(tag)) => {
                element = string(&tag.name);
                linked_data =
                    element == "script" && tag.attributes.get(b"type".as_slice()).is_some_and(|kind| is_linked_data(&string(&kind.value)));
                start(&element, &tag, kind, outer, sink);
                if kind == Kind::Feed && is_words(&element, &tag) {
                    element.clear();
                }
            }
            Ok(Token::EndTag(_)) => {
                element.clear();
                linked_data = false;
            }
            Ok(Token::String(found)) if linked_data => json::read(&string(&found.value), sink),
            Ok(Token::String(found)) if kind == Kind::Feed => {
                let span = found.span.start..found.span.end;
                verbatim.within(span.clone()).for_each(|(inside, text)| feed_text(&element, text, inside, sink));
                feed_text(&element, &string(&found.value), &span, sink);
            }
            Ok(Token::Comment(found)) => comment(&string(&found.value), &place(found.span), kind, sink),
            Ok(Token::String(_) | Token::Doctype(_) | Token::Error(_)) => {}
            Err(never) => match never {},
        }
    }
}

/// Whether the text of an element of a feed is words and no HTML: an Atom summary that does not say otherwise.
fn is_words(name: &str, tag: &StartTag<usize>) -> bool {
    let kind = tag.attributes.get(b"type".as_slice()).map(|value| string(&value.value));
    name == "summary" && !kind.is_some_and(|kind| kind.to_ascii_lowercase().contains("html"))
}

fn start(name: &str, tag: &StartTag<usize>, kind: Kind, outer: Option<&Range<usize>>, sink: &mut dyn Sink) {
    let place = |span: html5gum::Span<usize>| outer.cloned().unwrap_or(span.start..span.end);
    let attribute = |name: &str| tag.attributes.get(name.as_bytes()).map(|value| string(&value.value));
    if kind != Kind::Feed {
        element_faults(name, tag, attribute("type"), kind, &place(tag.span), sink);
    }
    let loads = kind != Kind::Feed && loads(name, attribute("rel").as_deref());
    for (key, value) in &tag.attributes {
        let (key, span, value) = (string(key), place(value.span), string(&value.value));
        if kind != Kind::Feed && (key == "style" || key == "srcdoc" || key.starts_with("on")) {
            sink.fault(Some(span.clone()), format!("`{key}=` in <{name}>"), TO_FILE);
        }
        let how = How { span: Some(span), loads, follows: name == "a" && kind == Kind::Page };
        if ADDRESSES.contains(&key.as_str()) && !(key == "data" && name != "object") {
            address(&value, how, kind, sink);
        } else if SETS.contains(&key.as_str()) {
            set(&value, &how, kind, sink);
        } else if name == "meta" && key == "content" {
            meta(&value, attribute("http-equiv").as_deref(), how, kind, sink);
        } else if kind == Kind::Feed && FEED_ADDRESSES.contains(&key.as_str()) {
            address(&value, How { loads: false, ..how }, kind, sink);
        } else if key == "id" || (key == "name" && name == "a") {
            sink.id(&value);
        }
    }
}

fn element_faults(name: &str, tag: &StartTag<usize>, kind_of_script: Option<String>, kind: Kind, span: &Range<usize>, sink: &mut dyn Sink) {
    let has_source = tag.attributes.contains_key(b"src".as_slice());
    let is_data = kind_of_script.is_some_and(|kind| is_linked_data(&kind));
    let mut fault = |what: &str, help| sink.fault(Some(span.clone()), what.to_owned(), help);
    match name {
        "script" if kind != Kind::Page || !(has_source || is_data) => fault("an inline script", TO_FILE),
        "style" if kind != Kind::Drawing => fault("an inline style", TO_FILE),
        "base" => fault("a <base> element, which bends every link", REMOVE),
        "foreignobject" if kind == Kind::Drawing => fault("a page inside a drawing", REMOVE),
        _ => {}
    }
}

/// Tells of the style sheet that a feed names in a comment; other comments in pages and drawings are faults.
pub(super) fn comment(value: &str, span: &Range<usize>, kind: Kind, sink: &mut dyn Sink) {
    if kind == Kind::Feed || (kind == Kind::Drawing && value.starts_with("?xml")) {
        // `<?xml-stylesheet href="…"?>` is a comment to an HTML tokenizer.
        if let Some(found) = STYLESHEET.captures(value).and_then(|found| found.get(1)) {
            sink.link(found.as_str(), How::at(span.clone()));
        }
        return;
    }
    let help = "remove it, or use a comment of the template language";
    sink.fault(Some(span.clone()), "a comment, which every reader can see".to_owned(), help);
}

#[expect(clippy::unwrap_used, reason = "a constant pattern, compiled by every test of this file")]
static STYLESHEET: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"^\?xml-stylesheet\b.*?\bhref\s*=\s*["']([^"']*)["']"#).unwrap());

/// Whether anybody asks for the text of an element of a feed.
pub(super) fn has_text(element: &str) -> bool {
    HTML_ELEMENTS.contains(&element) || ADDRESS_ELEMENTS.contains(&element)
}

/// Text in an element of a feed: an address, HTML, or neither.
pub(super) fn feed_text(element: &str, text: &str, span: &Range<usize>, sink: &mut dyn Sink) {
    let trimmed = text.trim();
    if HTML_ELEMENTS.contains(&element) && trimmed.contains('<') {
        fragment(trimmed, span, sink);
    } else if ADDRESS_ELEMENTS.contains(&element) && !trimmed.is_empty() {
        sink.link(trimmed, How::at(span.clone()));
    }
}

/// An address alone in an attribute.
pub(super) fn address(value: &str, how: How, kind: Kind, sink: &mut dyn Sink) {
    // Most are paths, fragments or web addresses: those pass, or are no addresses, and nobody has to parse them here.
    let passes = kind == Kind::Feed || value.starts_with(['/', '#']) || value.starts_with("https://") || value.starts_with("http://");
    match if passes { None } else { Url::parse(value).ok() } {
        Some(url) if !SCHEMES.contains(&url.scheme()) => {
            sink.fault(how.span, format!("an address with `{}:`", url.scheme()), "use an address with https:, mailto: or tel:");
        }
        _ => sink.link(value, how),
    }
}

/// Several addresses in an attribute; a browser loads one of them.
pub(super) fn set(value: &str, how: &How, kind: Kind, sink: &mut dyn Sink) {
    let addresses = value.split(',').filter_map(|one| one.split_ascii_whitespace().next());
    addresses.for_each(|one| address(one, How { loads: true, ..how.clone() }, kind, sink));
}

/// `content` of a `meta` element: where a page sends its reader on, or an absolute address for those who quote it.
pub(super) fn meta(value: &str, equiv: Option<&str>, how: How, kind: Kind, sink: &mut dyn Sink) {
    let how = How { loads: false, ..how };
    if equiv.is_some_and(|equiv| equiv.eq_ignore_ascii_case("refresh")) {
        let Some((_, rest)) = value.split_once([';', ',']) else { return };
        let rest = rest.trim();
        let target = match rest.get(..3) {
            Some(start) if start.eq_ignore_ascii_case("url") => rest[3..].trim_start().trim_start_matches('='),
            _ => rest,
        };
        address(target.trim().trim_matches(['"', '\'']), how, kind, sink);
    } else if value.starts_with("https://") || value.starts_with("http://") {
        sink.link(value, how);
    }
}

/// Whether an element fetches its address by itself.
pub(super) fn loads(name: &str, relation: Option<&str>) -> bool {
    LOADING.contains(&name) || (name == "link" && relation.is_some_and(|rel| rel.split_ascii_whitespace().any(is_loading)))
}

/// Whether a script is data for search engines.
pub(super) fn is_linked_data(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("application/ld+json")
}

fn is_loading(relation: &str) -> bool {
    LOADING_RELATIONS.iter().any(|one| relation.eq_ignore_ascii_case(one))
}

fn string(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
