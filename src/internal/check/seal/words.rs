//! A public text → its words as plain lines, one block a line: what a reader is told, and nothing of how it looks.
//! White space, comments, line wrap and the style of marks leave no trace; link targets, images and struck words do.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::internal::read::prose::dialect;
use crate::render::markdown;

/// The lines of a piece of Markdown. `image` names the picture behind an address by its bytes.
pub fn lines(text: &str, image: impl Fn(&str) -> String) -> Vec<String> {
    let mut reader = Reader { image, done: Vec::new(), line: String::new(), ends: Vec::new(), numbers: Vec::new(), notes: BTreeMap::new() };
    for event in Parser::new_ext(text, dialect()) {
        reader.event(event);
    }
    reader.close();
    reader.done
}

struct Reader<F> {
    image: F,
    done: Vec<String>,
    line: String,
    /// What is said when the open links and images end, inmost last.
    ends: Vec<String>,
    /// The next number of each open list, if it counts.
    numbers: Vec<Option<u64>>,
    notes: BTreeMap<String, usize>,
}

impl<F: Fn(&str) -> String> Reader<F> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.line.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.line.push(' '),
            Event::TaskListMarker(done) => self.line.push_str(if done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(label) => {
                let number = self.note(&label);
                self.line.push_str(&format!(" [{number}]"));
            }
            // None of it is published.
            Event::Html(_) | Event::InlineHtml(_) | Event::Rule => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strikethrough => self.line.push_str("~~"),
            Tag::Link { link_type, dest_url, title, .. } => {
                let shown = if title.is_empty() { dest_url.to_string() } else { format!("{dest_url} ({title})") };
                self.ends.push(if markdown::allowed(&dest_url, link_type) { format!(" <{shown}>") } else { String::new() });
            }
            Tag::Image { dest_url, .. } => {
                let end = format!(" <image {}>", (self.image)(&dest_url));
                self.ends.push(end);
            }
            Tag::List(start) => {
                self.close();
                self.numbers.push(start);
            }
            Tag::Item => {
                self.close();
                if let Some(Some(number)) = self.numbers.last_mut() {
                    self.line = format!("{number}. ");
                    *number = number.saturating_add(1);
                }
            }
            Tag::FootnoteDefinition(label) => {
                self.close();
                self.line = format!("[{}] ", self.note(&label));
            }
            // The first paragraph of an item or a note goes on behind its number; every other begins a line anyway.
            Tag::Paragraph | Tag::Emphasis | Tag::Strong | Tag::Superscript | Tag::Subscript | Tag::TableCell => {}
            _ => self.close(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strikethrough => self.line.push_str("~~"),
            TagEnd::Link | TagEnd::Image => {
                let end = self.ends.pop().unwrap_or_default();
                self.line.push_str(&end);
            }
            TagEnd::TableCell => self.line.push_str(" | "),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::List(_) => {
                self.close();
                self.numbers.pop();
            }
            _ => self.close(),
        }
    }

    fn note(&mut self, label: &str) -> usize {
        let next = self.notes.len() + 1;
        *self.notes.entry(label.to_owned()).or_insert(next)
    }

    fn close(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = line.trim_end_matches(" |").to_owned();
        if !line.is_empty() {
            self.done.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::lines;

    fn of(markdown: &str) -> Vec<String> {
        lines(markdown, |address| format!("of {address}"))
    }

    #[test]
    fn what_changes_no_word_changes_nothing() {
        let text = "## What happened\n\nSearch was *slow* for **one** request\nin five. See [the docs](https://docs.example.com/).\n\n* One\n* Two\n";
        for same in [
            "What happened\n===\nSearch was _slow_ for __one__ request in\n    five.  See [the docs][1].\n\n\n- One\n\n- Two\n\n[1]: https://docs.example.com/",
            "## What happened\r\n\r\nSearch was *slow* for **one** request\r\nin five. See [the docs](https://docs.example.com/).\r\n\r\n* One\r\n* Two\r\n",
            "## What happened\n<!-- to be read -->\nSearch was *slow* for **one** request\nin five. See [the docs](<https://docs.example.com/>).\n\n+ One<!-- x -->\n+ Two",
        ] {
            assert_eq!(of(same), of(text), "{same}");
        }
        assert_eq!(
            of(text),
            ["What happened", "Search was slow for one request in five. See the docs <https://docs.example.com/>.", "One", "Two"]
        );
    }

    #[test]
    fn what_a_reader_is_told_changes_the_words() {
        let text = "It was ~~not~~ [us](https://a.example/).\n\n1. One\n2. Two[^n]\n\n- [ ] later\n\n![words](a.png)\n\n| a | b |\n| - | - |\n| c | d |\n\n[^n]: Note.\n";
        assert_eq!(
            of(text),
            [
                "It was ~~not~~ us <https://a.example/>.",
                "1. One",
                "2. Two [1]",
                "☐ later",
                "words <image of a.png>",
                "a | b",
                "c | d",
                "[1] Note."
            ]
        );
        for (from, to) in [
            ("~~not~~", "not"),
            ("a.example", "b.example"),
            ("1. One", "3. One"),
            ("[ ]", "[x]"),
            ("a.png", "b.png"),
            ("c |", "e |"),
            ("Note", "Not"),
        ] {
            assert_ne!(of(&text.replace(from, to)), of(text), "{from} → {to}");
        }
    }

    #[test]
    fn what_is_not_published_is_not_there() {
        assert_eq!(of("<!-- Dana -->\n<div>es-data-7</div>\n\nA <b title=\"x\">word</b> [of](file:///etc) it.\n"), ["A word of it."]);
    }

    #[test]
    fn code_keeps_its_words() {
        assert_eq!(of("```sh\ncurl -s  x\nls\n```\n"), ["curl -s x ls"]);
    }
}
