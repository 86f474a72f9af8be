//! Comes in: HTML, SVG or XML of the site. Goes out: links, those in linked data included, ids, and markup that does not pass.
//! Must never: read other attributes than a browser would; hence a real tokenizer.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};
use regex::Regex;
use url::Url;

use super::json;
use super::reading::Reading;

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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Fragment,
    Drawing,
    Feed,
}

/// Reads a page.
pub(super) fn page(text: &str, reading: &mut Reading) {
    reading.ids = Some(BTreeSet::new());
    read(text, Kind::Page, None, reading);
}

/// Reads an SVG file.
pub(super) fn drawing(text: &str, reading: &mut Reading) {
    reading.ids = Some(BTreeSet::new());
    read(text, Kind::Drawing, None, reading);
}

/// Reads HTML that stands escaped in another file, at `span`.
pub(super) fn fragment(text: &str, span: &Range<usize>, reading: &mut Reading) {
    read(text, Kind::Fragment, Some(span), reading);
}

/// Reads a feed, the sitemap, or a style sheet for them.
pub(super) fn feed(text: &str, reading: &mut Reading) {
    let verbatim = Verbatim::of(text);
    read_with(&verbatim.blanked(text), Kind::Feed, None, &verbatim, reading);
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

fn read(text: &str, kind: Kind, outer: Option<&Range<usize>>, reading: &mut Reading) {
    read_with(text, kind, outer, &Verbatim::default(), reading);
}

fn read_with(text: &str, kind: Kind, outer: Option<&Range<usize>>, verbatim: &Verbatim<'_>, reading: &mut Reading) {
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
                start(&element, &tag, kind, outer, reading);
                if kind == Kind::Feed && is_words(&element, &tag) {
                    element.clear();
                }
            }
            Ok(Token::EndTag(_)) => {
                element.clear();
                linked_data = false;
            }
            Ok(Token::String(found)) if linked_data => json::read(&string(&found.value), reading),
            Ok(Token::String(found)) if kind == Kind::Feed => {
                let span = found.span.start..found.span.end;
                verbatim.within(span.clone()).for_each(|(inside, text)| feed_text(&element, text, inside, reading));
                feed_text(&element, &string(&found.value), &span, reading);
            }
            Ok(Token::Comment(found)) => comment(&string(&found.value), &place(found.span), kind, reading),
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

fn start(name: &str, tag: &StartTag<usize>, kind: Kind, outer: Option<&Range<usize>>, reading: &mut Reading) {
    let place = |span: html5gum::Span<usize>| outer.cloned().unwrap_or(span.start..span.end);
    let attribute = |name: &str| tag.attributes.get(name.as_bytes()).map(|value| string(&value.value));
    if kind != Kind::Feed {
        element_faults(name, tag, attribute("type"), kind, &place(tag.span), reading);
    }
    let loads = kind != Kind::Feed
        && (LOADING.contains(&name)
            || (name == "link" && attribute("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(is_loading))));
    for (key, value) in &tag.attributes {
        let (key, span, value) = (string(key), place(value.span), string(&value.value));
        if kind != Kind::Feed && (key == "style" || key == "srcdoc" || key.starts_with("on")) {
            reading.fault(span.clone(), format!("`{key}=` in <{name}>"), TO_FILE);
        }
        let before = reading.links.len();
        if ADDRESSES.contains(&key.as_str()) && !(key == "data" && name != "object") {
            address(&value, &span, loads, kind, reading);
        } else if SETS.contains(&key.as_str()) {
            value.split(',').filter_map(|one| one.split_ascii_whitespace().next()).for_each(|one| address(one, &span, true, kind, reading));
        } else if name == "meta" && key == "content" {
            meta(&value, attribute("http-equiv").as_deref(), &span, kind, reading);
        } else if kind == Kind::Feed && FEED_ADDRESSES.contains(&key.as_str()) {
            address(&value, &span, false, kind, reading);
        } else if let Some(ids) = reading.ids.as_mut()
            && (key == "id" || (key == "name" && name == "a"))
        {
            ids.insert(value);
        }
        let follows = name == "a" && kind == Kind::Page;
        reading.links[before..].iter_mut().for_each(|link| link.follows = follows);
    }
}

fn element_faults(
    name: &str,
    tag: &StartTag<usize>,
    kind_of_script: Option<String>,
    kind: Kind,
    span: &Range<usize>,
    reading: &mut Reading,
) {
    let has_source = tag.attributes.contains_key(b"src".as_slice());
    let is_data = kind_of_script.is_some_and(|kind| is_linked_data(&kind));
    match name {
        "script" if kind != Kind::Page || !(has_source || is_data) => reading.fault(span.clone(), "an inline script", TO_FILE),
        "style" if kind != Kind::Drawing => reading.fault(span.clone(), "an inline style", TO_FILE),
        "base" => reading.fault(span.clone(), "a <base> element, which bends every link", REMOVE),
        "foreignobject" if kind == Kind::Drawing => reading.fault(span.clone(), "a page inside a drawing", REMOVE),
        _ => {}
    }
}

fn comment(value: &str, span: &Range<usize>, kind: Kind, reading: &mut Reading) {
    if kind == Kind::Feed || (kind == Kind::Drawing && value.starts_with("?xml")) {
        // `<?xml-stylesheet href="…"?>` is a comment to an HTML tokenizer.
        if let Some(found) = STYLESHEET.captures(value).and_then(|found| found.get(1)) {
            reading.link(found.as_str(), span.clone(), false);
        }
        return;
    }
    reading.fault(span.clone(), "a comment, which every reader can see", "remove it, or use a comment of the template language");
}

#[expect(clippy::unwrap_used, reason = "a constant pattern, compiled by every test of this file")]
static STYLESHEET: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"^\?xml-stylesheet\b.*?\bhref\s*=\s*["']([^"']*)["']"#).unwrap());

fn feed_text(element: &str, text: &str, span: &Range<usize>, reading: &mut Reading) {
    let trimmed = text.trim();
    if HTML_ELEMENTS.contains(&element) && trimmed.contains('<') {
        fragment(trimmed, span, reading);
    } else if ADDRESS_ELEMENTS.contains(&element) && !trimmed.is_empty() {
        reading.link(trimmed, span.clone(), false);
    }
}

fn address(value: &str, span: &Range<usize>, loads: bool, kind: Kind, reading: &mut Reading) {
    match Url::parse(value) {
        Ok(url) if kind != Kind::Feed && !SCHEMES.contains(&url.scheme()) => {
            reading.fault(span.clone(), format!("an address with `{}:`", url.scheme()), "use an address with https:, mailto: or tel:");
        }
        _ => reading.link(value, span.clone(), loads),
    }
}

/// `content` of a `meta` element: where a page sends its reader on, or an absolute address for those who quote it.
fn meta(value: &str, equiv: Option<&str>, span: &Range<usize>, kind: Kind, reading: &mut Reading) {
    if equiv.is_some_and(|equiv| equiv.eq_ignore_ascii_case("refresh")) {
        let Some((_, rest)) = value.split_once([';', ',']) else { return };
        let rest = rest.trim();
        let target = match rest.get(..3) {
            Some(start) if start.eq_ignore_ascii_case("url") => rest[3..].trim_start().trim_start_matches('='),
            _ => rest,
        };
        address(target.trim().trim_matches(['"', '\'']), span, false, kind, reading);
    } else if value.starts_with("https://") || value.starts_with("http://") {
        reading.link(value, span.clone(), false);
    }
}

fn is_linked_data(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("application/ld+json")
}

fn is_loading(relation: &str) -> bool {
    LOADING_RELATIONS.iter().any(|one| relation.eq_ignore_ascii_case(one))
}

fn string(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
