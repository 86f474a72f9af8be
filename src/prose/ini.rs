//! The file format of `.vale.ini`: sections, `key = value`, comments behind `#` or `;`, and a backslash at the end of a line that goes on.

/// A section with its entries in file order. The one before the first heading has no name.
#[derive(Debug, Default)]
pub struct Section {
    /// What stands between the brackets.
    pub name: String,
    /// Its line, from 1.
    pub line: usize,
    /// What it says.
    pub entries: Vec<Entry>,
}

/// One `key = value`.
#[derive(Debug)]
pub struct Entry {
    /// Left of the sign.
    pub key: String,
    /// Right of it, without quotes around.
    pub value: String,
    /// Its line, from 1.
    pub line: usize,
}

impl Entry {
    /// The value as a list.
    pub fn list(&self) -> impl Iterator<Item = String> + '_ {
        self.value.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty())
    }
}

/// The sections of a file; the error is a line and what is wrong with it.
pub fn parse(text: &str) -> Result<Vec<Section>, (usize, String)> {
    let mut sections = vec![Section::default()];
    let mut lines = text.lines().enumerate();
    while let Some((at, first)) = lines.next() {
        let number = at + 1;
        let mut line = uncommented(first).to_owned();
        while line.ends_with('\\') {
            line.pop();
            let Some((_, next)) = lines.next() else { break };
            line.truncate(line.trim_end().len());
            line.push_str(uncommented(next.trim_start()));
        }
        if line.is_empty() {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            let name = name.strip_suffix(']').ok_or_else(|| (number, "the section's heading has no closing bracket".to_owned()))?;
            sections.push(Section { name: name.trim().to_owned(), line: number, entries: Vec::new() });
            continue;
        }
        let (key, value) =
            line.split_once('=').or_else(|| line.split_once(':')).ok_or_else(|| (number, format!("`{line}` is no `key = value`")))?;
        let entry = Entry { key: key.trim().to_owned(), value: unquoted(value.trim()).to_owned(), line: number };
        if let Some(section) = sections.last_mut() {
            section.entries.push(entry);
        }
    }
    Ok(sections)
}

/// A line without its comment and the white space around.
fn uncommented(line: &str) -> &str {
    let bare = line.trim();
    if bare.starts_with(['#', ';']) {
        return "";
    }
    let end = [" #", " ;", "\t#", "\t;"].iter().filter_map(|mark| bare.find(mark)).min().unwrap_or(bare.len());
    bare[..end].trim_end()
}

fn unquoted(value: &str) -> &str {
    let inside = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inside('"').or_else(|| inside('`')).or_else(|| inside('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_entries_and_comments() {
        let text = "StylesPath = styles # here\n; no\n\n[*.{md,txt}]\nA.B = YES\nTokenIgnores = (a), \\\n  (b=c)\nquoted = \"x y\"\n";
        let sections = parse(text).unwrap();
        let told: Vec<String> = sections
            .iter()
            .flat_map(|section| {
                section.entries.iter().map(move |entry| format!("{}|{}|{}|{}", section.name, entry.key, entry.value, entry.line))
            })
            .collect();
        assert_eq!(
            told,
            ["|StylesPath|styles|1", "*.{md,txt}|A.B|YES|5", "*.{md,txt}|TokenIgnores|(a),(b=c)|6", "*.{md,txt}|quoted|x y|8"]
        );
        assert_eq!(sections[1].entries[1].list().collect::<Vec<_>>(), ["(a)", "(b=c)"]);
        assert_eq!(parse("[open").unwrap_err().0, 1);
        assert_eq!(parse("\nword").unwrap_err().0, 2);
    }
}
