//! Whether a message says anything: nothing at all, a placeholder, or words.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::prose::dialect;

/// What a message amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Empty, `N/A` or `none`: there is no message.
    Nothing,
    /// A note that words are still to come: `TBD`, template marks, an italic prompt alone.
    Placeholder,
    /// Words.
    Words,
}

impl Content {
    /// Reads a piece of Markdown. Headings and comments do not count as words.
    pub fn of(markdown: &str) -> Self {
        if begins_with_words(markdown) { Self::Words } else { Self::parsed(markdown) }
    }

    fn parsed(markdown: &str) -> Self {
        let (mut plain, mut italic) = (String::new(), String::new());
        let (mut heading, mut emphasis, mut picture) = (false, 0usize, false);
        for event in Parser::new_ext(markdown, dialect()) {
            match event {
                Event::Start(Tag::Heading { .. }) => heading = true,
                Event::End(TagEnd::Heading(_)) => heading = false,
                Event::Start(Tag::Emphasis) => emphasis += 1,
                Event::End(TagEnd::Emphasis) => emphasis = emphasis.saturating_sub(1),
                Event::Start(Tag::Image { .. }) => picture = true,
                Event::Text(text) | Event::Code(text) if !heading => if emphasis > 0 { &mut italic } else { &mut plain }.push_str(&text),
                Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => plain.push(' '),
                _ => {}
            }
            if is_long(&plain) {
                return Self::Words;
            }
        }
        let words = plain.trim().trim_end_matches(['.', ':']).to_lowercase();
        if words.is_empty() && !picture {
            return if italic.trim().is_empty() || matches!(italic.trim().to_lowercase().as_str(), "none" | "n/a") {
                Self::Nothing
            } else {
                Self::Placeholder
            };
        }
        match words.as_str() {
            "n/a"
            | "na"
            | "none"
            | "not applicable"
            | "not needed"
            | "none needed"
            | "not required"
            | "no message"
            | "no external message" => Self::Nothing,
            marks if is_template(marks) => Self::Placeholder,
            "tbd" | "tbc" | "todo" | "to do" | "fixme" | "to be done" | "to be written" | "to follow" | "..." | "…" | "xxx"
            | "lorem ipsum" => Self::Placeholder,
            _ => Self::Words,
        }
    }
}

/// Whether the first line that is no heading begins with so many plain words, in a list or not, that no parser need be asked.
fn begins_with_words(markdown: &str) -> bool {
    const ENOUGH: usize = 24;
    let is_heading = |line: &str| {
        let words = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - words.len())) && words.starts_with(' ')
    };
    let is_blank = |line: &&str| line.bytes().all(|byte| byte == b' ');
    let mut lines = markdown.split('\n').skip_while(|line| is_blank(line) || is_heading(line));
    let Some(first) = lines.next() else { return false };
    let words = first.strip_prefix("- ").or_else(|| first.strip_prefix("* ")).unwrap_or(first);
    let Some(words) = words.as_bytes().get(..ENOUGH) else { return false };
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b" ,':/-".contains(byte);
    let ends = words[ENOUGH - 4..].iter().any(u8::is_ascii_alphanumeric);
    // An underline makes a heading of it.
    let is_underline = |line: &str| ['-', '='].iter().any(|mark| line.trim().trim_matches(*mark).is_empty());
    words[0].is_ascii_alphanumeric() && words.iter().all(plain) && ends && !lines.take_while(|line| !is_blank(line)).any(is_underline)
}

/// Whether a text is words whatever follows it: it begins with a letter, as no template mark does, and no placeholder is as long.
fn is_long(text: &str) -> bool {
    const LONGEST: usize = "no external message".len();
    let text = text.trim().trim_end_matches(['.', ':']);
    text.len() > LONGEST && text.starts_with(char::is_alphanumeric) && text.chars().nth(LONGEST).is_some()
}

/// Whether the words are template marks and nothing else: `{{ message }}`, `[Insert message]`, `${MESSAGE}`, `???`.
fn is_template(words: &str) -> bool {
    let marks = [("{{", "}}"), ("{%", "%}"), ("${", "}"), ("[", "]"), ("<", ">")];
    let inside = |(open, close): (&str, &str)| {
        words.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(|rest| !rest.contains(close))
    };
    marks.into_iter().any(inside) || (!words.is_empty() && words.chars().all(|c| c == '?'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Content::{self, Nothing, Placeholder, Words};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        #[test]
        fn a_quick_look_sees_what_the_parser_sees(text in "(#{0,3} ?a?\n| *\n){0,3}([-*>#] |[0-9]|    |\t)?[a-z][a-z0-9 ,':/.)*_`|&-]{20,30}[^\n]{0,4}(\r?\n[a|=> -]{0,5}){0,4}") {
            prop_assert_eq!(Content::of(&text), Content::parsed(&text), "{:?}", text);
        }

        #[test]
        fn nor_does_it_see_words_where_there_are_none(text in "[a#>=*_`\\[\\]() .:\t0-9\n-]{0,40}") {
            prop_assert_eq!(Content::of(&text), Content::parsed(&text), "{:?}", text);
        }
    }

    #[test]
    fn nothing_prompts_and_words_differ() {
        for (text, content) in [
            ("", Nothing),
            ("<!-- write here -->\n", Nothing),
            ("N/A\n", Nothing),
            ("None.", Nothing),
            ("### Summary\n### What happened\n", Nothing),
            ("Not applicable.", Nothing),
            ("No external message", Nothing),
            ("{{ message }}", Placeholder),
            ("[Insert the message]", Placeholder),
            ("???", Placeholder),
            ("[Docs](https://docs.example.com) say more.", Words),
            ("TBD", Placeholder),
            ("_What did customers notice?_", Placeholder),
            ("### Summary\n*Describe it.*\n", Placeholder),
            ("> _Write this._", Placeholder),
            ("Search was *slow*.", Words),
            ("![a](b.png)", Words),
            ("None of the searches failed.", Words),
            ("None of the searches failed, and then\n\n_Write more._", Words),
            ("No external message................", Nothing),
            ("[Insert the message of this incident here]", Placeholder),
        ] {
            assert_eq!(Content::of(text), content, "{text}");
        }
    }
}
