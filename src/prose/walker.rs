//! Tags and text of a Markdown file, as HTML has them → the blocks that rules read. Blocks are cut at the tags of blocks.
//! As in Vale, what a block is follows from the tags since the last block ended, outermost first.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::block::{Block, Text};
use super::rule::constant;
use super::sentences::sentences;

/// What of a file is read, and how.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Tags whose inside is not read at all.
    pub skipped: Vec<String>,
    /// Tags whose inside is masked.
    pub masked: Vec<String>,
    /// Classes whose elements are skipped, if they are blocks, or masked.
    pub classes: Vec<String>,
}

impl Default for Layout {
    fn default() -> Self {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            skipped: list(&["script", "style", "pre", "figure", "noscript", "iframe"]),
            masked: list(&["tt", "code", "kbd"]),
            classes: list(&["problematic", "pre", "code"]),
        }
    }
}

/// A block, or a comment that may switch rules from there on.
#[derive(Debug)]
pub enum Piece {
    /// A text with its name.
    Block(Block),
    /// The inside of an HTML comment, and the byte of the file where it begins.
    Comment(String, usize),
}

/// Tags that do not end a block.
const INLINE: &[&str] = &[
    "b", "big", "i", "small", "abbr", "acronym", "cite", "dfn", "em", "kbd", "strong", "a", "br", "img", "span", "sub", "sup", "code",
    "tt", "del", "input", "ins", "s", "u", "mark", "q", "var", "samp", "wbr",
];

/// What a block is called that stands in a tag.
fn block_name(tag: &str) -> Option<String> {
    let name = match tag {
        "th" => "text.table.header",
        "td" => "text.table.cell",
        "caption" => "text.table.caption",
        "li" => "text.list",
        "blockquote" => "text.blockquote",
        "figcaption" => "text.figure.caption",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return Some(format!("text.heading.{tag}")),
        _ => return None,
    };
    Some(name.to_owned())
}

/// What a part of a line is called that stands in a tag.
fn part_name(tag: &str) -> Option<&'static str> {
    match tag {
        "strong" | "b" => Some("strong"),
        "a" => Some("link"),
        "em" | "i" => Some("emphasis"),
        "code" => Some("code"),
        _ => None,
    }
}

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| constant(r#"(?i)\b(?:https?|ftp)://[^\s<]*[^\s<?!.,:*_~'")\]]"#));

/// Collects the pieces of a file.
pub struct Walker<'s> {
    layout: &'s Layout,
    pieces: Vec<Piece>,
    history: Vec<String>,
    open: Text,
    summary: Text,
    skipping: Option<(String, usize)>,
    inline: Vec<Inline>,
}

/// An open tag inside a line.
struct Inline {
    tag: String,
    masked: bool,
    href: Option<String>,
    /// Where it begins in the open block.
    at: usize,
    text: Text,
}

impl<'s> Walker<'s> {
    /// A walker at the beginning of a file.
    pub fn new(layout: &'s Layout) -> Self {
        Self {
            layout,
            pieces: Vec::new(),
            history: Vec::new(),
            open: Text::default(),
            summary: Text::default(),
            skipping: None,
            inline: Vec::new(),
        }
    }

    /// A start tag.
    pub fn start(&mut self, tag: &str, class: &str, href: Option<&str>) {
        if let Some((skipped, depth)) = &mut self.skipping {
            *depth += usize::from(skipped == tag);
            return;
        }
        let inline = INLINE.contains(&tag);
        let marked = class.split_whitespace().any(|class| self.layout.classes.iter().any(|known| known == class));
        if !inline {
            self.flush();
        }
        if self.layout.skipped.iter().any(|skipped| skipped == tag) || marked && !inline {
            self.skipping = Some((tag.to_owned(), 1));
        } else if inline {
            let around = self.inline.last().is_some_and(|around| around.masked);
            let masked = around || marked || self.layout.masked.iter().any(|masked| masked == tag);
            let href = href.map(str::to_owned);
            self.inline.push(Inline { tag: tag.to_owned(), masked, href, at: self.open.shown.len(), text: Text::default() });
        } else {
            self.history.push(tag.to_owned());
        }
    }

    /// An end tag.
    pub fn end(&mut self, tag: &str) {
        if let Some((skipped, depth)) = &mut self.skipping {
            *depth -= usize::from(skipped == tag);
            if *depth == 0 {
                self.skipping = None;
            }
        } else if INLINE.contains(&tag) {
            self.end_inline(tag);
        } else {
            self.flush();
            self.history.clear();
        }
    }

    /// Text, and the bytes it was read from.
    pub fn text(&mut self, text: &Text) {
        if self.skipping.is_some() {
            return;
        }
        let whole = 0..text.shown.len();
        if self.inline.last().is_some_and(|inline| inline.masked) {
            self.open.mask(&text.shown, text.source(&whole));
        } else {
            self.open.extend(text);
        }
        if let Some(inline) = self.inline.last_mut() {
            inline.text.extend(text);
        }
    }

    /// An HTML comment. It counts where nothing is read, too.
    pub fn comment(&mut self, comment: &str, at: usize) {
        self.pieces.push(Piece::Comment(comment.to_owned(), at));
    }

    /// The alternative text of a picture.
    pub fn alt(&mut self, text: Text) {
        if self.skipping.is_none() && !text.shown.trim().is_empty() && !self.layout.skipped.iter().any(|skipped| skipped == "alt") {
            self.pieces.push(Piece::Block(Block::new("text.attr.alt", text)));
        }
    }

    /// The pieces, and all prose as one text.
    pub fn finish(mut self) -> (Vec<Piece>, Text) {
        self.flush();
        (self.pieces, self.summary)
    }

    fn end_inline(&mut self, tag: &str) {
        let Some(at) = self.inline.iter().rposition(|inline| inline.tag == tag) else { return };
        let inline = self.inline.remove(at);
        if inline.href.as_ref().is_some_and(|href| *href == inline.text.shown) {
            let source = inline.text.source(&(0..inline.text.shown.len()));
            self.open = self.open.part(0..inline.at.min(self.open.shown.len()));
            self.open.mask(&inline.text.shown, source);
        }
        let text = inline.text.trimmed();
        if let Some(name) = part_name(tag).filter(|_| !text.shown.is_empty()) {
            let root = self.history.first().map(|root| if root == "ul" { "li" } else { root.as_str() }).and_then(block_name);
            let around = root.map_or_else(|| format!("{name}.md"), |root| format!("{root}.{name}.md"));
            self.pieces.push(Piece::Block(Block { name: name.to_owned(), around, text }));
        }
    }

    fn flush(&mut self) {
        self.inline.clear();
        let text = without_addresses(&std::mem::take(&mut self.open).trimmed());
        if text.shown.is_empty() {
            return;
        }
        if let Some((tag, name)) = self.history.iter().find_map(|tag| block_name(tag).map(|name| (tag, name))) {
            if tag == "li" || tag == "blockquote" {
                self.summary.append(&text);
            }
            self.pieces.push(Piece::Block(Block::new(format!("{name}.md"), text)));
        } else {
            self.summary.append(&text);
            self.pieces.extend(prose(&text, ".md").into_iter().map(Piece::Block));
        }
    }
}

/// Running text: its sentences, each paragraph, and all of it.
pub fn prose(text: &Text, ending: &str) -> Vec<Block> {
    static GAP: LazyLock<Regex> = LazyLock::new(|| constant(r"\n[ \t]*\n\s*"));
    let mut blocks = Vec::new();
    let mut start = 0;
    let ends = GAP.find_iter(&text.shown).map(|gap| gap.range()).chain(std::iter::once(text.shown.len()..text.shown.len()));
    for gap in ends {
        let paragraph = text.part(start..gap.start);
        start = gap.end;
        if !paragraph.shown.trim().is_empty() {
            blocks.extend(
                sentences(&paragraph.shown).into_iter().map(|range| Block::new(format!("sentence{ending}"), paragraph.part(range))),
            );
            blocks.push(Block::new(format!("paragraph{ending}"), paragraph));
        }
    }
    blocks.push(Block::new(format!("text{ending}"), text.clone()));
    blocks
}

/// The text with its bare addresses masked: they are links to themselves.
fn without_addresses(text: &Text) -> Text {
    let found: Vec<Range<usize>> = ADDRESS.find_iter(&text.shown).map(|found| found.range()).collect();
    if found.is_empty() {
        return text.clone();
    }
    let mut masked = Text::default();
    let mut at = 0;
    for range in found {
        masked.extend(&text.part(at..range.start));
        masked.mask(&text.shown[range.clone()], text.source(&range));
        at = range.end;
    }
    masked.extend(&text.part(at..text.shown.len()));
    masked
}
