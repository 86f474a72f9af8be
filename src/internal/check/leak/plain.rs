//! Whether the words of some Markdown are those that a reader sees, one after the other, so that it need not be read as Markdown.
//! Comes in: Markdown. Goes out: yes or no. Must never: say so of a text in which markup joins words, hides some or adds some.

/// Whether no markup changes the words: no links, tags, references, escapes, quotes or numbers of lists, no ragged tables, and no mark
/// within a word.
pub fn is_plain(markdown: &str) -> bool {
    let mut columns = None;
    markdown.split('\n').all(|line| {
        let pipes = line.bytes().filter(|byte| *byte == b'|').count();
        let row = (pipes > 0).then_some(pipes);
        // Of a row with more cells than its head, some are not shown.
        let ragged = row.is_some() && (!is_framed(line) || columns.is_some_and(|columns| columns != pipes));
        columns = row;
        !ragged
            && !line.bytes().any(|byte| matches!(byte, b'[' | b']' | b'<' | b'>' | b'&' | b'\\'))
            && !is_numbered(line)
            && are_outside(line)
            && is_code_closed(line)
    })
}

/// A row with a pipe at both ends.
fn is_framed(line: &str) -> bool {
    let line = line.trim_matches([' ', '\t', '\r']);
    line.len() > 1 && line.starts_with('|') && line.ends_with('|')
}

/// `1. ` at the start, or behind marks of lists.
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches([' ', '\t', '-', '+', '*']);
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    behind.len() < rest.len() && behind.starts_with(['.', ')'])
}

/// A fence, or a line at whose end no code goes on: each mark of code has its like as the next one.
fn is_code_closed(line: &str) -> bool {
    let indent = line.bytes().take_while(|byte| *byte == b' ').count();
    let rest = line.trim_end_matches([' ', '\t', '\r']).get(indent..).unwrap_or_default();
    if !rest.contains('`') || (indent < 4 && rest.len() > 2 && rest.bytes().all(|byte| byte == b'`')) {
        return true;
    }
    let runs: Vec<usize> = rest.split(|c| c != '`').map(str::len).filter(|length| *length > 0).collect();
    runs.chunks(2).all(|pair| matches!(pair, [start, end] if start == end))
}

/// Whether marks of emphasis and code stand beside words, never within one, and no word says in which language code is.
fn are_outside(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_mark = |byte: u8| matches!(byte, b'*' | b'_' | b'~' | b'`');
    // A word may have an apostrophe, and whatever is not ASCII.
    let in_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'\'' || !byte.is_ascii();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| is_mark(*byte)) {
        let start = at + found;
        at = start + bytes[start..].iter().take_while(|byte| is_mark(**byte)).count();
        let run = &bytes[start..at];
        let before = start.checked_sub(1).map(|at| bytes[at]).filter(|byte| in_word(*byte));
        let after = bytes.get(at).copied().filter(|byte| in_word(*byte));
        if let (Some(before), Some(after)) = (before, after)
            // Such a mark in a word is none of emphasis.
            && !(run.iter().all(|byte| *byte == b'_') && before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric())
        {
            return false;
        }
        if (run.starts_with(b"```") || run.starts_with(b"~~~")) && bytes[at..].iter().any(|byte| in_word(*byte)) {
            return false;
        }
    }
    true
}
