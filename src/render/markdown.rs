//! Markdown of an author → HTML without anything that an author could have meant for another reader:
//! no raw HTML, no comments, links to http(s) and mailto only, images only as the caller resolved them.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use pulldown_cmark_escape::escape_href;

use super::highlight;
use super::table::Table;

/// An image as the site has it.
#[derive(Debug, Clone)]
pub struct Image {
    /// Its address on the site's host, from the root.
    pub src: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// How a piece is rendered.
pub struct Settings<'a> {
    /// The Markdown that documents are written in.
    pub dialect: Options,
    /// Whether a piece that is all quotes is unwrapped.
    pub unquote: bool,
    /// The level that the highest heading gets, 1 to 6.
    pub top_heading: u8,
    /// Put before the ids of notes, so that two pieces on one page do not meet.
    pub prefix: &'a str,
    /// Finds an image by the address that the author wrote.
    pub image: &'a dyn Fn(&str) -> Option<Image>,
}

/// What was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Raw HTML.
    RawHtml,
    /// A link to something else than http(s) or mailto.
    Link,
    /// An image that the caller did not find.
    Image,
}

/// A rendered piece.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// The words, paragraphs parted by a blank line.
    pub text: String,
    /// The words of the first paragraph, on one line.
    pub first: Option<String>,
    /// What was left out, and where.
    pub faults: Vec<(Range<usize>, Fault)>,
}

/// The addresses of the images that a piece shows, as written, with their places.
pub fn images(markdown: &str, dialect: Options) -> Vec<(Range<usize>, String)> {
    // Every image is written with these two, and most pieces have none.
    if !markdown.contains("![") {
        return Vec::new();
    }
    let images = Parser::new_ext(markdown, dialect).into_offset_iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::Image { dest_url, .. }) => Some((range, dest_url.into_string())),
        _ => None,
    });
    images.collect()
}

/// Renders a piece.
pub fn render(markdown: &str, settings: &Settings<'_>) -> Rendered {
    let events: Vec<_> = Parser::new_ext(markdown, settings.dialect).into_offset_iter().collect();
    let highest = events
        .iter()
        .filter_map(|(event, _)| if let Event::Start(Tag::Heading { level, .. }) = event { Some(*level as u8) } else { None })
        .min();
    let mut cleaner = Cleaner {
        settings,
        shift: i16::from(settings.top_heading) - i16::from(highest.unwrap_or(settings.top_heading)),
        unquote: settings.unquote && all_quoted(&events),
        out: Vec::with_capacity(events.len()),
        rendered: Rendered { html: String::with_capacity(markdown.len() + markdown.len() / 4), ..Rendered::default() },
        text: super::plain::Plain::default(),
        links: Vec::new(),
        image: None,
        code: None,
        block: None,
        quotes: 0,
        notes: BTreeMap::new(),
        table: Table::default(),
    };
    for (event, range) in events {
        cleaner.event(event, range);
    }
    let Cleaner { out, mut rendered, text, .. } = cleaner;
    html::push_html(&mut rendered.html, out.into_iter());
    (rendered.text, rendered.first) = text.finish();
    rendered
}

/// Whether every block at the top level is a quote or a heading, and there is a quote.
fn all_quoted(events: &[(Event<'_>, Range<usize>)]) -> bool {
    let (mut depth, mut quotes, mut others) = (0usize, 0usize, 0usize);
    for (event, _) in events {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    match tag {
                        Tag::BlockQuote(_) => quotes += 1,
                        Tag::Heading { .. } | Tag::HtmlBlock => {}
                        _ => others += 1,
                    }
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    quotes > 0 && others == 0
}

struct Cleaner<'a, 's> {
    settings: &'s Settings<'s>,
    shift: i16,
    unquote: bool,
    out: Vec<Event<'a>>,
    rendered: Rendered,
    text: super::plain::Plain,
    /// For each open link whether it is kept.
    links: Vec<bool>,
    image: Option<(Option<Image>, String)>,
    code: Option<(String, String)>,
    block: Option<(Range<usize>, String)>,
    quotes: usize,
    notes: BTreeMap<String, usize>,
    table: Table,
}

impl<'a> Cleaner<'a, '_> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Some((_, alt)) = &mut self.image {
            match event {
                Event::End(TagEnd::Image) => self.end_image(),
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::InlineHtml(html) => self.raw(&html, range),
                _ => {}
            }
            return;
        }
        if let Some((_, code)) = &mut self.code {
            match event {
                Event::End(TagEnd::CodeBlock) => self.end_code(),
                Event::Text(text) => code.push_str(&text),
                _ => {}
            }
            return;
        }
        if let Some((_, block)) = &mut self.block {
            match event {
                Event::Html(html) | Event::Text(html) => block.push_str(&html),
                Event::End(TagEnd::HtmlBlock) => {
                    if let Some((range, block)) = self.block.take() {
                        self.raw(&block, range);
                    }
                }
                _ => {}
            }
            return;
        }
        match event {
            Event::Html(html) | Event::InlineHtml(html) => self.raw(&html, range),
            Event::Start(Tag::HtmlBlock) => self.block = Some((range, String::new())),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::TaskListMarker(done) => self.keep(Event::Text(if done { "☑ " } else { "☐ " }.into())),
            Event::FootnoteReference(label) => {
                let name = self.note(&label);
                self.keep(Event::FootnoteReference(name));
            }
            other => self.keep(other),
        }
    }

    fn keep(&mut self, event: Event<'a>) {
        self.text.event(&event);
        self.out.push(event);
    }

    /// Comments go silently; other raw HTML goes with a fault.
    fn raw(&mut self, html: &str, range: Range<usize>) {
        let mut rest = html.trim();
        while let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| comment[end + 3..].trim());
        }
        if !rest.is_empty() {
            self.rendered.faults.push((range, Fault::RawHtml));
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if let Some(html) = self.table.start(&tag) {
            self.text.event(&Event::Start(tag));
            return self.out.push(Event::Html(html.into()));
        }
        match tag {
            Tag::BlockQuote(_) => {
                self.quotes += 1;
                if !(self.unquote && self.quotes == 1) {
                    self.keep(Event::Start(Tag::BlockQuote(None)));
                }
            }
            Tag::Heading { level, .. } => {
                let level = shifted(level, self.shift);
                self.keep(Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }));
            }
            Tag::CodeBlock(kind) => {
                let language = if let CodeBlockKind::Fenced(info) = kind {
                    info.split_whitespace().next().unwrap_or_default().to_owned()
                } else {
                    String::new()
                };
                self.code = Some((language, String::new()));
            }
            Tag::Link { link_type, dest_url, title, id } => {
                let fine = allowed(&dest_url, link_type);
                // An address in the words of a link is words: HTML has no link within a link.
                let is_kept = fine && !self.links.contains(&true);
                self.links.push(is_kept);
                if is_kept {
                    self.keep(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                }
                if !fine {
                    self.rendered.faults.push((range, Fault::Link));
                }
            }
            Tag::Image { dest_url, .. } => {
                let found = (self.settings.image)(&dest_url);
                if found.is_none() {
                    self.rendered.faults.push((range, Fault::Image));
                }
                self.image = Some((found, String::new()));
            }
            Tag::FootnoteDefinition(label) => {
                let name = self.note(&label);
                self.keep(Event::Start(Tag::FootnoteDefinition(name)));
            }
            other => self.keep(Event::Start(other)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if let Some(html) = self.table.end(tag) {
            self.text.event(&Event::End(tag));
            return self.out.push(Event::Html(html.into()));
        }
        match tag {
            TagEnd::BlockQuote(kind) => {
                if !(self.unquote && self.quotes == 1) {
                    self.keep(Event::End(TagEnd::BlockQuote(kind.and(None))));
                }
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Heading(level) => self.keep(Event::End(TagEnd::Heading(shifted(level, self.shift)))),
            TagEnd::Link => {
                if self.links.pop().unwrap_or(true) {
                    self.keep(Event::End(TagEnd::Link));
                }
            }
            other => self.keep(Event::End(other)),
        }
    }

    fn end_image(&mut self) {
        let Some((Some(image), alt)) = self.image.take() else { return };
        let escaped = highlight::escape(&alt);
        let Image { src, width, height } = image;
        self.out.push(Event::InlineHtml(
            format!("<img src=\"{src}\" alt=\"{escaped}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\">").into(),
        ));
        self.text.words(&alt);
    }

    fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        let shown = highlight::classes(&code, &language);
        self.out.push(Event::Html(format!("<pre class=\"code\" tabindex=\"0\"><code>{shown}</code></pre>\n").into()));
        self.text.block(&code);
    }

    /// Notes get numbers: an author's label is no id.
    fn note(&mut self, label: &str) -> CowStr<'a> {
        let next = self.notes.len() + 1;
        let number = *self.notes.entry(label.to_owned()).or_insert(next);
        format!("{}note-{number}", self.settings.prefix).into()
    }
}

fn shifted(level: HeadingLevel, shift: i16) -> HeadingLevel {
    let level = (i16::from(level as u8) + shift).clamp(1, 6);
    usize::try_from(level).ok().and_then(|level| HeadingLevel::try_from(level).ok()).unwrap_or(HeadingLevel::H6)
}

/// Whether a link's target is published: http(s) with a host, or mail. It is read as the page will have it: there a backslash or a tab
/// of the author's is three other characters, and what was a host may be none.
pub(crate) fn allowed(target: &str, kind: LinkType) -> bool {
    let mut written = String::with_capacity(target.len());
    // Writing into a `String` cannot fail.
    let _ = escape_href(&mut written, target);
    // What a browser reads out of the attribute.
    let written = written.replace("&#x27;", "'").replace("&amp;", "&");
    kind == LinkType::Email
        || url::Url::parse(&written).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host() || url.scheme() == "mailto")
}

#[cfg(test)]
mod tests;
