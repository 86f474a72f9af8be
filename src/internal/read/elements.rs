//! Raw HTML blocks of a public section → the elements that they open and never close. What stands behind such a tag was meant to stand inside it.

use std::ops::Range;

/// Elements that enclose text, and that HTML does not close by itself.
const ENCLOSING: &[&str] =
    &["article", "aside", "center", "details", "div", "fieldset", "figure", "footer", "form", "header", "main", "nav", "section", "table"];

/// The elements that are open, each with the place of the block that opened it.
#[derive(Default)]
pub struct Open(Vec<(String, Range<usize>)>);

impl Open {
    /// Takes the tags of the next block.
    pub fn block(&mut self, block: &str, range: &Range<usize>) {
        for tag in block.split('<').skip(1) {
            let (closing, rest) = tag.strip_prefix('/').map_or((false, tag), |rest| (true, rest));
            let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
            if !ENCLOSING.contains(&name.as_str()) {
                continue;
            }
            if !closing {
                self.0.push((name, range.clone()));
            } else if let Some(at) = self.0.iter().rposition(|(opened, _)| *opened == name) {
                self.0.truncate(at);
            }
        }
    }

    /// The places of those that are still open.
    pub fn rest(self) -> impl Iterator<Item = Range<usize>> {
        self.0.into_iter().map(|(_, range)| range)
    }
}
