//! Markdown (GFM with footnotes) → pieces. Raw HTML counts as what it shows; code does not; front matter is read field by field.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::block::{Block, Text};
use super::front_matter;
use super::html;
use super::rule::constant;
use super::walker::{Layout, Piece, Walker};

/// Parts of a file that are not read as they stand.
#[derive(Debug, Default)]
pub struct Ignored {
    /// Masked, like inline code.
    pub tokens: Vec<Range<usize>>,
    /// Left out, like a code block.
    pub blocks: Vec<Range<usize>>,
}

/// The pieces of a file in order, and all its prose as one text.
pub fn read(markdown: &str, layout: &Layout, ignored: &Ignored) -> (Vec<Piece>, Text) {
    let base = front_matter::end(markdown);
    let mut reader = Reader { markdown, base, ignored, walker: Walker::new(layout), raw: None, alt: None, cells: "td" };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
    for (event, range) in Parser::new_ext(&markdown[base..], options).into_offset_iter() {
        reader.event(event, base + range.start..base + range.end);
    }
    let (body, summary) = reader.walker.finish();
    let ignored = |block: &Block| {
        layout.masked.iter().filter_map(|scope| front_matter::field_of(scope)).any(|key| front_matter::is_field(&block.name, key))
    };
    let fields = front_matter::fields(markdown).into_iter().filter(|block| !ignored(block)).map(Piece::Block);
    (fields.chain(body).collect(), summary)
}

struct Reader<'m> {
    markdown: &'m str,
    base: usize,
    ignored: &'m Ignored,
    walker: Walker<'m>,
    /// Raw HTML that is not complete yet.
    raw: Option<Text>,
    alt: Option<Text>,
    /// The tag of table cells here.
    cells: &'static str,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, source: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, source),
            Event::Code(code) => {
                self.walker.start("code", "", None);
                let inside = self.markdown[source.clone()].find(code.as_ref()).map(|at| source.start + at..source.start + at + code.len());
                self.text(&code, inside.unwrap_or(source));
                self.walker.end("code");
            }
            Event::SoftBreak | Event::HardBreak => self.text("\n", source),
            Event::Html(html) => {
                let verbatim = self.markdown.get(source.clone()) == Some(html.as_ref());
                self.raw.get_or_insert_default().push(&html, source, verbatim);
            }
            Event::InlineHtml(html) => {
                let verbatim = self.markdown.get(source.clone()) == Some(html.as_ref());
                let mut text = Text::default();
                text.push(&html, source, verbatim);
                self.html(&text);
            }
            Event::Rule | Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Link { dest_url, .. } => self.walker.start("a", "", Some(dest_url)),
            Tag::Image { .. } => self.alt = Some(Text::default()),
            Tag::CodeBlock(_) => {
                self.walker.start("pre", "", None);
                self.walker.start("code", "", None);
            }
            Tag::FootnoteDefinition(_) => {
                self.walker.start("ol", "", None);
                self.walker.start("li", "", None);
            }
            Tag::TableHead => {
                self.cells = "th";
                self.walker.start("tr", "", None);
            }
            Tag::TableRow => {
                self.cells = "td";
                self.walker.start("tr", "", None);
            }
            other => {
                if let Some(name) = self.name(other.to_end()) {
                    self.walker.start(name, "", None);
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.walker.end("a"),
            TagEnd::Image => {
                if let Some(alt) = self.alt.take() {
                    self.walker.alt(alt);
                }
            }
            TagEnd::CodeBlock => {
                self.walker.end("code");
                self.walker.end("pre");
            }
            TagEnd::FootnoteDefinition => {
                self.walker.end("li");
                self.walker.end("ol");
            }
            TagEnd::TableHead | TagEnd::TableRow => self.walker.end("tr"),
            TagEnd::HtmlBlock => {
                if let Some(raw) = self.raw.take() {
                    self.html(&raw);
                }
            }
            other => {
                if let Some(name) = self.name(other) {
                    self.walker.end(name);
                }
            }
        }
    }

    /// The tag of HTML that says the same.
    fn name(&self, tag: TagEnd) -> Option<&'static str> {
        Some(match tag {
            TagEnd::Paragraph => "p",
            TagEnd::Heading(level) => ["h1", "h2", "h3", "h4", "h5", "h6"][level as usize - 1],
            TagEnd::BlockQuote(_) => "blockquote",
            TagEnd::List(true) => "ol",
            TagEnd::List(false) => "ul",
            TagEnd::Item => "li",
            TagEnd::Table => "table",
            TagEnd::TableCell => self.cells,
            TagEnd::Emphasis => "em",
            TagEnd::Strong => "strong",
            TagEnd::Strikethrough => "del",
            _ => return None,
        })
    }

    /// Text where its source stands, without what is ignored.
    fn text(&mut self, text: &str, source: Range<usize>) {
        let verbatim = self.markdown.get(source.clone()) == Some(text);
        let mut read = Text::default();
        // Vale writes this one entity straight, so that patterns with an apostrophe find it.
        let text = if self.markdown.get(source.clone()) == Some("&rsquo;") { "'" } else { text };
        if verbatim {
            self.masked(text, source.start, &mut read);
        } else if !self.ignored.blocks.iter().any(|block| block.contains(&source.start)) {
            read.push(text, source, false);
        }
        match &mut self.alt {
            Some(alt) => alt.extend(&read),
            None => self.walker.text(&read),
        }
    }

    fn masked(&self, text: &str, start: usize, read: &mut Text) {
        let inside = |ranges: &[Range<usize>], byte: usize| ranges.iter().any(|range| range.contains(&byte));
        let kind = |at: usize| (inside(&self.ignored.blocks, start + at), inside(&self.ignored.tokens, start + at));
        let mut from = 0;
        while from < text.len() {
            let here = kind(from);
            let to = text[from..].char_indices().map(|(at, _)| from + at).find(|at| kind(*at) != here).unwrap_or(text.len());
            let source = start + from..start + to;
            match here {
                (true, _) => {}
                (_, true) => read.mask(&text[from..to], source),
                _ => read.push(&text[from..to], source, true),
            }
            from = to;
        }
    }

    fn html(&mut self, raw: &Text) {
        let at = raw.source(&(0..1)).start.max(self.base);
        if self.ignored.blocks.iter().any(|block| block.contains(&at)) {
            return;
        }
        for piece in html::pieces(&raw.shown) {
            match piece {
                html::Piece::Open { name, alt, .. } if name == "img" => {
                    if let Some(alt) = alt {
                        self.walker.alt(raw.part(alt));
                    }
                }
                html::Piece::Open { name, .. } if name == "br" => {
                    let mut end = Text::default();
                    end.push("\n", raw.source(&(0..1)), false);
                    self.walker.text(&end);
                }
                html::Piece::Open { name, .. } if matches!(name.as_str(), "hr" | "input" | "wbr" | "link" | "meta" | "col") => {}
                html::Piece::Open { name, class, .. } => self.walker.start(&name, &class, None),
                html::Piece::Close(name) => self.walker.end(&name),
                html::Piece::Comment(range) => self.walker.comment(&raw.shown[range.clone()], raw.source(&range).start),
                html::Piece::Text(range) => self.walker.text(&decoded(&raw.part(range))),
            }
        }
    }
}

/// A text of raw HTML with its entities as the characters that they stand for.
fn decoded(text: &Text) -> Text {
    static ENTITY: LazyLock<Regex> = LazyLock::new(|| constant(r"&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"));
    let mut made = Text::default();
    let mut at = 0;
    for entity in ENTITY.find_iter(&text.shown) {
        // Markdown knows the same entities as HTML.
        let Some(Event::Text(character)) = Parser::new(entity.as_str()).nth(1) else { continue };
        made.extend(&text.part(at..entity.start()));
        made.push(&character, text.source(&entity.range()), false);
        at = entity.end();
    }
    made.extend(&text.part(at..text.shown.len()));
    made
}

/// A file without markup: one block.
pub fn plain(text: &str, name: &str) -> Block {
    Block::new(name, Text::plain(text, 0))
}

#[cfg(test)]
mod tests;
