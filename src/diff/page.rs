//! A finished page → what a reader sees of it: the words of its `main` in order, in blocks, with link targets and pictures.
//! Must never: read other text than a browser would show; hence a real tokenizer.

use std::collections::BTreeSet;
use std::ops::Range;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

/// Elements that stand within a line: a word goes on through them.
pub(super) const INLINE: [&str; 28] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "label", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];
/// Elements whose insides are no text.
const SILENT: [&str; 4] = ["script", "style", "svg", "template"];
/// Elements without an end tag that a page of ours may hold.
const VOID: [&str; 9] = ["br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// What a reader sees of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its words in order.
    pub(super) words: Vec<String>,
    /// Where its blocks begin, in order; the first at word 0.
    pub(super) blocks: Vec<Block>,
    /// Where its links lead, places on the page itself left out.
    pub(super) links: BTreeSet<String>,
    /// The addresses of its pictures.
    pub(super) pictures: BTreeSet<String>,
    /// Where its words stand in its source, in order. Descriptions of pictures and the summary stand in no text of it.
    pub(super) places: Vec<Place>,
}

/// Where a word stands, or a part of it between two tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the word.
    pub(super) word: usize,
    /// The number of the token, as [`tokens`] gives them.
    pub(super) token: usize,
    /// The bytes of that token's text.
    pub(super) bytes: Range<usize>,
}

/// What a page is made of, in order.
pub(super) fn tokens(html: &str) -> impl Iterator<Item = Token<()>> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).map(|token| match token {
        Ok(token) => token,
        Err(never) => match never {},
    })
}

/// A paragraph, a heading, a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    /// What it is.
    pub(super) kind: Kind,
    /// The place of its first word.
    pub(super) start: usize,
}

/// The kind of a block, as far as it matters to how words are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading of a level.
    Heading(u8),
    /// Anything else that begins a line.
    Text,
    /// An entry of a list.
    Item,
    /// What stands beside the block before it: a value beside its name, a further cell of a row.
    Cell,
}

impl Page {
    /// Reads a page.
    pub(super) fn read(html: &[u8]) -> Self {
        let text = String::from_utf8_lossy(html);
        let mut reader = Reader::default();
        for (number, token) in tokens(&text).enumerate() {
            match token {
                Token::StartTag(tag) => reader.start(&tag),
                Token::EndTag(tag) => reader.end(&string(&tag.name)),
                Token::String(text) => reader.text(&string(&text.value), Some(number)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        reader.finish()
    }

    /// The range of each block's words.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (Kind, Range<usize>)> {
        let ends = self.blocks.iter().skip(1).map(|block| block.start).chain([self.words.len()]);
        self.blocks.iter().zip(ends).map(|(block, end)| (block.kind, block.start..end))
    }

    /// Puts what search engines and chat tools show of the page before its words, unless these hold it already.
    fn begin_with(&mut self, about: &str) {
        let about: Vec<String> = about.split_whitespace().map(str::to_owned).collect();
        if about.is_empty() || self.words.windows(about.len()).any(|words| words == about) {
            return;
        }
        self.blocks.iter_mut().for_each(|block| block.start += about.len());
        self.places.iter_mut().for_each(|place| place.word += about.len());
        self.blocks.insert(0, Block { kind: Kind::Text, start: 0 });
        self.words.splice(0..0, about);
    }
}

#[derive(Default)]
struct Reader {
    page: Page,
    about: String,
    in_main: bool,
    /// The element whose insides are skipped, and how many of its name are open.
    silent: Option<(String, usize)>,
    word: String,
    /// The block that the next word begins.
    pending: Option<Kind>,
    /// Whether a cell of the row at hand was seen.
    in_row: bool,
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = string(&tag.name);
        let attribute = |name: &str| tag.attributes.get(name.as_bytes()).map(|value| string(&value.value));
        let closes_itself = VOID.contains(&name.as_str()) || tag.self_closing;
        if let Some((silent, depth)) = &mut self.silent {
            *depth += usize::from(*silent == name && !closes_itself);
            return;
        }
        match name.as_str() {
            "main" => self.in_main = true,
            "meta" if attribute("name").as_deref() == Some("description") => self.about = attribute("content").unwrap_or_default(),
            _ => {}
        }
        if !self.in_main {
            return;
        }
        let hidden = attribute("aria-hidden").as_deref() == Some("true") || attribute("hidden").is_some();
        if hidden || SILENT.contains(&name.as_str()) {
            self.flush();
            self.silent = (!closes_itself).then_some((name, 1));
            return;
        }
        match name.as_str() {
            "a" => self.page.links.extend(attribute("href").filter(|target| !target.starts_with('#'))),
            "img" => self.picture(attribute("src"), attribute("alt")),
            name if INLINE.contains(&name) => {}
            name => {
                let kind = self.kind(name);
                self.flush();
                let holds = self.pending.is_some_and(|pending| pending != Kind::Text) && kind == Kind::Text;
                self.pending = if holds { self.pending } else { Some(kind) };
            }
        }
    }

    fn kind(&mut self, name: &str) -> Kind {
        match name {
            "li" => Kind::Item,
            "dd" => Kind::Cell,
            "tr" => {
                self.in_row = false;
                Kind::Text
            }
            "td" | "th" if std::mem::replace(&mut self.in_row, true) => Kind::Cell,
            _ => match name.strip_prefix('h').and_then(|level| level.parse().ok()) {
                Some(level @ 1..=6) => Kind::Heading(level),
                _ => Kind::Text,
            },
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((silent, depth)) = &mut self.silent {
            *depth -= usize::from(silent == name);
            if *depth == 0 {
                self.silent = None;
            }
            return;
        }
        if name == "main" {
            self.flush();
            self.in_main = false;
        } else if self.in_main && !INLINE.contains(&name) {
            self.flush();
            self.pending = Some(Kind::Text);
        }
    }

    /// A picture is its description to whoever cannot see it.
    fn picture(&mut self, source: Option<String>, alt: Option<String>) {
        self.flush();
        self.page.pictures.extend(source);
        self.text(&format!(" {} ", alt.unwrap_or_default()), None);
    }

    fn text(&mut self, text: &str, token: Option<usize>) {
        if !self.in_main || self.silent.is_some() {
            return;
        }
        for (at, character) in text.char_indices() {
            if character.is_whitespace() {
                self.flush();
                continue;
            }
            self.word.push(character);
            if let Some(token) = token {
                self.place(token, at..at + character.len_utf8());
            }
        }
    }

    /// Keeps where a character of the word at hand stands.
    fn place(&mut self, token: usize, bytes: Range<usize>) {
        let word = self.page.words.len();
        match self.page.places.last_mut() {
            Some(last) if last.word == word && last.token == token && last.bytes.end == bytes.start => last.bytes.end = bytes.end,
            _ => self.page.places.push(Place { word, token, bytes }),
        }
    }

    /// Ends the word at hand.
    fn flush(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let start = self.page.words.len();
        if let Some(kind) = self.pending.take().or_else(|| self.page.blocks.is_empty().then_some(Kind::Text)) {
            self.page.blocks.push(Block { kind, start });
        }
        self.page.words.push(std::mem::take(&mut self.word));
    }

    fn finish(mut self) -> Page {
        self.flush();
        let Self { mut page, about, .. } = self;
        page.begin_with(&about);
        page
    }
}

pub(super) fn string(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(main: &str) -> Page {
        Page::read(format!("<!doctype html><title>No</title><nav>No</nav><main>{main}</main><footer>No</footer>").as_bytes())
    }

    #[test]
    fn words_are_those_that_are_shown() {
        let page = read("<h1>Slow <bdi>sea</bdi>rch</h1><p>It<br>was &lt;slow&gt;.<svg><title>No</title></svg> Now</p><script>No</script>");
        assert_eq!(page.words, ["Slow", "search", "It", "was", "<slow>.", "Now"]);
        let page =
            read("a <span aria-hidden=\"true\">No <span>No</span> No</span> b<p hidden>No</p> c <img src=\"/x.png\" alt=\"a chart\">");
        assert_eq!(page.words, ["a", "b", "c", "a", "chart"]);
        assert_eq!(page.pictures.into_iter().collect::<Vec<_>>(), ["/x.png"]);
    }

    #[test]
    fn a_value_stands_beside_its_name_and_a_list_keeps_its_entries() {
        let page = read(
            "<dl><div><dt>Impact</dt><dd>Full</dd></div></dl><ul><li><p>One</p><p>Two</p></li></ul><table><tr><th>A</th><td>B</td></tr></table>",
        );
        let kinds: Vec<(Kind, String)> = page.ranges().map(|(kind, range)| (kind, page.words[range].join(" "))).collect();
        let expected =
            [(Kind::Text, "Impact"), (Kind::Cell, "Full"), (Kind::Item, "One"), (Kind::Text, "Two"), (Kind::Text, "A"), (Kind::Cell, "B")];
        assert_eq!(kinds, expected.map(|(kind, words)| (kind, words.to_owned())));
    }

    #[test]
    fn links_are_where_they_lead() {
        let page = read("<a href=\"#here\">x</a><a href=\"/components/search/\">y</a><a href=\"https://a.example/?a=1&amp;b=2\">z</a>");
        assert_eq!(page.links.into_iter().collect::<Vec<_>>(), ["/components/search/", "https://a.example/?a=1&b=2"]);
    }

    #[test]
    fn what_search_engines_show_is_read_once() {
        let with = |main: &str| Page::read(format!("<meta name=description content=\"It was slow.\"><main>{main}</main>").as_bytes()).words;
        assert_eq!(with("<p>It was slow. Sorry.</p>"), ["It", "was", "slow.", "Sorry."]);
        assert_eq!(with("<p>Sorry.</p>"), ["It", "was", "slow.", "Sorry."]);
    }

    #[test]
    fn any_bytes_are_read() {
        for html in [&b""[..], b"<main", b"<main><svg>", b"</main></svg>\xff<main><a href>", b"<main></p></td><tr><td>", b"<main><img>"] {
            let _ = Page::read(html);
        }
    }
}
