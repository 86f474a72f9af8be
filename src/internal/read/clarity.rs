//! The content of a public section → findings wherever it is unclear what was meant to be public.
//! A mark that is left open, or a heading that ends nothing, would otherwise carry internal text across.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::outline::headings;
use super::prose::dialect;
use super::{rules, vocabulary};
use crate::diagnostic::{Finding, SourceId};

/// Checks the content of a public section whose heading has that level.
pub fn check(text: &str, content: &Range<usize>, level: u8, source: SourceId, findings: &mut Vec<Finding>) {
    let markdown = &text[content.clone()];
    for heading in headings(markdown, content.start) {
        if !heading.top && heading.level <= level {
            let message = "a heading of the section's own or a higher level stands inside a quote or list";
            findings.push(rules::HEADING_INSIDE.found(source, heading.span.clone(), message));
        }
        misplaced(&heading.text, heading.span.clone(), source, findings);
    }
    let verbatim = open_marks(markdown, content.start, source, findings);
    let mut at = content.start;
    for line in markdown.split_inclusive('\n') {
        if !verbatim.iter().any(|range| range.contains(&at)) {
            line_marks(line, at, source, findings);
        }
        at += line.len();
    }
}

fn misplaced(name: &str, span: Range<usize>, source: SourceId, findings: &mut Vec<Finding>) {
    if vocabulary::misplaced(name) {
        findings.push(rules::INTERNAL_HEADING.found(source, span, "a heading of the internal half stands inside a public section"));
    }
}

/// Hashes without a blank, and lines wholly in bold that bear an internal name.
fn line_marks(line: &str, at: usize, source: SourceId, findings: &mut Vec<Finding>) {
    let bare = line.trim_start_matches([' ', '\t', '>']);
    let start = at + (line.len() - bare.len());
    let words = bare.trim_end();
    let rest = words.trim_start_matches('#');
    let hashes = words.len() - rest.len();
    if (1..=6).contains(&hashes) && !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        findings.push(rules::HASHES.found(source, start..start + words.len(), "hashes without a blank behind them are no heading"));
    }
    let words = words.trim_end_matches(':');
    for mark in ["**", "__"] {
        if let Some(bold) = words.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)).filter(|bold| !bold.contains(mark)) {
            misplaced(bold, start..start + words.len(), source, findings);
        }
    }
}

/// Finds code fences, comments and HTML blocks that are still open at the end; gives back where code and HTML stand.
fn open_marks(markdown: &str, base: usize, source: SourceId, findings: &mut Vec<Finding>) -> Vec<Range<usize>> {
    let mut verbatim = Vec::new();
    let report = |range: &Range<usize>, what: &str, findings: &mut Vec<Finding>| {
        let line = markdown[range.clone()].lines().next().unwrap_or_default().trim_end().len();
        let span = base + range.start..base + range.start + line;
        findings.push(rules::LEFT_OPEN.found(source, span, format!("{what} is still open where the section ends")));
    };
    let mut in_code = false;
    let mut elements: Vec<(String, Range<usize>)> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, dialect()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                if matches!(kind, CodeBlockKind::Fenced(_)) && !fence_closes(&markdown[range.clone()]) {
                    report(&range, "a code fence", findings);
                }
                verbatim.push(base + range.start..base + range.end);
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::HtmlBlock) => {
                let block = &markdown[range.clone()];
                match html_open(block) {
                    Some(what) => report(&range, what, findings),
                    None if !block.trim_start().starts_with("<!--") => {
                        elements_open(block, &range, &mut elements);
                        hidden_headings(block, base + range.start, source, findings);
                    }
                    None => {}
                }
                verbatim.push(base + range.start..base + range.end);
            }
            Event::Text(text) if !in_code && text.contains("<!--") => report(&range, "a comment", findings),
            _ => {}
        }
    }
    for (_, range) in elements {
        report(&range, "an HTML element", findings);
    }
    verbatim
}

/// Elements that enclose text, and that HTML does not close by itself.
const ENCLOSING: &[&str] =
    &["article", "aside", "center", "details", "div", "fieldset", "figure", "footer", "form", "header", "main", "nav", "section", "table"];

/// Keeps count of the elements that HTML blocks open and close; the text behind one left open was meant to stand inside it.
fn elements_open(block: &str, range: &Range<usize>, open: &mut Vec<(String, Range<usize>)>) {
    for tag in block.split('<').skip(1) {
        let (closing, rest) = tag.strip_prefix('/').map_or((false, tag), |rest| (true, rest));
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if !ENCLOSING.contains(&name.as_str()) {
            continue;
        }
        if closing {
            if let Some(at) = open.iter().rposition(|(opened, _)| *opened == name) {
                open.truncate(at);
            }
        } else {
            open.push((name, range.clone()));
        }
    }
}

/// Headings of the internal half that raw HTML swallows: what stands behind them would go out without them.
fn hidden_headings(block: &str, base: usize, source: SourceId, findings: &mut Vec<Finding>) {
    let mut at = base;
    for line in block.split_inclusive('\n') {
        let words: String = line.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        misplaced(words.trim().trim_start_matches('#'), at..at + line.trim_end().len(), source, findings);
        at += line.len();
    }
}

/// Whether the last line of a fenced block closes it.
fn fence_closes(block: &str) -> bool {
    let opening = block.trim_start_matches([' ', '>', '\t']);
    let mark = opening.chars().next().unwrap_or('`');
    let length = opening.chars().take_while(|c| *c == mark).count();
    let mut lines = block.trim_end_matches(['\n', '\r', ' ', '\t']).lines();
    let opened = lines.next().is_some();
    let last = lines.last().unwrap_or_default().trim_start_matches([' ', '>', '\t']).trim_end();
    opened && last.chars().count() >= length.max(3) && last.chars().all(|c| c == mark)
}

/// What of an HTML block is still open, by the end conditions of `CommonMark` 0.31, section 4.6, kinds 1 to 5.
fn html_open(block: &str) -> Option<&'static str> {
    let text = block.trim_start().to_ascii_lowercase();
    let closed = |end: &str| text.contains(end);
    if let Some(rest) = text.strip_prefix("<!--") {
        return (!rest.contains("-->")).then_some("a comment");
    }
    let raw = ["script", "pre", "style", "textarea"];
    if let Some(tag) = raw.iter().find(|tag| text.strip_prefix('<').is_some_and(|rest| rest.starts_with(*tag))) {
        return (!closed(&format!("</{tag}"))).then_some("an HTML block");
    }
    let ends = [("<?", "?>"), ("<![cdata[", "]]>"), ("<!", ">")];
    ends.iter().find(|(start, _)| text.starts_with(start)).and_then(|(_, end)| (!closed(end)).then_some("an HTML block"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(section: &str) -> Vec<String> {
        let mut findings = Vec::new();
        check(section, &(0..section.len()), 2, SourceId(0), &mut findings);
        findings.into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn an_html_element_left_open_is_an_error_though_the_block_ended() {
        assert_eq!(codes("Words.\n\n<div>\nnotes\n\nmore notes\n"), ["document/left-open"]);
        assert_eq!(codes("<details>\n<summary>For us</summary>\n\nnotes\n"), ["document/left-open"]);
        assert_eq!(codes("<div>\n\nwords\n\n</div>\n\n<br>\n\n<p>words\n"), [""; 0]);
    }

    #[test]
    fn an_internal_heading_inside_raw_html_is_an_error() {
        assert_eq!(codes("<div>\n## Root cause\n</div>\n\nnotes\n"), ["document/internal-heading"]);
        assert_eq!(codes("<h2>Root cause</h2>\n\nnotes\n"), ["document/internal-heading"]);
        assert_eq!(codes("<h2>What happened</h2>\n\nwords\n\n<!--\n## Root cause\n-->\n"), [""; 0]);
    }
}
