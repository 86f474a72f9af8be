//! The content of a public section → findings wherever it is unclear what was meant to be public.
//! A mark that is left open, or a heading that ends nothing, would otherwise carry internal text across.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::outline::{headings, parsed};
use super::prose::dialect;
use super::skim::{Skimmed, skim};
use super::swallowed::{self, Verbatim};
use super::{elements, rules, vocabulary};
use crate::diagnostic::{Finding, SourceId};

/// Checks the content of a public section whose heading has that level.
pub fn check(text: &str, content: &Range<usize>, level: u8, source: SourceId, findings: &mut Vec<Finding>) {
    let markdown = &text[content.clone()];
    let seen = skim(markdown, content.start);
    let parsed = if seen.is_none() { parsed(markdown, content.start) } else { Vec::new() };
    for heading in seen.as_ref().map_or(&parsed, |seen| &seen.headings) {
        if !heading.top && heading.level <= level {
            let message = "a heading of the section's own or a higher level stands inside a quote or list";
            findings.push(rules::HEADING_INSIDE.found(source, heading.span.clone(), message));
        }
        misplaced(&heading.text, heading.span.clone(), source, findings);
    }
    let verbatim = match seen {
        Some(Skimmed { fences, .. }) if !may_hide(markdown) => fences.into_iter().map(|fence| (fence, Verbatim::Code)).collect(),
        _ => open_marks(markdown, content.start, source, findings),
    };
    for (block, kind) in &verbatim {
        swallowed::check(text, block, *kind, level, source, findings);
    }
    let kind_of = |at: usize| {
        let last = verbatim.partition_point(|(range, _)| range.start <= at).checked_sub(1)?;
        verbatim.get(last).filter(|(range, _)| range.contains(&at)).map(|(_, kind)| *kind)
    };
    for (at, line) in swallowed::lines(markdown, content.start) {
        match kind_of(at + (line.len() - line.trim_start().len())) {
            Some(Verbatim::Code) => {}
            Some(Verbatim::Html) => tagged(line, at, source, findings),
            None => {
                tagged(line, at, source, findings);
                line_marks(line, at, source, findings);
            }
        }
    }
}

fn misplaced(name: &str, span: Range<usize>, source: SourceId, findings: &mut Vec<Finding>) {
    if vocabulary::misplaced(name) {
        findings.push(rules::INTERNAL_HEADING.found(source, span, "a heading of the internal half stands inside a public section"));
    }
}

/// A line that bears an internal name between tags, as in `<h2>Root cause</h2>`.
fn tagged(line: &str, at: usize, source: SourceId, findings: &mut Vec<Finding>) {
    if let Some(words) = swallowed::without_tags(line) {
        misplaced(&words, at..at + line.len(), source, findings);
    }
}

/// Hashes that make no heading, and lines wholly in bold that bear an internal name.
fn line_marks(line: &str, at: usize, source: SourceId, findings: &mut Vec<Finding>) {
    let bare = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let start = at + (line.len() - bare.len());
    let rest = bare.trim_start_matches('#');
    let hashes = bare.len() - rest.len();
    if hashes > 0 && !rest.is_empty() {
        let apart = rest.starts_with([' ', '\t']);
        if hashes <= 6 && !apart {
            findings.push(rules::HASHES.found(source, start..start + bare.len(), "hashes without a blank behind them are no heading"));
        } else if hashes > 6 || line.len() - bare.len() > 3 || line[..line.len() - bare.len()].contains(|c: char| !matches!(c, ' ' | '>')) {
            misplaced(rest.trim_end_matches('#'), start..start + bare.len(), source, findings);
        }
    }
    let item = bare.strip_prefix(['-', '+', '*']).filter(|rest| rest.starts_with(' ')).map_or(bare, str::trim_start);
    let words = item.trim_end_matches(':');
    for mark in ["**", "__"] {
        if let Some(bold) = words.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)).filter(|bold| !bold.contains(mark)) {
            misplaced(bold, start..start + bare.len(), source, findings);
        }
    }
}

/// Finds code fences, comments and HTML blocks that are still open at the end; gives back where code and HTML stand.
fn open_marks(markdown: &str, base: usize, source: SourceId, findings: &mut Vec<Finding>) -> Vec<(Range<usize>, Verbatim)> {
    let mut verbatim = Vec::new();
    if !may_open(markdown) {
        return verbatim;
    }
    let mut open: Vec<(Range<usize>, &str)> = Vec::new();
    let mut in_code = false;
    let mut elements = elements::Open::default();
    for (event, range) in Parser::new_ext(markdown, dialect()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                if matches!(kind, CodeBlockKind::Fenced(_)) && !fence_closes(&markdown[range.clone()]) {
                    open.push((range.clone(), "a code fence"));
                }
                verbatim.push((base + range.start..base + range.end, Verbatim::Code));
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::HtmlBlock) => {
                let block = &markdown[range.clone()];
                match html_open(block) {
                    Some(what) => open.push((range.clone(), what)),
                    None if !block.trim_start().starts_with("<!--") => elements.block(block, &range),
                    None => {}
                }
                verbatim.push((base + range.start..base + range.end, Verbatim::Html));
            }
            Event::InlineHtml(html) if swallowed::begins_twice(&html) => open.push((range, "a comment")),
            Event::Text(text) if !in_code && text.contains("<!--") => open.push((range, "a comment")),
            _ => {}
        }
    }
    let last = verbatim.last().map(|(range, _)| range.start - base..range.end - base);
    if let Some(range) = last.filter(|last| open.iter().all(|(range, _)| range.start != last.start) && !ends_here(markdown)) {
        open.push((range, "a code fence, comment or HTML block"));
    }
    open.extend(elements.rest().map(|range| (range, "an HTML element")));
    for (range, what) in open {
        let line = markdown[range.clone()].lines().next().unwrap_or_default().trim_end().len();
        let span = base + range.start..base + range.start + line;
        findings.push(rules::LEFT_OPEN.found(source, span, format!("{what} is still open where the section ends")));
    }
    verbatim
}

/// Whether there may be code or HTML in a text besides fences that are all closed, as they are where it could be skimmed.
fn may_hide(markdown: &str) -> bool {
    memchr::memchr2(b'<', b'\t', markdown.as_bytes()).is_some() || markdown.contains("    ")
}

/// Whether there may be code or HTML in a text: a tag, a fence, or a line indented by four columns.
fn may_open(markdown: &str) -> bool {
    markdown.contains(['<', '\t']) || ["```", "~~~", "    "].iter().any(|mark| markdown.contains(mark))
}

/// Whether a heading behind the text would be one: the last word on what is still open has the parser itself.
fn ends_here(markdown: &str) -> bool {
    headings(&format!("{markdown}\n\n# .\n"), 0).last().is_some_and(|heading| heading.top && heading.text == ".")
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn where_nothing_may_open_nothing_does(pieces in proptest::collection::vec("[-+>*#=`~<&; \\[\\]():\ta1.]{1,5}|\n|\n\n|   |  - a\n|> ", 0..12)) {
            let markdown = pieces.concat();
            let opens = |event: &Event<'_>| {
                matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_))
            };
            prop_assert!(may_open(&markdown) || !Parser::new_ext(&markdown, dialect()).any(|event| opens(&event)), "{markdown:?}");
        }

        #[test]
        fn where_nothing_may_hide_the_fences_are_all_there_is(lines in proptest::collection::vec("|a|- a|> a|# b|```|```|``|```c|`` d|    e|<!-- f -->", 0..10)) {
            let markdown = lines.join("\n");
            if let Some(seen) = skim(&markdown, 0).filter(|_| !may_hide(&markdown)) {
                let mut findings = Vec::new();
                let opened = open_marks(&markdown, 0, SourceId(0), &mut findings);
                let fences: Vec<_> = seen.fences.into_iter().map(|fence| (fence, Verbatim::Code)).collect();
                prop_assert_eq!((opened, findings.len()), (fences, 0), "{:?}", markdown);
            }
        }
    }
}
