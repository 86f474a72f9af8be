//! Markdown → its headings and fenced code, told line by line; nothing, if any line of it needs the parser to be understood.
//! Comes in: Markdown. Goes out: what the parser would say. Must never: say anything else than the parser, for what is public hangs on it:
//! whatever could hold a heading, hide one or make one of a line of text is left to the parser.

use std::ops::Range;

use super::outline::{Heading, parsed};

/// What was seen in Markdown that is easy to read.
pub struct Skimmed {
    /// All headings; each stands at the top level.
    pub headings: Vec<Heading>,
    /// Blocks of code between fences, each of them closed.
    pub fences: Vec<Range<usize>>,
}

/// What the marks of a line in front of its words may be: of containers, of underlines and of tasks.
const MARKS: &[u8] = b" \t>-+*=0123456789.)";

/// An open fence: where it begins, and how many marks it has.
struct Fence {
    start: usize,
    marks: usize,
}

/// Reads Markdown that begins at byte `base` of its source.
pub fn skim(markdown: &str, base: usize) -> Option<Skimmed> {
    let bytes = markdown.as_bytes();
    if memchr::memchr(b'\r', bytes).is_some() {
        return None;
    }
    let mut seen = Skimmed { headings: Vec::new(), fences: Vec::new() };
    let mut open: Option<Fence> = None;
    let mut at = 0;
    while at < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length + 1);
        let line = &bytes[at..end];
        if let Some(fence) = open.take() {
            match closes(line, fence.marks) {
                Some(true) => seen.fences.push(base + fence.start..base + at + line.trim_ascii_end().len()),
                Some(false) => open = Some(fence),
                None => return None,
            }
        } else if line.starts_with(b"#") {
            seen.headings.extend(heading(&markdown[at..end], base + at).ok()?);
        } else if line.starts_with(b"```") {
            let marks = line.iter().take_while(|byte| **byte == b'`').count();
            open = Some(Fence { start: at, marks }).filter(|_| !line[marks..].contains(&b'`'));
            open.as_ref()?;
        } else if !is_text(line) {
            return None;
        }
        at = end;
    }
    open.is_none().then_some(seen)
}

/// Whether a line closes the fence that is open; nothing, if it nearly does.
fn closes(line: &[u8], marks: usize) -> Option<bool> {
    let words = line.trim_ascii();
    if words.is_empty() || words.iter().any(|byte| *byte != b'`') {
        return Some(false);
    }
    let is_bare = matches!(&line[words.len()..], [] | b"\n");
    (line.starts_with(b"`") && words.len() >= marks && is_bare).then_some(true)
}

/// Whether a line is blank or begins with words, in a container or not: no heading, underline, fence, HTML, reference, or empty container.
fn is_text(line: &[u8]) -> bool {
    match line.iter().position(|byte| !MARKS.contains(byte)) {
        // A container without words takes in what follows, whatever its indent.
        None => line.iter().all(|byte| matches!(byte, b' ' | b'\t')),
        Some(first) if line[first] == b'\n' => line[..first].iter().all(|byte| matches!(byte, b' ' | b'\t')),
        Some(first) => {
            let words = &line[first..];
            !(matches!(words[0], b'#' | b'<' | b'[' | 0..=31) || words.starts_with(b"```") || words.starts_with(b"~~~"))
        }
    }
}

/// The heading of a line that begins with a hash, or none if it is a word; an error if that takes more than a look.
fn heading(line: &str, at: usize) -> Result<Option<Heading>, ()> {
    let words = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - words.len()).ok().filter(|level| *level <= 6).ok_or(())?;
    if words.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Ok(None);
    }
    let words = words.strip_prefix(' ').ok_or(())?.trim_matches([' ', '\n']);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b" ,.:;'()?!/%\"+-=@".contains(&byte);
    let marked = |byte: u8| plain(byte) || b"*_`#&~|{}$^".contains(&byte);
    match words.as_bytes() {
        [] => Err(()),
        bytes if bytes.iter().all(|byte| plain(*byte)) => {
            Ok(Some(Heading { level, text: words.to_owned(), span: at..at + line.trim_end().len(), top: true }))
        }
        // No heading goes on behind its line, and what stands in other lines concerns brackets alone.
        bytes if bytes.iter().all(|byte| marked(*byte)) => Ok(parsed(line, at).pop()),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

    use super::super::prose::dialect;
    use super::*;

    /// Code between fences, as the parser sees it.
    fn fences(markdown: &str, base: usize) -> Vec<Range<usize>> {
        let events = Parser::new_ext(markdown, dialect()).into_offset_iter();
        let fenced = |event: &Event<'_>| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))));
        events.filter(|(event, _)| fenced(event)).map(|(_, range)| base + range.start..base + range.end).collect()
    }

    fn agrees(markdown: &str) -> Result<(), TestCaseError> {
        if let Some(seen) = skim(markdown, 7) {
            prop_assert_eq!(seen.headings, parsed(markdown, 7), "{:?}", markdown);
            prop_assert_eq!(seen.fences, fences(markdown, 7), "{:?}", markdown);
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        #[test]
        fn it_sees_what_the_parser_sees(lines in proptest::collection::vec(
            "( {0,5}|\t|> |>|- |-   |[*+] |1\\. |12\\) ){0,2}(#{1,7}|```|````|~~~|--+|==+|<!--|-->|<div>|\\[\\^1\\]:|\\[a\\]:|[|] a [|] b [|]|[|]?--?[|]-[|]?|:-+|\\\\|`|a)?[ \t]?(a|b c|\\*b\\*|`c`|`|_|&amp;|\"|'|é|\u{a0}|\\[x\\]|\\[ \\] |#| ##|[|]|<b>|-->|\\\\|:|  |\u{b}|\u{c}|\u{0})?(a|#| #|  |```)?",
            0..9,
        ), end in "\n?") {
            agrees(&(lines.join("\n") + &end))?;
        }

        #[test]
        fn it_sees_it_in_what_it_can_read(lines in proptest::collection::vec(
            "|a|  a|- a|- a|\\* b|1\\. c|    d|> e|#{1,6} (f|f g| é|\\*h\\*|`i` ##|a  |a#|a #)|```(json)?|```|[|] a [|] b [|]|[|] - [|] - [|]|a [|] b|#tag|a:|`a|\\*a|&a;|!\\[b\\]\\(c\\)|see <https://a\\.b>|\ta",
            0..12,
        ), end in "\n?") {
            agrees(&(lines.join("\n") + &end))?;
        }
    }

    #[test]
    fn what_people_write_is_easy_to_read() {
        let base = crate::internal::check::registry::BASE;
        let body = base.rsplit_once("---\n").map_or(base, |(_, body)| body);
        for text in [body, "# A\n- b\n- c\n```sh\n# d\n```\n## *E* `f`\n| a | b |\n| --- | --- |\n| 1 | 2 |\n#tag\n"] {
            let seen = skim(text, 0).map(|seen| seen.headings);
            assert!(seen.as_ref().is_some_and(|seen| !seen.is_empty()), "{text}");
            assert_eq!(seen, Some(parsed(text, 0)));
        }
    }

    #[test]
    fn what_needs_the_parser_is_left_to_it() {
        for text in [
            "a\n---\n",
            "> # a\n",
            "- # a\n",
            " # a\n",
            "<!--\n# a\n",
            "```\n# a\n",
            "  ```\n# a\n",
            "-\n\n# a\n",
            "[a]:\n# b\n",
            "a\r# b\n",
        ] {
            assert!(skim(text, 0).is_none(), "{text:?}");
        }
    }
}
