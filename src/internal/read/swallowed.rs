//! A code block, comment or piece of HTML in a public section → findings where it seems to have swallowed an internal section.
//! Such a block may well be closed, only too late: by a mark that was meant to open or close another one further down.

use std::ops::Range;

use super::{rules, vocabulary};
use crate::diagnostic::{Finding, SourceId};

/// What shows its lines as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verbatim {
    /// A code block.
    Code,
    /// A comment or other HTML.
    Html,
}

/// The lines of a text with their places. Whatever some editor shows as the end of a line ends one.
pub fn lines(text: &str, base: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    let mut at = base;
    std::iter::from_fn(move || {
        let (line, behind) = rest.split_at_checked(line_end(rest)).filter(|_| !rest.is_empty())?;
        let start = at;
        at += line.len();
        rest = behind;
        Some((start, line.trim_end()))
    })
}

/// Where the first line of a text ends, its mark included.
fn line_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |at: &usize| matches!(&bytes[*at..], [b'\n' | b'\r' | 0xb | 0xc, ..] | [0xc2, 0x85, ..] | [0xe2, 0x80, 0xa8 | 0xa9, ..]);
    let first = (0..bytes.len()).find(ends);
    first.map_or(text.len(), |at| at + text[at..].chars().next().map_or(1, char::len_utf8))
}

/// Checks the block at those bytes of a text, in a public section whose heading has that level.
pub fn check(text: &str, block: &Range<usize>, kind: Verbatim, level: u8, source: SourceId, findings: &mut Vec<Finding>) {
    let raw = &text[block.clone()];
    let opening = raw.trim_start_matches([' ', '>', '\t']);
    if kind == Verbatim::Html && begins_twice(raw) {
        let end = block.start + raw.lines().next().unwrap_or_default().trim_end().len();
        findings.push(rules::LEFT_OPEN.found(source, block.start..end, "a comment is still open where another begins"));
    }
    let mut before: Option<(usize, &str)> = None;
    for (at, line) in lines(raw, block.start) {
        let words = line.trim_start_matches([' ', '>', '\t']);
        let start = at + (line.len() - words.len());
        let span = start..start + words.len();
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if kind == Verbatim::Code && at > block.start && indent < 4 && reopens(opening, words) {
            findings.push(rules::LEFT_OPEN.found(source, span.clone(), "a code fence is still open where another begins"));
        }
        if is_heading(words, indent, kind, level) {
            findings.push(rules::HEADING_INSIDE.found(
                source,
                span.clone(),
                "a heading stands inside code, a comment or HTML of a public section",
            ));
        } else if let Some((start, name)) = before.filter(|(_, name)| is_underline(words) && is_named(name)) {
            let message = "the heading of a section stands inside code, a comment or HTML of a public section";
            findings.push(rules::HEADING_INSIDE.found(source, start..start + name.len(), message));
        }
        before = Some((start, words));
    }
}

/// A line without its tags: `Root cause` of `<h2>Root cause</h2>`. `None` if it has none.
pub fn without_tags(line: &str) -> Option<String> {
    memchr::memchr(b'<', line.as_bytes())?;
    let mut rest = line;
    let mut words = String::new();
    while let Some((before, tag)) = rest.split_once('<') {
        words.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, behind)| behind);
    }
    words.push_str(rest);
    Some(words)
}

/// Whether a comment begins in a comment.
pub fn begins_twice(html: &str) -> bool {
    let mut rest = html;
    while let Some((_, comment)) = rest.split_once("<!--") {
        let Some((inner, behind)) = comment.split_once("-->") else { return comment.contains("<!--") };
        if inner.contains("<!--") {
            return true;
        }
        rest = behind;
    }
    false
}

/// Whether a line begins a fence that cannot close the one that is open: it has the same marks, and words behind them.
fn reopens(opening: &str, line: &str) -> bool {
    let Some(mark) = opening.chars().next().filter(|mark| matches!(mark, '`' | '~')) else { return false };
    let marks = |text: &str| text.chars().take_while(|c| *c == mark).count();
    let info = line.trim_start_matches(mark).trim();
    marks(line) >= marks(opening).max(3) && !info.is_empty() && !info.contains('`')
}

/// Whether a line would be a heading that ends the section, or bears the name of one. A single hash in code begins a comment.
fn is_heading(line: &str, indent: usize, kind: Verbatim, level: u8) -> bool {
    let words = line.trim_start_matches('#');
    let hashes = line.len() - words.len();
    if hashes == 0 || !words.starts_with(char::is_whitespace) {
        return false;
    }
    let ends = hashes <= usize::from(level) && (hashes > 1 || level == 1 || kind == Verbatim::Html) && indent < 4;
    ends || is_named(words.trim_end_matches('#'))
}

fn is_named(name: &str) -> bool {
    vocabulary::misplaced(name) || vocabulary::public(name).is_some()
}

fn is_underline(line: &str) -> bool {
    line.len() > 1 && (line.bytes().all(|byte| byte == b'-') || line.bytes().all(|byte| byte == b'='))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::SourceId;
    use crate::internal::read::outline::outline;

    proptest::proptest! {
        #[test]
        fn a_line_ends_wherever_some_editor_ends_it(text in "[aé\n\r\u{b}\u{c}\u{85}\u{2028}\u{2029}\u{2027} ]{0,12}") {
            let split: Vec<&str> = text.split_inclusive(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).collect();
            let starts: Vec<usize> = split.iter().map(|line| line.as_ptr() as usize - text.as_ptr() as usize).collect();
            let wanted: Vec<(usize, &str)> = starts.into_iter().zip(split.iter().map(|line| line.trim_end())).collect();
            proptest::prop_assert_eq!(super::lines(&text, 0).collect::<Vec<_>>(), wanted);
        }
    }

    /// The rules that a body breaks, if the reader is asked what of it is public.
    fn found(body: &str) -> Vec<String> {
        let mut findings = Vec::new();
        let sections = outline(body, 0..body.len(), SourceId(0), &mut findings);
        for (content, level) in &sections.levels {
            super::super::clarity::check(body, content, *level, SourceId(0), &mut findings);
        }
        findings.into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn a_section_swallowed_by_an_open_mark_is_found_though_another_mark_closes_it() {
        for (what, body) in [
            ("a fence with a language", "```\nGET /\n\n## Root cause\nsecret\n```text\nlog\n```\n## Next\n"),
            ("any fence", "```\nGET /\n\n## Why it broke\nsecret\n```\n# restart\n```\n## Next\n"),
            ("a fence with a language and no heading", "```\nGET /\n```text\nlog\n```\n"),
            ("an indented line that closes nothing", "```\nGET /\n\n# Notes\nsecret\n    ```\n"),
            ("a quoted line that closes nothing", "```\nGET /\n\n# Notes\nsecret\n> ```\n"),
            ("the end of another comment", "<!-- prompt\n\n## Why\n<!-- hint -->\nsecret\n"),
            ("a comment within a comment", "<!--\nold\n<!-- hint -->\nsecret\n-->\n"),
            ("a blank line behind a tag", "</details>\n## Root cause\nOne.\n\nsecret\n"),
            ("a blank line behind an underlined heading", "<div>\nRoot cause\n----------\nOne.\n\nsecret\n"),
            ("another tag", "<pre>\n## Why\n</pre>\nsecret\n"),
        ] {
            assert!(!found(&format!("## External message\nSlow.\n\n{body}")).is_empty(), "closed by {what}");
        }
    }

    #[test]
    fn headings_that_only_look_like_text_are_found_by_their_names() {
        for line in [
            "\u{a0}## Root cause",
            "    ## Root cause",
            "####### Root cause",
            "<h2>Root cause</h2>",
            "<summary>Timeline</summary>",
            "- **Root cause**",
            "Slow.\r\r**Root cause**\r",
            "Slow.\r##Root cause\r",
            "Slow.\u{2028}**Root cause**\u{2028}",
        ] {
            assert!(!found(&format!("## External message\nSlow.\n\n{line}\nsecret\n")).is_empty(), "{line:?}");
        }
    }

    #[test]
    fn honest_code_comments_and_html_are_left_alone() {
        for body in [
            "```sh\n# restart the client\ncurl https://api.example.com\n```\n",
            "````\n```text\nx\n```\n````\n",
            "~~~\n```text\n~~~\n",
            "<!-- Say what customers noticed. -->\nSlow.\n<!-- And what is next. -->\n",
            "<!--\n### What happened\n-->\nSlow.\n",
            "<details>\n<summary>More</summary>\n\nSlow.\n\n</details>\n",
            "> ```\n> x\n> ```\n",
            "- one\n\n  ```\n  x\n  ```\n",
            "**What happened**\n\n- **What we changed**\n",
        ] {
            assert_eq!(found(&format!("## External message\nSlow.\n\n{body}\n## Root cause\n")), Vec::<String>::new(), "{body:?}");
        }
    }
}
