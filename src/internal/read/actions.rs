//! Action items of the internal half: rows of a table, or list items that end in `(owner: NAME, TICKET)`.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::draft::Action;
use super::prose::dialect;
use crate::internal::text::InternalText;

/// The action items in a section's content.
pub fn actions(text: &str, content: &Range<usize>) -> Vec<Action> {
    let mut reader = Reader { actions: Vec::new(), head: Vec::new(), row: Vec::new(), cell: String::new(), item: None };
    for (event, range) in Parser::new_ext(&text[content.clone()], dialect()).into_offset_iter() {
        reader.event(&event, content.start + range.start..content.start + range.end);
    }
    reader.actions
}

struct Reader {
    actions: Vec<Action>,
    head: Vec<String>,
    row: Vec<String>,
    cell: String,

    item: Option<Range<usize>>,
}

impl Reader {
    fn event(&mut self, event: &Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => self.row.clear(),
            Event::Start(Tag::TableCell) => self.cell.clear(),
            Event::End(TagEnd::TableCell) => self.row.push(self.cell.trim().to_owned()),
            Event::End(TagEnd::TableHead) => {
                self.head = std::mem::take(&mut self.row).iter().map(|name| name.to_lowercase()).collect();
            }
            Event::End(TagEnd::TableRow) => self.table_row(span),
            Event::Start(Tag::Item) => {
                self.flush();
                self.cell.clear();
                self.item = Some(span);
            }
            Event::End(TagEnd::Item) => self.flush(),
            Event::Text(text) | Event::Code(text) => self.cell.push_str(text),
            Event::SoftBreak | Event::HardBreak => self.cell.push(' '),
            _ => {}
        }
    }

    fn table_row(&mut self, span: Range<usize>) {
        let cell = |names: &[&str]| {
            let at = self.head.iter().position(|head| names.contains(&head.as_str()))?;
            self.row
                .get(at)
                .filter(|cell| !matches!(cell.as_str(), "" | "-" | "–" | "—" | "?" | "TBD" | "TODO"))
                .map(|cell| InternalText::new(cell.as_str()))
        };
        let Some(text) = cell(&["action", "action item", "actions", "what", "task"]) else { return };
        let state = cell(&["state", "status"])
            .map(|state| InternalText::new(state.expose_internal().trim().to_lowercase().replace([' ', '-', '\''], "_")));
        let action = Action {
            span,
            text,
            owner: cell(&["owner", "who", "assignee"]),
            ticket: cell(&["ticket", "bug", "bug #", "issue", "link"]),
            state,
        };
        self.actions.push(action);
    }

    /// A list item: its owner and ticket stand in closing parentheses.
    fn flush(&mut self) {
        let Some(span) = self.item.take() else { return };
        let words = std::mem::take(&mut self.cell);
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let (mut owner, mut ticket) = (None, None);
        let closing = words.trim_end_matches('.').strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
        if let Some((_, inside)) = closing.filter(|(_, inside)| inside.to_lowercase().starts_with("owner:")) {
            let mut parts = inside[6..].split(',').map(str::trim).filter(|part| !part.is_empty());
            owner = parts.next().map(InternalText::new);
            ticket = parts.next().map(InternalText::new);
        }
        self.actions.push(Action { span, text: InternalText::new(words), owner, ticket, state: None });
    }
}
