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
    use super::Content::{self, Nothing, Placeholder, Words};

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
