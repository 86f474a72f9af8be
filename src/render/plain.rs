//! Markdown events → plain words: for the API, summaries and feed readers without HTML.

use pulldown_cmark::{Event, Tag, TagEnd};

/// Lists within lists that are still moved to the right: else each of a thousand would be longer than the one around it.
const DEEPEST: usize = 16;

/// Words while they are gathered.
#[derive(Default)]
pub struct Plain {
    text: String,
    line: String,
    first: Option<String>,
    items: Vec<Option<u64>>,
}

impl Plain {
    /// Takes an event that is shown.
    pub fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.line.push_str(text),
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak => self.line.push('\n'),
            Event::End(TagEnd::Paragraph) => {
                self.keep_first();
                self.end_block();
            }
            Event::Start(Tag::List(start)) => {
                self.end_block();
                self.items.push(*start);
            }
            Event::End(TagEnd::List(_)) => {
                self.items.pop();
                self.end_block();
            }
            Event::Start(Tag::Item) => {
                let indent = "  ".repeat(self.items.len().saturating_sub(1).min(DEEPEST));
                let mark = match self.items.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.line = format!("{indent}{mark}");
            }
            Event::End(TagEnd::Item) => self.end_line(),
            Event::End(TagEnd::TableCell) => self.line.push_str(" | "),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                self.line.truncate(self.line.trim_end_matches(" | ").len());
                self.end_line();
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Table | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => self.end_block(),
            _ => {}
        }
    }

    /// Takes words of the running line.
    pub fn words(&mut self, words: &str) {
        self.line.push_str(words);
    }

    /// Takes a block as it is.
    pub fn block(&mut self, block: &str) {
        self.end_block();
        self.line.push_str(block.trim_end());
        self.end_block();
    }

    /// All words, and those of the first paragraph.
    pub fn finish(mut self) -> (String, Option<String>) {
        self.end_block();
        (self.text.trim_end().to_owned(), self.first)
    }

    fn keep_first(&mut self) {
        if self.first.is_none() && self.items.is_empty() {
            let words = self.line.split_whitespace().collect::<Vec<_>>().join(" ");
            self.first = Some(words).filter(|words| !words.is_empty());
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    fn end_block(&mut self) {
        self.end_line();
        if self.items.is_empty() && !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }
}
