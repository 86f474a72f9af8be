//! Markdown → the strings that a reader would see, each with the way back to its bytes in the source.
//! Shared by the wording and the leak gate. HTML comments and raw HTML are no passage: they are not published.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::prose::Runs;

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// A plain field of the `public:` block.
    Field,
    /// A heading of that level.
    Heading(u8),
    /// A paragraph outside lists and quotes.
    Paragraph,
    /// Text of a list item.
    List,
    /// Text inside a quote.
    Quote,
    /// A cell of a table.
    Table,
    /// The alternative text of an image.
    Alt,
    /// A code block. Published, but no prose.
    Code,
    /// The target or title of a link or image. Published, but no prose.
    Target,
}

impl Scope {
    /// Whether the wording rules read it.
    pub fn is_prose(self) -> bool {
        !matches!(self, Self::Code | Self::Target)
    }
}

/// One string that a reader would see.
#[derive(Clone)]
pub struct Passage {
    /// What it is.
    pub scope: Scope,
    /// The string, inline code included.
    pub text: String,
    /// The string with every character of inline code replaced by `*`; same length in bytes.
    pub masked: String,
    /// The parts it is made of, in order.
    runs: Runs,
}

impl Passage {
    /// A passage that stands in the source as it is, from `start` on.
    pub fn plain(scope: Scope, text: &str, start: usize) -> Self {
        Self { scope, text: text.to_owned(), masked: text.to_owned(), runs: Runs::of(start..start + text.len(), true) }
    }

    /// A passage whose source differs from its text (escapes, entities): all of it maps to the whole range.
    pub fn whole(scope: Scope, text: &str, source: Range<usize>) -> Self {
        Self { scope, text: text.to_owned(), masked: text.to_owned(), runs: Runs::of(source, false) }
    }

    /// The source bytes of a part of the text: all that any byte of it was read from.
    pub fn source(&self, part: Range<usize>) -> Range<usize> {
        self.runs.source(&part)
    }

    fn empty(scope: Scope) -> Self {
        Self { scope, text: String::new(), masked: String::new(), runs: Runs::default() }
    }

    fn push(&mut self, text: &str, source: Range<usize>, verbatim: bool, code: bool) {
        self.runs.push(self.text.len(), source, verbatim);
        self.text.push_str(text);
        if code {
            self.masked.extend(std::iter::repeat_n('*', text.len()));
        } else {
            self.masked.push_str(text);
        }
    }
}

impl std::fmt::Debug for Passage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Passage({:?}, {} bytes)", self.scope, self.text.len())
    }
}

/// The Markdown that documents are written in: tables, strike-through, footnotes, task lists.
pub fn dialect() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS
}

/// The passages of a piece of Markdown that begins at byte `base` of its source.
pub fn passages(markdown: &str, base: usize) -> Vec<Passage> {
    let mut reader = Reader { base, done: Vec::new(), open: None, quotes: 0, lists: 0, alt: None, behind_image: false };
    for (event, range) in Parser::new_ext(markdown, dialect()).into_offset_iter() {
        reader.event(&event, range, markdown);
    }
    reader.close();
    reader.done
}

struct Reader {
    base: usize,
    done: Vec<Passage>,
    open: Option<Passage>,
    quotes: usize,
    lists: usize,
    alt: Option<Passage>,
    /// Whether an image was the last thing in the open passage.
    behind_image: bool,
}

impl Reader {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>, markdown: &str) {
        let source = self.base + range.start..self.base + range.end;
        match event {
            Event::Start(tag) => self.start(tag, &source, markdown),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text, source, markdown, false),
            Event::Code(code) => {
                let offset = markdown[range].find(code.as_ref()).unwrap_or(0);
                self.text(code, source.start + offset..source.end, markdown, true);
            }
            Event::SoftBreak | Event::HardBreak => self.text(" ", source, markdown, false),
            Event::Rule | Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text, source, markdown, true),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, source: &Range<usize>, markdown: &str) {
        match tag {
            Tag::Paragraph | Tag::FootnoteDefinition(_) => self.begin(self.flow(Scope::Paragraph)),
            Tag::Heading { level, .. } => self.begin(Scope::Heading(*level as u8)),
            Tag::BlockQuote(_) => {
                self.close();
                self.quotes += 1;
            }
            Tag::List(_) => {
                self.close();
                self.lists += 1;
            }
            Tag::Item => self.begin(self.flow(Scope::List)),
            Tag::TableCell => self.begin(Scope::Table),
            Tag::CodeBlock(kind) => {
                self.begin(Scope::Code);
                if let CodeBlockKind::Fenced(info) = kind
                    && !info.is_empty()
                {
                    self.done.push(located(info, source, markdown, self.base));
                }
            }
            Tag::Link { dest_url, title, .. } => self.target(dest_url, title, source, markdown),
            Tag::Image { dest_url, title, .. } => {
                self.target(dest_url, title, source, markdown);
                self.alt = Some(Passage::empty(Scope::Alt));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.close();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock | TagEnd::FootnoteDefinition => {
                self.close();
            }
            TagEnd::Image => {
                self.behind_image = true;
                if let Some(alt) = self.alt.take().filter(|alt| !alt.text.is_empty()) {
                    self.done.push(alt);
                }
            }
            _ => {}
        }
    }

    /// The scope of running text where the reader stands.
    fn flow(&self, plain: Scope) -> Scope {
        match (self.lists, self.quotes) {
            (0, 0) => plain,
            (0, _) => Scope::Quote,
            _ => Scope::List,
        }
    }

    fn begin(&mut self, scope: Scope) {
        self.close();
        self.behind_image = false;
        self.open = Some(Passage::empty(scope));
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take().filter(|open| !open.text.is_empty()) {
            self.done.push(open);
        }
    }

    fn text(&mut self, text: &str, source: Range<usize>, markdown: &str, code: bool) {
        let verbatim = markdown.get(source.start - self.base..source.end - self.base).is_some_and(|raw| raw.starts_with(text));
        let flow = self.flow(Scope::Paragraph);
        let runs_on = self.alt.is_none();
        let passage = self.alt.as_mut().unwrap_or_else(|| self.open.get_or_insert_with(|| Passage::empty(flow)));
        let start = passage.masked.len();
        passage.push(text, source, verbatim, code);
        // The words on either side of an image are no neighbours. Leaks are looked for in the text, where they are.
        if runs_on && std::mem::take(&mut self.behind_image) && passage.masked[start..].starts_with(' ') {
            passage.masked.replace_range(start..=start, "*");
        }
    }

    fn target(&mut self, url: &str, title: &str, source: &Range<usize>, markdown: &str) {
        for text in [url, title] {
            if !text.is_empty() {
                self.done.push(located(text, source, markdown, self.base));
            }
        }
    }
}

/// A passage where its text stands in the source; all of the source if it is written in another way, or elsewhere.
fn located(text: &str, source: &Range<usize>, markdown: &str, base: usize) -> Passage {
    let raw = markdown.get(source.start - base..source.end - base).unwrap_or_default();
    match raw.rfind(text) {
        Some(at) => Passage::plain(Scope::Target, text, source.start + at),
        None => Passage::whole(Scope::Target, text, source.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What of a source stands for a part of what a reader sees.
    fn behind<'s>(markdown: &'s str, part: &str) -> Vec<&'s str> {
        let found = passages(markdown, 0).into_iter().filter_map(|passage| {
            let at = passage.text.find(part)?;
            markdown.get(passage.source(at..at + part.len()))
        });
        found.collect()
    }

    #[test]
    fn every_part_leads_back_to_all_of_its_bytes() {
        assert_eq!(behind("On es-data-&#55; it was.", "es-data-7"), ["es-data-&#55;"]);
        assert_eq!(behind("&eacute;&eacute; Dana **Whit**field.", "Dana Whitfield"), ["Dana **Whit**field"]);
        assert_eq!(behind("It was `es-data-7` again.", "es-data-7"), ["es-data-7"]);
    }

    #[test]
    fn words_on_either_side_of_an_image_are_no_neighbours() {
        for (markdown, masked) in [
            ("and ![x](y) and", "and *and"),
            ("and![x](y)\nand", "and*and"),
            ("10.![x](y)0.0.1", "10.0.0.1"),
            ("and ![x `y` z](y) `and`", "and ****"),
            ("![x](y)\n\n and", "and"),
        ] {
            let found = passages(markdown, 0).into_iter().find(|passage| passage.scope == Scope::Paragraph).map(|passage| passage.masked);
            assert_eq!(found.as_deref(), Some(masked), "{markdown}");
        }
    }

    #[test]
    fn targets_are_found_where_they_stand() {
        assert_eq!(behind("See [this page](https://wiki.example/x \"a title\").", "wiki.example"), ["wiki.example"]);
        assert_eq!(behind("See [this page](https://wiki.example/x \"a title\").", "title"), ["title"]);
        assert_eq!(behind("See [this page][1].\n\n[1]: https://wiki.example/x", "wiki.example"), ["[this page][1]"]);
    }

    #[test]
    fn a_field_with_escapes_is_covered_as_a_whole() {
        let source = r#"title: "Caf\u00e9 Dana""#;
        let passage = Passage::whole(Scope::Field, "Café Dana", 7..source.len());
        assert_eq!(&source[passage.source(6..10)], r#""Caf\u00e9 Dana""#);
    }
}
