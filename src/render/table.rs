//! Tables of Markdown → HTML with classes for the alignment, where the parser's own writer would put inline styles.

use pulldown_cmark::{Alignment, Tag, TagEnd};

/// The table that is being written.
#[derive(Default)]
pub struct Table {
    columns: Vec<Alignment>,
    column: usize,
    head: bool,
}

impl Table {
    /// The HTML that a tag of a table begins with; `None` for any other tag.
    pub fn start(&mut self, tag: &Tag<'_>) -> Option<String> {
        Some(match tag {
            Tag::Table(columns) => {
                self.columns.clone_from(columns);
                // Wide tables scroll inside their own box, which the keyboard must reach.
                "<div class=\"scroll\" tabindex=\"0\"><table>".to_owned()
            }
            Tag::TableHead => {
                (self.head, self.column) = (true, 0);
                "<thead><tr>".to_owned()
            }
            Tag::TableRow => {
                self.column = 0;
                "<tr>".to_owned()
            }
            Tag::TableCell => {
                let class = match self.columns.get(self.column) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    _ => "",
                };
                self.column += 1;
                if self.head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") }
            }
            _ => return None,
        })
    }

    /// The HTML that a tag of a table ends with; `None` for any other tag.
    pub fn end(&mut self, tag: TagEnd) -> Option<&'static str> {
        Some(match tag {
            TagEnd::Table => "</tbody></table></div>\n",
            TagEnd::TableHead => {
                self.head = false;
                "</tr></thead><tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell if self.head => "</th>",
            TagEnd::TableCell => "</td>",
            _ => return None,
        })
    }
}
